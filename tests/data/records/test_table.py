"""Rows for spreadsheets, and the pandas table."""

import csv
import io
import sys

import pytest

from communique.data.document import Document
from communique.data.errors import CommuniqueError
from communique.data.markup import read_markup
from communique.data.records.table import (
    EVENT_COLUMNS,
    PAIR_COLUMNS,
    csv_lines,
    event_rows,
    pair_rows,
    to_dataframe,
)

TALKS = """\
# id: a1
# date: 2024-03-19
# source: KPL
{1:DEMONYM|Lao} {2:TITLE|Foreign Minister} {3:PERSON|Khamla} and {4:PERSON|Ann; Lee} of {5:COUNTRY|Fiji}\t\
{6:CONSULT|met} in {7:PLACE|Suva} on {8:DATE|Monday} about {9:TOPIC|trade} and {10:TOPIC|health}.
---
3 HOLDS 2
2 OF 1
4 OF 5
6 ACTOR 3 4
6 LOCATION 7
6 DATE 8
6 TOPIC 9 10
"""
STATUSES = """\
# date: 2024-03-19
{1:COUNTRY|Fiji} {2:AID.historical|helped} {3:COUNTRY|Laos} in {4:DATE|2001}, {5:SUPPORT.negated|praised} it in \
{6:DATE|2002}, might {7:AID.hypothetical|help} it in {8:DATE|2030}, will {9:SANCTION.future|punish} it in \
{10:DATE|2031} and {11:ACCUSE|blamed} it on {12:DATE|Monday}. {13:REF|They} {14:ACCUSE|blamed} it.
---
2 ACTOR 1
5 ACTOR 1
7 ACTOR 1
9 ACTOR 1
11 ACTOR 1
2 RECIPIENT 3
11 RECIPIENT 3
2 DATE 4
5 DATE 6
7 DATE 8
9 DATE 10
11 DATE 12
14 ACTOR 13
"""


def meeting(label: str, actors: str, *relations: str) -> Document:
    """An event of three actors on Monday."""
    rows = "".join(f"{row}\n" for row in ("9 DATE 8", *relations))
    return read_markup(f"# date: 2024-03-19\n{actors} {{9:{label}|acted}} on {{8:DATE|Monday}}.\n---\n{rows}")


def pairs(document: Document) -> list[tuple[object, object, object]]:
    return [(row["actor_name"], row["recipient_name"], row["mutual"]) for row in pair_rows(document)]


def test_a_row_an_event() -> None:
    [row] = event_rows(read_markup(TALKS))
    assert tuple(row) == EVENT_COLUMNS
    assert {key: value for key, value in row.items() if value is not None} == {
        "id": row["id"],
        "document_id": "a1",
        "published": "2024-03-19",
        "date": "2024-03-18",
        "date_granularity": "day",
        "date_kind": "exact",
        "event": "CONSULT",
        "status": "actual",
        "context": "economic; health",
        "quad_code": 1,
        "event_scale": 1.0,
        "actor_name": "Khamla; Ann, Lee",
        "actor_label": "PERSON; PERSON",
        "actor_country": "LAO; FJI",
        "actor_sector": "GOV; ",
        "actor_title": "Foreign Minister; ",
        "actor_rank": "minister; ",
        "location": "Suva",
        "location_country": "FJI",
        "topic": "trade; health",
        "trigger": "met",
        "text": "Lao Foreign Minister Khamla and Ann; Lee of Fiji met in Suva on Monday about trade and health.",
        "text_start": 0,
        "text_end": 94,
        "source": "KPL",
    }


def test_a_row_a_pair() -> None:
    [row] = pair_rows(read_markup(TALKS))
    assert tuple(row) == PAIR_COLUMNS
    sides = {key: value for key, value in row.items() if key.startswith(("actor", "recipient")) and value is not None}
    assert sides == {
        "actor_name": "Khamla",
        "actor_label": "PERSON",
        "actor_country": "LAO",
        "actor_sector": "GOV",
        "actor_title": "Foreign Minister",
        "actor_rank": "minister",
        "recipient_name": "Ann; Lee",
        "recipient_label": "PERSON",
        "recipient_country": "FJI",
    }
    assert row["mutual"] == 1


THREE = "{1:COUNTRY|Fiji}, {2:COUNTRY|Laos} and {3:COUNTRY|Iran}"


def test_who_is_a_pair() -> None:
    given = meeting("AID", THREE, "9 ACTOR 1 2", "9 RECIPIENT 3")
    assert pairs(given) == [("Fiji", "Iran", 0), ("Laos", "Iran", 0)]
    met = meeting("CONSULT", THREE, "9 ACTOR 1 2 3")
    assert pairs(met) == [("Fiji", "Laos", 1), ("Fiji", "Iran", 1), ("Laos", "Iran", 1)]
    accused = meeting("ACCUSE", THREE, "9 ACTOR 1 2 3")
    assert pairs(accused) == [("Fiji", None, 0), ("Laos", None, 0), ("Iran", None, 0)]
    assert pairs(meeting("CONSULT", THREE, "9 ACTOR 1")) == [("Fiji", None, 0)]


def test_who_accuse_each_other_are_two_pairs() -> None:
    each_other = "{1:COUNTRY|Fiji} and {2:COUNTRY|Laos} (and {3:REF|each other})"
    rows = ("3 COREF 1 2", "9 ACTOR 1 2", "9 RECIPIENT 3")
    assert pairs(meeting("ACCUSE", each_other, *rows)) == [("Fiji", "Laos", 0), ("Laos", "Fiji", 0)]
    assert pairs(meeting("CONSULT", each_other, *rows)) == [("Fiji", "Laos", 1)]
    assert pairs(meeting("ACCUSE", each_other, "3 COREF 1", "9 ACTOR 1", "9 RECIPIENT 3")) == [("Fiji", None, 0)]


def test_those_of_one_state_are_a_pair_only_among_themselves() -> None:
    sides = (
        "{1:PERSON|Ann} of {4:COUNTRY|Fiji}, {2:PERSON|Ben} of {5:COUNTRY|Fiji} and {3:PERSON|Carl} of {6:COUNTRY|Iran}"
    )
    home = ("1 OF 4", "2 OF 5", "3 OF 6")
    assert pairs(meeting("CONSULT", sides, *home, "9 ACTOR 1 2 3")) == [("Ann", "Carl", 1), ("Ben", "Carl", 1)]
    assert pairs(meeting("CONSULT", sides, *home, "9 ACTOR 1 2")) == [("Ann", "Ben", 1)]


def test_visitors_are_no_pair() -> None:
    text = "{1:COUNTRY|Fiji} and {2:COUNTRY|Laos} {9:CONSULT|arrived} on {8:DATE|Monday}."
    document = read_markup(f"# date: 2024-03-19\n{text}\n---\n9 ACTOR 1 2\n9 DATE 8\n")
    assert pairs(document) == [("Fiji", None, 0), ("Laos", None, 0)]


def test_background_and_incomplete_events_only_where_asked_for() -> None:
    document = read_markup(STATUSES)
    for rows_of in (event_rows, pair_rows):
        assert [row["aux_mode"] for row in rows_of(document)] == ["future", None]
        background = [row["aux_mode"] for row in rows_of(document, background=True)]
        assert background == ["historical", "negation", "hypothetical", "future", None]
        assert [row["actor_name"] for row in rows_of(document, incomplete=True)] == ["Fiji", "Fiji", None]


def test_csv_reads_back() -> None:
    document = read_markup(TALKS.replace("Suva", 'Su"va,'))
    for rows, columns in ((event_rows(document), EVENT_COLUMNS), (pair_rows(document), PAIR_COLUMNS)):
        lines = list(csv_lines(rows, columns))
        assert [line.count("\n") for line in lines] == [1, 1]
        [read] = csv.DictReader(io.StringIO("".join(lines)))
        assert read == {key: "" if value is None else str(value) for key, value in rows[0].items()}
        assert read["location"] == 'Su"va,'


def test_csv_of_nothing_is_a_header() -> None:
    assert list(csv_lines([], ("a", "b"))) == ["a,b\n"]


def test_dataframe() -> None:
    pytest.importorskip("pandas")
    documents = [read_markup(TALKS), read_markup(STATUSES)]
    events = to_dataframe(documents)
    assert (list(events.columns), list(events["event"])) == (list(EVENT_COLUMNS), ["CONSULT", "SANCTION", "ACCUSE"])
    assert list(to_dataframe(documents, background=True)["event"]) == [
        "CONSULT", "AID", "SUPPORT", "AID", "SANCTION", "ACCUSE",
    ]  # fmt: skip
    assert list(to_dataframe(iter(documents), pairs=True).columns) == list(PAIR_COLUMNS)
    assert to_dataframe([]).shape == (0, len(EVENT_COLUMNS))


def test_without_pandas_one_line_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(CommuniqueError, match=r"pip install 'communique\[pandas\]'"):
        to_dataframe([read_markup(TALKS)])
