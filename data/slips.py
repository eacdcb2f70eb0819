"""Likely slips in the marks of one document, as `communique data check --strict` names them.

Each is a place worth reading again, not always a fault: what is right goes into an allow-list with its reason.
"""

import re
from bisect import bisect
from collections import defaultdict
from collections.abc import Iterator, Sequence

from .document import Document, Span
from .sentences import sentence_bounds
from .states import state_pattern

_DETERMINER = re.compile(r"(?:[Tt]he|a|an|his|her|its|their|our|this|these|that|those|both the)\s")
_EDGE = re.compile(r"^[\s,;:()\[\]“”\"‘]|[\s,;:()\[\]“”\"?!]$|['’]s$")
_NAMES = ("PERSON", "PARTY", "IGO", "ORG", "COUNTRY", "DEMONYM")
_ACTORS = (*_NAMES, "REF")
_LANGUAGE = re.compile(r"(?:\bin|\bspeaks?|\bspoke|\bspeaking|\bfluent)\s$")
_PASSIVE = re.compile(r"\b(?:was|were|been|being|be|is|are|got)\b[\w ,-]{0,30}$")
_NEAR = ("ACTOR", "RECIPIENT", "TOPIC", "DOCUMENT", "AMOUNT", "HOLDS", "OF")
"""Relations that stay within a sentence."""


def slips(document: Document) -> Iterator[str]:
    """Edges, mentions without a role, names marked in one place and not in another, far relations."""
    for span in document.spans:
        yield from _edges(document, span)
    yield from _roles(document)
    yield from _holders(document)
    starts = [start for start, _ in sentence_bounds(document.text)]
    yield from _actors(document, starts)
    covered = _covered(document)
    yield from _unmarked_names(document, covered)
    yield from _unmarked_states(document, covered)
    yield from _far_relations(document, starts)


def _where(document: Document, span: Span) -> str:
    return f"{span.id}:{span.label} {span.text!r} (text line {_line(document, span.start)})"


def _line(document: Document, offset: int) -> int:
    return document.text.count("\n", 0, offset) + 1


def _edges(document: Document, span: Span) -> Iterator[str]:
    if (
        span.label != "DATE"
        and _DETERMINER.match(span.text)
        and not (span.text.startswith("The ") and span.label in ("PLACE", "COUNTRY"))
    ):
        yield f"{_where(document, span)} begins with a determiner"
    if _EDGE.search(span.text) and not (span.text.endswith(")") and "(" in span.text):
        yield f"{_where(document, span)} has punctuation or a possessive at its edge"


def _roles(document: Document) -> Iterator[str]:
    arguments = {r.tail for r in document.relations if document.by_id[r.head].label in document.scheme.event_names}
    touched = {end for r in document.relations for end in (r.head, r.tail)}
    for span in document.entities:
        if span.label == "REF" and span.id not in arguments:
            yield f"{_where(document, span)} takes part in no event; an unnamed mention is marked only if it does"
        if span.label == "TOPIC" and span.id not in touched:
            yield f"{_where(document, span)} has no relation; a TOPIC is marked only with one"
    heads = {r.head for r in document.relations}
    for span in document.triggers:
        if span.id not in heads:
            yield f"{_where(document, span)} has no relation at all"


def _holders(document: Document) -> Iterator[str]:
    heads = {r.head for r in document.relations}
    tails = {r.tail for r in document.relations}
    for span in document.entities:
        if span.label == "TITLE" and span.id not in heads and span.id not in tails:
            yield f"{_where(document, span)} has no holder, no body, and stands for nobody"


def _actors(document: Document, starts: Sequence[int]) -> Iterator[str]:
    """Triggers in the active voice that leave a participant before them in their sentence without a part."""
    related: defaultdict[int, set[int]] = defaultdict(set)
    acted = {r.head for r in document.relations if r.label in ("ACTOR", "SAME")}
    for relation in document.relations:
        related[relation.head].add(relation.tail)
        related[relation.tail].add(relation.head)
    for trigger in document.triggers:
        if trigger.id in acted:
            continue
        start = starts[bisect(starts, trigger.start) - 1]
        before = [s for s in document.entities if start <= s.start < trigger.start and s.label in _ACTORS]
        idle = [
            s
            for s in before
            if not any(document.by_id[other].label in document.scheme.event_names for other in related[s.id])
        ]
        if idle and not _PASSIVE.search(document.text[start : trigger.start]):
            yield f"{_where(document, trigger)} has no ACTOR, and {idle[-1].text!r} before it takes no part"


def _unmarked_names(document: Document, covered: Sequence[bool]) -> Iterator[str]:
    for label, name in sorted({(s.label, s.text) for s in document.spans if s.label in _NAMES and len(s.text) > 2}):
        for match in re.finditer(rf"(?<![\w-]){re.escape(name)}(?![\w-])", document.text):
            if not any(covered[match.start() : match.end()]):
                yield f"{name!r} is {label} elsewhere and unmarked in text line {_line(document, match.start())}"


def _unmarked_states(document: Document, covered: Sequence[bool]) -> Iterator[str]:
    """States and demonyms of our list; names of languages are nothing."""
    marked = {s.text for s in document.spans}
    for match in state_pattern(("name", "demonym")).finditer(document.text):
        free = not any(covered[match.start() : match.end()]) and match[0] not in marked
        if free and not _LANGUAGE.search(document.text[: match.start()]):
            yield f"{match[0]!r} is a state or a people and unmarked in text line {_line(document, match.start())}"


def _covered(document: Document) -> list[bool]:
    """Characters of spans, and of stretches where nobody looked for any."""
    covered = [False] * len(document.text)
    for start, end in (*((span.start, span.end) for span in document.spans), *document.unknown):
        covered[start:end] = [True] * (end - start)
    return covered


def _far_relations(document: Document, starts: Sequence[int]) -> Iterator[str]:
    for relation in document.relations:
        head, tail = document.by_id[relation.head], document.by_id[relation.tail]
        low, high = sorted((head.start, tail.start))
        if relation.label in _NEAR and any(low < start <= high for start in starts):
            yield f"{_where(document, head)} {relation.label} {tail.id} {tail.text!r} leaves the sentence"
