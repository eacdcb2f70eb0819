"""From what a foreign file says to documents: spans set to words, names fitted to a scheme, ids numbered.

A file is taken as it is or not at all: what does not fit is a fault, unless the caller says how to mend it, and
everything mended or left out is counted.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..document import INFER_HINT, RESERVED, Document, Relation, Span, fits_header, relation_faults, span_faults
from ..errors import CommuniqueError, Fault
from ..letters import one_line
from ..scheme import Scheme
from .align import Misaligned, align
from .infer import fitting, infer_scheme, name_clashes
from .raw import RawDocument, RawRelation, RawSpan


@dataclass(frozen=True, slots=True)
class Built:
    """What came of foreign documents."""

    documents: tuple[Document, ...]
    """Those without faults, in order. One without an id is called after its file: `notes-3` is its third document.
    What an annotator left open is `unknown` in them."""
    faults: tuple[Fault, ...] = ()
    """All of them, in the order of documents and lines."""
    counts: Counter[str] = field(default_factory=Counter)
    """In `documents`: spans `expanded` to whole words, spans `trimmed` of spaces, spans and relations `skipped`
    (relations too that lead to what was left open), names `renamed` because a scheme takes letters, digits, `_` and `-`
    alone, header `fields` that no header can hold."""


@dataclass(slots=True)
class _Case:
    """A document on its way, with what is found on it."""

    raw: RawDocument
    faults: list[Fault] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def fault(self, line: int, message: str) -> None:
        self.faults.append(Fault(self.raw.path, line or self.raw.line, message))

    def name(self, given: str) -> str:
        self.counts["renamed"] += fitting(given) != given
        return fitting(given)


def build(raws: Sequence[RawDocument], scheme: Scheme | None, misaligned: Misaligned = Misaligned.ERROR) -> Built:
    """Documents of what was read.

    Spans are numbered from 1 in text order, and relations follow. Never mended are spans that are empty or reach out
    of the text.

    Args:
        raws: what a reader gave.
        scheme: what may be marked; None infers it (`infer_scheme`), and where nothing is marked takes the guidelines'.
        misaligned: what becomes of spans that do not stand on whole words, or overlap. Default: they are faults.
    """
    raws = list(_identified(raws))
    faults = [*name_clashes(raws)]
    counts: Counter[str] = Counter()
    documents: list[Document] = []
    known = scheme or infer_scheme(raws)
    for raw in raws:
        case = _Case(raw)
        document = _document(case, known, Misaligned(misaligned))
        faults += sorted(case.faults, key=lambda fault: fault.line)
        if document is not None:
            documents.append(document)
            counts += case.counts
    return Built(tuple(documents), tuple(faults), counts)


def _identified(raws: Sequence[RawDocument]) -> Iterator[RawDocument]:
    """The same documents, each with an id of one line."""
    numbers: Counter[str] = Counter()
    for raw in raws:
        numbers[raw.path] += 1
        yield replace(raw, id=one_line(raw.id or "") or f"{Path(raw.path).stem}-{numbers[raw.path]}")


def _document(case: _Case, scheme: Scheme, misaligned: Misaligned) -> Document | None:
    raw, aligned = case.raw, align(case.raw, misaligned)
    case.faults += aligned.faults
    case.counts += aligned.counts
    spans = [_span(case, number, span, scheme) for number, span in enumerate(aligned.spans, 1)]
    relations = _relations(case, aligned.spans, scheme)
    source, meta, unknown = one_line(raw.source or "") or None, _meta(case), _unknown(case)
    if case.faults:
        return None
    header = raw.id, raw.date, source, meta
    try:
        return Document(raw.text, tuple(spans), tuple(relations), *header, unknown=unknown, scheme=scheme)
    except CommuniqueError as error:
        case.fault(raw.line, str(error))
        return None


def _unknown(case: _Case) -> tuple[tuple[int, int], ...]:
    """What the annotator left open; these need no whole words."""
    left = [span for span in case.raw.spans if span.unknown]
    for span in left:
        if not 0 <= span.start < span.end <= len(case.raw.text):
            bounds = f"expected 0 <= start < end <= {len(case.raw.text)}"
            case.fault(span.line, f"open span at {span.start}:{span.end} is no part of the text; {bounds}")
    return tuple((span.start, span.end) for span in left)


def _meta(case: _Case) -> dict[str, str]:
    lines = {name: one_line(value) for name, value in case.raw.meta.items()}
    kept = {name: value for name, value in lines.items() if fits_header(name, value) and name not in RESERVED}
    case.counts["fields"] += len(lines) - len(kept)
    return kept


def _span(case: _Case, number: int, raw: RawSpan, scheme: Scheme) -> Span:
    status = None if raw.status is None else case.name(raw.status)
    span = Span.of(case.raw.text, raw.start, raw.end, case.name(raw.label), id=number, status=status)
    for message in span_faults(case.raw.text, span, scheme):
        case.fault(raw.line, message)
    return span


def _relations(case: _Case, kept: list[RawSpan], scheme: Scheme) -> list[Relation]:
    numbers = {span.id: number for number, span in enumerate(kept, 1)}
    there = Counter(span.id for span in case.raw.spans if span.id is not None)
    for span in case.raw.spans:
        if span.id is not None and there[span.id] > 1:
            case.fault(span.line, f"id {span.id!r} is used by {there[span.id]} spans; expected one")
    found: list[tuple[RawRelation, Relation]] = []
    for raw in case.raw.relations:
        missing = [end for end in (raw.head, raw.tail) if end not in numbers]
        if lost := [end for end in missing if end not in there]:
            case.fault(raw.line, f"{raw.label} from {raw.head!r} to {raw.tail!r}: there is no span {lost[0]!r}")
        elif missing:
            case.counts["skipped"] += 1
        else:
            found.append((raw, Relation(numbers[raw.head], case.name(raw.label), numbers[raw.tail])))
    _check_relations(case, found, {number: fitting(span.label) for number, span in enumerate(kept, 1)}, scheme)
    return [relation for _, relation in found]


def _check_relations(
    case: _Case, found: list[tuple[RawRelation, Relation]], labels: dict[int, str], scheme: Scheme
) -> None:
    for index, message in relation_faults([relation for _, relation in found], labels, scheme):
        raw, relation = found[index]
        illegal = scheme.relation_fault(labels[relation.head], relation.label, labels[relation.tail])
        where = f"{raw.label} from {raw.head!r} to {raw.tail!r}: {message}"
        case.fault(raw.line, f"{where}; {INFER_HINT}" if illegal else where)
