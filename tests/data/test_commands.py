"""`communique data …`: what it prints, what it leaves, how it ends."""

import json
from pathlib import Path

import pytest

from communique.data.document import Document
from communique.data.files import read_documents, write_documents
from communique.data.formats import FORMATS
from communique.data.scheme import load_scheme

from ..conftest import ROOT

COLUMNS = "Ana\tB-PER\nBelmar\tI-PER\nled\tO\nASEA\tB-ORG\n"


def test_check_convert_stats_and_agree(run, samples: list[Document], tmp_path: Path) -> None:
    write_documents(samples, tmp_path / "a")
    assert run("data", "check", tmp_path / "a")[0] == 0
    assert run("data", "convert", tmp_path / "a", tmp_path / "a.jsonl")[0] == 0
    assert read_documents([tmp_path / "a.jsonl"]) == samples
    status, out, _ = run("data", "stats", tmp_path / "a.jsonl")
    assert status == 0
    assert "| documents | 4 |" in out
    assert "| future | 1 |" in out
    assert "| CONSULT | 2 |" in out
    status, out, _ = run("data", "agree", tmp_path / "a", tmp_path / "a.jsonl")
    assert status == 0
    assert "| entities, exact | 1.000 | 10 | 10 | 10 |" in out


def test_check_names_faults_and_ends_with_2(run, tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text("{1:PLANET|Mars}\n---\n1 ACTOR 2\n", encoding="utf-8")
    status, out, err = run("data", "check", path)
    assert status == 2
    assert [line.split(": ")[0] for line in out.splitlines()] == [f"{path}:1", f"{path}:3"]
    assert "2 faults" in err


@pytest.fixture
def columns(tmp_path: Path) -> Path:
    path = tmp_path / "news.conll"
    path.write_text(COLUMNS, encoding="utf-8")
    return path


def test_a_foreign_file_is_converted_with_its_own_labels(run, columns: Path, tmp_path: Path) -> None:
    out = tmp_path / "news.jsonl"
    status, _, err = run("data", "convert", columns, out, "--from", "columns", "--scheme", "infer")
    assert status == 0
    assert err == (
        f"read from {columns}: 1 documents, 2 spans, 0 relations\n"
        f"written to {out}\n"
        f"the scheme that they follow is in {out}.scheme.json: `--scheme {out}.scheme.json` takes it\n"
    )
    scheme = load_scheme(f"{out}.scheme.json")
    assert scheme.span_labels == ("ORG", "PER")
    assert [span.text for span in read_documents([out], scheme)[0].spans] == ["Ana Belmar", "ASEA"]
    assert run("data", "check", out)[0] == 2
    assert run("data", "check", out, "--scheme", f"{out}.scheme.json")[0] == 0
    assert run("data", "check", out, "--scheme", "infer")[0] == 0
    assert "| PER | 1 |" in run("data", "stats", out, "--scheme", "infer")[1]
    back = tmp_path / "back.conll"
    status, _, err = run("data", "convert", out, back, "--to", "columns", "--scheme", f"{out}.scheme.json")
    assert (status, back.read_text(encoding="utf-8")) == (0, f"-DOCSTART-\tO\n\n{COLUMNS}\n")
    assert err.endswith(f"written to {back}, which does not hold 1 header fields\n")


def test_what_is_mended_is_counted(run, tmp_path: Path) -> None:
    path, out = tmp_path / "in.jsonl", tmp_path / "out"
    row = {"id": 7, "text": "Ana Belmar led", "label": [[0, 7, "PERSON"], [4, 10, "PLACE"], [11, 12, "REF"]]}
    path.write_text(json.dumps(row), encoding="utf-8")
    words = ["data", "convert", path, out, "--from", "doccano"]
    status, _, err = run(*words)
    assert (status, out.exists()) == (2, False)
    assert err.startswith(f"communique: {path}:1: PERSON 'Ana Bel' at 0:7 begins or ends inside a word")
    assert len(err.splitlines()) == 2
    status, _, err = run(*words, "--on-misaligned", "expand")
    assert status == 0
    assert err.splitlines()[1] == "mended or left out: 2 spans expanded to whole words, 1 spans and relations skipped"
    assert (out / "7.txt").read_text(encoding="utf-8") == "# id: 7\n{1:PERSON|Ana Belmar} {2:REF|led}\n---\n"


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["{note}", "out.jsonl"], "no line `---`"),
        (["nowhere", "out.jsonl"], "nowhere: no such file or folder"),
        (["{columns}", "out.jsonl"], "ends in .conll, which does not tell its format; give --from with one of communique, "),
        (["{folder}", "out.jsonl"], "holds .conll files, which does not tell its format"),
        (["{columns}", "out.tsv", "--from", "columns"], "out.tsv: ends in .tsv, which does not tell its format; give --to"),
        (["{columns}", "out.jsonl", "--from", "excel"], "format is 'excel'; expected one of communique, columns"),
        (["{columns}", "out.jsonl", "--from", "columns", "--to", "excel"], "format is 'excel'"),
        (["{columns}", "out.jsonl", "--from", "columns"], "unknown label; expected one of PERSON, "),
        (["{columns}", "out.jsonl", "--from", "columns", "--option", "tag=x"], "--option tag=x: expected a number"),
        (["{columns}", "out.jsonl", "--from", "columns", "--option", "split=x"], "an option of columns, which has token, tag"),
        (["{columns}", "out.jsonl", "--from", "columns", "--scheme", "none.json"], "none.json: no such file"),
        (["{doccano}", "out.jsonl"], "1 documents and not a single mark; if it is another tool's, say which with --from"),
        (["{own}", "out.txt", "--on-misaligned", "skip"], "--on-misaligned skip says nothing of our own forms"),
    ],
)  # fmt: skip
def test_what_cannot_be_converted_is_one_line_and_leaves_nothing(
    run, columns: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], reason: str
) -> None:
    (tmp_path / "note.txt").write_text("Japan thanked Fiji.", encoding="utf-8")
    (tmp_path / "own.txt").write_text("{1:COUNTRY|Japan}\n---\n", encoding="utf-8")
    (tmp_path / "doccano.jsonl").write_text('{"text": "Fiji", "label": [[0, 4, "COUNTRY"]]}', encoding="utf-8")
    places = {name: tmp_path / name for name in ("note.txt", "own.txt", "doccano.jsonl")}
    names = {path.stem: path for path in places.values()} | {"columns": columns, "folder": tmp_path}
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    status, out, err = run("data", "convert", *(word.format(**names) for word in words))
    assert (status, out, list(work.iterdir())) == (2, "", [])
    assert err.startswith("communique: ")
    assert reason in err


def test_ten_faults_are_listed_one_a_line(run, tmp_path: Path) -> None:
    (tmp_path / "bad.tsv").write_text("Ana\n" * 12, encoding="utf-8")
    status, _, err = run("data", "convert", tmp_path / "bad.tsv", tmp_path / "out.jsonl", "--from", "columns")
    assert (status, err.count("\n")) == (2, 11)
    assert err.endswith("\nand 2 more\n")


def test_formats_are_listed(run) -> None:
    status, out, _ = run("data", "formats")
    assert status == 0
    for name, entry in FORMATS.items():
        assert f"{name} " in out
        assert entry.description in out
    assert "needs: pip install 'communique[spacy]'" in out
    assert "options: token, tag, sentences, encoding, repair\n" in out


def test_the_conversions_of_the_readme_run(run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    lines = [line for line in readme.split("\n") if line.startswith("$ communique data convert")]
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine").mkdir()
    for name in ("train", "dev"):
        (tmp_path / "mine" / f"{name}.conll").write_text(COLUMNS, encoding="utf-8")
    for line in lines:
        assert run(*line.removeprefix("$ communique ").split())[0] == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "dev.jsonl", "dev.jsonl.scheme.json", "mine", "train.jsonl", "train.jsonl.scheme.json",
    ]  # fmt: skip
