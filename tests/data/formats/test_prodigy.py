import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.data.document import Document, Span
from communique.data.formats.prodigy import parse, write
from communique.data.formats.raw import RawDocument

from .helpers import ANY_MARKS, arrows, marked, marks, shape

FILES = Path(__file__).with_name("files") / "prodigy"


def parse_rows(tmp_path: Path, *rows: Any, **options: Any) -> tuple[list[RawDocument], list[tuple[int, str]]]:
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows), encoding="utf-8")
    found, faults = parse(path, **options)
    assert all(fault.path == str(path) for fault in faults)
    return found, [(fault.line, fault.message) for fault in faults]


def test_export() -> None:
    left_out: Counter[str] = Counter()
    found, faults = parse(FILES / "db-out.jsonl", left_out)
    assert not faults
    assert left_out == {"rejected tasks": 1, "ignored tasks": 1, "binary tasks": 1}
    assert [document.text for document in found][2:] == ["Fiji won."]
    assert marks(found[1])[-1] == ("2,000 vaccine doses", "AMOUNT")
    assert arrows(found[1]) == [("asked", "ACTOR", "Nauru"), ("asked", "RECIPIENT", "Palau")]
    assert (found[0].source, found[0].date, found[0].meta) == ("Upolu Post", "2026-05-04", {"desk": "Pacific"})


def test_relations_by_tokens(tmp_path: Path) -> None:
    words = [{"text": "Nauru", "start": 0, "end": 5, "id": 0}, {"text": "asked", "start": 6, "end": 11, "id": 1}]
    spans = [{"start": 0, "end": 5, "label": "COUNTRY"}, {"start": 6, "end": 11, "label": "REQUEST"}]
    row = {"text": "Nauru asked", "tokens": words, "spans": spans}
    found, faults = parse_rows(tmp_path, row | {"relations": [{"head": 1, "child": 0, "label": "ACTOR"}]})
    assert not faults
    assert arrows(found[0]) == [("asked", "ACTOR", "Nauru")]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("{", "not JSON"),
        ({"text": "Fiji"}, "no task, of the keys text"),
        ({"text": "Fiji", "label": [[0, 4, "X"]]}, "no task, of the keys text, label; expected Prodigy's"),
        ({"text": "Fiji", "spans": {}}, "spans is {}; expected list"),
        ({"text": "Fiji", "spans": [{"start": 0, "end": 4}]}, "label is None; expected str"),
        ({"text": "Fiji", "spans": [], "answer": "maybe"}, "answer is 'maybe'; expected one of accept, reject, ignore"),
        ({"text": "Fiji", "spans": [], "relations": [{"head": 0, "child": 1}]}, "start is None; expected int"),
        (
            {"text": "A b", "spans": [], "relations": [{"head": 0, "head_span": {"start": 0, "end": 1}}]},
            "head stands at 0:1, where no span is",
        ),
    ],
)
def test_faults_have_lines(tmp_path: Path, row: Any, message: str) -> None:
    good = {"text": "Nothing.", "spans": []}
    found, faults = parse_rows(tmp_path, good, "", row, good)
    assert len(found) == 2
    assert [line for line, _ in faults] == [3]
    assert message in faults[0][1]


@given(st.lists(marked(), max_size=3))
def test_round_trip(tmp_path_factory: pytest.TempPathFactory, given: list[Document]) -> None:
    path = tmp_path_factory.mktemp("prodigy") / "out.jsonl"
    assert write(given, path).keys() <= {"unknown"}
    found, faults = parse(path)
    assert not faults
    assert [shape(document) for document in found] == [shape(document) for document in given]


@given(marked())
def test_tokens_are_the_text(tmp_path_factory: pytest.TempPathFactory, document: Document) -> None:
    path = tmp_path_factory.mktemp("tokens") / "out.jsonl"
    write([document], path)
    row = json.loads(path.read_text(encoding="utf-8"))
    tokens = row["tokens"]
    assert "".join(token["text"] + " " * token["ws"] for token in tokens) == document.text
    for span in row["spans"]:
        assert tokens[span["token_start"]]["start"] == span["start"]
        assert tokens[span["token_end"]]["end"] == span["end"]
    for arrow in row["relations"]:
        assert (arrow["head"], arrow["child"]) == (arrow["head_span"]["token_end"], arrow["child_span"]["token_end"])


def test_tokens_are_those_of_spacy(tmp_path: Path) -> None:
    write([Document(" Fiji  won.\nNew")], tmp_path / "out.jsonl")
    tokens = json.loads((tmp_path / "out.jsonl").read_text())["tokens"]
    assert [(token["text"], token["ws"]) for token in tokens] == [
        (" ", False),
        ("Fiji", True),
        (" ", False),
        ("won", False),
        (".", False),
        ("\n", False),
        ("New", False),
    ]
    assert [token["id"] for token in tokens] == list(range(7))


def test_predictions_are_not_accepted(tmp_path: Path) -> None:
    spans = (Span.of("Fiji won", 0, 4, "COUNTRY", id=1, score=0.5),)
    path = tmp_path / "out.jsonl"
    assert write([Document("Fiji won", spans)], path) == {}
    row = json.loads(path.read_text())
    assert row["spans"][0]["score"] == 0.5
    assert "answer" not in row
    gold = [Document("Fiji won", (replace(spans[0], score=None),))]
    write(gold, path)
    assert json.loads(path.read_text())["answer"] == "accept"


@given(ANY_MARKS)
def test_no_content_raises(tmp_path_factory: pytest.TempPathFactory, row: dict[str, Any]) -> None:
    path = tmp_path_factory.mktemp("any") / "any.jsonl"
    path.write_text(json.dumps({"text": "Fiji won", **row}), encoding="utf-8")
    found, faults = parse(path, left_out := Counter())
    assert bool(found) + bool(faults) + bool(left_out) == 1
