"""From one format to another and back: what is kept, what is told, what is left behind."""

from pathlib import Path

import pytest

from communique.data.corpus import corpus_documents
from communique.data.errors import CommuniqueError, DataError
from communique.data.files import read_documents, write_documents
from communique.data.formats import FORMATS, convert
from communique.data.formats.convert import own_format
from communique.data.scheme import default_scheme, load_scheme

GOLD = corpus_documents("dev")[:6]
FOREIGN = {"conllu": "a.conllu", "doccano": "a.jsonl", "prodigy": "a.jsonl", "label-studio": "a.json", "brat": "folder"}
FOREIGN |= {"columns": "a.conll", "docbin": "a.spacy", "datasets": "saved"}


def test_all_formats_are_tried() -> None:
    assert {*FOREIGN, "communique"} == {*FORMATS}


@pytest.mark.parametrize("name", FOREIGN)
def test_there_and_back_with_an_inferred_scheme(tmp_path: Path, name: str) -> None:
    """Twice each: what was written is written over."""
    pytest.importorskip({"docbin": "spacy", "datasets": "datasets"}.get(name, "json"))
    write_documents(GOLD, tmp_path / "gold.jsonl")
    foreign = tmp_path / "foreign" / FOREIGN[name]
    for _ in range(2):
        there = convert(tmp_path / "gold.jsonl", foreign, target_format=name)
        back = convert(foreign, tmp_path / "back.jsonl", name)
    assert there.scheme_file == (foreign / "scheme.json" if foreign.is_dir() else Path(f"{foreign}.scheme.json"))
    assert load_scheme(there.scheme_file) == there.documents[0].scheme
    assert back.scheme_file == tmp_path / "back.jsonl.scheme.json"
    assert not back.mended
    found = read_documents([tmp_path / "back.jsonl"], load_scheme(back.scheme_file))
    assert [span.label for d in found for span in d.spans] == [span.label for d in GOLD for span in d.spans]
    if not there.lost["relations"]:
        assert [len(d.relations) for d in found] == [len(d.relations) for d in GOLD]
    if not there.lost["statuses"]:
        assert [span.status for d in found for span in d.spans] == [span.status for d in GOLD for span in d.spans]


def test_a_given_scheme_is_not_written_again(tmp_path: Path) -> None:
    write_documents(GOLD, tmp_path / "gold")
    found = convert(tmp_path / "gold", tmp_path / "gold.jsonl", scheme=default_scheme())
    assert (found.scheme_file, sorted(path.name for path in tmp_path.iterdir())) == (None, ["gold", "gold.jsonl"])
    assert found.report("gold", "gold.jsonl").endswith("written to gold.jsonl\n")
    found = convert(tmp_path / "gold", tmp_path / "other")
    assert found.scheme_file == tmp_path / "other" / "scheme.json"
    assert (
        convert(tmp_path / "other", tmp_path / "again.jsonl").documents == found.documents
    )  # the scheme is no document


def test_faults_leave_the_old_file_whole(tmp_path: Path) -> None:
    (tmp_path / "bad.tsv").write_text("Ana\tB-PER\n\nBen\n", encoding="utf-8")
    (tmp_path / "out.jsonl").write_text("old", encoding="utf-8")
    with pytest.raises(DataError, match=r"bad\.tsv:3: 'Ben' has too few columns"):
        convert(tmp_path / "bad.tsv", tmp_path / "out.jsonl", "columns")
    assert (tmp_path / "out.jsonl").read_text(encoding="utf-8") == "old"
    assert not (tmp_path / "out.jsonl.scheme.json").exists()


def test_documents_without_a_mark_are_not_taken_for_ours_unless_said(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "Fiji", "label": [[0, 4, "COUNTRY"]]}\n', encoding="utf-8")
    with pytest.raises(CommuniqueError, match="1 documents and not a single mark"):
        convert(tmp_path / "a.jsonl", tmp_path / "b.jsonl")
    assert len(convert(tmp_path / "a.jsonl", tmp_path / "b.jsonl", "doccano").documents[0].spans) == 1
    assert convert(tmp_path / "a.jsonl", tmp_path / "c.jsonl", "communique").documents[0].spans == ()


def test_what_is_called_as_ours_is_ours(tmp_path: Path) -> None:
    (tmp_path / "ours").mkdir()
    (tmp_path / "brat").mkdir()
    for name in ("ours/a.txt", "ours/scheme.json", "ours/README.md", "brat/a.txt", "brat/a.ann"):
        (tmp_path / name).write_text("")
    for name in ("ours", "ours/a.txt", "new.jsonl", "new"):
        assert own_format(tmp_path / name, "--from") == "communique"
    with pytest.raises(CommuniqueError, match=r"brat: holds \.ann files.*give --from with one of communique, columns"):
        own_format(tmp_path / "brat", "--from")
    with pytest.raises(CommuniqueError, match=r"ends in \.json, .*give --to"):
        own_format(tmp_path / "a.json", "--to")
