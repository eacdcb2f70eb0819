"""Relations by nearness: the baseline that a trained head has to beat."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ..data.document import Document, Relation, Span
from ..data.scheme import Scheme
from ..data.sentences import sentence_bounds

_ATTRIBUTES = {
    "LOCATION": "PLACE",
    "DATE": "DATE",
    "OCCASION": "OCCASION",
    "DOCUMENT": "DOCUMENT",
    "TOPIC": "TOPIC",
    "AMOUNT": "AMOUNT",
}
"""Relation → the label of the spans that the baseline hangs on a trigger by it."""


def nearest_relations(document: Document) -> Document:
    """The document with relations by nearness instead of its own.

    Within a sentence each trigger takes the participant before it as ACTOR and the one behind it as RECIPIENT, each
    TITLE is held by the next PERSON and is OF the next body or state, every other attribute goes to the next trigger.
    What the scheme does not allow is left out.
    """
    found: list[Relation] = []
    for start, end in sentence_bounds(document.text):
        found += _nearest([span for span in document.spans if start <= span.start < end], document.scheme)
    return replace(document, relations=tuple(found))


def _nearest(spans: Sequence[Span], scheme: Scheme) -> Iterator[Relation]:
    triggers = [span for span in spans if span.label in scheme.event_names]
    persons, titles = ([span for span in spans if span.label == label] for label in ("PERSON", "TITLE"))
    for trigger in triggers:
        yield from _join("ACTOR", ((trigger, span) for span in spans if span.start < trigger.start), scheme)
        yield from _join("RECIPIENT", ((trigger, span) for span in spans if span.start > trigger.start), scheme)
    for title in titles:
        yield from _join("HOLDS", ((person, title) for person in persons), scheme)
        yield from _join("OF", ((title, span) for span in spans), scheme)
    for relation, label in _ATTRIBUTES.items():
        for attribute in (span for span in spans if span.label == label):
            yield from _join(relation, ((trigger, attribute) for trigger in triggers), scheme)


def _join(label: str, pairs: Iterable[tuple[Span, Span]], scheme: Scheme) -> Iterator[Relation]:
    """The relation between the head and the tail that are nearest to each other, of those that it may join."""
    allowed = [(head, tail) for head, tail in pairs if not scheme.relation_fault(head.label, label, tail.label)]
    if allowed:
        head, tail = min(allowed, key=lambda pair: max(pair[1].start - pair[0].end, pair[0].start - pair[1].end))
        yield Relation(head.id, label, tail.id)
