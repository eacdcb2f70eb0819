"""What marks cover, and where the same stands unmarked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.data.document import Document
from communique.data.markup import read_markup
from communique.training.strings import StringIndex, marked_strings, without_case

from ..helpers import documents


def texts(*sources: str) -> list[Document]:
    return [read_markup(f"{source}\n---\n") for source in sources]


@pytest.mark.parametrize(
    ("marked", "rest", "unmarked"),
    [
        ("{1:PLACE|Suva}", "Rain fell on Suva, and Suva slept.", 2),
        ("{1:PLACE|Suva}", "The Suvan rain fell on Greater-Suva.", 1),  # a word ends at a hyphen, not within letters
        ("{1:PLACE|Port  Vila}", "Rain fell on Port\nVila.", 1),
        ("{1:PLACE|Port Vila}", "They left the port\n\nPort\n\nVila slept.", 0),  # no mark crosses a paragraph
        ("{1:IGO|WHO}", "They know who came.", 0),
        ("{1:PLACE|Suva}", "Rain fell on {2:PLACE|Suva} and on {3:ORG|Suva Rowing Club}.", 0),
        ("{1:PLACE|Suva}", "{?|Rain fell on Suva.}", 0),
        ("{1:PLACE|Port Vila}", "Rain fell on Port{?| }Vila.", 0),
        ("{1:PLACE|Suva}", "{2:ORG|Suva Rowing Club} rested. The Suva Rowing Club won in Suva.", 1),
        ("{1:PLACE|Cafe\u0301}", "Rain fell on the Caf\u00e9.", 1),
    ],
)
def test_what_stands_unmarked_is_counted(marked: str, rest: str, unmarked: int) -> None:
    found = marked_strings(texts(f"It was in {marked}.", rest))
    assert next(iter(found.values())).unmarked == unmarked


def test_labels_of_a_string_stand_in_order() -> None:
    (found,) = marked_strings(
        texts("{1:PLACE|Tonga} and {2:COUNTRY|Tonga}.", "{1:COUNTRY|Tonga}\nwaits for {2:AMOUNT|Tonga}.")
    ).values()
    assert list(found.labels.items()) == [("COUNTRY", 2), ("AMOUNT", 1), ("PLACE", 1)]
    assert (found.label, found.marks, found.odd) == ("COUNTRY", 4, 2)


def test_case_is_put_aside_without_taking_other_words_for_names() -> None:
    found = without_case(
        marked_strings(
            texts(
                "{1:TITLE|Chair} Vakatele left.",
                "A {1:REF|chair} was chosen.",
                "The chair fell.",
                "CHAIR, said a sign.",
            )
        )
    )
    assert [(string.text, string.labels, string.unmarked) for string in found] == [("Chair", {"REF": 1, "TITLE": 1}, 1)]


def test_the_longest_string_is_found_from_left_to_right() -> None:
    index = StringIndex([("a",), ("a", "b"), ("b", "c"), ("a", "b", "c", "d")])
    assert list(index.find(("x", "a", "b", "c"))) == [(1, ("a", "b"))]
    assert list(index.find(("b", "c", "b", "a"))) == [(0, ("b", "c")), (3, ("a",))]


@given(st.lists(documents(), max_size=3))
def test_every_mark_counts_once(found: list[Document]) -> None:
    strings = marked_strings(found)
    spans = sum(len(document.spans) for document in found)
    assert sum(string.marks for string in strings.values()) == spans
    assert sum(string.marks for string in without_case(strings)) == spans
