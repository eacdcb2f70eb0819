"""Which labels' spans never stand side by side."""

from communique.data.markup import read_markup
from communique.training.neighbours import joined_labels


def test_labels_are_joined_that_never_follow_their_own() -> None:
    apart = read_markup(
        "{1:TITLE|Ambassador} {2:TITLE|Sir} {3:PERSON|John Smith}, {4:PERSON|Ann}; {5:PLACE|Suva}.\n---\n"
    )
    assert joined_labels([apart] * 50) == ("PERSON", "PLACE")
    assert joined_labels([apart] * 20) == ()  # too few to tell


def test_a_rare_case_does_not_count() -> None:
    names = read_markup("{1:PERSON|Ann} and {2:PERSON|Bob}.\n---\n")
    odd = read_markup("{1:PERSON|Ann} {2:PERSON|Bob}.\n---\n")
    assert joined_labels([names] * 250 + [odd]) == ("PERSON",)
    assert joined_labels([names] * 25 + [odd]) == ()
