"""Offices counted by hand."""

import pytest

from communique.data.document import Document
from communique.data.errors import CommuniqueError
from communique.data.markup import read_markup
from communique.evaluation.offices import count_offices
from communique.evaluation.scorer import Count

from .helpers import without

OFFICES = """# id: a
{1:DEMONYM|Lao} {2:TITLE|Foreign Minister} {3:PERSON|Khamla Souvanny} met {4:PERSON|Le Van Hoa}, {5:TITLE|Chairman} of the \
{6:ORG|National Assembly}; {7:PERSON|Sok} was {8:TITLE|Chairman} before.
---
3 HOLDS 2
2 OF 1
4 HOLDS 5
5 OF 6
7 HOLDS 8
"""


def test_an_office_is_right_with_its_body_and_state() -> None:
    gold = read_markup(OFFICES)
    assert count_offices(gold, gold) == Count(3, 3, 3)
    assert count_offices(gold, without(gold, (2, "OF", 1))) == Count(2, 3, 3)
    assert count_offices(gold, without(gold, (5, "OF", 6))) == Count(2, 3, 3)
    assert count_offices(gold, without(gold, (7, "HOLDS", 8))) == Count(2, 2, 3)


def test_an_office_of_somebody_else_is_wrong() -> None:
    gold = read_markup(OFFICES)
    other = read_markup(OFFICES.replace("7 HOLDS 8", "3 HOLDS 8"))
    assert count_offices(gold, other) == Count(2, 3, 3)


def test_one_office_of_two_persons_taken_for_one_is_right_once() -> None:
    text = "{1:TITLE|Minister} {2:PERSON|Sok} and {3:TITLE|Minister} {4:PERSON|Hun Sen} met."
    gold = read_markup(f"# id: a\n{text}\n---\n2 HOLDS 1\n4 HOLDS 3\n")
    read = read_markup(f"# id: a\n{text}\n---\n2 HOLDS 1\n4 HOLDS 3\n4 ALIAS 2\n")
    assert count_offices(gold, read) == Count(1, 1, 2)


def test_other_texts_are_refused() -> None:
    with pytest.raises(CommuniqueError, match="different texts"):
        count_offices(Document("a"), Document("b"))
