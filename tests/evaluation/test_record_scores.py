"""Scores of people, dates, events and relations, reading by reading, and what is empty where."""

from dataclasses import replace
from pathlib import Path

import pytest

from communique.data.document import Document
from communique.data.errors import CommuniqueError
from communique.data.markup import read_markup
from communique.data.scheme import EntityLabel, EventLabel, RelationLabel, Scheme, StatusLabel, default_scheme
from communique.evaluation import evaluate
from communique.evaluation.compare import compare_readings
from communique.evaluation.dates import load_dates
from communique.evaluation.run import Evaluation, evaluate_predictions, evaluate_reader
from communique.model.reader import Reader

from .helpers import without

GOLD = """# id: a
# date: 2024-03-20
{1:DEMONYM|Lao} {2:TITLE|President} {3:PERSON|Bounmy Vong} {4:CONSULT|met} {5:PERSON|Sok} in {6:PLACE|Hanoi} on \
{7:DATE|Monday}. {8:PERSON|Vong} {9:SUPPORT|thanked} {10:PERSON|Hun}.
---
2 OF 1
3 HOLDS 2
4 ACTOR 3 5
4 LOCATION 6
4 DATE 7
9 ACTOR 8
9 RECIPIENT 10
"""
READ = GOLD.replace("{10:PERSON|Hun}", "Hun").replace("9 RECIPIENT 10\n", "").replace("2 OF 1\n", "")
READ = READ.replace("4 LOCATION 6", "4 RECIPIENT 6")
DATES = "a\t7\t2024-03-18\t2024-03-18\tday\texact\twhy\n"


@pytest.fixture
def dates(tmp_path: Path) -> Path:
    path = tmp_path / "dates.tsv"
    path.write_text(DATES, "utf-8")
    return path


@pytest.fixture
def scored(dates: Path) -> Evaluation:
    """End to end, a name, an office's state and a place are lost; between gold's spans, what `Sok` has to do there."""
    gold = read_markup(GOLD)
    related = without(gold, (4, "ACTOR", 5), (2, "OF", 1))
    return evaluate_predictions([gold], [read_markup(READ)], related=[related], dates=load_dates(dates, [gold]))


def test_people_by_reading(scored: Evaluation) -> None:
    people = scored.scores.people
    assert list(people) == ["read", "read on gold spans"]
    found = people["read"]
    assert (found.mentions.right, found.mentions.predicted, found.mentions.gold) == (3, 3, 4)
    assert (found.whole.right, found.whole.predicted, found.whole.gold) == (2, 2, 3)
    assert (found.b_cubed.precision, found.b_cubed.recall) == (1.0, 0.75)
    assert (found.ceaf.precision, found.ceaf.recall) == (1.0, pytest.approx(2 / 3))
    assert (found.offices.right, found.offices.predicted, found.offices.gold) == (0, 1, 1)
    assert people["read on gold spans"].mentions.f1 == 1.0
    assert people["read on gold spans"].offices.right == 0


def test_events_by_reading_and_rule(scored: Evaluation) -> None:
    """The meeting lacks its place end to end, and an actor between gold's spans; the thanks lack their recipient."""
    events = scored.scores.events
    right = {name: {rule: group.micro.right for rule, group in rules.items()} for name, rules in events.items()}
    assert right == {
        "read": {"whole": 0, "actors": 2, "told": 2},
        "read on gold spans": {"whole": 1, "actors": 1, "told": 2},
    }
    assert events["read"]["told"].labels["CONSULT"].f1 == 1.0
    assert scored.scores.event_errors == {
        "not found": 0, "status": 0, "actors": 0, "recipients": 2, "dates": 0, "locations": 1,
    }  # fmt: skip


def test_relations_by_reading_with_their_errors(scored: Evaluation) -> None:
    found = scored.scores.relations
    assert {name: rules["exact"].labels.micro.right for name, rules in found.items()} == {
        "read": 5, "read on gold spans": 6, "nearest": 6, "nearest on gold spans": 7,
    }  # fmt: skip
    assert found["read"]["overlap"].arguments.gold == 6
    assert scored.scores.relation_errors == {
        "not joined": {"OF": 1},
        "other relation": {"LOCATION": 1},
        "other relation in gold": {"RECIPIENT": 1},
        "tail not found": {"RECIPIENT": 1},
    }


def test_dates_by_reading(scored: Evaluation) -> None:
    assert list(scored.scores.dates) == ["read", "gold spans"]
    for found in scored.scores.dates.values():
        assert (found.days.f1, found.single_days.f1, found.kinds.labels["exact"].right) == (1.0, 1.0, 1)
        assert (found.given_up.right, found.given_up.gold, found.guessed.gold) == (0, 1, 0)


def test_the_report_tells_all_of_it(scored: Evaluation) -> None:
    report = scored.markdown()
    assert "| offices, read | 0.000 | 0.000 | 0.000 | 0.000 to 0.000 | 0 | 1 | 1 |" in report
    assert "| B³, read | 1.000 | 0.750 | 0.857 | 0.857 to 0.857 | – | 3 | 4 |" in report
    assert "| single days, gold spans | 1.000 |" in report
    assert "| CONSULT | 0.000 | 1.000 | 1.000 | 1 | 1 |" in report
    assert "| tail not found | RECIPIENT 1 | 1 |" in report
    assert "Read: of 1 dates found that gold resolves, 0 were left unresolved; of 0 that gold leaves" in report
    assert "Of 2 events of gold, 0 are read whole." in report
    assert "under all that differs: recipients 2, locations 1, not found 0, status 0" in report


def test_dates_are_scored_where_they_are_given(dates: Path) -> None:
    gold, read = read_markup(GOLD), read_markup(GOLD.replace("{7:DATE|Monday}", "Monday").replace("4 DATE 7\n", ""))
    found = evaluate([gold], predictions=[read], dates=dates).scores
    assert (found.dates["read"].days.right, found.dates["read"].days.gold) == (0, 1)
    assert list(found.people) == ["read"]
    assert evaluate([gold], predictions=[read]).scores.dates == {}
    with pytest.raises(CommuniqueError, match=r"dates\.tsv: none of its dates"):
        evaluate([replace(gold, id="b")], predictions=[replace(gold, id="b")], dates=dates)


def own_scheme(
    *relations: RelationLabel, entities: tuple[str, ...] = ("CITY",), events: tuple[str, ...] = ()
) -> Scheme:
    status = (StatusLabel("told"),) if events else ()
    return Scheme("own", tuple(map(EntityLabel, entities)), tuple(map(EventLabel, events)), status, relations)


@pytest.mark.parametrize(
    ("scheme", "filled"),
    [
        (own_scheme(), set()),
        (own_scheme(events=("VISIT",)), set()),
        (own_scheme(entities=("CITY", "PERSON")), {"people"}),
        (own_scheme(RelationLabel("NEAR", ("CITY",), ("CITY",))), {"relations"}),
        (
            own_scheme(RelationLabel("ACTOR", ("EVENT",), ("CITY",)), events=("VISIT",)),
            {"relations", "events", "event_errors"},
        ),
    ],
)
def test_other_schemes_have_what_they_have_labels_for(scheme: Scheme, filled: set[str]) -> None:
    gold = read_markup("{1:CITY|Hanoi} hosts {2:CITY|Oslo}.\n---\n", scheme=scheme)
    evaluation = evaluate_predictions([gold], [gold])
    fields = ("relations", "relation_errors", "people", "dates", "events", "event_errors")
    assert {name for name in fields if getattr(evaluation.scores, name)} == filled
    assert "## Errors" in evaluation.markdown()
    assert ("relations" in compare_readings([gold], [gold], [gold]).overall) == ("relations" in filled)


def test_a_model_without_relations_is_scored(tiny_model: Path, samples: list[Document]) -> None:
    reader = Reader.load(tiny_model)
    reader._pairs = None
    scores = evaluate_reader(reader, samples).scores
    assert scores.entities["exact"].micro.f1 == 1.0
    found = {name: rules["exact"].labels.micro for name, rules in scores.relations.items()}
    assert [(found[name].predicted, found[name].gold) for name in ("read", "read on gold spans")] == [(0, 9), (0, 9)]
    assert set(scores.relation_errors) == {"not joined"}
    assert scores.people["read"].mentions.f1 == 1.0
    assert scores.calibration["relation"].bins == []


def test_relations_of_two_readings_are_compared() -> None:
    gold = read_markup(GOLD)
    found = compare_readings([gold] * 3, [gold] * 3, [read_markup(READ)] * 3)
    assert (found.overall["relations"].first, found.overall["relations"].gold) == (1.0, 24)
    assert found.overall["relations"].second == pytest.approx(2 * 5 / (6 + 8))
    assert found.overall["arguments"].second == pytest.approx(2 * 4 / (5 + 6))
    assert list(found.relations) == [name for name in default_scheme().relation_names if name in found.relations]
    assert (found.relations["DATE"].second, found.labels["DATE"].second) == (1.0, 1.0)
    assert found.relations["LOCATION"].second == 0.0
    assert "| relation LOCATION | 1.000 | 0.000 | -100.0 |" in found.markdown()
