import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.data.document import Document, Relation, Span
from communique.data.formats.label_studio import parse, write
from communique.data.formats.label_studio_config import config
from communique.data.formats.raw import RawDocument
from communique.data.scheme import EntityLabel, Scheme, default_scheme

from .helpers import arrows, marked, marks, shape

FILES = Path(__file__).with_name("files") / "label_studio"
EXPORT = FILES / "export.json"
CAPITALS = "Apia hosts Suva."


def parse_tasks(tmp_path: Path, tasks: Any, **options: Any) -> tuple[list[RawDocument], list[tuple[int, str]]]:
    path = tmp_path / "tasks.json"
    path.write_text(tasks if isinstance(tasks, str) else json.dumps(tasks), encoding="utf-8")
    found, faults = parse(path, **options)
    return found, [(fault.line, fault.message) for fault in faults]


def region(start: int | str, end: int, label: str = "PLACE", identity: str = "r", **value: Any) -> dict[str, Any]:
    return {"id": identity, "type": "labels", "value": {"start": start, "end": end, "labels": [label], **value}}


def task(*results: Any, text: str = CAPITALS, **rest: Any) -> dict[str, Any]:
    return {"data": {"text": text}, "annotations": [{"result": list(results)}], **rest}


def test_export() -> None:
    left_out: Counter[str] = Counter()
    found, faults = parse(EXPORT, left_out)
    assert not faults
    assert [document.id for document in found] == ["101", "102", "103", "104", "106"]
    assert [document.line for document in found] == [1, 2, 3, 4, 6]
    assert (found[0].date, found[0].source) == ("2026-09-12", "Tanna Wire")
    assert marks(found[0])[:3] == [
        ("Vanuatu", "COUNTRY"),
        ("Foreign Minister", "TITLE"),
        ("Leisale Taravaki", "PERSON"),
    ]
    assert [span.status for span in found[0].spans] == [None, None, None, "future", None, None]
    assert left_out == {
        "cancelled annotations": 1,
        "other annotations": 2,
        "unannotated tasks": 1,
        "choices": 1,
        "relations without label": 1,
    }


def test_arrows_point_where_their_direction_says() -> None:
    found, _ = parse(EXPORT)
    assert arrows(found[0]) == [("visit", "ACTOR", "Leisale Taravaki"), ("visit", "LOCATION", "Suva")]


def test_offsets_in_characters_and_in_utf16_units_are_told_apart() -> None:
    found, _ = parse(EXPORT)
    expected = [("Fiji", "COUNTRY"), ("thanked", "SUPPORT"), ("Japan", "COUNTRY")]
    assert marks(found[1]) == marks(found[2]) == expected
    raw = json.loads(EXPORT.read_text(encoding="utf-8"))
    starts = [raw[index]["annotations"][0]["result"][0]["value"]["start"] for index in (1, 2)]
    assert starts == [3, 5]


def test_utf16_offsets_are_converted_for_the_whole_task(tmp_path: Path) -> None:
    told, silent = region(3, 7, text="Fiji"), region(8, 11, identity="s")
    found, faults = parse_tasks(tmp_path, [task(told, silent, text="🏝 Fiji and")])
    assert not faults
    assert marks(found[0]) == [("Fiji", "PLACE"), ("and", "PLACE")]


def test_utf16_offsets_inside_a_character_are_a_fault(tmp_path: Path) -> None:
    found, faults = parse_tasks(tmp_path, [task(region(3, 7, text="Fiji"), region(1, 7), text="🏝 Fiji and")])
    assert not found
    assert "'Fiji' is said to stand at 3:7, where 'iji ' stands" in faults[0][1]


def test_ground_truth_goes_before_the_first_annotation() -> None:
    found, _ = parse(EXPORT)
    assert marks(found[3]) == [("met", "CONSULT"), ("Pacific  Islands\nForum", "IGO"), ("Honiara", "PLACE")]


def test_json_min_of_label_studios_own_converter() -> None:
    left_out: Counter[str] = Counter()
    found, faults = parse(FILES / "export-min.json", left_out)
    whole, _ = parse(EXPORT)
    assert not faults
    assert [document.id for document in found] == [document.id for document in whole]
    assert [marks(document) for document in found[:3]] == [marks(document) for document in whole[:3]]
    assert found[0].source == "Tanna Wire"
    assert found[0].meta == {"kind": "visit"}
    assert left_out == {"other annotations": 2, "unannotated tasks": 1, "choices": 4}


def test_minimal_form_of_the_manual(tmp_path: Path) -> None:
    rows = [{"text": CAPITALS, "label": [{"start": 0, "end": 4, "text": "Apia", "labels": ["PLACE"]}]}]
    found, faults = parse_tasks(tmp_path, rows)
    assert not faults
    assert marks(found[0]) == [("Apia", "PLACE")]


@pytest.mark.parametrize(
    ("results", "message"),
    [
        ([region(0, 4, text="Suva")], "PLACE 'Suva' is said to stand at 0:4, where 'Apia' stands"),
        ([region(0, 4, text="Apia"), region(10, 14, text="Suva")], "stand at 10:14, where ' Suv' stands"),
        ([region(0, 40, text="Apia")], "PLACE 'Apia' is said to stand at 0:40"),
        ([region(-4, 4, text="Apia")], "PLACE 'Apia' is said to stand at -4:4"),
        ([region("/div[1]/text()[1]", 4)], "start is '/div[1]/text()[1]'; expected int"),
        ([region(0, 4) | {"type": "hypertextlabels"}], "type is 'hypertextlabels'; expected `labels`"),
        ([region(0, 4, labels=["PLACE", "ORG"])], "['PLACE', 'ORG'] on one region; expected one name"),
        ([{"type": "relation", "from_id": "a"}], "to_id is None; expected str"),
        ([{"type": "relation", "from_id": "a", "to_id": "b", "direction": "up"}], "expected right, left or bi"),
        ([{"id": "a", "from_name": "status", "type": "choices", "value": {"choices": []}}], "expected one name"),
        (["labels"], "result 1: type is None; expected str"),
    ],
)
def test_faults_name_the_task(tmp_path: Path, results: list[Any], message: str) -> None:
    good = task(region(0, 4, text="Apia"))
    found, faults = parse_tasks(tmp_path, [good, task(*results, id=77), good])
    assert len(found) == 2
    assert [line for line, _ in faults] == [2]
    assert faults[0][1].startswith("task with id 77: ")
    assert message in faults[0][1]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "not JSON"),
        ('{"id": 3}', "an object with id; expected the tasks"),
        ("7", "expected the tasks of a JSON or JSON-MIN export"),
        ("[7]", "task: 7; expected the tasks"),
        ('[{"data": 3, "annotations": [{"result": []}]}]', "data is 3; expected dict"),
        ('[{"data": {}, "annotations": [{"result": []}]}]', "no string 'text' in the data, which has no string"),
        ('[{"data": {"text": "a"}, "annotations": [{}]}]', "result is None; expected list"),
        ('[{"data": {"text": "a"}, "annotations": 3}]', "annotations is 3; expected list"),
    ],
)
def test_what_is_no_export_is_a_fault(tmp_path: Path, content: str, message: str) -> None:
    found, faults = parse_tasks(tmp_path, content)
    assert not found
    assert len(faults) == 1
    assert message in faults[0][1]


@pytest.mark.parametrize(
    ("data", "key", "expected"),
    [
        ({"text": "a", "body": "b"}, None, "a"),
        ({"text": "a", "body": "b"}, "body", "b"),
        ({"title": "a", "article": "b"}, None, "b"),
        ({"body": "b", "views": 3}, None, "b"),
    ],
)
def test_the_text_is_found(tmp_path: Path, data: dict[str, Any], key: str | None, expected: str) -> None:
    row = {"data": data, "annotations": [{"result": [region(0, 1) | {"to_name": "article"}]}]}
    found, faults = parse_tasks(tmp_path, [row], key=key)
    assert not faults
    assert found[0].text == expected


@pytest.mark.parametrize("key", [None, "article"])
def test_which_text_is_not_guessed(tmp_path: Path, key: str | None) -> None:
    row = {"data": {"title": "a", "body": "b"}, "annotations": [{"result": []}]}
    found, faults = parse_tasks(tmp_path, [row], key=key)
    assert not found
    assert "has title, body; name the field with the text, such as the option `key=article`" in faults[0][1]


def test_old_exports_call_annotations_completions(tmp_path: Path) -> None:
    skipped, done = {"result": [], "skipped": True}, {"result": [region(0, 4)]}
    left_out: Counter[str] = Counter()
    row = {"data": {"text": CAPITALS}, "completions": [skipped, done]}
    found, _ = parse_tasks(tmp_path, [row], left_out=left_out)
    assert marks(found[0]) == [("Apia", "PLACE")]
    assert left_out == {"cancelled annotations": 1}


def test_tasks_that_all_annotators_cancelled_are_left_out(tmp_path: Path) -> None:
    left_out: Counter[str] = Counter()
    row = {"data": {"text": CAPITALS}, "annotations": [{"result": [], "was_cancelled": True}]}
    assert parse_tasks(tmp_path, [row], left_out=left_out) == ([], [])
    assert left_out == {"cancelled annotations": 1}


def test_regions_without_label_are_left_open(tmp_path: Path) -> None:
    found, _ = parse_tasks(tmp_path, [task(region(0, 4, labels=[]))])
    assert [(span.label, span.unknown) for span in found[0].spans] == [("", True)]


def test_an_arrow_with_two_heads_is_two(tmp_path: Path) -> None:
    arrow = {"type": "relation", "from_id": "a", "to_id": "b", "direction": "bi", "labels": ["ALIAS"]}
    found, _ = parse_tasks(tmp_path, [task(region(0, 4, identity="a"), region(11, 15, identity="b"), arrow)])
    assert arrows(found[0]) == [("Apia", "ALIAS", "Suva"), ("Suva", "ALIAS", "Apia")]


@given(st.lists(marked(), max_size=3))
def test_round_trip(tmp_path_factory: pytest.TempPathFactory, given: list[Document]) -> None:
    path = tmp_path_factory.mktemp("studio") / "out.json"
    assert write(given, path) == +Counter(unknown=sum(len(document.unknown) for document in given))
    found, faults = parse(path, left_out := Counter())
    assert not faults
    assert not left_out
    assert [shape(document) for document in found] == [shape(document) for document in given]


def test_scored_spans_are_predictions(tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    spans = (
        Span.of(CAPITALS, 0, 4, "PLACE", id=1, score=0.75),
        Span.of(CAPITALS, 5, 10, "CONSULT", id=2, score=0.5, status="future", status_score=0.25),
    )
    scored = Document(CAPITALS, spans, (Relation(2, "LOCATION", 1, 0.5),), id="a")
    assert write([scored, Document("Nothing.")], path) == {"scores": 1}
    first, second = json.loads(path.read_text())
    assert "annotations" not in first | second
    assert [result.get("score") for result in first["predictions"][0]["result"]] == [0.75, 0.5, 0.25, None]
    left_out: Counter[str] = Counter()
    assert parse(path, left_out) == ([], [])
    assert left_out == {"unannotated tasks": 2}
    found, _ = parse(path, predictions=True)
    assert shape(found[0]) == shape(scored)


def test_our_id_outlives_json_min(tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    write([Document(CAPITALS, id="cable-7")], path)
    data = json.loads(path.read_text())[0]["data"]
    found, _ = parse_tasks(tmp_path, [data | {"id": 3, "annotation_id": 4}])
    assert found[0].id == "cable-7"


def test_configuration_names_all_that_can_be_marked() -> None:
    scheme = default_scheme()
    view = ElementTree.fromstring(config(scheme))

    def values(path: str) -> tuple[str | None, ...]:
        return tuple(element.get("value") for element in view.findall(path))

    assert values("Labels/Label") == scheme.span_labels
    assert values("Relations/Relation") == scheme.relation_names
    assert values("Choices/Choice") == scheme.status_names
    choices = view.find("Choices")
    assert choices is not None
    assert (choices.get("name"), choices.get("perRegion")) == ("status", "true")
    assert choices.get("whenLabelValue") == ",".join(scheme.event_names)
    assert len({label.get("background") for label in view.findall("Labels/Label")}) == len(scheme.span_labels)


def test_configuration_fits_what_is_written(tmp_path: Path) -> None:
    write([Document(CAPITALS, (Span.of(CAPITALS, 5, 10, "CONSULT", id=1),))], tmp_path / "out.json")
    view = ElementTree.fromstring(config(default_scheme()))
    controls = {element.get("name"): element.get("toName") for element in view}
    for result in json.loads((tmp_path / "out.json").read_text())[0]["annotations"][0]["result"]:
        assert controls[result["from_name"]] == result["to_name"]


def test_configuration_of_a_scheme_of_mentions_alone() -> None:
    scheme = Scheme("names", (EntityLabel("PERSON", 'a "named" <individual> & no other'),))
    view = ElementTree.fromstring(config(scheme))
    assert [element.tag for element in view] == ["Labels", "Text"]
    assert view[0][0].get("hint") == 'a "named" <individual> & no other'


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 9) | st.sampled_from(["labels", "relation", "choices", "bi", "status"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "result",
                    "id",
                    "type",
                    "value",
                    "labels",
                    "choices",
                    "start",
                    "end",
                    "text",
                    "from_id",
                    "to_id",
                    "direction",
                    "from_name",
                    "to_name",
                    "was_cancelled",
                ]
            ),
            inner,
        )
    ),
)
KEYS = ("data", "annotations", "completions", "predictions", "text", "label", "id", "annotation_id", "status")


@given(st.dictionaries(st.sampled_from(KEYS), JSON), st.lists(JSON, max_size=3), st.booleans())
def test_no_content_raises(
    tmp_path_factory: pytest.TempPathFactory, row: dict[str, Any], results: list[Any], predictions: bool
) -> None:
    path = tmp_path_factory.mktemp("any") / "any.json"
    path.write_text(json.dumps([row, task(*results), results]), encoding="utf-8")
    found, faults = parse(path, predictions=predictions)
    assert {document.line for document in found}.isdisjoint(fault.line for fault in faults)


@pytest.mark.parametrize(
    "change",
    [
        lambda result: result.update(id=[]),
        lambda result: result.update(value=None),
        lambda result: result["value"].update(labels="PLACE"),
        lambda result: result["value"].update(labels=[None]),
        lambda result: result.pop("type"),
    ],
)
def test_a_broken_result_is_a_fault(tmp_path: Path, change: Callable[[dict[str, Any]], Any]) -> None:
    result = region(0, 4)
    change(result)
    found, faults = parse_tasks(tmp_path, [task(result)])
    assert not found
    assert faults


def test_scores_are_only_lost_of_relations(tmp_path: Path) -> None:
    spans = (Span.of(CAPITALS, 0, 4, "PLACE", id=1), Span.of(CAPITALS, 5, 10, "CONSULT", id=2))
    gold = Document(CAPITALS, spans, (Relation(2, "LOCATION", 1),))
    assert write([gold], tmp_path / "out.json") == {}
    assert write([replace(gold, relations=(Relation(2, "LOCATION", 1, 0.1),))], tmp_path / "out.json") == {"scores": 1}
