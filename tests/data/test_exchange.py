import json

import pytest
from hypothesis import given

from communique.data.document import Document
from communique.data.errors import CommuniqueError, DataError
from communique.data.exchange import from_record, parse_lines, read_lines, to_record, write_lines

from ..helpers import documents


@given(documents())
def test_json_lines_round_trip(document: Document) -> None:
    line = next(write_lines([document]))
    assert line.count("\n") == 1
    assert read_lines(line.split("\n")) == [document]


def test_spans_without_ids_are_numbered() -> None:
    spans = [{"start": 0, "end": 4, "label": "COUNTRY"}, {"start": 5, "end": 8, "label": "AID"}]
    document = from_record({"text": "Fiji won.", "spans": spans})
    assert [(s.id, s.status) for s in document.spans] == [(1, None), (2, "actual")]
    assert "date" not in to_record(document)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "not JSON"),
        ("[]", "expected an object"),
        ('{"spans": []}', "text=None; expected str"),
        ('{"text": "a", "spans": 3}', "spans=3; expected list"),
        ('{"text": "a", "spans": [{"start": 0, "end": 2, "label": "AID"}]}', "length of the text"),
        ('{"text": "a", "spans": [{"start": 0, "end": true, "label": "AID"}]}', "end=True; expected int"),
        ('{"text": "a b", "spans": [{"start": 0, "end": 1, "label": "X"}]}', "unknown label"),
        ('{"text": "a", "unknown": [[0, 2]]}', "unknown has 0:2; expected 0 <= start < end <= 1"),
        ('{"text": "a", "unknown": [[0]]}', "unknown 1 is [0]; expected a start and an end, such as [0, 5]"),
        ('{"text": "a", "unknown": [[false, true]]}', "expected a start and an end"),
        ('{"text": "a", "unknown": 3}', "unknown=3; expected list"),
        ('{"text": "a", "relations": [{"head": 1, "label": "ACTOR", "tail": 2}]}', "no span 1"),
    ],
)
def test_faults_have_file_and_line(line: str, reason: str) -> None:
    good = json.dumps({"text": "fine"})
    documents, faults = parse_lines([good, line], "x.jsonl")
    assert len(documents) == 1
    assert [fault.line for fault in faults] == [2]
    assert reason in faults[0].message
    with pytest.raises(DataError, match=r"x\.jsonl:2"):
        read_lines([good, line], "x.jsonl")


def test_from_record_names_the_fault() -> None:
    with pytest.raises(CommuniqueError, match="expected str"):
        from_record({"text": 3})


def test_unknown_stretches_are_kept_without_spans_and_without_seams() -> None:
    spans = [{"start": 5, "end": 8, "label": "AID"}]
    document = from_record({"text": "Fiji won it.", "spans": spans, "unknown": [[6, 9], [3, 5], [9, 10], [0, 1]]})
    assert document.unknown == ((0, 1), (3, 5), (8, 10))
    assert to_record(document)["unknown"] == [[0, 1], [3, 5], [8, 10]]
    assert "unknown" not in to_record(Document("Fiji"))
