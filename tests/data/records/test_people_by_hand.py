"""People: how much of the hand-made list in `data/people` the rules reach, from the gold spans and relations."""

import csv
from collections import Counter

import pytest

from communique.data.markup import read_markup
from communique.data.records.people import Office, Person, words
from communique.data.records.ranks import Rank

from ...conftest import ROOT

FIELDS = ("document", "mentions", "title", "body", "state", "sector", "rank", "note")
CORPUS = ROOT / "data" / "corpus" / "dev"
with (ROOT / "data" / "people" / "dev.tsv").open(encoding="utf-8", newline="") as lines:
    ROWS = [dict(zip(FIELDS, line, strict=True)) for line in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)]
DOCUMENTS = {
    name: read_markup((CORPUS / f"{name}.txt").read_text(encoding="utf-8"))
    for name in {row["document"] for row in ROWS}
}


def test_the_list_is_of_all_persons_and_in_the_words_of_the_rules() -> None:
    listed = {(row["document"], int(number)) for row in ROWS for number in row["mentions"].split()}
    marked = {(name, span.id) for name, found in DOCUMENTS.items() for span in found.spans if span.label == "PERSON"}
    names = {path.stem for path in sorted(CORPUS.glob("*.txt"))[:20]}
    assert listed == marked
    assert set(DOCUMENTS) == {name for name in names if "PERSON|" in (CORPUS / f"{name}.txt").read_text("utf-8")}
    assert {row["rank"] for row in ROWS} <= {rank.name for rank in Rank} | {"-"}
    for row in ROWS:
        title = DOCUMENTS[row["document"]].by_id[int(row["title"])] if row["title"] != "-" else None
        assert title is None or title.label == "TITLE", row


def person_of(row: dict[str, str]) -> Person:
    first = int(row["mentions"].split()[0])
    return next(found for found in DOCUMENTS[row["document"]].people if first in {span.id for span in found.mentions})


def office_of(row: dict[str, str]) -> Office | None:
    """The office with the wording of the row's title."""
    title = DOCUMENTS[row["document"]].by_id[int(row["title"])].text
    return next((found for found in person_of(row).offices if words(found.title) == words(title)), None)


def given(row: dict[str, str]) -> dict[str, str]:
    """What the rules give for a row, by column."""
    if row["title"] == "-":
        return {"state": person_of(row).state or "-"}
    office = office_of(row)
    if office is None:
        return dict.fromkeys(("body", "state", "sector", "rank"), "none")
    return {
        "body": office.body or "-",
        "state": office.state or "-",
        "sector": office.sector or "-",
        "rank": office.rank.name,
    }


def measured() -> dict[str, tuple[int, int]]:
    """Right and all, by what is asked. A state is `told` where the marks name it, not the context alone."""
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    persons = {(row["document"], row["mentions"]): row for row in ROWS}
    for (_, mentions), row in persons.items():
        total["persons"] += 1
        right["persons"] += {int(number) for number in mentions.split()} == {s.id for s in person_of(row).mentions}
    for row in ROWS:
        for name, value in given(row).items():
            keys = [name, "state told"] if name == "state" and "state by context" not in row["note"] else [name]
            total.update(keys)
            right.update(key for key in keys if value == row[name])
    stated = [(row, value) for row in ROWS for value in [given(row)["state"]] if value not in ("-", "none")]
    total["state given"] = len(stated)
    right["state given"] = sum(value == row["state"] for row, value in stated)
    return {key: (right[key], total[key]) for key in total}


@pytest.mark.parametrize(
    ("asked", "right", "total"),
    [
        ("persons", 64, 66),
        ("body", 65, 67),
        ("sector", 44, 67),
        ("rank", 60, 67),
        ("state", 40, 83),
        ("state told", 39, 42),
        ("state given", 26, 26),
    ],
)
def test_the_rules_reach_what_they_reached(asked: str, right: int, total: int) -> None:
    """Floors: they may only rise. `persons` are right with all their mentions and no other's."""
    reached, all_of_them = measured()[asked]
    assert all_of_them == total or asked == "state given"
    assert reached / all_of_them >= right / total
