"""Documents and what they say, for tests of several formats."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from communique.data.document import Document, Relation
from communique.data.formats.raw import RawDocument, RawSpan
from communique.data.render import marked_words
from communique.data.scheme import EntityLabel, Scheme, default_scheme
from communique.data.stretches import touched

from ...helpers import documents

SCHEME = default_scheme()
SCHEME_OF_TWO = Scheme("two", (EntityLabel("PER"), EntityLabel("ORG")))


@st.composite
def marked(draw: st.DrawFn) -> Document:
    """Documents with statuses and with relations, of few labels so that many relations are legal."""
    document = draw(documents())
    labels = [draw(st.sampled_from(["CONSULT", "PERSON", "TITLE"])) for _ in document.spans]
    status = st.sampled_from(SCHEME.status_names)
    spans = [
        replace(span, label=label, status=draw(status) if label == "CONSULT" else None)
        for span, label in zip(document.spans, labels, strict=True)
    ]
    legal = [
        Relation(head.id, name, tail.id)
        for head in spans
        for tail in spans
        for name in SCHEME.relation_names
        if head.id != tail.id and SCHEME.relation_fault(head.label, name, tail.label) is None
    ]
    chosen = draw(st.lists(st.sampled_from(legal), unique=True, max_size=5)) if legal else []
    return replace(document, spans=tuple(spans), relations=tuple(chosen))


def shape(document: Document | RawDocument, statuses: bool = True) -> dict[str, Any]:
    """What a document says, whatever its ids."""
    bounds = {str(span.id): (span.start, span.end) for span in document.spans}
    return {
        "text": document.text,
        "header": (document.id, document.date, document.source, document.meta),
        "spans": [
            (s.start, s.end, s.label, s.status if statuses else None)
            for s in document.spans
            if not getattr(s, "unknown", False)
        ],
        "relations": {(bounds[str(r.head)], r.label, bounds[str(r.tail)]) for r in document.relations},
    }


def marks(document: RawDocument) -> list[tuple[str, str]]:
    return [(document.text[span.start : span.end], span.label) for span in document.spans if not span.unknown]


def left_open(document: RawDocument) -> list[str]:
    return [document.text[span.start : span.end] for span in document.spans if span.unknown]


def open_words(found: RawDocument, gold: Document) -> list[bool]:
    """Which of the words of gold were left open."""
    return touched(marked_words(gold), [(span.start, span.end) for span in found.spans if span.unknown])


def arrows(document: RawDocument) -> list[tuple[str, str, str]]:
    words = {span.id: document.text[span.start : span.end] for span in document.spans}
    return [(words[arrow.head], arrow.label, words[arrow.tail]) for arrow in document.relations]


def spans_of(raws: Sequence[RawDocument]) -> list[list[tuple[str, str]]]:
    """The spans of each document."""
    return [marks(raw) for raw in raws]


def raw(text: str, *spans: RawSpan, **rest: Any) -> RawDocument:
    """A document at line 7 of a file."""
    return RawDocument("notes.ann", 7, text, spans, **rest)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 9) | st.sampled_from(["", "Fiji", "accept", "text"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "text",
                    "label",
                    "entities",
                    "spans",
                    "relations",
                    "start",
                    "end",
                    "id",
                    "from_id",
                    "head",
                    "child",
                    "head_span",
                    "tokens",
                ]
            ),
            inner,
        )
    ),
)
ANY_MARKS = st.dictionaries(
    st.sampled_from(("label", "labels", "entities", "spans", "relations", "tokens", "meta", "answer", "id")), _JSON
)
"""Whatever may stand beside a text in a JSON line, right or wrong."""
