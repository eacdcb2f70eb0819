"""`communique train` and what goes with it, from the command line."""

import json
from pathlib import Path

import pytest

pytest.importorskip("torch")

from communique.data.document import Document
from communique.data.files import write_documents
from communique.data.formats import FORMATS, write_format
from communique.model.reader import Reader
from communique.training import Recipe

from ..conftest import dev_of


@pytest.fixture
def words(tiny_encoder: Path, samples: list[Document], tmp_path: Path) -> list[object]:
    """A short run's options."""
    write_documents(samples, tmp_path / "train.jsonl")
    write_documents(dev_of(samples), tmp_path / "dev.jsonl")
    Recipe(base=str(tiny_encoder), epochs=1, batch=4).save(tmp_path / "recipe.json")
    pairs = {name: tmp_path / f"{name}.json" for name in ("recipe",)}
    data = {name: tmp_path / f"{name}.jsonl" for name in ("train", "dev")}
    given = {**pairs, **data, "output": tmp_path / "run"}
    return [word for name, value in given.items() for word in (f"--{name}", value)]


def test_train_says_what_it_has_and_leaves_a_whole_folder(run, words: list[object], tmp_path: Path) -> None:
    pytest.importorskip("tensorboard")
    status, out, err = run("train", *words, "--set", "epochs=2", "--set", "perturb={}", "--tensorboard")
    assert (status, out) == (0, "")
    folder = tmp_path / "run"
    assert err.startswith((folder / "diagnosis.md").read_text())
    assert "2 epochs from" in err
    assert Recipe.load(folder / "recipe.json").perturb == {}
    assert len((folder / "log.jsonl").read_text().splitlines()) == 2
    assert "<svg" in (folder / "curves.svg").read_text()
    assert len(list((folder / "tensorboard").glob("events.*"))) == 1
    (environment,) = json.loads((folder / "environment.json").read_text())
    assert {"communique", "torch", "platform", "threads", "processes"} <= environment.keys()
    figures = json.loads((folder / "figures.json").read_text())
    assert figures["dev"]["before"] is None
    assert figures["dev"]["after"].keys() == {"spans", "entities", "triggers", "arguments"}


def test_old_and_new_figures_are_told_where_training_goes_on(
    run, words: list[object], tiny_model: Path, tmp_path: Path
) -> None:
    status, _, err = run("train", *words, "--base", tiny_model, "--replay", 3)
    assert status == 0
    figures = json.loads((tmp_path / "run" / "figures.json").read_text())
    assert figures.keys() == {"dev", "communique's dev"}
    assert figures["dev"]["before"]["spans"] > 0.8
    assert "| communique's dev | spans |" in err
    assert "| communique's dev | spans |" in (tmp_path / "run" / "README.md").read_text()
    assert json.loads((tmp_path / "run" / "data.json").read_text()).keys() == {
        "train",
        "dev",
        "replay",
        "scheme",
        "processes",
    }
    assert "3 passages of communique's corpus beside" in err


def test_seeds_and_a_search_tell_a_table(run, words: list[object], tmp_path: Path) -> None:
    pytest.importorskip("optuna")
    status, out, err = run("train", *words, "--seeds", 2)
    assert status == 0
    assert out == (tmp_path / "run" / "seeds.md").read_text()
    assert err.count("| what ") == 1, "the diagnosis comes once"
    words[-1] = tmp_path / "search"
    status, out, err = run("train", *words, "--search", 1)
    assert status == 0
    assert out == (tmp_path / "search" / "search.md").read_text()
    assert f"the best model is {tmp_path / 'search' / 'trial-001'}" in err
    for options, folder in (((), "search"), (("--search", 1), "run/seed-1"), (("--seeds", 2), "run/seed-1")):
        words[-1] = tmp_path / folder
        status, _, err = run("train", *words, *options)
        assert status == 2
        assert "choose another --output" in err or "expected an empty folder" in err


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (["--set", "epochs"], "setting 'epochs' has no `=`; expected one such as epochs=10"),
        (["--set", "epochs=many"], "epochs is 'many'; expected int"),
        (["--set", "epoch=3"], "unknown setting 'epoch'"),
        (["--replay", "-1"], "replay is -1; expected 0 or more passages"),
        (["--search", "2", "--seeds", "2"], "--search and --seeds together"),
        (["--seeds", "2", "--tensorboard"], "--tensorboard is for a single run"),
        (["--seeds", "0"], "seeds is 0; expected at least 2"),
    ],
)
def test_bad_options_train_nothing(run, words: list[object], tmp_path: Path, given: list[str], reason: str) -> None:
    status, _, err = run("train", *words, *given)
    assert status == 2
    assert reason in err
    assert not (tmp_path / "run").exists()


def test_labels_that_the_scheme_lacks_are_refused_with_the_way_out(run, words: list[object], tmp_path: Path) -> None:
    (tmp_path / "train.jsonl").write_text(
        '{"id": "a", "text": "Mars.", "spans": [{"id": 1, "start": 0, "end": 4, "label": "PLANET"}], "relations": []}\n'
    )
    status, _, err = run("train", *words)
    assert status == 2
    assert "PLANET" in err
    assert "--scheme infer" in err


@pytest.mark.parametrize("name", sorted(FORMATS.keys() - {"communique"}))
def test_every_format_is_retrained_on_by_the_lines_of_the_readme(
    run, tiny_encoder: Path, samples: list[Document], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    if name == "docbin":
        pytest.importorskip("spacy")
    monkeypatch.chdir(tmp_path)
    suffix = "" if FORMATS[name].folder else FORMATS[name].suffixes[0]
    for split, documents in (("train", samples), ("dev", dev_of(samples))):
        write_format(documents, f"mine/{split}{suffix}", name)
        status, _, err = run(
            "data", "convert", f"mine/{split}{suffix}", f"{split}.jsonl", "--from", name, "--scheme", "infer"
        )
        assert status == 0, err
    words = ["--train", "train.jsonl", "--dev", "dev.jsonl", "--scheme", "infer", "--output", "my-model"]
    status, _, err = run("train", *words, "--base", tiny_encoder, "--set", "epochs=1")
    assert status == 0, err
    scheme = Reader.load("my-model").scheme
    assert {span.label for document in samples for span in document.spans} <= set(scheme.span_labels)
