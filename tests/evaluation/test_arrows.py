"""Relations counted by hand, their errors with their causes, and the baseline by nearness."""

import pytest

from communique.data.document import Document
from communique.data.errors import CommuniqueError
from communique.data.markup import read_markup
from communique.data.scheme import EntityLabel, EventLabel, RelationLabel, Scheme, StatusLabel
from communique.evaluation.arrow_errors import arrow_errors, count_arrow_errors
from communique.evaluation.arrows import count_relations
from communique.evaluation.nearest import nearest_relations
from communique.evaluation.scorer import Count

from .helpers import without

GOLD = """# id: a
{1:DEMONYM|Lao} {2:TITLE|Prime Minister} {3:PERSON|Khamla Souvanny} {4:CONSULT|met} {5:PERSON|Sok} in {6:PLACE|Hanoi} on \
{7:DATE|Monday}.
---
2 OF 1
3 HOLDS 2
4 ACTOR 3 5
4 LOCATION 6
4 DATE 7
"""


def counted(read: str) -> dict[str, dict[str, Count]]:
    return count_relations(read_markup(GOLD), read_markup(read))


def errors(read: str) -> list[tuple[str, str, str, str]]:
    """Cause, head, relation and tail."""
    found = arrow_errors(read_markup(GOLD), read_markup(read))
    return [(cause.value, arrow.head.text, arrow.label, arrow.tail.text) for cause, arrow in found]


def test_relations_right_missed_and_invented() -> None:
    found = counted(GOLD.replace("4 ACTOR 3 5", "4 ACTOR 3\n4 RECIPIENT 5").replace("4 DATE 7\n", ""))
    assert found["exact"] == found["overlap"] == {
        "ACTOR": Count(1, 1, 2), "DATE": Count(0, 0, 1), "HOLDS": Count(1, 1, 1), "LOCATION": Count(1, 1, 1),
        "OF": Count(1, 1, 1), "RECIPIENT": Count(0, 1, 0),
    }  # fmt: skip


def test_an_end_that_is_cut_is_right_by_overlap_alone() -> None:
    found = counted(GOLD.replace("{3:PERSON|Khamla Souvanny}", "Khamla {3:PERSON|Souvanny}"))
    assert (found["exact"]["HOLDS"], found["overlap"]["HOLDS"]) == (Count(0, 1, 1), Count(1, 1, 1))
    assert (found["exact"]["ACTOR"], found["overlap"]["ACTOR"]) == (Count(1, 2, 2), Count(2, 2, 2))


def test_an_end_of_another_label_is_wrong() -> None:
    found = counted(GOLD.replace("PERSON|Sok", "ORG|Sok"))
    assert found["exact"]["ACTOR"] == found["overlap"]["ACTOR"] == Count(1, 2, 2)


def test_one_relation_answers_one_of_gold() -> None:
    """Both actors of gold are read as one name."""
    text = "{1:PERSON|Khamla} {2:PERSON|Sok} {3:CONSULT|met}.\n---\n3 ACTOR 1 2\n"
    read = "{1:PERSON|Khamla Sok} {3:CONSULT|met}.\n---\n3 ACTOR 1\n"
    assert count_relations(read_markup(text), read_markup(read))["overlap"] == {"ACTOR": Count(1, 1, 2)}
    assert [cause.value for cause, _ in arrow_errors(read_markup(text), read_markup(read))] == ["not joined"]


def test_what_is_right_is_no_error() -> None:
    assert errors(GOLD) == errors(GOLD.replace("{3:PERSON|Khamla Souvanny}", "Khamla {3:PERSON|Souvanny}")) == []


def test_ends_that_were_not_found() -> None:
    text = GOLD.replace("{2:TITLE|Prime Minister}", "Prime Minister").replace("{1:DEMONYM|Lao}", "Lao")
    assert errors(text.replace("2 OF 1\n3 HOLDS 2\n", "")) == [
        ("both ends not found", "Prime Minister", "OF", "Lao"),
        ("tail not found", "Khamla Souvanny", "HOLDS", "Prime Minister"),
    ]
    text = GOLD.replace("PERSON|Khamla", "ORG|Khamla").replace("3 HOLDS 2\n", "")
    assert errors(text) == [
        ("head not found", "Khamla Souvanny", "HOLDS", "Prime Minister"),
        ("tail not found", "met", "ACTOR", "Khamla Souvanny"),
        ("end not in gold", "met", "ACTOR", "Khamla Souvanny"),
    ]


def test_ends_that_were_not_joined_or_otherwise() -> None:
    text = GOLD.replace("4 ACTOR 3 5", "4 ACTOR 3\n4 RECIPIENT 5").replace("4 LOCATION 6", "2 OF 6")
    assert errors(text) == [
        ("other relation", "met", "ACTOR", "Sok"),
        ("not joined", "met", "LOCATION", "Hanoi"),
        ("not joined in gold", "Prime Minister", "OF", "Hanoi"),
        ("other relation in gold", "met", "RECIPIENT", "Sok"),
    ]


def test_the_other_direction_is_another_relation() -> None:
    text = "{1:AGREE|agreed} and {2:AGREE|accord}.\n---\n"
    gold, read = read_markup(f"{text}2 SAME 1\n"), read_markup(f"{text}1 SAME 2\n")
    assert count_arrow_errors([gold], [read]) == {"other relation": {"SAME": 1}, "other relation in gold": {"SAME": 1}}


def test_a_relation_that_is_right_excuses_no_other() -> None:
    """Gold joins the two by two relations, of which one is read."""
    gold = read_markup("{1:CONSULT|met} in {2:PLACE|Hanoi}.\n---\n1 LOCATION 2\n1 ACTOR 2\n")
    read = without(gold, (1, "ACTOR", 2))
    assert count_arrow_errors([gold], [read]) == {"not joined": {"ACTOR": 1}}
    assert count_arrow_errors([read] * 2, [gold, read]) == {"not joined in gold": {"ACTOR": 1}}


def test_relations_of_other_texts_are_refused() -> None:
    with pytest.raises(CommuniqueError, match="different texts"):
        count_relations(Document("a"), Document("b"))


def test_relations_by_nearness() -> None:
    """`Sok` stands behind the trigger, and the demonym before the participant that is nearest."""
    found = nearest_relations(read_markup(f"{GOLD.partition('---')[0]}---\n"))
    assert sorted((found.by_id[r.head].text, r.label, found.by_id[r.tail].text) for r in found.relations) == [
        ("Khamla Souvanny", "HOLDS", "Prime Minister"),
        ("Prime Minister", "OF", "Lao"),
        ("met", "ACTOR", "Khamla Souvanny"),
        ("met", "DATE", "Monday"),
        ("met", "LOCATION", "Hanoi"),
        ("met", "RECIPIENT", "Sok"),
    ]


def test_nearness_keeps_to_the_sentence_and_to_the_scheme() -> None:
    found = nearest_relations(read_markup("{1:PERSON|Sok} left. He {2:CONSULT|met} {3:DOCUMENT|a pact}.\n---\n"))
    assert [(r.head, r.label, r.tail) for r in found.relations] == [(2, "DOCUMENT", 3)]
    scheme = Scheme(
        "own",
        (EntityLabel("PERSON"), EntityLabel("TITLE"), EntityLabel("DATE")),
        (EventLabel("CONSULT"),),
        (StatusLabel("actual"),),
        (RelationLabel("OF", ("PERSON",), ("TITLE",)), RelationLabel("ACTOR", ("EVENT",), ("TITLE",))),
    )
    text = "{1:TITLE|Minister} {2:PERSON|Sok} {3:CONSULT|spoke} on {4:DATE|Monday}.\n---\n"
    found = nearest_relations(read_markup(text, scheme=scheme))
    assert [(r.head, r.label, r.tail) for r in found.relations] == [(3, "ACTOR", 1)]
