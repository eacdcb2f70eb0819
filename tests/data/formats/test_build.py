"""Documents of what readers give."""

import pytest

from communique.data.document import Relation
from communique.data.formats.align import Misaligned
from communique.data.formats.build import build
from communique.data.formats.infer import infer_scheme
from communique.data.formats.raw import RawRelation, RawSpan
from communique.data.scheme import default_scheme

from .helpers import SCHEME_OF_TWO as SCHEME
from .helpers import raw


@pytest.mark.parametrize("misaligned", [Misaligned.EXPAND, Misaligned.SKIP])
def test_the_longer_of_two_stays_and_its_relations(misaligned: Misaligned) -> None:
    spans = RawSpan(0, 3, "PER", "a"), RawSpan(0, 10, "PER", "b"), RawSpan(14, 18, "ORG", "c")
    arrows = RawRelation("a", "OF", "c"), RawRelation("b", "OF", "c")
    scheme = infer_scheme([raw("Ana Belmar of ASEA", *spans, relations=arrows)])
    built = build([raw("Ana Belmar of ASEA", *spans, relations=arrows)], scheme, misaligned)
    assert [(span.id, span.text) for span in built.documents[0].spans] == [(1, "Ana Belmar"), (2, "ASEA")]
    assert built.documents[0].relations == (Relation(1, "OF", 2),)
    assert built.counts == {"skipped": 2}


def test_ids_are_numbered_in_text_order_and_relations_follow() -> None:
    spans = RawSpan(14, 18, "ORG", "T1"), RawSpan(0, 10, "PER", "x-9")
    built = build([raw("Ana Belmar of ASEA", *spans, relations=(RawRelation("x-9", "OF", "T1"),))], None)
    assert [(span.id, span.label) for span in built.documents[0].spans] == [(1, "PER"), (2, "ORG")]
    assert built.documents[0].relations == (Relation(1, "OF", 2),)


@pytest.mark.parametrize(
    ("relation", "reason"),
    [
        (RawRelation("a", "OF", "z", line=5), "there is no span 'z'"),
        (
            RawRelation("a", "LED", "b", line=5),
            "unknown relation 'LED'; expected one of OF; names of your own need their scheme: `--scheme FILE`, or `--scheme infer`",
        ),
        (
            RawRelation("b", "OF", "a", line=5),
            "OF cannot start at ORG; it starts at PER; names of your own need their scheme: `--scheme FILE`, or `--scheme infer`",
        ),
        (RawRelation("a", "OF", "a", line=5), "joins a span to itself"),
    ],
)
def test_relations_that_cannot_be_are_faults(relation: RawRelation, reason: str) -> None:
    spans = RawSpan(0, 10, "PER", "a"), RawSpan(14, 18, "ORG", "b")
    scheme = infer_scheme([raw("Ana Belmar of ASEA", *spans, relations=(RawRelation("a", "OF", "b"),))])
    (fault,) = build([raw("Ana Belmar of ASEA", *spans, relations=(relation,))], scheme).faults
    assert fault.line == 5
    assert reason in fault.message


def test_an_id_of_two_spans_is_a_fault() -> None:
    spans = RawSpan(0, 3, "PER", "a", line=1), RawSpan(4, 10, "PER", "a", line=2)
    assert [fault.line for fault in build([raw("Ana Belmar", *spans)], SCHEME).faults] == [1, 2]


def test_unknown_labels_are_faults_that_name_the_known_ones() -> None:
    (fault,) = build([raw("Ana left", RawSpan(0, 3, "GPE", line=4))], SCHEME).faults
    assert (fault.line, "PER, ORG" in fault.message, "--scheme infer" in fault.message) == (4, True, True)


def test_a_bad_date_is_a_fault_of_the_document() -> None:
    (fault,) = build([raw("Ana left", date="May 4")], SCHEME).faults
    assert (fault.line, "'May 4'" in fault.message) == (7, True)


def test_names_that_no_scheme_can_hold_are_renamed_and_counted() -> None:
    spans = RawSpan(0, 3, "Public figure", "a"), RawSpan(4, 8, "1st/act", "b", status="yes!")
    documents = [raw("Ana left", *spans, relations=(RawRelation("b", "done by", "a"),))]
    built = build(documents, None)
    assert built.documents[0].scheme.span_labels == ("Public_figure", "_1st_act")
    assert built.documents[0].relations == (Relation(2, "done_by", 1),)
    assert built.counts == {"renamed": 4}
    again = build(documents, built.documents[0].scheme)
    assert (again.faults, again.documents) == ((), built.documents)


def test_labels_are_never_merged() -> None:
    spans = RawSpan(0, 3, "a b", line=1), RawSpan(4, 8, "a_b", line=2)
    (fault,) = build([raw("Ana left", *spans)], None).faults
    assert (fault.line, "'a b' and 'a_b' would both become 'a_b'" in fault.message) == (2, True)


def test_spans_left_open_are_unknown_and_need_no_words() -> None:
    spans = RawSpan(0, 2, "", "a", unknown=True), RawSpan(4, 8, "PER", "b"), RawSpan(3, 5, "", "c", unknown=True)
    arrows = RawRelation("b", "OF", "a"), RawRelation("b", "OF", "z")
    built = build([raw("Ana left", *spans, relations=arrows[:1])], SCHEME)
    assert built.documents[0].unknown == ((0, 2), (3, 4))
    assert [span.text for span in built.documents[0].spans] == ["left"]
    assert built.counts == {"skipped": 1}
    assert "no span 'z'" in build([raw("Ana left", *spans, relations=arrows)], SCHEME).faults[0].message


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (2, 2), (3, 9)])
def test_what_is_left_open_is_part_of_the_text(start: int, end: int) -> None:
    (fault,) = build([raw("Ana left", RawSpan(start, end, "", line=3, unknown=True))], SCHEME).faults
    assert (
        str(fault) == f"notes.ann:3: open span at {start}:{end} is no part of the text; expected 0 <= start < end <= 8"
    )


def test_headers_are_one_line_and_what_none_can_hold_is_counted() -> None:
    meta = {"page no": "4", "desk": "Asia\nPacific", "text": "x"}
    (document,) = build([raw("Ana left", id=" a\tb ", source="The\nHerald", meta=meta)], SCHEME).documents
    assert (document.id, document.source, document.meta) == ("a b", "The Herald", {"desk": "Asia Pacific"})
    assert build([raw("Ana left", meta=meta)], SCHEME).counts == {"fields": 2}


def test_documents_without_marks_need_no_scheme() -> None:
    built = build([raw("Ana left"), raw("Ben left")], None)
    assert [document.id for document in built.documents] == ["notes-1", "notes-2"]
    assert built.documents[0].scheme == default_scheme()
