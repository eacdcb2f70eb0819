"""Dates resolved against the publication date, and the publication date found in a page's first lines."""

import time
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.data.records.dates import GRANULARITIES, KINDS, When, find_publication_date, resolve

THURSDAY = date(2022, 10, 20)
PIECES = [
    "early", "late", "mid", "the", "last", "next", "this", "that", "same", "following", "past", "end", "of", "from",
    "to", "and", "-", "/", ".", ",", "3", "17", "31", "00", "2022", "1999s", "9999", "0001", "12th", "May", "feb.",
    "Monday", "fri", "weekend", "week", "month", "year", "decade", "quarter", "first", "half", "spring", "winter",
    "two", "ago", "later", "before",
]  # fmt: skip


def days(when: When) -> str:
    """`start..end granularity kind`, the end left out where it is the start."""
    if when.start is None:
        return "unresolved"
    end = f"..{when.end}" if when.end != when.start else ""
    return f"{when.start}{end} {when.granularity} {when.kind}"


def told(text: str, published: date = THURSDAY) -> When:
    """A date to stand before another in a text."""
    when = resolve(text, published)
    assert when.start
    return when


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Monday", "2022-10-17 day exact"),
        ("THURS.", "2022-10-20 day exact"),
        ("Friday night", "2022-10-14 day exact"),
        ("early Tuesday", "2022-10-18 day exact"),
        ("last Thursday", "2022-10-13 day exact"),
        ("Wednesday last", "2022-10-19 day exact"),
        ("next Tuesday", "2022-10-25 day exact"),
        ("this coming Saturday", "2022-10-22 day exact"),
        ("Monday to Wednesday", "2022-10-17..2022-10-19 day range"),
        ("the weekend", "2022-10-15..2022-10-16 weekend exact"),
        ("next weekend", "unresolved"),
        ("today", "2022-10-20 day exact"),
        ("this morning", "2022-10-20 day exact"),
        ("last night", "2022-10-19 day exact"),
        ("the day before yesterday", "2022-10-18 day exact"),
        ("tomorrow evening", "2022-10-21 day exact"),
        ("last week", "2022-10-10..2022-10-16 week exact"),
        ("earlier this week", "2022-10-17..2022-10-20 week approximate"),
        ("later this month", "2022-10-20..2022-10-31 month approximate"),
        ("next month", "2022-11-01..2022-11-30 month exact"),
        ("last quarter", "2022-07-01..2022-09-30 quarter exact"),
        ("this year", "2022-01-01..2022-12-31 year exact"),
        ("two days ago", "2022-10-18 day exact"),
        ("a fortnight ago", "2022-10-03..2022-10-09 week approximate"),
        ("twenty-one years ago", "2001-01-01..2001-12-31 year approximate"),
        ("the past two weeks", "2022-10-06..2022-10-20 week approximate"),
        ("the coming three years", "2022-10-20..2025-10-20 year approximate"),
    ],
)
def test_counted_from_publication(text: str, expected: str) -> None:
    assert days(resolve(text, THURSDAY)) == expected
    assert days(resolve(text)) == "unresolved"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("October 17, 2022", "2022-10-17 day exact"),
        ("17th of October 2022", "2022-10-17 day exact"),
        ("21st February, 2018", "2018-02-21 day exact"),
        ("Sept. 11,\n   2006", "2006-09-11 day exact"),
        ("21\u00a0May\u00a02016", "2016-05-21 day exact"),
        ("2023-02-18", "2023-02-18 day exact"),
        ("18/2/2023", "2023-02-18 day exact"),
        ("2/18/2023", "2023-02-18 day exact"),
        ("10/10/2005", "2005-10-10 day exact"),
        ("02.07.2022", "2022-07-02 day exact"),
        ("29 February 2024", "2024-02-29 day exact"),
        ("Monday, 17 October 2022", "2022-10-17 day exact"),
        ("17-19 October 2022", "2022-10-17..2022-10-19 day range"),
        ("17 – 19 October 2022", "2022-10-17..2022-10-19 day range"),
        ("February 10 to 14, 2020", "2020-02-10..2020-02-14 day range"),
        ("3, 4 and 5 March 2021", "2021-03-03..2021-03-05 day range"),
        ("December 20, 2020 to January 31", "2020-12-20..2021-01-31 day range"),
        ("15 November to 14 May 2019", "2018-11-15..2019-05-14 day range"),
        ("between June 15, 2023, and June 14, 2026", "2023-06-15..2026-06-14 day range"),
        ("March 2014", "2014-03-01..2014-03-31 month exact"),
        ("October 2019 to March 2021", "2019-10-01..2021-03-31 month range"),
        ("the second quarter of 2020", "2020-04-01..2020-06-30 quarter exact"),
        ("second half of 2007", "2007-07-01..2007-12-31 half exact"),
        ("autumn 2021", "2021-09-01..2021-11-30 season approximate"),
        ("1979", "1979-01-01..1979-12-31 year exact"),
        ("around 2010", "2010-01-01..2010-12-31 year approximate"),
        ("early 2023", "2023-01-01..2023-04-30 year approximate"),
        ("the end of 2008", "2008-09-01..2008-12-31 year approximate"),
        ("2022-2024", "2022-01-01..2024-12-31 year range"),
        ("2015-16", "2015-01-01..2016-12-31 year range"),
        ("the 1990s", "1990-01-01..1999-12-31 decade exact"),
        ("late March 2021", "2021-03-21..2021-03-31 month approximate"),
        ("mid-February 2021", "2021-02-10..2021-02-19 month approximate"),
    ],
)
def test_whole_dates_need_no_publication_date(text: str, expected: str) -> None:
    assert days(resolve(text)) == expected
    assert days(resolve(text.upper(), date(1999, 12, 31), tense="future")) == expected


@pytest.mark.parametrize(
    ("text", "past", "future"),
    [
        ("Thursday", "2022-10-20 day exact", "2022-10-20 day exact"),
        ("Wed", "2022-10-19 day exact", "2022-10-26 day exact"),
        ("October 20", "2022-10-20 day exact", "2022-10-20 day exact"),
        ("18 February", "2022-02-18 day exact", "2023-02-18 day exact"),
        ("Feb. 29", "2020-02-29 day exact", "2024-02-29 day exact"),
        ("October 19-21", "2022-10-19..2022-10-21 day range", "2022-10-19..2022-10-21 day range"),
        ("Dec. 22 to Jan. 3", "2021-12-22..2022-01-03 day range", "2022-12-22..2023-01-03 day range"),
        ("from March 3 to 5", "2022-03-03..2022-03-05 day range", "2023-03-03..2023-03-05 day range"),
        ("October", "2022-10-01..2022-10-31 month exact", "2022-10-01..2022-10-31 month exact"),
        ("mid-April", "2022-04-11..2022-04-20 month approximate", "2023-04-11..2023-04-20 month approximate"),
        ("the first quarter", "2022-01-01..2022-03-31 quarter exact", "2023-01-01..2023-03-31 quarter exact"),
        ("winter", "2021-12-01..2022-02-28 season approximate", "2022-12-01..2023-02-28 season approximate"),
        ("last October", "2021-10-01..2021-10-31 month exact", "2021-10-01..2021-10-31 month exact"),
        ("next March", "2023-03-01..2023-03-31 month exact", "2023-03-01..2023-03-31 month exact"),
        ("8 to 11 December last year", "2021-12-08..2021-12-11 day range", "2021-12-08..2021-12-11 day range"),
        ("the 25th", "2022-09-25 day exact", "2022-10-25 day exact"),
        ("Sunday, 19 March", "2023-03-19 day exact", "2023-03-19 day exact"),
    ],
)
def test_the_tense_decides_between_two_years(text: str, past: str, future: str) -> None:
    assert days(resolve(text, THURSDAY, tense="past")) == past
    assert days(resolve(text, THURSDAY)) == past
    assert days(resolve(text, THURSDAY, tense="future")) == future


@pytest.mark.parametrize(
    ("text", "earlier", "expected"),
    [
        ("the same day", "October 3", "2022-10-03 day exact"),
        ("Earlier the same day", "October 3", "2022-10-03 day exact"),
        ("that evening", "October 3", "2022-10-03 day exact"),
        ("the previous day", "October 3", "2022-10-02 day exact"),
        ("next day", "October 31, 2021", "2021-11-01 day exact"),
        ("the evening before", "October 3", "2022-10-02 day exact"),
        ("two days later", "October 3", "2022-10-05 day exact"),
        ("a month earlier", "March 31, 2021", "2021-02-01..2021-02-28 month approximate"),
        ("five years later", "1998", "2003-01-01..2003-12-31 year approximate"),
        ("the week before", "October 3", "2022-09-26..2022-10-02 week exact"),
        ("the following Monday", "October 3", "2022-10-10 day exact"),
        ("the following weekend", "October 1", "2022-10-08..2022-10-09 weekend exact"),
        ("the following spring", "October 3", "2023-03-01..2023-05-31 season approximate"),
        ("that July", "1998", "1998-07-01..1998-07-31 month exact"),
        ("that January", "28 December 2013", "2013-01-01..2013-01-31 month exact"),
        ("May of that year", "3 March 2014", "2014-05-01..2014-05-31 month exact"),
        ("the same week", "October 3", "2022-10-03..2022-10-09 week exact"),
        ("the 12th", "June 3", "2022-06-12 day exact"),
        ("Sunday, the 12th", "June 3", "2022-06-12 day exact"),
        ("the same day", "2022", "unresolved"),
        ("the next day", "October 17-19", "unresolved"),
        ("two days later", "last week", "unresolved"),
        ("that July", "2012-2014", "unresolved"),
    ],
)
def test_counted_from_an_earlier_date(text: str, earlier: str, expected: str) -> None:
    assert days(resolve(text, THURSDAY, context=told(earlier))) == expected
    assert days(resolve("a duration", THURSDAY, context=told(earlier))) == "unresolved"


@pytest.mark.parametrize("text", ["the same day", "two days later", "the following Monday", "that year", "next day"])
def test_publication_does_not_stand_in_for_an_earlier_date(text: str) -> None:
    assert resolve(text, THURSDAY).why == "no earlier date to count from"
    unresolved = resolve("the other day", THURSDAY)
    assert resolve(text, THURSDAY, context=unresolved).why == "no earlier date to count from"


def test_marks_of_a_web_page_are_spaces() -> None:
    assert days(resolve("June&nbsp;20", THURSDAY)) == "2022-06-20 day exact"


def test_a_missing_year_comes_from_publication_else_from_the_earlier_date() -> None:
    december = told("28 December 2013")
    assert days(resolve("3 January", context=december)) == "2014-01-03 day exact"
    assert days(resolve("3 January", THURSDAY, context=december)) == "2022-01-03 day exact"
    assert days(resolve("Friday", context=december)) == "unresolved"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("three-day", "a duration"),
        ("72 hours", "a duration"),
        ("three years and four months", "a duration"),
        ("a fortnight", "a duration"),
        ("half-year", "a duration"),
        ("recent years", "a vague time"),
        ("several weeks ago", "a vague time"),
        ("Saturdays", "recurs"),
        ("Monday to Friday", "every working day, or those of one week"),
        ("next Friday", "this week's or next week's"),
        ("winter of 2013", "a winter lies in two years"),
        ("03/04/2023", "day and month could change places"),
        ("31/02/2023", "the calendar has no such days"),
        ("30 February 2021", "the calendar has no such days"),
        ("2022-2019", "the calendar has no such days"),
        ("Monday, 18 October 2022", "the weekday does not fit the date"),
        ("since 2014", "open at one end"),
        ("third day", "no rule reads it"),
        ("3", "no rule reads it"),
        ("17-19", "no rule reads it"),
        ("", "no rule reads it"),
    ],
)
def test_what_stays_unresolved_and_why(text: str, why: str) -> None:
    assert resolve(text, THURSDAY) == When(None, None, "none", "unresolved", why)


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        (date(2023, 4, 5), "2023-04-03 day exact"),
        (date(2023, 3, 1), "2023-03-04 day exact"),
        (date(2023, 5, 4), "2023-04-03 day exact"),
        (date(2023, 5, 5), "unresolved"),
        (date(2023, 3, 20), "unresolved"),
        (date(2024, 3, 4), "unresolved"),
    ],
)
def test_publication_tells_day_from_month_where_one_reading_is_near(published: date, expected: str) -> None:
    assert days(resolve("03/04/2023", published)) == expected


@given(
    st.text() | st.lists(st.sampled_from(PIECES), max_size=7).map(" ".join),
    st.none() | st.dates(),
    st.sampled_from([None, "past", "future"]),
    st.none() | st.tuples(st.dates(), st.dates()).map(sorted),
)
def test_every_text_has_an_answer(
    text: str, published: date | None, tense: str | None, told: list[date] | None
) -> None:
    context = When(told[0], told[1], "day", "range", "") if told else None
    when = resolve(text, published, tense=tense, context=context)
    assert (when.granularity in GRANULARITIES, when.kind in KINDS) == (True, True)
    assert len({when.start is None, when.end is None, when.kind == "unresolved"}) == 1
    assert when.start is None or when.end is None or when.start <= when.end
    assert when.why


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_a_day_is_found_however_it_is_written(day: date, published: date) -> None:
    month = day.strftime("%B")
    for text in (
        day.isoformat(),
        f"{day.day} {month} {day.year}",
        f"{month[:3]}. {day.day}, {day.year}",
        f"{day:%d.%m.%Y}",
    ):
        assert (resolve(text, published).start, resolve(text).end) == (day, day)
    past, future = (resolve(f"{month} {day.day}", published, tense=tense).start for tense in ("past", "future"))
    assert past
    assert future
    assert past <= published <= future
    assert (past.month, past.day, future.month, future.day) == (day.month, day.day) * 2


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 6))
def test_a_weekday_is_at_most_six_days_off(published: date, weekday: int) -> None:
    name = f"{date(2024, 1, 1) + timedelta(weekday):%A}"
    for tense, span in (("past", range(-6, 1)), ("future", range(7))):
        start = resolve(name, published, tense=tense).start
        assert start
        assert start.weekday() == weekday
        assert (start - published).days in span


@pytest.mark.parametrize(
    ("text", "tense", "expected"),
    [
        ("this March", None, "2023-03-01..2023-03-31 month exact"),
        ("this March", "past", "2022-03-01..2022-03-31 month exact"),
        ("this August", None, "2022-08-01..2022-08-31 month exact"),
        ("this Wednesday", None, "2022-10-19 day exact"),
        ("this Wednesday", "future", "2022-10-26 day exact"),
    ],
)
def test_this_is_the_nearest_unless_the_tense_says_more(text: str, tense: str | None, expected: str) -> None:
    assert days(resolve(text, THURSDAY, tense=tense)) == expected


def test_another_tense_is_refused() -> None:
    with pytest.raises(ValueError, match=r"'actual'; expected 'past', 'future' or None"):
        resolve("Monday", THURSDAY, tense="actual")


@pytest.mark.parametrize(
    ("start", "end", "granularity", "kind"),
    [
        (THURSDAY, date(2022, 10, 19), "day", "range"),
        (THURSDAY, None, "day", "exact"),
        (THURSDAY, THURSDAY, "day", "unresolved"),
        (None, None, "day", "unresolved"),
        (THURSDAY, THURSDAY, "none", "exact"),
        (THURSDAY, THURSDAY, "hour", "exact"),
        (THURSDAY, THURSDAY, "day", "sure"),
    ],
)
def test_a_when_refuses_nonsense(start: date | None, end: date | None, granularity: str, kind: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        When(start, end, granularity, kind, "")


@pytest.mark.parametrize("piece", ["17-19 ", "3 ", "early ", " ", "the last ", "&", "a-", "2022-10-17, ", "(Hanoi) "])
def test_long_texts_take_linear_time(piece: str) -> None:
    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        begun = time.process_time()
        for read in (resolve, find_publication_date):
            read(text), read(f"{text}\n{text}x"), read(f"March{text}3")
        return time.process_time() - begun

    seconds(1000)
    assert seconds(1_000_000) < 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("date 2023-02-18\nA page", date(2023, 2, 18)),
        ("IN BRIEF\nDate: 2005-07-20Czech money for a town", date(2005, 7, 20)),
        ("2025-01-08Vietnam's party has sent greetings", date(2025, 1, 8)),
        ("27 April 2023Delta Ceramics will list shares", date(2023, 4, 27)),
        ("Update: May 24, 2021 | 07:52:11Việt Nam and Japan", date(2021, 5, 24)),
        ("October 17, 2022\n\nThe minister flew home.", date(2022, 10, 17)),
        ("Envoys meet\n\nPhnom Penh, 3 March 2024 — Two envoys met.", date(2024, 3, 3)),
        ("ABU DHABI, 19th February, 2022 (WAM) -- Nepal said", date(2022, 2, 19)),
        ("Phnom\u00a0Penh (AKP), December\u00a018, 2022 — A group", date(2022, 12, 18)),
        ("Riyadh, October 25, 2024, SPA -- Saudi Arabia", date(2024, 10, 25)),
        ("Sevgi Toprakçı | 25.03.2022 | s@newsroom.example", date(2022, 3, 25)),
        ("12.06.2009 00:17 MSK (words: 256)", date(2009, 6, 12)),
        ("Published: 12 December 2015", date(2015, 12, 12)),
        ("Last updated: 12 December 2015 by the desk", date(2015, 12, 12)),
        ("(Xinhua, 12 December 2015) Two envoys met.", date(2015, 12, 12)),
        ("HANOI (AP, 12 December 2015) - Two envoys met.", date(2015, 12, 12)),
        ("Brussels, 12 December 2015", date(2015, 12, 12)),
        ("12 December 2015 – Two envoys met in Fiji.", date(2015, 12, 12)),
        ("Date: 08/12/2012\nForty women sat", None),
        ("Joint Statement, Hanoi, 12 December 2015", None),
        ("Joint Statement, Hanoi, 12 December 2015 — The full text.", None),
        ("Paris Agreement, 12 December 2015", None),
        ("Framework (Paris, 12 December 2015)", None),
        ("Published on 3 May 2019, the report names nobody.", None),
        ("2 September 1945: how an empire fell", None),
        ("2 September 1945 – The Day an Empire Fell", None),
        ("Phnom Penh, 3 March — Two envoys met.", None),
        ("The accord of 3 March 2024 — the first — holds.", None),
        ("On 3 March 2024\nthe envoys met", None),
        ("3 March 2024 was a quiet day.", None),
        ("Fighters in Kidal, 3 March 2024", None),
        ("Minister Ola Berg Greets Ambassador Li At Palace, 3 March 2024 — It rained.", None),
        ("A bulldozer waits at Sarimukti, July 15, 2009. Reuters/Handout", None),
        ("SUVA, Jan. 20 - It began before dawn on Sept. 11, 2006", None),
        ("What is known\n3 March 2024 – Talks fail.\n9 March 2024 – A boat is seized.", None),
        ("One\nTwo\nThree\nFour\nHanoi, 3 March 2024 — Five.", None),
        ("30 February 2024\nA page", None),
        ("", None),
    ],
)
def test_the_publication_date_is_read_from_the_first_lines(text: str, expected: date | None) -> None:
    assert find_publication_date(text) == expected
