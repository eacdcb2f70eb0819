"""Dates counted by hand, and the tables of dates that were resolved by hand."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from communique.data.corpus import corpus_documents
from communique.data.document import Document
from communique.data.errors import CommuniqueError
from communique.data.markup import read_markup
from communique.data.records.dates import When, resolve
from communique.evaluation.dates import DateCounts, count_dates, load_dates
from communique.evaluation.scorer import Count

from ..conftest import ROOT

DATES = """# id: a
# date: 2024-03-20
On {1:DATE|Monday} and {2:DATE|17-19 March} they met, {3:DATE|last week} they did not, {4:DATE|recently} they rang, in \
{5:DATE|1975} nobody did. {6:PERSON|May} left.
---
"""
DAY = date(2024, 3, 18)
TABLE = {
    ("a", 1): (DAY, DAY, "day", "exact"),
    ("a", 2): (date(2024, 3, 17), date(2024, 3, 19), "day", "range"),
    ("a", 3): (date(2024, 3, 11), date(2024, 3, 17), "week", "exact"),
    ("a", 4): (None, None, "none", "unresolved"),
    ("b", 1): (DAY, DAY, "day", "exact"),
}


def resolver(document: Document) -> Mapping[int, When]:
    return {span.id: resolve(span.text, date(2024, 3, 20)) for span in document.spans if span.label == "DATE"}


def test_dates_are_right_by_kind_and_day() -> None:
    gold = read_markup(DATES)
    found = count_dates(gold, gold, TABLE, resolver)
    assert found.kinds == {
        "exact": Count(2, 2, 2), "approximate": Count(), "range": Count(1, 1, 1), "unresolved": Count(1, 1, 1),
    }  # fmt: skip
    assert (found.days, found.single_days) == (Count(3, 3, 3), Count(1, 1, 1))
    assert (found.given_up, found.guessed) == (Count(0, 3, 3), Count(0, 1, 1))


def test_dates_missed_cut_and_invented() -> None:
    """`17-19 March` is read as `March`, `last week` not at all, `May` for a month."""
    gold = read_markup(DATES)
    read = read_markup(
        DATES.replace("{2:DATE|17-19 March}", "17-19 {2:DATE|March}")
        .replace("{3:DATE|last week}", "last week")
        .replace("PERSON|May", "DATE|May")
    )
    found = count_dates(gold, read, TABLE, resolver)
    assert found.kinds["exact"] == Count(1, 3, 2)
    assert found.kinds["range"] == Count(0, 0, 1)
    assert found.days == Count(1, 3, 3)
    assert found.given_up == Count(0, 2, 2)


def test_dates_given_up_and_guessed() -> None:
    def contrary(document: Document) -> Mapping[int, When]:
        nothing, some = When(None, None, "none", "unresolved", ""), When(DAY, DAY, "day", "approximate", "")
        return {span.id: some if span.text == "recently" else nothing for span in document.spans}

    gold = read_markup(DATES)
    found = count_dates(gold, gold, TABLE, contrary)
    assert (found.given_up, found.guessed) == (Count(3, 3, 3), Count(1, 1, 1))
    assert found.days == Count(0, 1, 3)
    assert found.kinds["unresolved"] == Count(0, 3, 1)


def test_the_days_may_be_right_where_the_kind_is_not() -> None:
    gold = read_markup(DATES)
    table = {**TABLE, ("a", 1): (DAY, DAY, "day", "approximate")}
    found = count_dates(gold, gold, table, resolver)
    assert (found.kinds["approximate"], found.days) == (Count(0, 0, 1), Count(3, 3, 3))


def test_other_documents_count_for_nothing() -> None:
    gold = replace(read_markup(DATES), id="c")
    assert count_dates(gold, gold, TABLE, resolver) == DateCounts()


def test_the_documents_own_rules_are_the_default() -> None:
    """`Monday` counts from the publication date in the header."""
    gold = read_markup(DATES)
    assert count_dates(gold, gold, TABLE) == count_dates(gold, gold, TABLE, resolver)


LINE = "a\t1\t2024-03-18\t2024-03-18\tday\texact\twhy\n"


def test_a_table_of_dates_is_read(tmp_path: Path) -> None:
    path = tmp_path / "dates.tsv"
    path.write_text(f"{LINE}a\t4\t-\t-\tnone\tunresolved\tvague\nb{LINE[1:]}", "utf-8")
    assert load_dates(path, [read_markup(DATES)]) == {key: TABLE[key] for key in (("a", 1), ("a", 4), ("b", 1))}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("a\t1\t2024-03-18", "not enough values"),
        ("a\t1\t2024-03-18\t18 March\tday\texact\t", "Invalid isoformat"),
        ("a\t2\t-\t-\tday\texact\t", "has no days"),
        ("a\tone\t-\t-\tnone\tunresolved\t", "invalid literal"),
        ("a\t1\t-\t-\tnone\tunresolved\t", "stands twice"),
        ("a\t2\t-\t-\tnone\tnone\t", "no such granularity or kind"),
        ("a\t6\t-\t-\tnone\tunresolved\t", "document a has no DATE span 6"),
    ],
)
def test_a_table_that_does_not_fit_is_refused_with_its_line(tmp_path: Path, line: str, reason: str) -> None:
    path = tmp_path / "dates.tsv"
    path.write_text(f"{LINE}{line}\n", "utf-8")
    with pytest.raises(CommuniqueError, match=rf"dates\.tsv:2: .*{reason}.*; expected a line like 'dev-0001"):
        load_dates(path, [read_markup(DATES)])


def test_a_table_of_other_documents_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "dates.tsv"
    path.write_text(f"b{LINE[1:]}", "utf-8")
    with pytest.raises(CommuniqueError, match=r"dates\.tsv: none of its dates is of the documents to score"):
        load_dates(path, [read_markup(DATES)])


@pytest.mark.parametrize("split", ["dev", "test"])
def test_our_tables_hold_the_dates_of_all_events(split: str) -> None:
    documents = corpus_documents(split)
    table = load_dates(ROOT / "data" / "dates" / f"{split}.tsv", documents)
    assert table.keys() == {(d.id, r.tail) for d in documents for r in d.relations if r.label == "DATE"}
