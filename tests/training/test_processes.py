"""Two processes that train one model, as `torchrun` starts them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("torch")

from communique.data.document import Document
from communique.data.files import write_documents
from communique.model.reader import Reader
from communique.training import Recipe

from ..conftest import dev_of


def test_torchrun_trains_one_model_in_two_processes(
    tiny_encoder: Path, samples: list[Document], tmp_path: Path
) -> None:
    write_documents([*samples * 3, samples[3]], tmp_path / "train.jsonl")
    write_documents(dev_of(samples), tmp_path / "dev.jsonl")
    Recipe(base=str(tiny_encoder), epochs=3, batch=2, averaged_epochs=2, learning_rate=1e-3).save(tmp_path / "r.json")
    words = {"--train": "train.jsonl", "--dev": "dev.jsonl", "--output": "run", "--recipe": "r.json"}
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2", "-m", "communique", "train"]  # fmt: skip
    done = subprocess.run(
        [*command, *(word for pair in words.items() for word in pair)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    log = [json.loads(line) for line in (tmp_path / "run" / "log.jsonl").read_text().splitlines()]
    assert [row["epoch"] for row in log] == [1, 2, 3]
    assert log[-1]["loss"] < log[0]["loss"]
    assert [entry["processes"] for entry in json.loads((tmp_path / "run" / "environment.json").read_text())] == [2]
    assert not (tmp_path / "run" / "checkpoints").exists()
    assert done.stderr.count("gold spans that subwords or sentence ends cut") == 1, "one of them speaks"
    Reader.load(tmp_path / "run").predict("Japan thanked Fiji.")
