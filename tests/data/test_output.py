"""What is printed for people and for programs, on a document marked by hand."""

import csv
import io
import json
from pathlib import Path

import pytest

from communique.data.digest import digest
from communique.data.document import Document
from communique.data.markup import read_markup
from communique.data.output import RecordOptions, write_predictions
from communique.data.records.table import EVENT_COLUMNS, PAIR_COLUMNS
from communique.data.scheme import EntityLabel, Scheme

ARTICLE = """\
# id: note
# date: 2024-03-19
{1:DEMONYM|Vietnamese} {2:TITLE|Prime Minister} {3:PERSON|Le Van Hoa} {4:CONSULT|received} {5:DEMONYM|Lao} \
{6:TITLE|Foreign Minister} {7:PERSON|Khamla Souvanny} in {8:PLACE|Hanoi} on {9:DATE|Monday}. {10:PERSON|Hoa} \
{11:SUPPORT|praised} {12:COUNTRY|Laos}. They had not {13:CONSULT.negated|met} on {14:DATE|17 March 2024}.
---
3 HOLDS 2
2 OF 1
7 HOLDS 6
6 OF 5
4 ACTOR 3
4 RECIPIENT 7
4 LOCATION 8
4 DATE 9
11 ACTOR 10
11 RECIPIENT 12
13 ACTOR 3 7
13 DATE 14
"""


@pytest.fixture
def article() -> Document:
    return read_markup(ARTICLE)


def test_people_come_first_then_events_that_can_be_read_aloud(article: Document) -> None:
    lines = digest(article, colour=False).splitlines()
    assert lines[:4] == [
        "note",
        "person           offices",
        "Le Van Hoa       Prime Minister (VNM)",
        "Khamla Souvanny  Foreign Minister (LAO)",
    ]
    assert [line.split(maxsplit=1) for line in lines[4:8]] == [
        ["event", "score  who did what"],
        ["CONSULT", "Le Van Hoa – received – Khamla Souvanny, in Hanoi, Monday (2024-03-18)"],
        ["SUPPORT", "Le Van Hoa – praised – Laos"],
        ["CONSULT", "not: Le Van Hoa and Khamla Souvanny – met, 17 March 2024"],
    ]


def test_a_scheme_without_events_is_printed_too() -> None:
    scheme = Scheme("own", entities=(EntityLabel("RIVER"),))
    text = digest(read_markup("{1:RIVER|Mekong} and {2:RIVER|Mekong}\n---\n", scheme=scheme), colour=False)
    assert "RIVER    Mekong ×2" in text


def test_plover_lines_and_the_count_of_those_left_out(article: Document, capsys: pytest.CaptureFixture[str]) -> None:
    write_predictions([article], "plover", None)
    out, err = capsys.readouterr()
    assert [(r["event"], r["date"]) for r in map(json.loads, out.splitlines())] == [
        ("CONSULT", "2024-03-18"),
        ("CONSULT", "2024-03-17"),
    ]
    assert err.startswith("communique: 1 of 3 events have no date that resolves, or no known actor: left out")


def test_incomplete_events_are_written_with_null(article: Document, capsys: pytest.CaptureFixture[str]) -> None:
    write_predictions([article], "plover", None, RecordOptions(incomplete=True))
    out, err = capsys.readouterr()
    assert [r["date"] for r in map(json.loads, out.splitlines())] == ["2024-03-18", None, "2024-03-17"]
    assert "written with null" in err


@pytest.mark.parametrize(
    ("options", "columns", "rows"),
    [
        (RecordOptions(), EVENT_COLUMNS, [("CONSULT", "")]),
        (RecordOptions(background=True), EVENT_COLUMNS, [("CONSULT", ""), ("CONSULT", "negation")]),
        (RecordOptions(incomplete=True, pairs=True), PAIR_COLUMNS, [("CONSULT", ""), ("SUPPORT", "")]),
    ],
)
def test_csv(
    article: Document, tmp_path: Path, options: RecordOptions, columns: tuple[str, ...], rows: list[tuple[str, str]]
) -> None:
    write_predictions([article], "csv", tmp_path / "out.csv", options)
    found = list(csv.DictReader(io.StringIO((tmp_path / "out.csv").read_text(encoding="utf-8"))))
    assert list(found[0]) == list(columns)
    assert [(row["event"], row["aux_mode"]) for row in found] == rows


def test_a_document_without_events_gives_people_and_no_record(capsys: pytest.CaptureFixture[str]) -> None:
    document = read_markup("{1:PERSON|Le Van Hoa} rested.\n---\n")
    write_predictions([document], "csv", None)
    assert capsys.readouterr() == (",".join(EVENT_COLUMNS) + "\n", "")
    assert "Le Van Hoa" in digest(document, colour=False)
    assert document.events == ()
