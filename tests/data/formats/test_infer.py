"""Schemes from what documents mark."""

from communique.data.formats.build import build
from communique.data.formats.infer import infer_scheme
from communique.data.formats.raw import RawRelation, RawSpan
from communique.data.scheme import default_scheme

from .helpers import raw


def test_infer_scheme() -> None:
    spans = (
        RawSpan(0, 3, "PER", "a"),
        RawSpan(4, 7, "MEET", "b", status="planned"),
        RawSpan(8, 11, "MEET", "c", status="done"),
        RawSpan(12, 15, "?", "d", unknown=True),
    )
    arrows = RawRelation("b", "WHO", "a"), RawRelation("c", "WHO", "d"), RawRelation("b", "THEN", "c")
    scheme = infer_scheme([raw("", *spans, relations=arrows)], "mine")
    assert (scheme.name, scheme.entity_names, scheme.event_names) == ("mine", ("PER",), ("MEET",))
    assert scheme.status_names == ("planned", "done")
    assert scheme.ends == {"THEN": ({"MEET"}, {"MEET"}), "WHO": ({"MEET"}, {"PER"})}
    assert infer_scheme([raw("", *reversed(spans), relations=arrows)]).status_names == ("done", "planned")
    assert infer_scheme([raw("Ana left")]) == default_scheme()


def test_a_trigger_without_status_does_not_get_that_of_another() -> None:
    built = build([raw("met, will meet", RawSpan(0, 3, "MEET"), RawSpan(10, 14, "MEET", status="future"))], None)
    assert [span.status for span in built.documents[0].spans] == ["actual", "future"]


def test_labels_called_event_or_entity_can_have_relations() -> None:
    spans = RawSpan(0, 3, "EVENT", "a"), RawSpan(4, 7, "ENTITY", "b")
    built = build([raw("war Ana", *spans, relations=(RawRelation("a", "OF", "b"),))], None)
    assert built.faults == ()
    assert built.documents[0].scheme.ends == {"OF": ({"EVENT"}, {"ENTITY"})}
