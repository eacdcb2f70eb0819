"""The command line: what it prints, what it leaves, how it ends."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from communique.data.document import Document
from communique.data.files import read_documents, write_documents


@pytest.fixture
def text_file(tmp_path: Path) -> Path:
    path = tmp_path / "note.txt"
    path.write_text("Japan thanked Fiji.", encoding="utf-8")
    return path


def test_json_lines_when_piped(run, tiny_model: Path, text_file: Path) -> None:
    status, out, err = run("predict", text_file, "--model", tiny_model, "--date", "2024-03-19")
    record = json.loads(out)
    assert (status, err) == (0, "")
    assert (record["id"], record["date"], record["text"]) == ("note", "2024-03-19", "Japan thanked Fiji.")
    assert [(s["start"], s["end"], s["label"]) for s in record["spans"]] == [
        (0, 5, "COUNTRY"),
        (6, 13, "SUPPORT"),
        (14, 18, "COUNTRY"),
    ]
    assert all(0 < s["score"] <= 1 for s in record["spans"])


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("table", "Japan · Fiji"),
        ("json", '"label": "SUPPORT"'),
        ("conll", "thanked\tB-SUPPORT"),
        ("html", "<mark"),
        ("markup", "{1:COUNTRY|Japan} {2:SUPPORT|thanked}"),
        ("csv", "event_scale"),
    ],
)
def test_forms(run, tiny_model: Path, text_file: Path, form: str, expected: str) -> None:
    status, out, _ = run("predict", text_file, "--model", tiny_model, "--format", form)
    assert status == 0
    assert expected in out


def test_output_file_reads_back(run, tiny_model: Path, text_file: Path, tmp_path: Path) -> None:
    status, out, _ = run("predict", tmp_path, "--model", tiny_model, "--output", tmp_path / "out.jsonl")
    assert (status, out) == (0, "")
    assert [d.id for d in read_documents([tmp_path / "out.jsonl"])] == ["note"]


def test_standard_input(run, tiny_model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"Japan thanked Fiji.")))
    status, out, _ = run("predict", "-", "--model", tiny_model)
    assert status == 0
    assert json.loads(out)["id"] == "stdin"


def test_another_language_is_said(run, tiny_model: Path, tmp_path: Path) -> None:
    path = tmp_path / "f.txt"
    path.write_text("Le ministre des Affaires étrangères a reçu mardi l'ambassadeur du Laos.", encoding="utf-8")
    status, _, err = run("predict", path, "--model", tiny_model)
    assert status == 0
    assert "f seems to be written in fra; communique reads English" in err


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["predict", "nowhere.txt"], "nowhere.txt: no such file or folder"),
        (["predict", "{tmp}"], "no .txt file in this folder"),
        (["predict", "{bad}"], "byte 3 is 0xe9, which is not UTF-8"),
        (["predict", "{bad}", "--date", "soon"], "date is 'soon'; expected a publication date like 2024-03-19"),
        (["predict", "{note}", "--model", "nowhere"], "nowhere: no such model folder"),
        (["predict", "{note}", "--model", "{tiny}", "--labels", "PLANET"], "unknown label 'PLANET'"),
        (["predict", "x" * 300], "cannot be read (File name too long)"),
        (["predict", "{note}", "--model", "{tiny}", "--output", "{tmp}"], "is a folder; expected a file to write"),
        (
            ["predict", "{note}", "{note}", "--model", "{tiny}", "--format", "markup", "--output", "{tmp}/x.txt"],
            "one document a file",
        ),
        (["predict", "{note}", "--pairs"], "--pairs says nothing of --format jsonl; expected --format csv"),
        (["evaluate", "--data", "nowhere", "--model", "{tiny}"], "nowhere: no such file or folder"),
        (
            ["train", "--train", "nowhere", "--dev", "nowhere", "--output", "{tmp}/run"],
            "nowhere: no such file or folder",
        ),
        (["train", "--train", "x", "--dev", "x", "--output", "x", "--recipe", "nowhere"], "nowhere: no such file"),
    ],
)
def test_bad_input_is_one_line_and_status_2(
    run, tiny_model: Path, tmp_path: Path, words: list[str], reason: str
) -> None:
    note, bad, empty = tmp_path / "in" / "note.txt", tmp_path / "in" / "bad.txt", tmp_path / "empty"
    empty.mkdir()
    note.parent.mkdir()
    note.write_text("Japan thanked Fiji.", encoding="utf-8")
    bad.write_bytes(b"caf\xe9")
    places = {"tmp": empty, "note": note, "bad": bad, "tiny": tiny_model}
    status, out, err = run(*(word.format(**places) for word in words))
    assert status == 2
    assert out == ""
    assert err.startswith("communique: ")
    assert err.count("\n") == 1
    assert reason in err


def test_a_bad_text_leaves_the_old_output_whole(run, tiny_model: Path, text_file: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_bytes(b"\xff")
    (tmp_path / "out.jsonl").write_text("old")
    assert run("predict", tmp_path, "--model", tiny_model, "--output", tmp_path / "out.jsonl")[0] == 2
    assert (tmp_path / "out.jsonl").read_text() == "old"


def test_evaluate_writes_its_folder(run, tiny_model: Path, samples: list[Document], tmp_path: Path) -> None:
    write_documents(samples, tmp_path / "gold.jsonl")
    status, out, _ = run(
        "evaluate", "--data", tmp_path / "gold.jsonl", "--model", tiny_model, "--output", tmp_path / "report"
    )
    assert status == 0
    scores = json.loads((tmp_path / "report" / "scores.json").read_text())
    assert scores["entities"]["exact"]["micro"]["f1"] == 1.0
    assert scores["triggers"]["exact"]["labels"]["CONSULT"]["gold"] == 2
    assert scores["seqeval"]["f1"] == 1.0
    assert (tmp_path / "report" / "report.md").read_text() == out
    assert len(read_documents([tmp_path / "report" / "predictions.jsonl"])) == 4


def test_the_command_is_installed() -> None:
    done = subprocess.run([sys.executable, "-m", "communique", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("communique 0.")


def test_a_reader_that_stops_early_is_no_error(tiny_model: Path, text_file: Path) -> None:
    command = (
        f"{sys.executable} -m communique predict {' '.join([str(text_file)] * 400)} --model {tiny_model} | head -c 10"
    )
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.stdout == '{"id": "no'
    assert "Traceback" not in done.stderr
