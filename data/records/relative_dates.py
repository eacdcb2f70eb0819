"""Rules for the dates that count from another day: `Friday`, `last week`, `two days later`, `the past year`."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from .days import Days, period, pick, shift

WHICH = {
    **{"last": "last", "this": "this", "this coming": "coming", "next": "next"},
    **{"that": "that", "the same": "that", "same": "that"},
    **{"the following": "after", "following": "after", "the next": "after"},
    **{"the previous": "before", "previous": "before"},
}
"""Words before a weekday, month or unit, and the way they point; `that`, `after` and `before` start at the context."""

_WHY = {
    "last": "the last before publication",
    "this": "the one at publication",
    "coming": "the next after publication",
    "next": "the next after publication",
    "past": "the last up to publication",
    "future": "the next from publication on",
    "weekday": "the year in which the weekday fits",
    "that": "in the time of the earlier date",
    "near": "the nearest to the earlier date",
    "after": "the next after the earlier date",
    "before": "the last before the earlier date",
}
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FIXED = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}
_FIXED |= {"the day before yesterday": -2, "the day after tomorrow": 2}
_TEENS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_NUMBERS = {"a": 1, "an": 1} | {word: number for number, word in enumerate(_TEENS)}
_NUMBERS |= {ten: number * 10 for number, ten in enumerate(_TENS, 2)}
_NUMBERS |= {f"{ten}-{one}": _NUMBERS[ten] + _NUMBERS[one] for ten in _TENS for one in _TEENS[1:10]}


class OpenDateError(Exception):
    """The date stays open; the message says why."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is known beside the phrase itself."""

    published: date | None
    tense: str | None
    """`past`, `future` or None."""
    context: Days | None
    """A date told earlier in the text."""

    def anchor(self, which: str, unit: str) -> tuple[date, date]:
        """The first and last day to count from.

        Args:
            which: `that`, `near`, `after` and `before` count from the context, all else from publication.
            unit: what the context has to lie within: nothing follows a year by two days.

        Raises:
            OpenDateError: there is no such day, or the context is longer.
        """
        if which not in ("that", "near", "after", "before"):
            if self.published is None:
                raise OpenDateError("no publication date to count from")
            return self.published, self.published
        if self.context is None:
            raise OpenDateError("no earlier date to count from")
        if not self.context_within(unit):
            raise OpenDateError(f"the earlier date is longer than a {unit}")
        return self.context.first, self.context.last

    def context_within(self, unit: str) -> bool:
        """Whether there is a context and it lies within one day, week, month … of the calendar."""
        return self.context is not None and self.context.last <= period(unit, self.context.first).last


Rule = Callable[[re.Match[str], Told], Days | None]
"""Reads a whole phrase; None leaves it to the next rule."""


def choose(make: Callable[[date], Iterable[Days]], which: str, told: Told, unit: str) -> Days:
    """The one of several days that is meant.

    Args:
        make: the days in question around a day, in order of time.
        which: a value of `WHICH`; "" goes by the tense, `near` to the context; `weekday` says that a weekday has
            narrowed them down already.
        unit: see `Told.anchor`.

    Raises:
        OpenDateError: none fits, or there is nothing to count from.
    """
    first, last = told.anchor(which, unit)
    found = list(make(first))
    if which == "that":
        found = [days for days in found if days.first in period(unit, first)]
    way = {"last": "before", "coming": "after", "next": "after", "": told.tense or "past"}.get(which, which)
    chosen = pick(found, told.tense or "near" if which == "this" else way, first, last)
    if chosen is None:
        raise OpenDateError("no such day near by")
    return replace(chosen, why=_WHY[which or way])


def _fixed(match: re.Match[str], told: Told) -> Days:
    day, _ = told.anchor("this", "day")
    return replace(period("day", shift(day, "day", _FIXED[match[0]])), why="counted from publication")


def neighbour(words: str, unit: str, told: Told) -> Days:
    """`last week`, `the same evening`, `the following year`; `words` is a key of `WHICH`."""
    which = "after" if (words, unit) == ("next", "day") else WHICH[words]
    first, last = told.anchor(which, unit)
    step = {"last": -1, "before": -1, "this": 0, "that": 0}.get(which, 1)
    return replace(period(unit, shift(last if step > 0 else first, unit, step)), why=_WHY[which])


def _neighbour(match: re.Match[str], told: Told) -> Days:
    return neighbour(match["which"], _unit(match["unit"]), told)


def _unit(words: str) -> str:
    """The calendar's unit; a part of a day is taken for the day."""
    return words if words in ("week", "month", "quarter", "year", "decade") else "day"


def _number(words: str) -> int:
    return int(words) if words.isdecimal() else (_NUMBERS | {"the": 1})[words]


def _away(match: re.Match[str], told: Told) -> Days:
    """`three years ago`, `two days later`, `the evening before`; longer units than a day are counted roughly."""
    which = {"ago": "last", "from now": "next", "later": "after", "after": "after"}.get(match["way"], "before")
    fortnight = match["unit"] == "fortnight"
    unit = "week" if fortnight else _unit(match["unit"])
    count = _number(match["count"]) * (2 if fortnight else 1)
    first, last = told.anchor(which, unit)
    day = shift(last, unit, count) if which in ("next", "after") else shift(first, unit, -count)
    kind = "exact" if unit == "day" or match["count"] == "the" else "approximate"
    why = "counted from publication" if which in ("last", "next") else "counted from the earlier date"
    return replace(period(unit, day), kind=kind, why=why)


def _stretch(match: re.Match[str], told: Told) -> Days:
    """`the past two weeks`, `the coming three years`: up to publication, or from it on."""
    day, _ = told.anchor("this", "day")
    unit, count = _unit(match["unit"]), _number(match["count"] or "a")
    ends = (shift(day, unit, -count), day) if match["way"] in ("past", "last") else (day, shift(day, unit, count))
    return Days(*ends, unit, "approximate", "counted from publication")


def _weekly(match: re.Match[str], told: Told) -> Days:
    """A weekday, a run of weekdays or a weekend."""
    which = "last" if match["last"] else WHICH.get(match["which"] or "", "")
    weekend = match["name"] == "weekend"
    begin = 5 if weekend else WEEKDAYS.index(match["name"][:3])
    until = 6 if weekend else WEEKDAYS.index(match["until"][:3]) if match["until"] else begin
    if (begin, until) == (0, 4):
        raise OpenDateError("every working day, or those of one week")

    def around(day: date) -> Iterator[Days]:
        for first in (day + timedelta(offset) for offset in range(-14, 15)):
            if first.weekday() == begin:
                last = first + timedelta((until - begin) % 7)
                yield Days(first, last, "weekend" if weekend else "day", "range" if match["until"] else "exact")

    days = choose(around, which, told, "week")
    if which == "next" and told.published and days.first in period("week", told.published):
        raise OpenDateError("this week's or next week's")
    return days


_BEFORE_NAME = rf"(?:(?P<which>{'|'.join(WHICH)}) |the )?"
NUMBER = rf"(?:[0-9]{{1,3}}|{'|'.join(sorted(_NUMBERS, reverse=True))})"
_COUNT = rf"(?P<count>the|{NUMBER})"
_UNIT = r"(?P<unit>day|morning|afternoon|evening|night|week|month|quarter|year|decade"
_AWAY = r"(?P<way>ago|from now|later|after|earlier|before|previously)"
WEEKDAY = (
    r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)"
)

RULES: tuple[tuple[str, Rule], ...] = (
    ("|".join(_FIXED), _fixed),
    (rf"(?P<which>{'|'.join(WHICH)}) {_UNIT})", _neighbour),
    (rf"{_COUNT} {_UNIT}|fortnight)s? {_AWAY}", _away),
    (rf"(?:the )?(?P<way>past|last|next|coming) (?:{_COUNT} )?{_UNIT})s?", _stretch),
    (rf"{_BEFORE_NAME}(?P<name>{WEEKDAY}|weekend)(?:(?:-| to | and )(?P<until>{WEEKDAY}))?(?P<last> last)?", _weekly),
)
"""Patterns for whole phrases, in lower case, with their rules."""
