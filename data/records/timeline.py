"""When a document was published, and the days that its dates stand for."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from ..document import Document, Span
from .dates import When, find_publication_date, resolve

_TENSES: dict[str, tuple[str, ...]] = {
    "actual": ("past",),
    "future": ("future",),
    "hypothetical": ("future",),
    "historical": ("past",),
    "negated": ("past", "future"),  # `did not meet on Friday`, `will not meet on Friday`
}
"""Status → the tenses it may have. Of the statuses of several acts on one date, the first one here decides."""
_LONG_AGO = timedelta(365)
_CLOSE = ("day", "weekend", "week")
_SENTENCE_END = re.compile(r"[.!?][\"”’)]?\s|\n\s*\n")
_PROSE = re.compile(r"\b[a-z]+\b[^:]*$")
"""Words in lower case before a date, save those of a label such as `last updated:`."""


@dataclass(frozen=True, slots=True)
class _Told:
    """A date that was told."""

    span: Span
    when: When
    is_background: bool


def published(document: Document) -> date | None:
    """The document's date, or the publication date that its text gives."""
    return date.fromisoformat(document.date) if document.date else find_publication_date(document.text)


def resolved_dates(document: Document) -> dict[int, When]:
    """DATE span id → its days.

    They are counted from publication, or from a date told earlier where the phrase needs one. A dateline is no such
    date, nor, for what is told as news, a date of the background. Where the last date is a month or longer and stands
    in a sentence before, the last one told to the week or day may serve.
    """
    timeline = _Timeline(document)
    return {span.id: timeline.read(span) for span in document.spans if span.label == "DATE"}


class _Timeline:
    """The dates of a document, read one after another."""

    def __init__(self, document: Document):
        self.text, self.published = document.text, published(document)
        self.statuses: dict[int, set[str]] = defaultdict(set)
        for trigger in document.triggers:
            for span in document.chains.tails(trigger, "DATE"):
                self.statuses[span.id].add(str(trigger.status))
        self.told: list[_Told] = []
        """What later dates may count from."""

    def read(self, span: Span) -> When:
        """The days of a DATE span; the spans have to be given in text order."""
        when = self._resolved(span)
        if when.start and not self._is_dateline(span, when):
            self.told.append(_Told(span, when, self._is_background(span, when)))
        return when

    def _resolved(self, span: Span) -> When:
        statuses = self.statuses[span.id]
        tenses = next((tenses for status, tenses in _TENSES.items() if status in statuses), (None,))
        readings = [self._in_tense(span, tense) for tense in tenses]
        if len({(when.start, when.end) for when in readings}) > 1:
            return When(None, None, "none", "unresolved", "of what is denied, before or after publication")
        return readings[0]

    def _in_tense(self, span: Span, tense: str | None) -> When:
        """The days counted from the nearest context that suits the tense."""
        readings = []
        for context in (*self._contexts(span), None):
            when = resolve(span.text, self.published, tense=tense, context=context)
            if when.start and (context is None or self._fits(when, tense)):
                return when
            readings.append(when)
        return next(when for when in readings if not when.start)

    def _contexts(self, span: Span) -> Iterator[When]:
        """The last date told, and behind a long one of an earlier sentence the last that is told more closely."""
        is_news = bool(self.statuses[span.id] - {"historical"})
        told = (one for one in reversed(self.told) if not (is_news and one.is_background))
        last = next(told, None)
        if last is None:
            return
        yield last.when
        if last.when.granularity not in _CLOSE and _SENTENCE_END.search(self.text, last.span.end, span.start):
            yield from islice((one.when for one in told if one.when.granularity in _CLOSE), 1)

    def _fits(self, when: When, tense: str | None) -> bool:
        """Whether days counted from another date begin by publication if past, and last till then if to come."""
        if not self.published or not when.start or not when.end:
            return True
        return when.start <= self.published if tense == "past" else tense is None or when.end >= self.published

    def _is_dateline(self, span: Span, when: When) -> bool:
        """Whether a date only says when the text was published: no act has it, and no prose stands before it."""
        before = self.text[max(span.start - 100, 0) : span.start].rpartition("\n")[2]
        is_published = when.start == when.end == self.published
        return is_published and not self.statuses[span.id] and not _PROSE.search(before)

    def _is_background(self, span: Span, when: When) -> bool:
        """Whether no news happens then: the acts of that date are historical, or it has none and is long past."""
        statuses = self.statuses[span.id]
        if self.published and when.end:
            return statuses <= {"historical"} and when.end < self.published - _LONG_AGO
        return statuses == {"historical"}
