"""Our own forms among the others."""

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given

from communique.data.corpus import CORPUS, corpus_documents, to_dataset
from communique.data.document import Document, Relation
from communique.data.errors import DataError
from communique.data.exchange import from_record
from communique.data.formats import FORMATS, infer_scheme, inferred_scheme, read_format, write_format
from communique.data.formats.build import build
from communique.data.formats.raw import RawDocument, RawSpan
from communique.data.markup import read_markup
from communique.data.scheme import default_scheme

from ...helpers import documents


@given(document=documents())
def test_our_own_forms_keep_everything(tmp_path_factory: pytest.TempPathFactory, document: Document) -> None:
    folder = tmp_path_factory.mktemp("own")
    for path in (folder / "all.jsonl", folder / "one.txt"):
        assert write_format([document], path, "communique") == Counter()
        assert read_format(path, "communique", default_scheme()).documents == (document,)
        assert read_format(path, "communique").documents == (document,)


def test_the_corpus_is_read_alike_with_its_own_scheme_or_an_inferred_one() -> None:
    expected = tuple(corpus_documents("dev"))
    assert read_format(CORPUS / "dev", "communique", default_scheme()).documents == expected
    built = read_format(CORPUS / "dev", "communique")
    assert built.documents == expected
    assert set(built.documents[0].scheme.event_names) <= set(default_scheme().event_names)


def test_foreign_labels_in_our_own_forms_are_inferred(tmp_path: Path) -> None:
    spans = [
        {"id": 3, "start": 0, "end": 3, "label": "Figure", "score": 0.5},
        {"id": 9, "start": 4, "end": 7, "label": "MEET", "status": "done"},
    ]
    record = {"text": "Ana met Ben", "spans": spans, "relations": [{"head": 9, "label": "WHO", "tail": 3}]}
    (tmp_path / "a.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
    (document,) = read_format(tmp_path / "a.jsonl", "communique").documents
    assert document == from_record(record, document.scheme)
    assert (document.scheme.entity_names, document.scheme.event_names) == (("Figure",), ("MEET",))
    assert document.scheme.ends == {"WHO": ({"MEET"}, {"Figure"})}
    source = "{3:Figure|Ana} {9:MEET.done|met} Ben\n---\n9 WHO 3\n"
    (tmp_path / "b.txt").write_text(source, encoding="utf-8")
    (document,) = read_format(tmp_path / "b.txt", "communique").documents
    assert document == read_markup(source, scheme=document.scheme)
    with pytest.raises(DataError, match="unknown label"):
        read_format(tmp_path / "b.txt", "communique", default_scheme())


def test_broken_lines_of_our_own_forms_are_faults_and_markup_loses_scores(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "Ana", "spans": [3]}\n{\n[]\n', encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read_format(path, "communique")
    assert [fault.line for fault in caught.value.faults] == [1, 2, 3]
    marked_up = from_record(
        {"text": "Fiji", "language": "eng", "spans": [{"start": 0, "end": 4, "label": "COUNTRY", "score": 0.5}]}
    )
    assert write_format([marked_up], tmp_path / "a.txt", "communique") == {"scores": 1, "fields": 1}


def test_parse_of_our_own_forms_is_like_that_of_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("# id: a\n{7:COUNTRY|Fiji} {2:AID|helps}\n---\n2 ACTOR 7\n", encoding="utf-8")
    raws, faults = FORMATS["communique"].parse(tmp_path / "a.txt")
    assert faults == []
    (document,) = build(raws, default_scheme()).documents
    assert [(span.id, span.status) for span in document.spans] == [(1, None), (2, "actual")]
    assert document.relations == (Relation(2, "ACTOR", 1),)


def test_saved_data_sets_of_the_exchange_form_are_ours(tmp_path: Path) -> None:
    pytest.importorskip("datasets")
    record = {
        "id": "a",
        "text": "Ana met Ben",
        "spans": [{"id": 4, "start": 4, "end": 7, "label": "MEET", "status": "done"}],
    }
    scheme = infer_scheme([RawDocument("", 0, "", (RawSpan(0, 0, "MEET", status="done"),))])
    document = replace(from_record(record, scheme), unknown=((0, 3),))
    to_dataset([document]).save_to_disk(tmp_path / "saved")
    built = read_format(tmp_path / "saved", "communique")
    assert built.documents == (document,)
    assert built.documents[0].scheme == scheme
    assert inferred_scheme([tmp_path / "saved", CORPUS / "dev"]).entity_names[0] == "AMOUNT"


def test_unknown_stretches_are_read_and_written(tmp_path: Path) -> None:
    document = read_markup("# id: a\n{1:COUNTRY|Fiji} {?|won it}.\n---\n")
    for name in ("a.txt", "a.jsonl"):
        assert write_format([document], tmp_path / name, "communique") == Counter()
        assert read_format(tmp_path / name, "communique").documents == (document,)
    raws, _ = FORMATS["communique"].parse(tmp_path / "a.txt")
    assert build(raws, default_scheme()).documents == (document,)
