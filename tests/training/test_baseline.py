"""Strings of train looked up in dev."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.data.document import Document
from communique.data.markup import read_markup
from communique.data.scheme import EntityLabel, EventLabel, Scheme, StatusLabel
from communique.data.stretches import touched
from communique.training.baseline import baseline, look_up
from communique.training.strings import marked_strings

from ..helpers import documents


def marked(source: str, scheme: Scheme | None = None) -> Document:
    return read_markup(f"{source}\n---\n", scheme=scheme)


TRAIN = [
    marked("{1:PLACE|Levuka} and {2:PLACE|Levuka} lie near {3:COUNTRY|Levuka}."),
    marked(
        "The {1:ORG|Levuka Rowing Club} {2:CONSULT.future|will visit} {3:PLACE|Apia Bay}, a bay; no bay is a {4:PLACE|bay}."
    ),
]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Levuka slept.", [("PLACE", "Levuka")]),
        ("The Levuka Rowing Club slept.", [("ORG", "Levuka Rowing Club")]),
        ("The Levuka Rowing rested.", [("PLACE", "Levuka")]),
        ("They will\nvisit Apia\nBay.", [("CONSULT", "will\nvisit"), ("PLACE", "Apia\nBay")]),
        ("They left Apia\n\nBay of all bays.", []),
        ("A bay in the Levukan rain.", []),  # unmarked more often than marked; another word
        ("{?|Levuka} slept by {?|Le}vuka; Apia{?| }Bay in Levuka.", [("PLACE", "Levuka")]),
    ],
)
def test_known_strings_are_marked(text: str, found: list[tuple[str, str]]) -> None:
    (read,) = look_up(marked_strings(TRAIN), [marked(text)])
    assert [(span.label, span.text) for span in read.spans] == found


def test_marked_in_half_of_its_places_is_enough() -> None:
    half = marked("{1:PLACE|Nadi} is old, said all of Nadi.")
    (read,) = look_up(marked_strings([half]), [marked("Nadi slept.")])
    assert [span.text for span in read.spans] == ["Nadi"]
    (read,) = look_up(marked_strings([half, marked("Nadi rested.")]), [marked("Nadi slept.")])
    assert read.spans == ()


def test_scores_count_bounds_and_labels_and_leave_the_status_aside() -> None:
    dev = [
        marked("They {1:CONSULT.negated|will visit} {2:PLACE|Levuka}."),
        marked("{1:COUNTRY|Levuka} of {2:PERSON|Vakatele Moi}.\n\n{3:PLACE|Levuka Point} is far."),
    ]
    found = baseline(marked_strings(TRAIN), dev)
    assert (found.micro.right, found.micro.predicted, found.micro.gold) == (2, 4, 5)
    assert (found.micro.precision, found.micro.recall) == (0.5, 0.4)
    assert {name: round(score.f1, 3) for name, score in found.labels.items()} == {
        "PERSON": 0.0,
        "COUNTRY": 0.0,
        "PLACE": 0.4,
        "CONSULT": 1.0,
    }


@pytest.mark.parametrize(
    "scheme",
    [
        Scheme("ships", entities=(EntityLabel("SHIP"),)),
        Scheme("ships", events=(EventLabel("SHIP"),), statuses=(StatusLabel("afloat"),)),
    ],
)
def test_other_schemes(scheme: Scheme) -> None:
    train, dev = (marked(source, scheme) for source in ("The {1:SHIP|Aurora} sank.", "No {1:SHIP|Aurora} came."))
    assert baseline(marked_strings([train]), [dev]).micro.f1 == 1.0


@given(st.lists(documents(), min_size=1, max_size=3), st.lists(documents(), min_size=1, max_size=3))
def test_any_text_can_be_read_and_what_nobody_looked_at_is_left_alone(
    train: list[Document], dev: list[Document]
) -> None:
    for gold, read in zip(dev, look_up(marked_strings(train), dev), strict=True):
        assert not any(touched([(span.start, span.end) for span in read.spans], gold.unknown))
