"""Rules for the dates that the calendar names: `17-19 October 2022`, `June 20`, `spring`, `1979`."""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date

from .days import Days, months, period, shift
from .relative_dates import WEEKDAY, WEEKDAYS, WHICH, OpenDateError, Rule, Told, choose, neighbour

MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_UNITS = ("day", "month", "season", "quarter", "half", "year")

Fields = dict[str, str]
"""What a phrase names: some of `which`, `weekday`, `day`, `part` (of a year: a month, season …) and `year` (digits)."""


def _fields(match: re.Match[str], told: Told) -> Fields:
    fields = {name: words for name, words in match.groupdict().items() if words}
    which, _, relative = fields.get("year", "").rpartition(" ")
    if which:
        fields["year"] = str(neighbour("this" if which == "the" else which, relative, told).first.year)
    return fields


def _part(words: str, year: int) -> Days:
    january = year * 12
    if words in _SEASONS:
        return replace(months("season", january + _SEASONS[words] - 1), kind="approximate")
    number, _, unit = words.replace("-", " ").partition(" ")
    if unit:
        size = {"quarter": 3, "half": 6}[unit]
        return months(unit, january + size * (_ORDINALS[number] - 1))
    return months("month", january + _MONTHS.index(words[:3]))


def _on(fields: Fields, year: int) -> Days:
    """The days named, in `year`.

    Raises:
        ValueError: the calendar has no such day.
        OpenDateError: it has another weekday.
    """
    if "day" not in fields:
        return _part(fields["part"], year) if "part" in fields else period("year", date(year, 1, 1))
    day = date(year, _MONTHS.index(fields["part"][:3]) + 1, int(fields["day"]))
    if "weekday" in fields and WEEKDAYS[day.weekday()] != fields["weekday"][:3]:
        raise OpenDateError("the weekday does not fit the date")
    return period("day", day)


def _run(left: Fields, right: Fields, year: int) -> Days:
    """From `left` to `right`; `year` is that of the left side where neither names one."""
    first = _on(left, int(left.get("year") or right.get("year") or year))
    last = _on(right, int(right.get("year") or left.get("year") or year))
    if last.first < first.first and "year" not in right:
        last = _on(right, last.last.year + 1)
    elif last.first < first.first and "year" not in left:
        first = _on(left, first.first.year - 1)
    return Days(first.first, last.last, max(first.unit, last.unit, key=_UNITS.index), "range")


def _in_year(make: Callable[[int], Days], fields: Fields, told: Told) -> Days:
    """What `make` gives for the year that is named or, where none is, meant."""
    if "year" in fields:
        return make(int(fields["year"]))
    which = WHICH.get(fields.get("which", ""), "")
    if "weekday" in fields:
        which = "weekday"
    elif not which and told.published is None and told.context:
        which = "near"
    reach = 1 if "weekday" in fields else 8  # 29 February may be eight years off

    def around(day: date) -> Iterator[Days]:
        for year in range(day.year - reach, day.year + reach + 1):
            with suppress(ValueError, OpenDateError):
                yield make(year)

    return choose(around, which, told, "year")


def _point(match: re.Match[str], told: Told) -> Days:
    fields = _fields(match, told)
    if fields.get("part") == "winter" and "year" in fields:
        raise OpenDateError("a winter lies in two years")
    return _in_year(lambda year: _on(fields, year), fields, told)


def _of_month(match: re.Match[str], told: Told) -> Days:
    """`the 12th`, `Wednesday, the 19th`: of the context's month, else of a month near publication."""
    fields = _fields(match, told)

    def around(day: date) -> Iterator[Days]:
        for month in (shift(day, "month", count) for count in range(-2, 3)):
            with suppress(ValueError, OpenDateError):
                yield _on(fields | {"part": _MONTHS[month.month - 1]}, month.year)

    which = "that" if told.context_within("month") else "weekday" if "weekday" in fields else ""
    return choose(around, which, told, "month")


def _side(words: str, told: Told) -> Fields | None:
    matches = (re.fullmatch(pattern, words) for pattern in (*_POINTS, _BARE))
    return next((_fields(match, told) for match in matches if match), None)


def _between(match: re.Match[str], told: Told) -> Days | None:
    left, right = _side(match["left"], told), _side(match["right"], told)
    if left is None or right is None:
        return None
    if left.keys() == {"year"} and right.keys() == {"day"}:
        right = {"year": left["year"][:2] + right["day"]}
    for fields, other in ((left, right), (right, left)):
        if "day" in fields and "part" not in fields:
            if "part" not in other:
                return None
            fields["part"] = other["part"]
    return _in_year(lambda year: _run(left, right, year), left | right, told)


def _iso(match: re.Match[str], told: Told) -> Days:
    return period("day", date(int(match["year"]), int(match["month"]), int(match["day"])))


def _numeric(match: re.Match[str], told: Told) -> Days:
    """Points put the day first wherever English is written; strokes and dashes do not tell."""
    one, two, year = int(match["one"]), int(match["two"]), int(match["year"])
    readings = []
    for day, month in {(one, two)} if match["mark"] == "." else {(one, two), (two, one)}:
        with suppress(ValueError):
            readings.append(date(year, month, day))
    if not readings:
        raise ValueError(f"{match[0]} is no date")
    if len(readings) > 1 and told.published:
        readings = [day for day in readings if abs((day - told.published).days) <= 31]
    if len(readings) != 1:
        raise OpenDateError("day and month could change places")
    return period("day", readings[0])


def _decade(match: re.Match[str], told: Told) -> Days:
    return period("decade", date(int(match["year"]), 1, 1))


_YEAR = r"(?P<year>[12][0-9]{3}|(?:last|this|next|that|the same|the following|the previous|the) year)"
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_WEEKDAY = rf"(?:(?P<weekday>{WEEKDAY}) )?"
_SEASON = "|".join(_SEASONS)
_PART = rf"(?P<part>{MONTH}|{_SEASON}|(?:first|second|third|fourth)[ -]quarter|(?:first|second)[ -]half)"
_POINTS = (
    rf"{_WEEKDAY}(?:the )?{_DAY}(?: of)? (?P<part>{MONTH})(?: {_YEAR})?",
    rf"{_WEEKDAY}(?P<part>{MONTH}) (?:the )?{_DAY}(?: {_YEAR})?",
    rf"(?:(?P<which>{'|'.join(WHICH)}) |the )?{_PART}(?: (?:of )?{_YEAR})?",
    _YEAR,
)
_BARE = rf"{_WEEKDAY}(?:the )?{_DAY}(?: {_YEAR})?"  # one side of a range may be a day alone

RULES: tuple[tuple[str, Rule], ...] = (
    (r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})", _iso),
    (r"(?P<one>[0-9]{1,2})(?P<mark>[-/.])(?P<two>[0-9]{1,2})(?P=mark)(?P<year>[0-9]{4})", _numeric),
    (r"(?:the )?(?P<year>[0-9]{3}0)s", _decade),
    *((pattern, _point) for pattern in _POINTS),
    (rf"{_WEEKDAY}(?:the )?(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)", _of_month),
    (r"(?P<left>.+?)(?:-| to | through | until | till | and )(?P<right>.+)", _between),
)
"""Patterns for whole phrases, in lower case and without commas, with their rules."""
