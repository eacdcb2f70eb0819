"""Events counted by hand as a whole, and their faults."""

import pytest

from communique.data.document import Document
from communique.data.errors import CommuniqueError
from communique.data.markup import read_markup
from communique.evaluation.events import RULES, count_event_errors, count_events, event_faults
from communique.evaluation.scorer import Count

from .helpers import without

EVENTS = """# id: a
{1:PERSON|Le Van Hoa} {2:CONSULT|received} {3:PERSON|Khamla Souvanny} in {4:PLACE|Hanoi} on {5:DATE|Monday}. At the \
{6:CONSULT|meeting} {7:REF|they} discussed {8:TOPIC|trade} and {9:AGREE|agreed} to help {10:COUNTRY|Laos}. {11:PERSON|Hoa} spoke.
---
2 ACTOR 1
2 RECIPIENT 3
2 LOCATION 4
2 DATE 5
6 SAME 2
6 TOPIC 8
7 COREF 1 3
9 ACTOR 7
9 RECIPIENT 10
"""
NOTHING = Count(0, 1, 1)
RIGHT = Count(1, 1, 1)


def scored(read: Document) -> dict[str, tuple[Count, Count]]:
    """Rule → counts of CONSULT and of AGREE."""
    counts = count_events(read_markup(EVENTS), read)
    return {rule: (counts[rule]["CONSULT"], counts[rule]["AGREE"]) for rule in RULES}


def test_gold_is_right_as_a_whole() -> None:
    assert scored(read_markup(EVENTS)) == dict.fromkeys(RULES, (RIGHT, RIGHT))


@pytest.mark.parametrize("lost", [(2, "RECIPIENT", 3), (2, "LOCATION", 4), (2, "DATE", 5)])
def test_an_event_that_lacks_an_argument_has_its_actors_only(lost: tuple[int, str, int]) -> None:
    read = without(read_markup(EVENTS), lost)
    assert scored(read) == {"whole": (NOTHING, RIGHT), "actors": (RIGHT, RIGHT), "told": (RIGHT, RIGHT)}


def test_an_event_with_an_actor_too_many_is_told_only() -> None:
    read = read_markup(EVENTS.replace("2 ACTOR 1\n", "2 ACTOR 1 10\n"))
    assert scored(read) == {"whole": (NOTHING, RIGHT), "actors": (NOTHING, RIGHT), "told": (RIGHT, RIGHT)}


def test_a_pronoun_led_to_others_is_wrong() -> None:
    """Both readings of `they` have two persons and share the pronoun as evidence."""
    read = read_markup(EVENTS.replace("{10:COUNTRY|Laos}", "{10:PERSON|Laos}").replace("COREF 1 3", "COREF 1 10"))
    assert scored(read)["actors"] == (RIGHT, NOTHING)


def test_topics_are_not_part_of_the_whole() -> None:
    assert scored(without(read_markup(EVENTS), (6, "TOPIC", 8)))["whole"] == (RIGHT, RIGHT)


@pytest.mark.parametrize("change", ["CONSULT.future|received", "AID|received"])
def test_type_and_status_have_to_agree(change: str) -> None:
    text = EVENTS.replace("CONSULT|received", change).replace("6 SAME 2\n", "")
    read = read_markup(text.replace("{6:CONSULT|meeting}", "meeting").replace("6 TOPIC 8\n", ""))
    assert {counts[0].right for counts in scored(read).values()} == {0}


def test_another_mention_of_the_person_and_a_part_of_a_name_will_do() -> None:
    read = read_markup(EVENTS.replace("2 ACTOR 1\n", "2 ACTOR 11\n").replace("Khamla Souvanny}", "Khamla} Souvanny"))
    assert scored(read)["whole"] == (RIGHT, RIGHT)


def test_a_person_taken_for_another_is_the_wrong_actor() -> None:
    """The two are one person in the reading, and the name that stands for it is the other's."""
    text = EVENTS.replace("2 ACTOR 1\n2 RECIPIENT 3\n", "2 ACTOR 3\n3 ALIAS 1\n")
    assert scored(read_markup(text))["actors"][0] == NOTHING


def test_an_event_read_by_a_later_mention_is_told() -> None:
    text = EVENTS.replace("{2:CONSULT|received}", "received").replace("6 SAME 2\n", "")
    for row in ("2 ACTOR 1\n", "2 RECIPIENT 3\n", "2 LOCATION 4\n", "2 DATE 5\n"):
        text = text.replace(row, "")
    assert [counts[0] for counts in scored(read_markup(text)).values()] == [NOTHING, NOTHING, RIGHT]


def test_an_event_somewhere_else_is_not_told() -> None:
    moved = read_markup(EVENTS.replace("{9:AGREE|agreed} to help", "agreed to {9:AGREE|help}"))
    assert scored(moved)["told"] == (RIGHT, NOTHING)


def test_an_event_told_as_two_is_right_once() -> None:
    found = scored(without(read_markup(EVENTS), (6, "SAME", 2)))
    assert [counts[0] for counts in found.values()] == [Count(1, 2, 1)] * 3


def test_other_texts_are_refused() -> None:
    for count in (count_events, event_faults):
        with pytest.raises(CommuniqueError, match="different texts"):
            count(Document("a"), Document("b"))
    assert count_events(Document("a"), Document("a")) == {rule: {} for rule in RULES}


@pytest.mark.parametrize(
    ("lost", "fault"),
    [
        ((2, "ACTOR", 1), "actors"),
        ((2, "RECIPIENT", 3), "recipients"),
        ((2, "LOCATION", 4), "locations"),
        ((2, "DATE", 5), "dates"),
    ],
)
def test_an_event_that_lacks_an_argument_has_one_fault(lost: tuple[int, str, int], fault: str) -> None:
    read = without(read_markup(EVENTS), lost)
    assert event_faults(read_markup(EVENTS), read) == [(fault,), ()]


def test_faults_are_counted_under_all_that_differs() -> None:
    """`received` is read as future with an actor too many; of the other event the trigger is not found."""
    gold = read_markup(EVENTS)
    text = EVENTS.replace("CONSULT|received", "CONSULT.future|received").replace("2 ACTOR 1", "2 ACTOR 1 10")
    text = text.replace("{6:CONSULT|meeting}", "meeting").replace("6 SAME 2\n6 TOPIC 8\n", "")
    text = text.replace("{9:AGREE|agreed} to help", "agreed to {9:AGREE|help}")
    assert event_faults(gold, read_markup(text)) == [("status", "actors"), ("not found",)]
    assert count_event_errors([gold] * 2, [read_markup(text), gold]) == {
        "not found": 1, "status": 1, "actors": 1, "recipients": 0, "dates": 0, "locations": 0,
    }  # fmt: skip


def test_an_event_told_as_two_is_held_against_the_better_one() -> None:
    """Without SAME the meeting is an event of its own, which lacks all arguments."""
    gold = read_markup(EVENTS)
    assert event_faults(gold, without(gold, (6, "SAME", 2))) == [(), ()]
    assert event_faults(gold, without(gold, (6, "SAME", 2), (2, "DATE", 5))) == [("dates",), ()]


def test_an_event_of_another_type_is_not_found() -> None:
    gold = read_markup(EVENTS)
    assert event_faults(gold, read_markup(EVENTS.replace("AGREE|agreed", "SUPPORT|agreed"))) == [(), ("not found",)]
