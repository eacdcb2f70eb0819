"""When the dates of a text are, counted from the day it was published.

The publication date serves only to count from and is never given out as an event's date for want of a better one:
what no rule reads, what has two readings and what needs a date that is not there stays unresolved.
"""

import html
import re
from dataclasses import dataclass, replace
from datetime import date

from ..letters import one_line
from . import named_dates, relative_dates
from .days import Days, third
from .linking import AMBIGUOUS, state_code
from .named_dates import MONTH
from .relative_dates import NUMBER, OpenDateError, Told

GRANULARITIES = ("day", "weekend", "week", "month", "season", "quarter", "half", "year", "decade", "none")
KINDS = ("exact", "approximate", "range", "unresolved")


@dataclass(frozen=True, slots=True)
class When:
    """The days that a phrase stands for.

    Raises:
        ValueError: an unknown granularity or kind, days in the wrong order, or an unresolved date with days.
    """

    start: date | None
    """First day, inclusive; None where the date is unresolved."""
    end: date | None
    """Last day, inclusive; None where the date is unresolved."""
    granularity: str
    """One of `GRANULARITIES`: the unit named, of a range the coarser unit of its ends; `none` where unresolved."""
    kind: str
    """One of `KINDS`. A list (`3 and 9 May`) is the range that holds it; seasons are approximate."""
    why: str
    """How the date was found, or why not."""

    def __post_init__(self) -> None:
        if self.granularity not in GRANULARITIES or self.kind not in KINDS:
            raise ValueError(f"no such granularity or kind: {self.granularity!r}, {self.kind!r}")
        if len({self.start is None, self.end is None, self.kind == "unresolved", self.granularity == "none"}) > 1:
            raise ValueError(f"an unresolved date, and no other, has no days and the granularity 'none', not {self}")
        if self.start and self.end and self.start > self.end:
            raise ValueError(f"the days end on {self.end}, before they begin on {self.start}")


def resolve(text: str, published: date | None = None, *, tense: str | None = None, context: When | None = None) -> When:
    """When a phrase such as `October 17-19`, `last week` or `the same day` is.

    Args:
        published: what `Monday`, `last week` and `June 20` count from. Default: these stay unresolved.
        tense: `future` takes a bare weekday, month or day as the first from publication on, `past` and None as the
            last up to it.
        context: a date told earlier in the text, which `the same day`, `two days later` and `the 12th` count from,
            and `June 20` where there is no publication date.

    Raises:
        ValueError: another tense. No text raises.
    """
    if tense not in (None, "past", "future"):
        raise ValueError(f"the tense is {tense!r}; expected 'past', 'future' or None")
    earlier = None
    if context and context.start and context.end:
        earlier = Days(context.start, context.end, context.granularity)
    try:
        days = _read(_normal(text), Told(published, tense, earlier))
    except OpenDateError as error:
        return _unresolved(str(error))
    except (ValueError, OverflowError):  # datetime's own, for February 30 and for what is outside the years 1 to 9999
        return _unresolved("the calendar has no such days")
    return When(days.first, days.last, days.unit, days.kind, days.why)


def _unresolved(why: str) -> When:
    return When(None, None, "none", "unresolved", why)


def _normal(text: str) -> str:
    words = one_line(text)
    if len(words) > 100:
        raise OpenDateError("too long for a date")
    words = re.sub(r"(?<=[a-z])\.|[,;()]", " ", html.unescape(words).lower())
    words = re.sub(r" ?[-‐-―−] ?", "-", one_line(words))
    words = re.sub(r"^(?:on|in|during|from|between) ", "", words)
    return re.sub(r"\b([0-9]{1,2})(?: [0-9]{1,2})+(?= and )", r"\1", words)  # 3, 4 and 5 May: from the 3rd


def _read(words: str, told: Told) -> Days:
    for pattern, rule in _RULES:
        if (match := pattern.fullmatch(words)) and (days := rule(match, told)):
            return days
    raise OpenDateError(next((why for pattern, why in _REASONS if pattern.match(words)), "no rule reads it"))


def _edge(match: re.Match[str], told: Told) -> Days:
    """`early 2023`, `mid-April`, `the end of the year`, `earlier this week`; a day is not narrowed by its hours."""
    days = _read(re.sub(rf"^the (?={_UNIT}$)", "this ", match["rest"]), told)
    if days.unit == "day" and days.kind == "exact":
        return days
    edge = {"beginning": "early", "start": "early", "middle": "mid", "end": "late"}.get(match["edge"], match["edge"])
    if edge in ("early", "mid", "late"):
        return third(days, edge)
    if told.published and told.published in days:
        ends = (days.first, told.published) if edge == "earlier" else (told.published, days.last)
        return Days(*ends, days.unit, "approximate", f"{edge} than publication: {days.why}")
    return replace(days, kind="approximate")


def _about(match: re.Match[str], told: Told) -> Days:
    return replace(_read(match["rest"], told), kind="approximate")


def _part_of_day(match: re.Match[str], told: Told) -> Days | None:
    days = _read(match["rest"], told)
    return days if days.unit == "day" else None


_UNIT = "(?:week|weekend|month|quarter|year|decade)"
_EDGES = "early|mid|late|earlier|later|(?:beginning|start|middle|end)(?= of)"
_LENGTH = "(?:second|minute|hour|day|night|evening|weekend|week|fortnight|month|season|year|decade)"
_COUNTED = rf"(?:{NUMBER}|half|half a)(?:(?:-| to | or | more | and ){NUMBER})?[ -](?:more )?{_LENGTH}"
_RULES = tuple(
    (re.compile(pattern), rule)
    for pattern, rule in (
        *relative_dates.RULES,
        *named_dates.RULES,
        (rf"(?:the )?(?P<edge>{_EDGES})(?: of| in)?[ -](?P<rest>.+)", _edge),
        (r"(?:about|approximately|around|circa|on or about) (?P<rest>.+)", _about),
        (r"(?P<rest>.+) (?:morning|afternoon|evening|night|noon|midnight)", _part_of_day),
    )
)
_REASONS = tuple(
    (re.compile(pattern), why)
    for pattern, why in (
        (r"(?:each|every) |(?:mon|tues|wednes|thurs|fri|satur|sun)days$|.* of (?:each|every) ", "recurs"),
        (r".*\b(?:recent|several|some|few|many)\b", "a vague time"),
        (rf"{_COUNTED}s?\b|(?:{_LENGTH}-long|{_LENGTH})$", "a duration"),
        (r"(?:since|until|till|by|before|after) ", "open at one end"),
    )
)

_TOP = 4
"""Lines at the top of a page among which its date is looked for; blank ones are not counted."""
_FULL_DATE = re.compile(
    rf"(?<![\w./-])(?:[0-9]{{1,2}}(?:st|nd|rd|th)?\s{MONTH}\.?,?\s[0-9]{{4}}|{MONTH}\.?\s[0-9]{{1,2}},?\s[0-9]{{4}}"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}([-/.])[0-9]{1,2}\1[0-9]{4})(?![0-9])",
    re.IGNORECASE,
)
_LABEL = re.compile(r"(?:last )?(?:date|dated|issued|posted|published|updated?)(?: on)?\s*(?P<colon>:)?", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_][\w.'’-]*|\([A-Z]+\)")
_BRACKET = re.compile(r"(?:[A-Z][A-Z .'-]{0,40} )?\((?P<agency>[A-Z][\w.&]*),")
_AGENCY = r"(?:,?\s*(?:[A-Z]{2,}\b|\([A-Z][\w .&-]{0,40}\)))?\s*"
_ENDS = re.compile(rf'{_AGENCY}(?:$|\||T?[0-9]{{2}}:[0-9]{{2}})|[^\W\d]|["“‘]')
"""After the date of a header: nothing, a bar, a time, or text that the page has run together with it."""
_LEADS = re.compile(rf"{_AGENCY}(?P<mark>[-‐-―−:])[-‐-―−]*\s*(?P<text>.*)")
"""After the date of a dateline: a dash or colon, and what it reports."""
_SENTENCE = re.compile(r"[^a-z].*[.!?][\"”’)]*(?:\s|$)")
_TITLE = re.compile(
    r"\b(?:accords?|agreement|charter|communiqu[eé]|conference|convention|declaration|joint|memorandum|pact|protocol"
    r"|resolution|statement|summit|treaty)\b",
    re.IGNORECASE,
)
"""Words of a text's or gathering's name: with them a place and a date make a title, not a dateline."""


def find_publication_date(text: str) -> date | None:
    """The date in the first lines of a page that says when it was published.

    Such are a line that is or begins with a full date (`2025-01-08Vietnam…`, `October 17, 2022`), one with a label or
    byline before it (`Published: 18 February 2023`), and a dateline with a year (`Phnom Penh, 3 March 2024 —`,
    `(Xinhua, 3 March 2024)`). Titles are none (`Paris Agreement, 12 December 2015`, `2 September 1945: how…`). None
    where there is none, where two lines disagree, and where day and month could change places.
    """
    lines = [line.strip() for line in text[:2000].splitlines() if line.strip()][:_TOP]
    found = {day for line in lines if (day := _line_date(line))}
    return found.pop() if len(found) == 1 else None


def _line_date(line: str) -> date | None:
    match = _FULL_DATE.search(line[:150])
    if match is None:
        return None
    before, after = line[: match.start()].strip(), line[match.end() :]
    return resolve(match[0]).start if _is_header(before, after) or _is_dateline(before, after) else None


def _is_header(before: str, after: str) -> bool:
    """Whether a date stands alone, behind a label, behind a byline and a bar, or in brackets with an agency."""
    label, bracket = _LABEL.fullmatch(before), _BRACKET.fullmatch(before)
    if bracket:
        return after.startswith(")") and not _is_state_or_capital(bracket["agency"])
    if label and label["colon"]:
        return True
    byline = before.endswith("|") and _are_names(before[:-1])
    return bool((not before or label or byline) and _ENDS.match(after))


def _is_dateline(before: str, after: str) -> bool:
    """Whether a report follows the date, or nothing does and a place stands before it."""
    place, leads = before.removesuffix(","), _LEADS.match(after)
    if before and (place == before or not _are_names(place) or _TITLE.search(place)):
        return False
    if leads and before and leads["mark"] != ":":
        return not leads["text"][:1].islower()
    if leads:
        return bool(_SENTENCE.match(leads["text"]))
    is_known = " " not in place or all(map(_is_state_or_capital, place.split(",")))
    return bool(before and is_known and re.fullmatch(_AGENCY, after))


def _are_names(words: str) -> bool:
    """Whether these are up to six words in capitals."""
    names = words.replace(",", " ").split()
    return len(names) <= 6 and all(_NAME.fullmatch(name) and not name[0].islower() for name in names)


def _is_state_or_capital(name: str) -> bool:
    return state_code(name) is not None or name.strip() in AMBIGUOUS
