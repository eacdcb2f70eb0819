"""Runs of days and the calendar's units: arithmetic without words.

Weeks begin on Monday; seasons are the northern hemisphere's, in whole months.
"""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

_MONTHS_IN = {"month": 1, "season": 3, "quarter": 3, "half": 6, "year": 12, "decade": 120}


@dataclass(frozen=True, slots=True)
class Days:
    """The days from `first` to `last`, both included.

    Raises:
        ValueError: the last day comes before the first.
    """

    first: date
    last: date
    unit: str
    """The unit of the calendar that the days make up, or of a range the unit of its ends."""
    kind: str = "exact"
    """`exact`, `approximate` or `range`."""
    why: str = "a calendar date"
    """How the days were found."""

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise ValueError(f"the days end on {self.last}, before they begin on {self.first}")

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def distance(self, first: date, last: date) -> int:
        """How many days lie between these days and those from `first` to `last`; none where they meet."""
        return max((self.first - last).days, (first - self.last).days, 0)


def period(unit: str, day: date) -> Days:
    """The day, week, month, quarter, half, year or decade that `day` is in."""
    if unit == "day":
        return Days(day, day, unit)
    if unit == "week":
        monday = day - timedelta(day.weekday())
        return Days(monday, monday + timedelta(6), unit)
    month = day.year * 12 + day.month - 1
    return months(unit, month - month % _MONTHS_IN[unit])


def months(unit: str, start: int) -> Days:
    """A unit of whole months; `start` counts the months from January of the year 0."""
    end = start + _MONTHS_IN[unit] - 1
    year, month = end // 12, end % 12 + 1
    last = date(year, month, calendar.monthrange(year, month)[1])
    return Days(date(start // 12, start % 12 + 1, 1), last, unit)


def shift(day: date, unit: str, count: int) -> date:
    """The day `count` units later; a day that its new month lacks becomes the month's last."""
    if unit in ("day", "week"):
        return day + timedelta(count * (7 if unit == "week" else 1))
    month = day.year * 12 + day.month - 1 + count * _MONTHS_IN[unit]
    year, month = month // 12, month % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def third(days: Days, part: str) -> Days:
    """The `early`, `mid` or `late` third: of a unit of three months and more in whole months, else in days.

    Thirds of days that do not divide by three share a day.
    """
    number, count = ("early", "mid", "late").index(part), (days.last - days.first).days + 1
    length = _MONTHS_IN.get(days.unit, 0) // 3
    if length and days.kind != "range":
        first = shift(days.first, "month", number * length)
        last = shift(first, "month", length) - timedelta(1)
    else:
        first = days.first + timedelta((0, count // 3, count - -(-count // 3))[number])
        last = days.last - timedelta((count - -(-count // 3), count // 3, 0)[number])
    return Days(first, last, days.unit, "approximate", f"the {part} third: {days.why}")


def pick(found: Sequence[Days], which: str, first: date, last: date) -> Days | None:
    """One of `found`, which are in order of time, as seen from the days `first` to `last`.

    Args:
        which: `before` or `after`, wholly so; `past` or `future`, where days that are going on count as well; else
            the nearest.
    """
    chosen = {
        "before": [days for days in found if days.last < first][-1:],
        "after": [days for days in found if days.first > last][:1],
        "past": [days for days in found if days.first <= last][-1:],
        "future": [days for days in found if days.last >= first][:1],
    }
    near = sorted(found, key=lambda days: days.distance(first, last))[:1]
    return next(iter(chosen.get(which, near)), None)
