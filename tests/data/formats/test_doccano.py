import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.data.document import Document, Relation, Span
from communique.data.formats.doccano import parse, write
from communique.data.formats.raw import RawDocument

from .helpers import ANY_MARKS, arrows, marked, marks, shape

FILES = Path(__file__).with_name("files") / "doccano"


def parse_rows(tmp_path: Path, *rows: Any, **options: Any) -> tuple[list[RawDocument], list[tuple[int, str]]]:
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows), encoding="utf-8")
    found, faults = parse(path, **options)
    assert all(fault.path == str(path) for fault in faults)
    return found, [(fault.line, fault.message) for fault in faults]


def test_export() -> None:
    found, faults = parse(FILES / "export.jsonl")
    assert not faults
    assert [document.id for document in found] == ["31", "32", "33"]
    assert [document.line for document in found] == [1, 2, 3]
    assert (found[0].date, found[0].source, found[1].date) == ("2026-05-04", "Upolu Post", None)
    assert marks(found[0])[2:4] == [("Fetuao Manusina", "PERSON"), ("met", "CONSULT")]
    assert marks(found[1]) == [("Tonga", "COUNTRY"), ("Fiji", "COUNTRY"), ("signed", "SUPPORT"), ("accord", "DOCUMENT")]
    assert marks(found[2]) == []


def test_export_with_relations() -> None:
    found, faults = parse(FILES / "export-relations.jsonl")
    assert not faults
    assert arrows(found[0]) == [("met", "ACTOR", "Fetuao Manusina"), ("Fetuao Manusina", "HOLDS", "envoy")]
    assert found[0].meta == {"desk": "Pacific"}
    assert found[0].relations[0].line == found[0].spans[0].line == 1


@pytest.mark.parametrize(("units", "given"), [("utf16", [5, 9]), ("characters", [3, 7])])
def test_counts_utf16_units_unless_told(tmp_path: Path, units: str, given: list[int]) -> None:
    found, faults = parse_rows(tmp_path, {"text": "🇫🇯 Fiji", "label": [[*given, "COUNTRY"]]}, units=units)
    assert not faults
    assert marks(found[0]) == [("Fiji", "COUNTRY")]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("{", "not JSON"),
        ("3", "no string `text` in 3"),
        ({"label": []}, "no string `text`"),
        ({"text": "Fiji"}, "no list of marks among the keys text"),
        ({"text": "Fiji", "spans": []}, "no list of marks among the keys text, spans; expected doccano's"),
        ({"text": "Fiji", "label": "politics"}, "no list of marks"),
        ({"text": "Fiji", "label": ["politics"]}, 'label 1 is "politics": start_offset is None; expected int'),
        ({"text": "Fiji", "label": [[0, 4]]}, "label is None; expected str"),
        ({"text": "Fiji", "label": [[0, True, "X"]]}, "end_offset is True; expected int"),
        ({"text": "🏝 Fiji", "label": [[1, 6, "X"]]}, "from 0 to 7 in UTF-16 units"),
        ({"text": "Fiji", "label": [[0, 9, "X"]]}, "from 0 to 4 in UTF-16 units"),
        ({"text": "Fiji", "entities": [], "relations": [{"from_id": 1}]}, "to_id is None"),
        ({"text": "Fiji", "entities": [], "relations": 7}, "relations is 7; expected list"),
    ],
)
def test_faults_have_lines(tmp_path: Path, row: Any, message: str) -> None:
    good = {"text": "Nothing.", "label": []}
    found, faults = parse_rows(tmp_path, good, "", row, good)
    assert len(found) == 2
    assert [line for line, _ in faults] == [3]
    assert message in faults[0][1]


def test_every_fault_of_a_line_is_named(tmp_path: Path) -> None:
    found, faults = parse_rows(tmp_path, {"text": "Fiji", "label": [[0, 9, "X"], [0, 4, "Y"], ["a", 4, "Z"]]})
    assert not found
    assert [message.split(" is ")[0] for _, message in faults] == ["label 1", "label 3"]


def test_missing_file_and_wrong_encoding(tmp_path: Path) -> None:
    (tmp_path / "old.jsonl").write_bytes("{'text': 'S\xe3o'}".encode("latin-1"))
    assert "no such file" in parse(tmp_path / "none.jsonl")[1][0].message
    assert "not UTF-8" in parse(tmp_path / "old.jsonl")[1][0].message


def test_windows_files(tmp_path: Path) -> None:
    path = tmp_path / "w.jsonl"
    path.write_bytes('\ufeff{"text": "Fiji", "label": [[0, 4, "COUNTRY"]]}\r\n'.encode())
    found, faults = parse(path)
    assert not faults
    assert marks(found[0]) == [("Fiji", "COUNTRY")]


@given(st.lists(marked(), max_size=3))
def test_round_trip(tmp_path_factory: pytest.TempPathFactory, given: list[Document]) -> None:
    path = tmp_path_factory.mktemp("doccano") / "out.jsonl"
    lost = write(given, path)
    found, faults = parse(path)
    assert not faults
    assert [shape(document) for document in found] == [shape(document, statuses=False) for document in given]
    assert lost["statuses"] == sum(span.status not in (None, "actual") for d in given for span in d.spans)
    assert lost["unknown"] == sum(len(document.unknown) for document in given)
    assert lost.keys() <= {"statuses", "unknown"}


def test_lines_fit_one_kind_of_project(tmp_path: Path) -> None:
    person = Span.of("Ana Koro spoke", 0, 8, "PERSON", id=1)
    title = Span.of("Ana Koro spoke", 9, 14, "TITLE", id=2)
    plain = Document("Ana Koro spoke", (person, title), id="a")
    related = replace(plain, relations=(Relation(1, "HOLDS", 2),))
    write([plain], tmp_path / "plain.jsonl")
    assert json.loads((tmp_path / "plain.jsonl").read_text()) == {
        "id": "a",
        "text": "Ana Koro spoke",
        "label": [[0, 8, "PERSON"], [9, 14, "TITLE"]],
    }
    write([plain, related], tmp_path / "related.jsonl")
    rows = [json.loads(line) for line in (tmp_path / "related.jsonl").read_text().splitlines()]
    assert all(row.keys() == {"id", "text", "entities", "relations"} for row in rows)
    assert rows[1]["relations"] == [{"id": 0, "from_id": 1, "to_id": 2, "type": "HOLDS"}]


def test_scores_are_lost(tmp_path: Path) -> None:
    spans = (Span.of("Fiji won", 0, 4, "COUNTRY", id=1, score=0.5),)
    assert write([Document("Fiji won", spans)], tmp_path / "out.jsonl") == {"scores": 1}


@given(ANY_MARKS)
def test_no_content_raises(tmp_path_factory: pytest.TempPathFactory, row: dict[str, Any]) -> None:
    path = tmp_path_factory.mktemp("any") / "any.jsonl"
    path.write_text(json.dumps({"text": "Fiji won", **row}), encoding="utf-8")
    found, faults = parse(path)
    assert bool(found) + bool(faults) == 1
