"""Files of every format."""

import pickle
from pathlib import Path

import pytest

from communique.data.corpus import corpus_documents
from communique.data.errors import CommuniqueError, DataError
from communique.data.formats import FORMATS, read_format, write_format
from communique.data.scheme import EntityLabel, Scheme, default_scheme


@pytest.mark.parametrize("name", FORMATS)
def test_documents_come_back_from_every_format(tmp_path: Path, name: str) -> None:
    pytest.importorskip({"docbin": "spacy"}.get(name, "json"))
    gold = corpus_documents("dev")[:12]
    entry = FORMATS[name]
    path = tmp_path / f"dev{next(iter(entry.suffixes), '')}" if not entry.folder else tmp_path / "dev"
    path = path.with_suffix(".jsonl") if name == "communique" else path
    lost = write_format(gold, path, name)
    built = read_format(path, name, default_scheme())
    assert len(built.documents) == len(gold)
    for document, expected in zip(
        sorted(built.documents, key=lambda d: d.text), sorted(gold, key=lambda d: d.text), strict=True
    ):
        if not lost["spacing"]:
            assert document.text == expected.text
            assert [(s.start, s.end, s.label) for s in document.spans] == [
                (s.start, s.end, s.label) for s in expected.spans
            ]
        if not lost["statuses"]:
            assert [s.status for s in document.spans] == [s.status for s in expected.spans]
        assert [s.label for s in document.spans] == [s.label for s in expected.spans]
    counted = sum(len(document.relations) for document in built.documents) + lost["relations"]
    assert counted == sum(len(document.relations) for document in gold)


def test_read_format_lists_ten_faults_and_counts_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "bad.tsv"
    path.write_text("Ana\n" * 12, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read_format(path, "columns")
    lines = str(caught.value).split("\n")
    assert len(lines) == 11
    assert lines[0].startswith(f"{path}:1: 'Ana' has too few columns")
    assert lines[10] == "and 2 more"
    assert len(caught.value.faults) == 12
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


def test_read_format_reads_a_folder_with_one_scheme(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text("Ana\tB-PER\n", encoding="utf-8")
    (tmp_path / "b.tsv").write_text("ASEA\tB-ORG\n", encoding="utf-8")
    (tmp_path / "notes.md").write_text("nothing", encoding="utf-8")
    built = read_format(tmp_path, "columns")
    assert [document.id for document in built.documents] == ["a-1", "b-1"]
    assert [document.scheme.entity_names for document in built.documents] == [("ORG", "PER")] * 2
    with pytest.raises(DataError, match="unknown label; expected one of ORG"):
        read_format(tmp_path, "columns", Scheme("one", (EntityLabel("ORG"),)))
    assert len(read_format(tmp_path, "columns", tag=1).documents) == 2


def test_unknown_formats_and_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(CommuniqueError, match="expected one of communique, columns"):
        read_format(tmp_path, "conll")
    with pytest.raises(CommuniqueError, match="no such file"):
        read_format(tmp_path / "x.tsv", "columns")
