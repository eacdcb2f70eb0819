"""Dates counted: what the spans that were read resolve to, against days found by hand.

Match rule: the spans overlap, one to one, and what they resolve to is the same.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from ..data.document import Document, Span
from ..data.errors import CommuniqueError
from ..data.records.dates import KINDS, When
from ..data.records.timeline import resolved_dates
from ..data.textfile import PathLike, read_text
from .pairing import in_rounds
from .scorer import Count, check_text

Told = tuple[date | None, date | None, str, str]
"""A date resolved: first day, last day (None where unresolved), granularity, kind, as in `When`."""
DateTable = Mapping[tuple[str | None, int], Told]
"""(document id, span id) of DATE spans in gold → what they stand for."""
Resolver = Callable[[Document], Mapping[int, When]]
"""Gives the days of a document's DATE spans, by span id."""
_LINE = "dev-0001\t11\t2016-12-14\t2016-12-14\tday\texact\twhy"


@dataclass(frozen=True, slots=True)
class DateCounts:
    """The dates of one document that the table of gold holds, and those read where gold has none."""

    kinds: dict[str, Count] = field(default_factory=dict)
    """Kind → dates; right where first and last day, granularity and kind all agree."""
    days: Count = field(default_factory=Count)
    """Resolved dates; right where first and last day agree."""
    single_days: Count = field(default_factory=Count)
    """Those of them that are one day."""
    given_up: Count = field(default_factory=Count)
    """Over dates that were met and gold resolves: `right` are those left unresolved, the others all of them."""
    guessed: Count = field(default_factory=Count)
    """Over dates that were met and gold leaves unresolved: `right` are those resolved, the others all of them."""


def count_dates(
    gold: Document, predicted: Document, table: DateTable, resolver: Resolver = resolved_dates
) -> DateCounts:
    """Dates of one document; none where the table has none of its dates.

    Args:
        gold, predicted: the same text; `predicted` may be gold with its own spans, to score the rules alone.
        table: dates resolved by hand, of spans that gold has (see `load_dates`). Dates of gold that it lacks are left
            aside, with what was read in their place.
        resolver: called once, with `predicted`.

    Raises:
        CommuniqueError: the two have different texts.
    """
    check_text(gold, predicted)
    told = {span: days for (document, span), days in table.items() if document == gold.id}
    if not told:
        return DateCounts()
    wanted, found = ([span for span in d.spans if span.label == "DATE"] for d in (gold, predicted))
    days = resolver(predicted) if found else {}
    met, missed, invented = in_rounds(wanted, found, (Span.overlaps,))
    pairs: list[tuple[Told | None, Told | None]] = [
        (told[one.id], _told(days[other.id])) for one, other in met if one.id in told
    ]
    pairs += [(told[span.id], None) for span in missed if span.id in told]
    pairs += [(None, _told(days[span.id])) for span in invented]
    return _date_counts(pairs)


def _told(when: When) -> Told:
    return when.start, when.end, when.granularity, when.kind


def _date_counts(pairs: Sequence[tuple[Told | None, Told | None]]) -> DateCounts:
    met = [(wanted, found) for wanted, found in pairs if wanted and found]
    closed = [found for wanted, found in met if wanted[0]]
    open_ = [found for wanted, found in met if not wanted[0]]
    return DateCounts(
        {kind: _agreeing(pairs, slice(4), partial(_is_kind, kind)) for kind in KINDS},
        _agreeing(pairs, slice(2), lambda told: told[0] is not None),
        _agreeing(pairs, slice(2), lambda told: told[0] is not None and told[0] == told[1]),
        Count(sum(not found[0] for found in closed), len(closed), len(closed)),
        Count(sum(bool(found[0]) for found in open_), len(open_), len(open_)),
    )


def _is_kind(kind: str, told: Told) -> bool:
    return told[3] == kind


def _agreeing(pairs: Sequence[tuple[Told | None, Told | None]], part: slice, counts: Callable[[Told], bool]) -> Count:
    """Dates that agree in a part of what is told of them, out of those that count."""
    wanted = [one for one, _ in pairs if one and counts(one)]
    found = [other for _, other in pairs if other and counts(other)]
    right = [one for one, other in pairs if one and other and counts(one) and one[part] == other[part]]
    return Count(len(right), len(found), len(wanted))


def load_dates(path: PathLike, documents: Sequence[Document]) -> DateTable:
    """Dates resolved by hand: a line has document id, span id, first day, last day, granularity, kind and a note, with
    tabs between them, and `-` for the days of an unresolved one.

    Args:
        path: the file; it may have dates of other documents too.
        documents: those to score.

    Raises:
        CommuniqueError: the file cannot be read, it has no date of these documents, or a line does not fit, names what
            is no DATE span of its document or one that stood before; the line is named.
    """
    spans = {document.id: {span.id for span in document.spans if span.label == "DATE"} for document in documents}
    table: dict[tuple[str | None, int], Told] = {}
    for number, line in enumerate(read_text(path).splitlines(), 1):
        try:
            document, span, told = _parsed(line)
            if span not in spans.get(document, {span}):
                raise ValueError(f"document {document} has no DATE span {span}")
            if table.setdefault((document, span), told) is not told:
                raise ValueError("the span stands twice")
        except ValueError as error:
            raise CommuniqueError(f"{path}:{number}: {error}; expected a line like {_LINE!r}") from None
    if not any(document in spans for document, _ in table):
        raise CommuniqueError(f"{path}: none of its dates is of the documents to score; expected a table made for them")
    return table


def _parsed(line: str) -> tuple[str, int, Told]:
    document, span, start, end, granularity, kind, why = line.split("\t")
    first, last = (None if day == "-" else date.fromisoformat(day) for day in (start, end))
    return document, int(span), _told(When(first, last, granularity, kind, why))
