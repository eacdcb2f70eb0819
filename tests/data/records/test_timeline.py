"""The days of a document's dates: tense by status, and what a date may be counted from."""

from datetime import date

import pytest

from communique.data.markup import read_markup
from communique.data.records.timeline import published, resolved_dates


def days(marked: str, on: str | None = "2024-05-20") -> dict[str, str]:
    """Text of each DATE span → its days, or why there are none."""
    document = read_markup(f"# date: {on}\n{marked}\n" if on else f"{marked}\n")
    found = resolved_dates(document)
    return {
        document.by_id[span].text: f"{when.start}..{when.end}" if when.start else when.why
        for span, when in found.items()
    }


def one_day(day: str) -> str:
    return f"{day}..{day}"


def test_publication_is_the_documents_date_else_the_one_its_text_gives() -> None:
    text = "Suva, 3 March 2024 — Two envoys met.\n---\n"
    assert published(read_markup(f"# date: 2024-03-04\n{text}")) == date(2024, 3, 4)
    assert published(read_markup(text)) == date(2024, 3, 3)
    assert published(read_markup("Two envoys met.\n---\n")) is None


@pytest.mark.parametrize(
    ("status", "june", "friday"),
    [
        ("", "2023-06-01..2023-06-30", one_day("2024-05-17")),
        (".historical", "2023-06-01..2023-06-30", one_day("2024-05-17")),
        (".future", "2024-06-01..2024-06-30", one_day("2024-05-24")),
        (".hypothetical", "2024-06-01..2024-06-30", one_day("2024-05-24")),
        (
            ".negated",
            "of what is denied, before or after publication",
            "of what is denied, before or after publication",
        ),
    ],
)
def test_the_status_of_the_act_gives_the_tense(status: str, june: str, friday: str) -> None:
    text = f"{{1:COUNTRY|Fiji}} {{2:CONSULT{status}|host}} {{3:DATE|June}} {{4:DATE|Friday}}.\n---\n2 DATE 3 4"
    assert days(text) == {"June": june, "Friday": friday}


def test_a_denied_act_keeps_a_date_that_no_tense_changes() -> None:
    text = (
        "{1:COUNTRY|Fiji} did not {2:CONSULT.negated|attend} on {3:DATE|3 May 2022}, {4:DATE|Monday}.\n---\n2 DATE 3 4"
    )
    assert days(text) == {"3 May 2022": one_day("2022-05-03"), "Monday": one_day("2024-05-20")}


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("historical", "future", "2024-06-01..2024-06-30"),
        ("negated", "hypothetical", "2024-06-01..2024-06-30"),
        ("future", "actual", "2023-06-01..2023-06-30"),
        ("negated", "actual", "2023-06-01..2023-06-30"),
    ],
)
def test_the_order_of_the_acts_on_a_date_does_not_matter(first: str, second: str, expected: str) -> None:
    for one, other in ((first, second), (second, first)):
        text = f"{{1:CONSULT.{one}|talks}} and {{2:CONSULT.{other}|visit}} in {{3:DATE|June}}.\n---\n1 DATE 3\n2 DATE 3"
        assert days(text) == {"June": expected}


@pytest.mark.parametrize(
    "dateline", ["{1:DATE|2023-02-18}\n", "SUVA, {1:DATE|Feb. 18} - ", "date: {1:DATE|2023-02-18}\n"]
)
def test_a_dateline_is_nothing_to_count_from(dateline: str) -> None:
    text = "Ola {4:CONSULT|met} Li. {6:DATE|that evening} he {7:CONSULT|called} on her.\n---\n7 DATE 6"
    assert days(dateline + text, "2023-02-18")["that evening"] == "no earlier date to count from"


def test_a_day_of_the_text_that_is_the_day_of_publication_is() -> None:
    text = "Ola told reporters on {1:DATE|Monday}. {2:DATE|the previous day} he {3:CONSULT|met} Li.\n---\n3 DATE 2"
    assert days(text)["the previous day"] == one_day("2024-05-19")
    told = (
        "Ola {4:CONSULT|met} Li on {1:DATE|May 20}. {2:DATE|that evening} he {3:CONSULT|left}.\n---\n4 DATE 1\n3 DATE 2"
    )
    assert days(told)["that evening"] == one_day("2024-05-20")


@pytest.mark.parametrize("on", ["2024-05-20", None])
def test_the_background_is_nothing_to_count_news_from(on: str | None) -> None:
    text = (
        "{1:COUNTRY|Laos}, which {2:SUPPORT.historical|joined} on {3:DATE|23 July 1997}, {4:CONSULT|met} {5:COUNTRY|Fiji}"
        " {6:DATE|the same day}.\n---\n2 DATE 3\n4 DATE 6"
    )
    assert days(text, on)["the same day"] == "no earlier date to count from"
    assert days(text.replace("CONSULT|met", "CONSULT.historical|met"), on)["the same day"] == one_day("1997-07-23")


def test_news_is_counted_across_the_background() -> None:
    text = (
        "{1:COUNTRY|Laos} {2:CONSULT|met} {3:COUNTRY|Fiji} on {4:DATE|Friday}. A map of {5:DATE|3 May 1911} was shown"
        " and {6:SUPPORT|signed} {7:DATE|the same day}.\n---\n2 DATE 4\n6 DATE 7"
    )
    assert days(text)["the same day"] == one_day("2024-05-17")


@pytest.mark.parametrize(
    ("between", "expected"),
    [
        ("It rained in {3:DATE|March}.", one_day("2024-05-18")),
        ("It rained {3:DATE|this year}.", one_day("2024-05-18")),
        ("It rained {3:DATE|last week}.", "the earlier date is longer than a day"),
        ("It rained on {3:DATE|May 14-16}.", "the earlier date is longer than a day"),
        ("Since it rained in {3:DATE|March},", "the earlier date is longer than a day"),
    ],
)
def test_a_month_in_a_sentence_before_does_not_hide_the_day(between: str, expected: str) -> None:
    text = f"Ola {{1:CONSULT|met}} Li on {{2:DATE|Friday}}. {between} {{4:DATE|The next day}} he {{5:CONSULT|left}}."
    assert days(f"{text}\n---\n1 DATE 2\n5 DATE 4")["The next day"] == expected


def test_what_has_happened_is_not_counted_from_a_day_to_come() -> None:
    text = (
        "Ola will {1:CONSULT.future|host} Li on {2:DATE|June 9}. {3:DATE|The same day} he {4:CONSULT|met} Ann."
        "\n---\n1 DATE 2\n4 DATE 3"
    )
    assert days(text)["The same day"] == "no earlier date to count from"
    assert days(text.replace("CONSULT|met", "CONSULT.future|meets"))["The same day"] == one_day("2024-06-09")


def test_what_is_to_come_may_be_counted_from_a_day_gone_but_does_not_lie_before_publication() -> None:
    text = (
        "Ola {1:CONSULT|came} on {2:DATE|Sunday} and will {3:CONSULT.future|leave} {4:DATE|two days later}; he may"
        " {5:CONSULT.hypothetical|see} Li {6:DATE|two days before}.\n---\n1 DATE 2\n3 DATE 4\n5 DATE 6"
    )
    expected = {"two days later": one_day("2024-05-21"), "two days before": "no earlier date to count from"}
    assert expected.items() <= days(text).items()


def test_a_date_of_no_act_and_a_document_without_dates() -> None:
    assert days("{1:DATE|Friday} was wet.\n---\n") == {"Friday": one_day("2024-05-17")}
    assert days("{1:COUNTRY|Fiji} was wet.\n---\n") == {}
