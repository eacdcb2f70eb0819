"""PLOVER's modes of CONSULT from words and roles, and contexts from topics."""

from collections import Counter

import pytest

from communique.data.document import Span
from communique.data.markup import read_markup
from communique.data.records.events import events
from communique.data.records.modes import CONTEXTS, MODES, contexts, mode

A, B = "{1:PERSON|Ann}", "{2:PERSON|Ben}"
BOTH, TO = "9 ACTOR 1 2", "9 ACTOR 1\n9 RECIPIENT 2"


def mode_of(text: str, relations: str) -> str | None:
    document = read_markup(f"{text}\n---\n{relations}\n")
    [event] = events(document)
    return mode(event, document.chains)


@pytest.mark.parametrize(
    ("text", "relations", "expected"),
    [
        (f"{A} {{9:CONSULT|visited}} {B}.", TO, "visit"),
        (f"{A} {{9:CONSULT|flew in}} to see {B}.", TO, "visit"),
        (f"{A} {{9:CONSULT|received}} {B} at noon.", TO, "visit"),
        (f"{A} {{9:CONSULT|received}} a letter from {B}.", TO, None),
        (f"{A} {{9:CONSULT|receives}} Ambassador {B}’s credentials.", TO, None),
        (f"{A} will {{9:CONSULT.future|host}} a donors' evening; {{2:PERSON|Ben}} sings.", "9 ACTOR 1", None),
        (f"{A} {{9:CONSULT|received}} nobody; {B} left.", "9 ACTOR 1", None),
        (f"{B} was {{9:CONSULT|met}} at the station by {A}.", TO, "visit"),
        (f"{A} gave a {{9:CONSULT|dinner}} for {B}.", TO, None),
        (f"{A} is to {{9:CONSULT.future|host}} both parties, {B} said.", TO, "third-party"),
        (f"{A} {{9:CONSULT|called}} on {B} on Monday.", TO, "visit"),
        (f"{A} {{9:CONSULT|called}} first on {B}.", TO, "visit"),
        (f"{A} paid a courtesy {{9:CONSULT|call}} on {B}.", TO, "visit"),
        (f"{A} {{9:CONSULT|called}} {B} about the shipment.", TO, "phone"),
        (f"{A} heard of it when {B} {{9:CONSULT|called}} on Monday.", "9 ACTOR 2", None),
        (f"{A} and {B} had a {{9:CONSULT|call}}.", BOTH, None),
        (f"{A} took her {{9:CONSULT|leave}} of {B}.", TO, None),
        (f"{A} will {{9:CONSULT.future|leave}} on Friday, {B} said.", "9 ACTOR 1", "visit"),
        (f"{A} {{9:CONSULT|telephoned}} {B}.", BOTH, "phone"),
        (f"{A} {{9:CONSULT|spoke}} with Minister {B} by telephone.", BOTH, "phone"),
        (f"{A} {{9:CONSULT|spoke}} with {B}. Others talk by telephone.", BOTH, None),
        (f"{A} and {B} held a video {{9:CONSULT|conference}}.", BOTH, "phone"),
        (f"{A} {{9:CONSULT|met}} {B} and briefed Carl by phone.", BOTH, None),
        (f"{A} {{9:CONSULT|mediated}} while {B} waited.", "9 ACTOR 1", "third-party"),
        (f"{A} and {B} held trilateral {{9:CONSULT|talks}}.", BOTH, "multilateral"),
        (f"{A} {{9:CONSULT|met}} {B} in Rome.", BOTH, None),
        (f"{A} {{9:CONSULT|wrote}} to {B}.", TO, None),
        (f"{A} {{9:SUPPORT|received}} {B} with praise.", TO, None),
    ],
)
def test_words_beside_a_trigger_tell_the_mode(text: str, relations: str, expected: str | None) -> None:
    assert mode_of(text, relations) == expected


STATES = "{1:COUNTRY|Japan}, {2:COUNTRY|Laos} and {3:COUNTRY|Fiji}"


@pytest.mark.parametrize(
    ("text", "relations", "expected"),
    [
        (f"{STATES} held {{9:CONSULT|talks}}.", "9 ACTOR 1 2 3", "multilateral"),
        (f"{STATES} {{9:CONSULT|wrote}} to each other.", "9 ACTOR 1 2 3", None),
        (f"{STATES} will {{9:CONSULT.future|meet}} separately.", "9 ACTOR 1 2 3", None),
        (
            "{1:COUNTRY|Japan} hosted {9:CONSULT|talks} between {2:COUNTRY|Laos} and {3:COUNTRY|Fiji}.",
            "9 ACTOR 1 2 3",
            "third-party",
        ),
        (
            "{1:COUNTRY|Laos} and {2:COUNTRY|Fiji} {9:CONSULT|met} with {3:COUNTRY|Japan} in the chair.",
            "9 ACTOR 1 2 3",
            "third-party",
        ),
        (
            "{1:COUNTRY|Laos} and {2:COUNTRY|Fiji} {9:CONSULT|met} in {3:PLACE|Tokyo}.",
            "9 ACTOR 1 2\n9 LOCATION 3",
            "third-party",
        ),
        ("{1:COUNTRY|Laos} and {2:COUNTRY|Fiji} {9:CONSULT|met} in {3:PLACE|Suva}.", "9 ACTOR 1 2\n9 LOCATION 3", None),
        (
            "{1:COUNTRY|Laos} and {2:COUNTRY|Fiji} {9:CONSULT|met} in {3:PLACE|Geneva}.",
            "9 ACTOR 1 2\n9 LOCATION 3",
            None,
        ),
        ("{1:COUNTRY|Laos} and {2:PERSON|Ann} {9:CONSULT|met} in {3:PLACE|Tokyo}.", "9 ACTOR 1 2\n9 LOCATION 3", None),
        (
            "{1:COUNTRY|Laos}, {4:PERSON|Ann} and {2:COUNTRY|Fiji} {9:CONSULT|met} in {3:PLACE|Tokyo}.",
            "9 ACTOR 1 2 4\n9 LOCATION 3",
            None,
        ),
    ],
)
def test_sides_and_place_tell_the_mode_of_a_meeting(text: str, relations: str, expected: str | None) -> None:
    assert mode_of(text, relations) == expected


def test_the_first_mention_that_tells_decides() -> None:
    text = f"{A} and {B} {{9:CONSULT|discussed}} rice. {A.replace('1', '3')} had {{10:CONSULT|telephoned}}."
    relations = f"{BOTH}\n10 ACTOR 3\n10 SAME 9"
    assert mode_of(text, relations) == "phone"
    assert mode_of(text.replace("discussed", "visited"), relations) == "visit"


def test_a_reception_tells_the_mode_wherever_it_stands() -> None:
    text = f"{A} and {B} {{9:CONSULT|met}}. {{3:REF|She}} {{10:CONSULT|received}} {{4:REF|him}} at noon."
    assert mode_of(text, f"{BOTH}\n10 SAME 9\n10 ACTOR 3\n10 RECIPIENT 4\n3 COREF 1\n4 COREF 2") == "visit"


@pytest.mark.parametrize(
    ("topics", "expected"),
    [
        (["national defence", "trade"], ("military", "economic")),
        (["health", "vaccine trials"], ("health",)),
        (["fuel smuggling"], ("resource", "crime")),
        (["livestock vaccines"], ()),
        (["palm oil"], ()),
        (["oil"], ("resource",)),
        (["seed bank"], ()),
        (["central bank"], ("economic",)),
        (["de-mining"], ()),
        (["gold mining"], ("resource",)),
        (["law enforcement"], ("crime",)),
        (["border\nmarkers"], ("territory",)),
        (["border trade"], ("economic",)),
        (["COUNTER-TERRORISM"], ("terrorism",)),
        (["people-to-people exchanges", "regional situation", "training"], ()),
        ([], ()),
    ],
)
def test_contexts_of_topics(topics: list[str], expected: tuple[str, ...]) -> None:
    spans = [Span.of(topic, 0, len(topic), "TOPIC", id=number) for number, topic in enumerate(topics)]
    assert contexts(spans) == expected


def test_a_place_that_is_talked_about_shows_no_context() -> None:
    assert contexts([Span.of("Oil Market", 0, 10, "PLACE", id=1)]) == ()
    assert contexts([Span.of("Oil Market", 0, 10, "TOPIC", id=1)]) == ("economic", "resource")


def test_names_are_plovers_and_each_once() -> None:
    assert MODES == ("visit", "third-party", "multilateral", "phone")
    assert Counter(CONTEXTS).most_common(1)[0][1] == 1
    assert len(CONTEXTS) == 16
