"""A scheme from what documents mark: for those who bring labels of their own."""

import re
from collections.abc import Iterator, Sequence

from ..errors import Fault
from ..scheme import ENTITY, EVENT, EntityLabel, EventLabel, RelationLabel, Scheme, StatusLabel, default_scheme
from .raw import RawDocument, RawRelation, RawSpan

SCHEME_FILE = "scheme.json"
"""Where an inferred scheme is put in a folder of documents."""


def infer_scheme(raws: Sequence[RawDocument], name: str = "inferred") -> Scheme:
    """The scheme that documents seem to follow.

    Labels with a status somewhere are events, all others entities; relations join what they are seen to join. Names
    are sorted, so that the order of files changes nothing; but statuses stand in the order in which they appear, since
    the first is the default, behind `actual` where a trigger has none. Where nothing is marked it is the guidelines'
    scheme.
    """
    spans = [span for raw in raws for span in raw.spans if not span.unknown]
    if not spans:
        return default_scheme()
    events = {fitting(span.label) for span in spans if span.status is not None}
    entities = {fitting(span.label) for span in spans} - events
    bare = any(span.status is None and fitting(span.label) in events for span in spans)
    seen = dict.fromkeys(fitting(span.status) for span in spans if span.status is not None)
    statuses = dict.fromkeys([str(default_scheme().default_status), *seen]) if bare else seen
    heads, tails = _ends_seen(raws)
    return Scheme(
        name,
        tuple(EntityLabel(label) for label in sorted(entities)),
        tuple(EventLabel(label) for label in sorted(events)),
        tuple(StatusLabel(status) for status in statuses),
        tuple(RelationLabel(label, _ends(heads[label]), _ends(tails[label])) for label in sorted(heads)),
        {_group(label): (label,) for label in sorted(entities | events) if label in (ENTITY, EVENT)},
    )


def fitting(name: str) -> str:
    """A name as schemes and our markup can hold it: `Works for/at` becomes `Works_for_at`, `2nd` becomes `_2nd`."""
    plain = re.sub(r"[^\w-]", "_", name)
    return plain if re.match(r"[A-Za-z_]", plain) else f"_{plain}"


def name_clashes(raws: Sequence[RawDocument]) -> Iterator[Fault]:
    """Labels that would become one without a word."""
    seen: dict[tuple[type, str], str] = {}
    for raw in raws:
        marks: list[RawSpan | RawRelation] = [*(span for span in raw.spans if not span.unknown), *raw.relations]
        for mark in marks:
            first = seen.setdefault((type(mark), fitting(mark.label)), mark.label)
            if first != mark.label:
                both = f"labels {first!r} and {mark.label!r} would both become {fitting(first)!r}"
                yield Fault(raw.path, mark.line or raw.line, f"{both}; rename one of them")


def _ends_seen(raws: Sequence[RawDocument]) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Relation → labels of its heads, and of its tails."""
    heads: dict[str, set[str]] = {}
    tails: dict[str, set[str]] = {}
    for raw in raws:
        labels = {span.id: fitting(span.label) for span in raw.spans if not span.unknown}
        for relation in raw.relations:
            for ends, end in ((heads, relation.head), (tails, relation.tail)):
                ends.setdefault(fitting(relation.label), set()).update(labels[end] for end in (end,) if end in labels)
    return heads, tails


def _ends(labels: set[str]) -> tuple[str, ...]:
    return tuple(_group(label) if label in (ENTITY, EVENT) else label for label in sorted(labels))


def _group(label: str) -> str:
    """A label called ENTITY or EVENT, as OntoNotes has one, under a name that does not mean all entities or events."""
    return f"{label}_label"
