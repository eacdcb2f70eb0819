"""`Document`, `Span` and `Relation`: what flows through the whole package.

Offsets are half-open and count Unicode code points of the text exactly as given.
"""

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date as calendar_date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from .errors import CommuniqueError
from .scheme import Scheme, default_scheme
from .stretches import Stretch, joined, without

if TYPE_CHECKING:
    from .records.chains import Chains
    from .records.events import Event
    from .records.people import Person

FIELDS = ("id", "date", "source")
RESERVED = (*FIELDS, "text", "language", "meta", "spans", "relations", "unknown")
_KEY = re.compile(r"[\w-]+")


@dataclass(frozen=True, slots=True)
class Span:
    """A marked stretch of a text.

    `id` is unique in its document. `status` belongs to triggers alone. `score` is the
    calibrated probability that these bounds and this label are right, `status_score` that the status
    is; both are None in gold documents.
    """

    id: int
    start: int
    end: int
    label: str
    text: str
    status: str | None = None
    score: float | None = None
    status_score: float | None = None

    def __post_init__(self) -> None:
        if self.id < 0:
            raise CommuniqueError(f"span {self.id} ({self.label}) has a negative id; expected 0 or more")
        if not 0 <= self.start < self.end:
            raise CommuniqueError(
                f"span {self.id} ({self.label}) has bounds {self.start}:{self.end}; expected 0 <= start < end"
            )
        if len(self.text) != self.end - self.start:
            raise CommuniqueError(
                f"span {self.id} ({self.label}) has {self.end - self.start} characters but the text {self.text!r}"
            )

    @classmethod
    def of(cls, text: str, start: int, end: int, label: str, **rest: Any) -> "Span":
        """The span of `text` at these offsets."""
        return cls(start=start, end=end, label=label, text=text[start:end], **rest)

    def overlaps(self, other: "Span") -> bool:
        """Whether the two have a character in common."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Relation:
    """A labelled arrow between two spans, named by their ids. `score` is None in gold documents."""

    head: int
    label: str
    tail: int
    score: float | None = None


INFER_HINT = "names of your own need their scheme: `--scheme FILE`, or `--scheme infer` to take them as they are"


def span_faults(text: str, span: Span, scheme: Scheme) -> Iterator[str]:
    """Everything about one span that the guidelines forbid."""
    name = f"span {span.id} {span.label} {span.text!r}"
    if span.text != text[span.start : span.end]:
        yield f"{name} is not the text at {span.start}:{span.end}, which is {text[span.start : span.end]!r}"
    if span.label not in scheme.span_labels:
        yield f"{name}: unknown label; expected one of {', '.join(scheme.span_labels)}; {INFER_HINT}"
    if span.text[:1].isspace() or span.text[-1:].isspace():
        yield f"{name} begins or ends on a space"
    if "\n\n" in span.text:
        yield f"{name} crosses a paragraph"
    if span.status is not None and span.label not in scheme.event_names:
        yield f"{name} has the status {span.status!r}; only triggers have one"
    if span.status is not None and span.status not in scheme.status_names:
        yield f"{name}: unknown status {span.status!r}; expected one of {', '.join(scheme.status_names)}; {INFER_HINT}"


def overlap_faults(spans: Sequence[Span]) -> Iterator[tuple[Span, str]]:
    """Spans that begin before an earlier one ends, or that reuse an id, each with the reason."""
    seen: set[int] = set()
    reach: Span | None = None
    for span in sorted(spans, key=lambda s: (s.start, s.end)):
        if span.id in seen:
            yield span, f"span id {span.id} is used twice"
        seen.add(span.id)
        if reach is not None and span.start < reach.end:
            yield span, f"span {span.id} {span.text!r} overlaps span {reach.id} {reach.text!r}; spans are flat"
        if reach is None or span.end > reach.end:
            reach = span


def relation_faults(relations: Sequence[Relation], labels: dict[int, str], scheme: Scheme) -> Iterator[tuple[int, str]]:
    """What is wrong with relations, as (index of the relation, reason). `labels` maps span ids to labels."""
    seen: set[tuple[int, str, int]] = set()
    for index, relation in enumerate(relations):
        key = (relation.head, relation.label, relation.tail)
        name = f"relation {relation.head} {relation.label} {relation.tail}"
        unknown = [end for end in (relation.head, relation.tail) if end not in labels]
        if unknown:
            yield index, f"{name}: there is no span {unknown[0]}"
        elif relation.head == relation.tail:
            yield index, f"{name} joins a span to itself"
        elif fault := scheme.relation_fault(labels[relation.head], relation.label, labels[relation.tail]):
            yield index, f"{name}: {fault}"
        if key in seen:
            yield index, f"{name} stands twice"
        seen.add(key)


def fits_header(name: str, value: Any, meta: Container[str] = ()) -> bool:
    """Whether a header field can be written in every form."""
    named = _KEY.fullmatch(name) is not None and not (name in meta and name in RESERVED)
    return named and isinstance(value, str) and value == value.strip() and len(value.splitlines()) <= 1


def check_date(date: str) -> str:
    """The date, if it is one.

    Raises:
        CommuniqueError: it is not of the form YYYY-MM-DD.
    """
    try:
        fits = calendar_date.fromisoformat(date).isoformat() == date
    except (TypeError, ValueError):
        fits = False
    if not fits:
        raise CommuniqueError(f"date is {date!r}; expected a publication date like 2024-03-19")
    return date


@dataclass(frozen=True)
class Document:
    """A text with its spans and relations.

    Spans are kept in text order. Building one refuses what the guidelines forbid: overlap, space
    at an edge, an unknown label or status, an illegal relation.

    Args:
        text: the text, exactly as given.
        spans: flat spans; triggers without a status get the scheme's default.
        relations: arrows between spans of this document.
        id, date, source: where the text comes from; `date` is the publication date, YYYY-MM-DD.
        meta: further header fields: names of letters, digits, `_` and `-`, values of one line.
        language: ISO 639-3 code of what the text seems to be written in; None where it was not looked at.
        unknown: offsets of stretches where nobody looked for marks: what stands there unmarked is not known to be
            nothing; training learns nothing from it, and evaluation counts nothing that is read there. Kept in text
            order, without the characters of spans.
        scheme: what may be marked.

    Raises:
        CommuniqueError: with the first fault.
    """

    text: str
    spans: tuple[Span, ...] = ()
    relations: tuple[Relation, ...] = ()
    id: str | None = None
    date: str | None = None
    source: str | None = None
    meta: dict[str, str] = field(default_factory=dict, hash=False)
    language: str | None = None
    unknown: tuple[Stretch, ...] = ()
    scheme: Scheme = field(default_factory=default_scheme, repr=False, compare=False)

    def __post_init__(self) -> None:
        spans = sorted((self._with_status(span) for span in self.spans), key=lambda s: (s.start, s.end))
        object.__setattr__(self, "spans", tuple(spans))
        object.__setattr__(self, "relations", tuple(self.relations))
        for fault in self._faults():
            where = f"document {self.id}: " if self.id else ""
            raise CommuniqueError(where + fault)
        known = [(span.start, span.end) for span in spans]
        object.__setattr__(self, "unknown", tuple(without(joined(self.unknown), known)))

    def _with_status(self, span: Span) -> Span:
        bare = span.status is None and span.label in self.scheme.event_names
        return replace(span, status=self.scheme.default_status) if bare else span

    def _header_faults(self) -> Iterator[str]:
        if not isinstance(self.text, str):
            yield f"the text is {type(self.text).__name__}; expected str"
            return
        if any("\ud800" <= char <= "\udfff" for char in self.text):
            yield "the text has half a surrogate pair, which no file can hold; decode it anew from its bytes"
        if self.date is not None:
            check_date(self.date)
        header = {name: getattr(self, name) for name in FIELDS} | self.meta
        for name, value in header.items():
            if value is not None and not fits_header(name, value, self.meta):
                yield f"header field {name!r} is {value!r}; expected a free name and one line without edge spaces"

    def _faults(self) -> Iterator[str]:
        yield from self._header_faults()
        for start, end in self.unknown:
            if not 0 <= start < end <= len(self.text):
                yield f"unknown has {start}:{end}; expected 0 <= start < end <= {len(self.text)}, the text's length"
        for span in self.spans:
            yield from span_faults(self.text, span, self.scheme)
        for _, fault in overlap_faults(self.spans):
            yield fault
        labels = {span.id: span.label for span in self.spans}
        for _, fault in relation_faults(self.relations, labels, self.scheme):
            yield fault

    @cached_property
    def by_id(self) -> dict[int, Span]:
        """Span id → span."""
        return {span.id: span for span in self.spans}

    @property
    def entities(self) -> tuple[Span, ...]:
        """The spans that are mentions, in text order."""
        return tuple(span for span in self.spans if span.label in self.scheme.entity_names)

    @property
    def triggers(self) -> tuple[Span, ...]:
        """The spans that are event triggers, in text order; each has a type (its label) and a status."""
        return tuple(span for span in self.spans if span.label in self.scheme.event_names)

    @cached_property
    def chains(self) -> "Chains":
        """Who stands for whom, and the relations ready to be followed (`communique.data.records.chains`)."""
        from .records.chains import Chains

        return Chains(self)

    @cached_property
    def people(self) -> "tuple[Person, ...]":
        """The persons that the text names, with their offices (`communique.data.records.people`)."""
        from .records.people import people

        return people(self)

    @cached_property
    def events(self) -> "tuple[Event, ...]":
        """What happens, a happening once, with those who take part (`communique.data.records.events`)."""
        from .records.events import events

        return events(self)

    def to_json(self) -> str:
        """The exchange form (section 5 of the guidelines), indented."""
        from .render import to_json

        return to_json(self)

    def to_jsonl(self) -> str:
        """The exchange form on one line, newline included."""
        from .render import to_jsonl

        return to_jsonl(self)

    def to_conll(self, words: Sequence[tuple[int, int]] | None = None) -> str:
        """Word and BIO tag a line; `words` are offsets, found in the text by default."""
        from .render import to_conll

        return to_conll(self, words)

    def to_plover(self, *, incomplete: bool = False) -> tuple[dict[str, Any], ...]:
        """The events as PLOVER records; `incomplete` adds those without a resolved date or a known actor."""
        from .records.plover import to_plover

        return to_plover(self, incomplete=incomplete).records

    def to_html(self) -> str:
        """A `<div>` with the spans marked; it needs no style sheet."""
        from .render import to_html

        return to_html(self)

    def to_markup(self) -> str:
        """The inline markup of the guidelines; scores are not kept."""
        from .markup import write_markup

        return write_markup(self)

    def _repr_html_(self) -> str:
        return self.to_html()
