"""The results of a Label Studio task: what its labels, choices and relations say, and how ours are said by them.

Today's Label Studio counts characters; older ones counted UTF-16 units, of which an emoji has two. Results bring the
text they mark, and that tells: a task whose texts fit when its offsets are read as UTF-16 units, and not otherwise, has
all its offsets converted. A text that fits neither way is a fault. Space is compared as one space, since Label Studio
writes a line break as `\\\\n`. Results without a text (`saveTextResult="no"`) are taken at their word.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from ..document import Document, Span
from ..errors import CommuniqueError
from .objects import listed, typed
from .raw import RawRelation, RawSpan
from .utf16 import from_utf16

_SPACE = re.compile(r"(?:\s|\\n)+")


def read_results(
    results: list[Any], text: str, left_out: Counter[str], wrong: list[str]
) -> tuple[list[RawSpan], list[RawRelation]]:
    """Spans, in characters, and relations.

    Args:
        results: of one annotation.
        text: of the task.
        left_out: is told what was passed over, as for `label_studio.parse`.
        wrong: is told what cannot be taken.
    """
    marks = _Marks(left_out)
    for number, result in enumerate(results, 1):
        try:
            marks.take(result)
        except CommuniqueError as error:
            wrong.append(f"result {number}: {error}")
    return _placed(text, marks.with_statuses(), wrong), marks.relations


@dataclass(slots=True)
class _Marks:
    """What the results of a task hold; a text stands beside the spans that bring one."""

    left_out: Counter[str]
    spans: list[tuple[RawSpan, str | None]] = field(default_factory=list)
    relations: list[RawRelation] = field(default_factory=list)
    statuses: dict[str, str] = field(default_factory=dict)

    def take(self, result: Any) -> None:
        kind = typed(result, "type", str)
        if kind == "labels":
            value = typed(result, "value", dict)
            span = _span(value, typed(result, "id", str) if "id" in result else None)
            self.spans.append((span, value["text"] if isinstance(value.get("text"), str) else None))
        elif kind.endswith("labels"):
            raise CommuniqueError(f"type is {kind!r}; expected `labels` of a <Text>, whose offsets count characters")
        elif kind == "relation":
            self.relations += _relations(result)
            self.left_out.update([] if result.get("labels") else ["relations without label"])
        elif kind == "choices" and result.get("from_name") == "status" and "id" in result:
            self.statuses[typed(result, "id", str)] = _one(listed(result.get("value"), "choices"))
        else:
            self.left_out[kind] += 1

    def with_statuses(self) -> list[tuple[RawSpan, str | None]]:
        lost = len(self.statuses.keys() - {span.id for span, _ in self.spans})
        self.left_out.update({"choices": lost} if lost else {})
        return [(replace(span, status=self.statuses.get(span.id or "")), text) for span, text in self.spans]


def _span(value: dict[str, Any], identity: str | None) -> RawSpan:
    """A region that was marked and given no label is one that the annotator left open."""
    labels = listed(value, "labels")
    label = _one(labels) if labels else ""
    return RawSpan(typed(value, "start", int), typed(value, "end", int), label, identity, unknown=not labels)


def _one(names: list[Any]) -> str:
    if len(names) != 1 or not isinstance(names[0], str):
        raise CommuniqueError(f"{names} on one region; expected one name")
    return names[0]


def _relations(result: dict[str, Any]) -> Iterator[RawRelation]:
    """An arrow a label; Label Studio turns arrows around by `direction`, and an arrow with two heads is two."""
    head, tail = typed(result, "from_id", str), typed(result, "to_id", str)
    direction = result.get("direction") or "right"
    if direction not in ("right", "left", "bi"):
        raise CommuniqueError(f"direction is {direction!r}; expected right, left or bi")
    for label in listed(result, "labels"):
        if direction != "left":
            yield RawRelation(head, str(label), tail)
        if direction != "right":
            yield RawRelation(tail, str(label), head)


def _placed(text: str, marks: list[tuple[RawSpan, str | None]], wrong: list[str]) -> list[RawSpan]:
    """The spans with offsets in characters, if what they say to mark stands there."""
    misfits = [(span, given) for span, given in marks if not _fits(text, span, given)]
    if not misfits:
        return [span for span, _ in marks]
    places = from_utf16(text)
    moved = [
        (replace(span, start=places.get(span.start, -1), end=places.get(span.end, -1)), given) for span, given in marks
    ]
    if all(span.start >= 0 and _fits(text, span, given) for span, given in moved):
        return [span for span, _ in moved]
    for span, given in misfits:
        there = text[max(span.start, 0) : max(span.end, 0)]
        wrong.append(f"{span.label} {given!r} is said to stand at {span.start}:{span.end}, where {there!r} stands")
    return []


def _fits(text: str, span: RawSpan, given: str | None) -> bool:
    """Whether the span marks what it says; one that brings no text is believed."""
    return given is None or _SPACE.sub(" ", text[span.start : span.end]) == _SPACE.sub(" ", given)


def write_results(document: Document) -> list[dict[str, Any]]:
    """The marks of a document, with their scores."""
    results = [result for span in document.spans for result in _span_results(span)]
    relations = [
        {
            "type": "relation",
            "from_id": str(relation.head),
            "to_id": str(relation.tail),
            "direction": "right",
            "labels": [relation.label],
        }
        for relation in document.relations
    ]
    return results + relations


def _span_results(span: Span) -> Iterator[dict[str, Any]]:
    kinds = [("labels", "label", span.label, span.score)]
    if span.status is not None:
        kinds.append(("choices", "status", span.status, span.status_score))
    for kind, control, name, score in kinds:
        value = {"start": span.start, "end": span.end, "text": span.text, kind: [name]}
        result = {"id": str(span.id), "from_name": control, "to_name": "text", "type": kind, "value": value}
        yield result if score is None else result | {"score": score}
