"""PLOVER records, on documents small enough to check by hand, and their published schema."""

import json
from pathlib import Path
from typing import Any

import pytest

from communique.data import records
from communique.data.document import Document, Relation, Span
from communique.data.markup import read_markup
from communique.data.records.modes import CONTEXTS, MODES
from communique.data.records.plover import to_plover
from communique.data.scheme import EntityLabel, EventLabel, RelationLabel, Scheme, StatusLabel, default_scheme

SCHEMA = json.loads((Path(records.__file__).parent / "plover.schema.json").read_text(encoding="utf-8"))

ARTICLE = """\
# id: sample-0001
# date: 2024-03-19
# source: news agency, Hanoi
{15:PLACE|HANOI} — {1:DEMONYM|Vietnamese} {2:TITLE|Prime Minister} {3:PERSON|Le Van Hoa} on {4:DATE|Monday} \
{5:CONSULT|received} {6:DEMONYM|Lao} {7:TITLE|Foreign Minister} {8:PERSON|Khamla Souvanny}, who is on a \
{9:CONSULT|visit} to {10:COUNTRY|Vietnam}. {11:REF|They} {12:AGREE|agreed} to expand cooperation in \
{13:TOPIC|hydropower} and {14:TOPIC|border trade}.
---
5 ACTOR 3
5 RECIPIENT 8
5 DATE 4
5 LOCATION 15
9 ACTOR 8
9 RECIPIENT 10
12 ACTOR 11
12 TOPIC 13 14
3 HOLDS 2
2 OF 1
8 HOLDS 7
7 OF 6
11 COREF 3 8
"""


def document(text: str, *relations: str, date: str = "2024-03-19") -> Document:
    """A document without header but its date (a Tuesday)."""
    return read_markup(f"# date: {date}\n{text}\n---\n" + "".join(f"{row}\n" for row in relations))


def all_records(text: str, *relations: str, date: str = "2024-03-19") -> list[dict[str, Any]]:
    """Valid records of all events, incomplete ones too."""
    return valid(document(text, *relations, date=date))


def valid(found: Document) -> list[dict[str, Any]]:
    jsonschema = pytest.importorskip("jsonschema")
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    validator = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())
    written = to_plover(found, incomplete=True).records
    for record in written:
        validator.validate(json.loads(json.dumps(record)))
    return list(written)


def names(side: list[dict[str, Any]] | None) -> list[str] | None:
    return None if side is None else [participant["name"] for participant in side]


def test_a_whole_record() -> None:
    [reception, visit, agreement] = valid(read_markup(ARTICLE))
    assert {key: value for key, value in reception.items() if key not in ("id", "actor", "recipient")} == {
        "date": "2024-03-18",
        "enddate": None,
        "date_granularity": "day",
        "date_kind": "exact",
        "date_info": [
            {
                "text": "Monday",
                "start": 48,
                "end": 54,
                "date": "2024-03-18",
                "enddate": "2024-03-18",
                "granularity": "day",
                "kind": "exact",
                "why": reception["date_info"][0]["why"],
            }
        ],
        "event": "CONSULT",
        "mode": "visit",
        "aux_mode": None,
        "context": [],
        "quad_code": 1,
        "event_scale": 1.0,
        "event_loc": [{"text": "HANOI", "start": 0, "end": 5, "label": "PLACE", "country": "VNM"}],
        "topic": [],
        "document": [],
        "occasion": [],
        "amount": [],
        "status": "actual",
        "original": None,
        "confidence": None,
        "text": "HANOI — Vietnamese Prime Minister Le Van Hoa on Monday received Lao Foreign Minister Khamla Souvanny, "
        "who is on a visit to Vietnam.",
        "text_info": {
            "start": 0,
            "end": 131,
            "triggers": [{"text": "received", "start": 55, "end": 63, "status": "actual"}],
            "sentences": [{"start": 0, "end": 131}],
        },
        "cite_info": {"document": "sample-0001", "published": "2024-03-19", "source": "news agency, Hanoi"},
    }
    assert reception["actor"] == [
        {
            "name": "Khamla Souvanny",
            "label": "PERSON",
            "country": "LAO",
            "sector": "GOV",
            "title": "Foreign Minister",
            "body": None,
            "rank": "minister",
            "mentions": [{"text": "Khamla Souvanny", "start": 85, "end": 100}],
        }
    ]
    assert [(host["name"], host["country"], host["rank"]) for host in reception["recipient"]] == [
        ("Le Van Hoa", "VNM", "head_of_government")
    ]
    assert (names(visit["actor"]), names(visit["recipient"])) == (["Khamla Souvanny"], ["Vietnam"])
    assert names(agreement["actor"]) == ["Le Van Hoa", "Khamla Souvanny"]
    assert agreement["context"] == ["resource", "economic"]
    assert [mention["text"] for mention in agreement["actor"][1]["mentions"]] == ["They", "Khamla Souvanny"]


def test_every_offset_points_at_its_words() -> None:
    found = read_markup(ARTICLE)

    def check(value: Any) -> int:
        if isinstance(value, list):
            return sum(map(check, value))
        if not isinstance(value, dict):
            return 0
        if {"text", "start", "end"} <= value.keys():
            assert found.text[value["start"] : value["end"]] == value["text"]
            return 1 + sum(map(check, value.values()))
        return sum(map(check, value.values()))

    info = valid(found)[0]["text_info"]
    assert found.text[info["start"] : info["end"]] == valid(found)[0]["text"]
    assert check(valid(found)) > 12


def test_ids_are_stable_and_apart() -> None:
    first, second = (to_plover(read_markup(ARTICLE), incomplete=True).records for _ in range(2))
    assert [record["id"] for record in first] == [record["id"] for record in second]
    assert len({record["id"] for record in first}) == 3


def test_incomplete_events_are_left_out_and_counted() -> None:
    found = read_markup(ARTICLE)
    written = to_plover(found)
    assert [record["text_info"]["triggers"][0]["text"] for record in written.records] == ["received"]
    assert written.incomplete == 2
    assert to_plover(found, incomplete=True).incomplete == 2
    assert [record["date"] for record in to_plover(found, incomplete=True).records] == ["2024-03-18", None, None]


@pytest.mark.parametrize(
    ("actor", "relations", "expected"),
    [
        ("{1:REF|They}", (), None),
        ("The {1:TITLE|King}", (), None),
        ("The {2:DEMONYM|Thai} {1:REF|leaders}", ("1 OF 2",), ["leaders"]),
        ("A {2:PARTY|Reform Front} {1:REF|delegation}", ("1 OF 2",), ["delegation"]),
        ("{2:DEMONYM|Thai} {1:TITLE|Foreign Minister}", ("1 OF 2",), ["Foreign Minister"]),
        ("{1:PLACE|Koror}", (), ["Koror"]),
        ("{1:PERSON|Ann}", (), ["Ann"]),
    ],
)
def test_who_is_a_known_actor(actor: str, relations: tuple[str, ...], expected: list[str] | None) -> None:
    text = f"{actor} {{3:SUPPORT|praised}} {{4:COUNTRY|Fiji}} on {{5:DATE|Monday}}."
    rows = (*relations, "3 ACTOR 1", "3 RECIPIENT 4", "3 DATE 5")
    [record] = all_records(text, *rows)
    assert names(record["actor"]) == expected
    assert len(to_plover(document(text, *rows)).records) == (expected is not None)


def test_the_body_of_a_group_is_told() -> None:
    [record] = all_records("A {2:PARTY|Reform Front} {1:REF|delegation} {3:CONSULT|arrived}.", "1 OF 2", "3 ACTOR 1")
    [actor] = record["actor"]
    assert (actor["body"], actor["sector"], actor["title"], actor["rank"]) == ("Reform Front", "PTY", None, None)


def test_the_highest_office_is_told() -> None:
    [record] = all_records(
        "{1:PERSON|Ann}, {2:TITLE|Politburo member} of the {3:PARTY|Reform Front} and {4:TITLE|State President}, "
        "{5:SUPPORT|thanked} {6:COUNTRY|Fiji}.",
        "1 HOLDS 2 4", "2 OF 3", "5 ACTOR 1", "5 RECIPIENT 6",
    )  # fmt: skip
    assert (record["actor"][0]["title"], record["actor"][0]["rank"]) == ("State President", "head_of_state")


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (["Monday"], ("2024-03-18", None, "day", "exact")),
        (["March 11-13"], ("2024-03-11", "2024-03-13", "day", "range")),
        (["last week"], ("2024-03-11", "2024-03-17", "week", "exact")),
        (["February"], ("2024-02-01", "2024-02-29", "month", "exact")),
        (["2023"], ("2023-01-01", "2023-12-31", "year", "exact")),
        (["March", "Monday"], ("2024-03-18", None, "day", "exact")),
        (["Thursday", "Friday"], ("2024-03-14", "2024-03-15", "day", "range")),
        (["Thursday", "Monday"], ("2024-03-14", None, "day", "exact")),
        (["March 11-13", "March 12"], ("2024-03-11", "2024-03-13", "day", "range")),
        (["March 12", "March 11-13"], ("2024-03-11", "2024-03-13", "day", "range")),
        (["three-day", "Monday"], ("2024-03-18", None, "day", "exact")),
        (["three-day"], (None, None, None, None)),
        ([], (None, None, None, None)),
    ],
)
def test_the_date_of_a_record(dates: list[str], expected: tuple[str | None, ...]) -> None:
    told = " and ".join(f"{{{number}:DATE|{words}}}" for number, words in enumerate(dates, 5))
    rows = [f"2 DATE {number}" for number in range(5, 5 + len(dates))]
    [record] = all_records(f"{{1:COUNTRY|Fiji}} {{2:CONSULT|met}} {told}.", "2 ACTOR 1", *rows)
    assert tuple(record[key] for key in ("date", "enddate", "date_granularity", "date_kind")) == expected
    assert [info["text"] for info in record["date_info"]] == dates


def test_publication_is_no_date_of_an_event() -> None:
    [record] = all_records("{1:COUNTRY|Fiji} {2:SUPPORT|praised} {3:COUNTRY|Laos}.", "2 ACTOR 1", "2 RECIPIENT 3")
    assert (record["date"], record["cite_info"]["published"]) == (None, "2024-03-19")


@pytest.mark.parametrize(
    ("label", "status", "written", "aux", "original"),
    [
        ("CONSULT", "future", "AGREE", None, "CONSULT"),
        ("SUPPORT", "future", "AGREE", None, "SUPPORT"),
        ("COOPERATE", "future", "AGREE", None, "COOPERATE"),
        ("AID", "future", "AGREE", None, "AID"),
        ("RETREAT", "future", "CONCEDE", None, "RETREAT"),
        ("RETREAT", "actual", "RETREAT", None, None),
        ("AID", "actual", "AID", None, None),
        ("AID", "hypothetical", "AID", "hypothetical", None),
        ("AID", "negated", "AID", "negation", None),
        ("AID", "historical", "AID", "historical", None),
        ("SANCTION", "future", "SANCTION", "future", None),
        ("AGREE", "future", "AGREE", "future", None),
        ("REQUEST", "future", "REQUEST", "future", None),
    ],
)
def test_types_and_auxiliary_modes(
    label: str, status: str, written: str, aux: str | None, original: str | None
) -> None:
    [record] = all_records(f"{{1:COUNTRY|Fiji}} {{2:{label}.{status}|acts}}.", "2 ACTOR 1")
    assert (record["event"], record["aux_mode"], record["status"]) == (written, aux, status)
    assert (record["original"] or {}).get("event") == original
    scale = {event.name: (event.quad, event.score) for event in default_scheme().events}
    assert (record["quad_code"], record["event_scale"]) == scale[written]
    if original:
        assert (record["original"]["quad_code"], record["original"]["event_scale"]) == scale[original]


def test_a_planned_visit_keeps_its_mode_beside() -> None:
    [record] = all_records(
        "{1:PERSON|Ann} will {2:CONSULT.future|visit} {3:COUNTRY|Fiji} on {4:DATE|Friday}.",
        "2 ACTOR 1", "2 RECIPIENT 3", "2 DATE 4",
    )  # fmt: skip
    assert (record["event"], record["mode"], record["date"]) == ("AGREE", None, "2024-03-22")
    assert record["original"] == {"event": "CONSULT", "mode": "visit", "quad_code": 1, "event_scale": 1.0}


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("{1:PERSON|Ann} {2:REQUEST|invited} him to visit {3:PLACE|Suva}.", "AGREE"),
        ("{1:PERSON|Ann} {2:REQUEST|invited} him to pay an official visit.", "AGREE"),
        ("{1:PERSON|Ann} {2:REQUEST|invited} her host to {3:PLACE|Suva}.", "AGREE"),
        ("{1:PERSON|Ann} {2:REQUEST.negated|invited} nobody to the {3:COUNTRY|Philippines}.", "AGREE"),
        ("At the {2:REQUEST|invitation} of {1:PERSON|Ann}, Ben {4:CONSULT|visited} {3:PLACE|Suva}.", "AGREE"),
        ("{1:PERSON|Ann} {2:REQUEST|invited} him to the {3:OCCASION|Water Festival}.", "REQUEST"),
        ("{1:PERSON|Ann} {2:REQUEST|invited} bids from {3:COUNTRY|Fiji}.", "REQUEST"),
        ("{1:PERSON|Ann} was {2:REQUEST|invited} to speak. Ben came to visit {3:PLACE|Suva}.", "REQUEST"),
        ("{1:PERSON|Ann} {2:REQUEST|invited} firms during his {4:CONSULT|visit}.", "REQUEST"),
        ("{1:PERSON|Ann} {2:SUPPORT|invited} him to visit {3:PLACE|Suva}.", "SUPPORT"),
        ("{1:PERSON|Ann} {2:REQUEST|invited} firms to bid for a road to {3:PLACE|Suva}.", "REQUEST"),
        ("{1:PERSON|Ann} {2:REQUEST|invited} him to send rice to {3:COUNTRY|Fiji}.", "REQUEST"),
        ("{1:PERSON|Ann} {2:REQUEST|invited} bids for a road to {3:PLACE|Suva}.", "REQUEST"),
        ("{1:PERSON|Ann} {2:REQUEST|invited} Carl, the mayor of Nadi, to {3:PLACE|Suva}.", "AGREE"),
        ("{1:PERSON|Ann} {2:REQUEST|asked} him to visit {3:PLACE|Suva}.", "REQUEST"),
        ("{1:PERSON|Ann} {2:REQUEST|invited} firms. After his {4:CONSULT|visit} he left {3:PLACE|Suva}.", "REQUEST"),
    ],
)
def test_only_an_invitation_to_visit_is_an_agreement(text: str, event: str) -> None:
    record = next(found for found in all_records(text, "2 ACTOR 1") if names(found["actor"]) == ["Ann"])
    assert record["event"] == event
    assert (record["original"] or {}).get("event") == ("REQUEST" if event == "AGREE" else None)


def test_an_invitation_that_is_planned_is_no_promise_yet() -> None:
    [record] = all_records("{1:COUNTRY|Fiji} will {2:REQUEST.future|invite} him to visit {3:PLACE|Suva}.", "2 ACTOR 1")
    assert (record["event"], record["aux_mode"]) == ("AGREE", "future")


HOST, GUEST = "{1:PERSON|Ann}", "{2:PERSON|Ben}"


@pytest.mark.parametrize(
    ("text", "relations", "actors", "recipients"),
    [
        (f"{HOST} {{3:CONSULT|hosted}} {GUEST}.", ["3 ACTOR 1", "3 RECIPIENT 2"], ["Ben"], ["Ann"]),
        (f"{GUEST} was {{3:CONSULT|welcomed}}.", ["3 RECIPIENT 2"], ["Ben"], []),
        (f"{GUEST} {{3:CONSULT|visited}} {HOST}.", ["3 ACTOR 2", "3 RECIPIENT 1"], ["Ben"], ["Ann"]),
        (f"{HOST} {{3:CONSULT|met}} {GUEST}.", ["3 ACTOR 1 2"], ["Ann", "Ben"], []),
        (f"{HOST} {{3:SUPPORT|welcomed}} what {GUEST} did.", ["3 ACTOR 1", "3 RECIPIENT 2"], ["Ann"], ["Ben"]),
        (
            f"{HOST} {{3:CONSULT|received}} {GUEST}. The {{4:CONSULT|meeting}} with {{5:PERSON|Carl}} was long.",
            ["3 ACTOR 1", "3 RECIPIENT 2", "4 SAME 3", "4 ACTOR 5"],
            ["Ben"],
            ["Ann", "Carl"],
        ),
        (
            f"{HOST} and {GUEST} {{4:CONSULT|met}}. {{5:REF|She}} {{3:CONSULT|received}} {{6:REF|him}} at noon.",
            ["4 ACTOR 1 2", "3 SAME 4", "3 ACTOR 5", "3 RECIPIENT 6", "5 COREF 1", "6 COREF 2"],
            ["Ben"],
            ["Ann"],
        ),
        (
            f"{GUEST} {{4:CONSULT|visited}} {{7:COUNTRY|Fiji}}. {HOST} {{3:CONSULT|received}} {{6:REF|him}}.",
            ["4 ACTOR 2", "4 RECIPIENT 7", "3 SAME 4", "3 ACTOR 1", "3 RECIPIENT 6", "6 COREF 2"],
            ["Ben"],
            ["Fiji", "Ann"],
        ),
        (
            f"{HOST} {{3:CONSULT|received}} {GUEST}, who {{4:CONSULT|visited}} {{7:COUNTRY|Fiji}}.",
            ["4 ACTOR 2", "4 RECIPIENT 7", "4 SAME 3", "3 ACTOR 1", "3 RECIPIENT 2"],
            ["Ben"],
            ["Ann", "Fiji"],
        ),
        (f"{HOST} gave a {{3:CONSULT|banquet}} for {GUEST}.", ["3 ACTOR 1", "3 RECIPIENT 2"], ["Ben"], ["Ann"]),
        (f"{GUEST} was {{3:CONSULT|met}} by {HOST}.", ["3 ACTOR 1", "3 RECIPIENT 2"], ["Ben"], ["Ann"]),
        (f"{HOST} {{3:CONSULT|received}} a letter from {GUEST}.", ["3 ACTOR 1", "3 RECIPIENT 2"], ["Ben"], ["Ann"]),
        (f"{HOST} {{3:CONSULT|received}} nobody.", ["3 ACTOR 1"], ["Ann"], []),
        (
            f"{HOST} {{3:CONSULT|hosted}} a dance. {GUEST} came to the {{4:CONSULT|talks}}.",
            ["3 ACTOR 1", "4 SAME 3", "4 ACTOR 2"],
            ["Ann", "Ben"],
            [],
        ),
    ],
)
def test_the_visitor_acts(text: str, relations: list[str], actors: list[str], recipients: list[str]) -> None:
    [record] = all_records(text, *relations)
    assert names(record["actor"]) == actors
    assert names(record["recipient"]) == recipients


def test_two_sides_of_a_reception_join_the_host_and_the_guest_of_their_states() -> None:
    text = (
        "{1:PERSON|Ann} of {2:COUNTRY|Fiji} {3:CONSULT|received} {4:PERSON|Ben} of {5:COUNTRY|Laos}. The {6:REF|two sides} "
        "{7:CONSULT|discussed} rice."
    )
    rows = ["1 OF 2", "4 OF 5", "3 ACTOR 1", "3 RECIPIENT 4", "7 SAME 3", "7 ACTOR 6", "6 COREF 2 5"]
    [record] = all_records(text, *rows)
    assert (names(record["actor"]), names(record["recipient"])) == (["Ben", "Laos"], ["Ann", "Fiji"])


def test_an_event_and_its_record_agree_on_who_received_whom() -> None:
    found = document(
        "{1:PERSON|Ben} {2:CONSULT|visited} {3:COUNTRY|Fiji}. {4:PERSON|Ann} {5:CONSULT|received} {6:REF|him}.",
        "2 ACTOR 1", "2 RECIPIENT 3", "5 SAME 2", "5 ACTOR 4", "5 RECIPIENT 6", "6 COREF 1",
    )  # fmt: skip
    [event], [record] = found.events, valid(found)
    assert [p.name for p in event.actors] == names(record["actor"]) == ["Ben"]
    assert [p.name for p in event.recipients] == names(record["recipient"]) == ["Fiji", "Ann"]
    assert (record["mode"], event.actors_host) == ("visit", False)


def test_records_of_another_scheme_are_valid() -> None:
    scheme = Scheme(
        "football",
        entities=(EntityLabel("CLUB"), EntityLabel("STADIUM"), EntityLabel("ROUND")),
        events=(EventLabel("MATCH"), EventLabel("DATE")),
        statuses=(StatusLabel("played"), StatusLabel("called_off")),
        relations=(
            RelationLabel("ACTOR", ("EVENT",), ("CLUB",)),
            RelationLabel("LOCATION", ("EVENT",), ("STADIUM",)),
            RelationLabel("DATE", ("EVENT",), ("ROUND", "DATE")),
        ),
    )
    text = "Lions beat Bears at Oak Park in round 9"
    marks = (
        (0, 5, "CLUB"),
        (6, 10, "MATCH"),
        (11, 16, "CLUB"),
        (20, 28, "STADIUM"),
        (32, 37, "ROUND"),
        (38, 39, "DATE"),
    )
    spans = tuple(Span.of(text, start, end, label, id=number) for number, (start, end, label) in enumerate(marks))
    told = (("ACTOR", 0), ("ACTOR", 2), ("LOCATION", 3), ("DATE", 4), ("DATE", 5))
    relations = tuple(Relation(1, label, tail) for label, tail in told)
    match, _ = valid(Document(text, spans, relations, date="2024-03-19", scheme=scheme))
    assert (match["event"], match["status"], match["quad_code"], names(match["actor"])) == (
        "MATCH", "played", None, ["Lions", "Bears"],
    )  # fmt: skip


def test_no_event_gives_no_record() -> None:
    assert to_plover(document("{1:PERSON|Ann} said little.")).records == ()


def test_the_schema_names_what_the_code_writes() -> None:
    properties = SCHEMA["properties"]
    assert properties["event"]["examples"] == [event.name for event in default_scheme().events]
    assert properties["context"]["items"]["enum"] == list(CONTEXTS)
    assert properties["mode"]["enum"] == [*MODES, None]
    assert properties["status"]["examples"] == [status.name for status in default_scheme().statuses]
    assert {"id", "date", "actor", "event"} <= set(SCHEMA["required"])
    assert list(to_plover(read_markup(ARTICLE)).records[0]) == list(properties)


def test_every_key_of_the_schema_is_explained() -> None:
    def unexplained(schema: dict[str, Any]) -> list[str]:
        inner = schema.get("properties", {}) | schema.get("$defs", {})
        own = [key for key, part in inner.items() if not ("description" in part or "$ref" in part)]
        parts = [*inner.values(), *([schema["items"]] if "items" in schema else [])]
        return own + [key for part in parts for key in unexplained(part)]

    assert unexplained(SCHEMA) == []


def test_the_schema_refuses_what_is_no_record() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    validator = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())
    record = to_plover(read_markup(ARTICLE)).records[0]
    assert validator.is_valid(record)
    changes: tuple[dict[str, Any], ...] = (
        {"date": "18 March"},
        {"event": "to meet"},
        {"actor": []},
        {"actor": "Ann"},
        {"extra": 1},
        {"mode": ""},
    )
    for change in changes:
        assert not validator.is_valid(record | change), change
    assert not validator.is_valid({key: value for key, value in record.items() if key != "actor"})
