import json

import pytest

from communique.data.errors import CommuniqueError
from communique.data.scheme import Scheme, default_scheme, load_scheme


def test_guidelines_labels_are_all_there() -> None:
    scheme = default_scheme()
    assert len(scheme.entities) == 14
    assert len(scheme.events) == 16
    assert len(scheme.statuses) == 5
    assert len(scheme.relations) == 13
    assert scheme.default_status == "actual"
    everything = (*scheme.entities, *scheme.events, *scheme.statuses, *scheme.relations)
    assert all(label.definition for label in everything)


def test_every_event_type_has_quad_class_and_score() -> None:
    for event in default_scheme().events:
        assert event.quad in (1, 2, 3, 4)
        assert event.score is not None
        assert (event.score > 0) == (event.quad <= 2), event


@pytest.mark.parametrize(
    ("head", "relation", "tail"),
    [("CONSULT", "ACTOR", "PLACE"), ("PERSON", "HOLDS", "TITLE"), ("ORG", "OF", "PARTY"), ("AGREE", "TOPIC", "DOCUMENT"),
     ("PARTY", "ALIAS", "PARTY"), ("SUPPORT", "SAME", "SUPPORT"), ("TITLE", "COREF", "PERSON")],
)  # fmt: skip
def test_allowed_relations(head: str, relation: str, tail: str) -> None:
    assert default_scheme().relation_fault(head, relation, tail) is None


@pytest.mark.parametrize(
    ("head", "relation", "tail", "reason"),
    [("PERSON", "ACTOR", "CONSULT", "cannot start"), ("CONSULT", "ACTOR", "TOPIC", "cannot end"), ("SUPPORT", "SAME", "AID", "one label"),
     ("PARTY", "ALIAS", "ORG", "one label"), ("PERSON", "KNOWS", "PERSON", "unknown relation"), ("CONSULT", "DATE", "PLACE", "cannot end")],
)  # fmt: skip
def test_forbidden_relations(head: str, relation: str, tail: str, reason: str) -> None:
    fault = default_scheme().relation_fault(head, relation, tail)
    assert fault is not None
    assert reason in fault


def test_plain_data_round_trip() -> None:
    scheme = default_scheme()
    assert Scheme.from_dict(json.loads(json.dumps(scheme.to_dict()))) == scheme


@pytest.mark.parametrize(
    ("data", "reason"),
    [({"name": "x"}, "no label"), ({"entities": []}, "not a scheme"), ({"name": "x", "entities": [{"nam": "A"}]}, "not a scheme"),
     ({"name": "x", "entities": [{"name": "A"}, {"name": "A"}]}, "twice"), ({"name": "x", "events": [{"name": "E"}]}, "no status"),
     ({"name": "x", "entities": [{"name": "A"}], "relations": [{"name": "R", "heads": ["B"], "tails": ["A"]}]}, "no label or group")],
)  # fmt: skip
def test_bad_schemes_are_refused(data: dict[str, object], reason: str) -> None:
    with pytest.raises(CommuniqueError, match=reason):
        Scheme.from_dict(data)


def test_scheme_file_that_is_not_json(tmp_path) -> None:
    path = tmp_path / "scheme.json"
    path.write_text("{\n,", encoding="utf-8")
    with pytest.raises(CommuniqueError, match=r"scheme.json:2: not JSON"):
        load_scheme(path)
