"""Events: mentions merged, participants led back to their names."""

import time

import pytest

from communique.data.document import Document
from communique.data.markup import read_markup
from communique.data.records.events import events, mentions_of_events

MEETING = """# id: a
# date: 2024-03-20
{1:PERSON|Le Van Hoa} {2:CONSULT|received} {3:DEMONYM|Lao} {4:TITLE|Foreign Minister} {5:PERSON|Khamla Souvanny} in \
{6:PLACE|Hanoi} on {7:DATE|Monday}. At the {8:CONSULT|meeting} the {9:REF|two sides} discussed {10:TOPIC|trade}. {11:REF|They} \
{12:AGREE|agreed} to meet again; {13:CONSULT.future|talks} follow on {14:DATE|Friday}.
---
2 ACTOR 1
2 RECIPIENT 5
5 HOLDS 4
4 OF 3
2 LOCATION 6
2 DATE 7
8 SAME 2
8 ACTOR 9
8 TOPIC 10
9 COREF 1 5
11 COREF 9
12 ACTOR 11
13 DATE 14
"""


def test_mentions_joined_by_same_are_one_event_with_all_arguments() -> None:
    meeting, agreement, talks = events(read_markup(MEETING))
    assert [span.text for span in meeting.triggers] == ["received", "meeting"]
    assert [actor.name for actor in meeting.actors] == ["Le Van Hoa"]
    assert [(p.name, p.state, p.sector) for p in meeting.recipients] == [("Khamla Souvanny", "LAO", "GOV")]
    assert [span.text for span in meeting.locations] == ["Hanoi"]
    assert [span.text for span in meeting.topics] == ["trade"]
    assert [str(found.when.start) for found in meeting.dates] == ["2024-03-18"]
    assert len(meeting.sentences) == 2
    assert [actor.name for actor in agreement.actors] == ["Le Van Hoa", "Khamla Souvanny"]
    assert [[span.text for span in actor.evidence] for actor in agreement.actors] == [
        ["They", "two sides", "Le Van Hoa"],
        ["They", "two sides", "Khamla Souvanny"],
    ]
    assert (talks.status, str(talks.dates[0].when.start)) == ("future", "2024-03-22")


def test_ids_are_stable_and_unique() -> None:
    found = events(read_markup(MEETING))
    assert [event.id for event in found] == [event.id for event in events(read_markup(MEETING))]
    assert len({event.id for event in found}) == len(found)


def test_the_most_certain_mention_gives_the_status() -> None:
    text = "A {1:CONSULT.future|visit} that {2:CONSULT.actual|began}. No {3:AID.negated|aid}, no {4:AID.negated|gift}.\n---\n"
    visit, aid = events(read_markup(f"{text}2 SAME 1\n4 SAME 3\n"))
    assert (visit.status, aid.status) == ("actual", "negated")
    assert visit.triggers[0].text == "visit"


def test_two_meetings_on_one_day_stay_two() -> None:
    text = "{1:COUNTRY|Japan} {2:CONSULT|met} {3:COUNTRY|Fiji} and {4:CONSULT|met} {5:COUNTRY|Laos}.\n---\n2 ACTOR 1 3\n4 ACTOR 1 5\n"
    assert [[p.name for p in event.actors] for event in events(read_markup(text))] == [
        ["Japan", "Fiji"],
        ["Japan", "Laos"],
    ]


@pytest.mark.parametrize(
    ("text", "relations", "actors"),
    [
        (
            "{1:DEMONYM|Lao} {2:TITLE|Foreign Minister} {3:CONSULT|met} {4:DEMONYM|Thai} {5:TITLE|Foreign Minister}",
            ["2 OF 1", "5 OF 4", "3 ACTOR 2 5"],
            [("Foreign Minister", "LAO"), ("Foreign Minister", "THA")],
        ),
        (
            "{1:TITLE|governor} of {2:PLACE|Koror} {3:CONSULT|met} the {5:TITLE|governor} of {4:PLACE|Suva Bay}",
            ["1 OF 2", "5 OF 4", "3 ACTOR 1 5"],
            [("governor", None), ("governor", None)],
        ),
        (
            "a {1:REF|delegation} {3:CONSULT|met} another {5:REF|delegation}; both {6:CONSULT|talked}",
            ["3 ACTOR 1 5", "6 SAME 3"],
            [("delegation", None), ("delegation", None)],
        ),
        (
            "{1:REF|delegation} {3:CONSULT|comes}. The {4:DEMONYM|Lao} {5:REF|delegation} {6:CONSULT|arrived}",
            ["3 ACTOR 1", "5 OF 4", "6 SAME 3", "6 ACTOR 5"],
            [("delegation", "LAO")],
        ),
        (
            "{1:ORG|Council of Reed Growers} ({2:ORG|CRG}) {3:CONSULT|met}; {5:CONSULT|talks} of {7:ORG|CRG} and "
            "{8:PERSON|Ann}",
            ["2 ALIAS 1", "3 ACTOR 1", "5 SAME 3", "5 ACTOR 7 8"],
            [("Council of Reed Growers", None), ("Ann", None)],
        ),
        (
            "{1:ORG|Senate} of {2:COUNTRY|Laos} {3:CONSULT|met} the {4:ORG|Senate} of {5:COUNTRY|Fiji}",
            ["1 OF 2", "4 OF 5", "3 ACTOR 1 4"],
            [("Senate", "LAO"), ("Senate", "FJI")],
        ),
    ],
)
def test_who_is_one_participant(text: str, relations: list[str], actors: list[tuple[str, str | None]]) -> None:
    rows = "".join(f"{row}\n" for row in relations)
    [event] = events(read_markup(f"{text}.\n---\n{rows}"))
    assert [(p.name, p.state) for p in event.actors] == actors


def test_who_accuse_each_other_are_on_both_sides_and_who_meet_each_other_on_one() -> None:
    text = "{1:COUNTRY|Fiji} and {2:COUNTRY|Laos} {3:%s|acted} on {4:REF|each other}.\n---\n3 ACTOR 1 2\n3 RECIPIENT 4\n4 COREF 1 2\n"
    [accusation], [meeting] = (events(read_markup(text % kind)) for kind in ("ACCUSE", "CONSULT"))
    both = ["Fiji", "Laos"]
    assert [[p.name for p in side] for side in (accusation.actors, accusation.recipients)] == [both, both]
    assert [[p.name for p in side] for side in (meeting.actors, meeting.recipients)] == [both, []]


def test_arguments_keep_their_words_and_the_order_of_telling() -> None:
    text = (
        "{1:COUNTRY|Fiji} {2:AID|gave} {3:AMOUNT|$1.3 million}, {4:AMOUNT|$3.1 million} and {5:AMOUNT|€1.3 million} on "
        "{6:DATE|Monday}, {7:AID|more} on {8:DATE|Friday} and {9:AID|again} on {10:DATE|MONDAY}.\n---\n"
        "2 AMOUNT 3 4 5\n2 DATE 6\n7 SAME 2\n7 DATE 8\n9 SAME 2\n9 DATE 10\n"
    )
    [aid] = events(read_markup(text))
    assert [span.text for span in aid.amounts] == ["$1.3 million", "$3.1 million", "€1.3 million"]
    assert [told.span.text for told in aid.dates] == ["Monday", "Friday"]


def test_a_plan_that_is_recalled_is_still_to_come() -> None:
    text = "A {1:CONSULT.future|visit} and the {2:CONSULT.historical|visit}.\n---\n2 SAME 1\n"
    assert [event.status for event in events(read_markup(text))] == ["future"]


def test_a_type_has_its_place_on_the_scale() -> None:
    [meeting, *_] = events(read_markup(MEETING))
    assert (meeting.quad, meeting.scale, meeting.score) == (1, 1.0, None)


def test_many_mentions_of_one_event_are_joined_in_time() -> None:
    triggers = " ".join(f"{{{number}:AID|aid}}" for number in range(12000))
    document = read_markup(f"{triggers}\n---\n" + "".join(f"{n} SAME {n - 1}\n" for n in range(1, 12000)))
    start = time.perf_counter()
    [mentions] = mentions_of_events(document)
    assert len(mentions) == 12000
    assert time.perf_counter() - start < 3


def test_texts_without_events_have_none() -> None:
    assert events(Document("It rained.")) == ()
