"""Rows of a data set as documents, in each of the three forms that `hf` reads."""

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import partial
from itertools import accumulate
from typing import Any, TypeAlias

from ..errors import CommuniqueError
from .objects import header, typed
from .raw import RawDocument, RawRelation, RawSpan
from .tags import TaggedWord, detect_encoding, illegal_tags, open_runs, tag_runs

Row: TypeAlias = Mapping[str, Any]
Marks: TypeAlias = tuple[str, list[RawSpan]]


def row_reader(table: Any, repair: bool, path: str) -> Callable[[Row, int], RawDocument]:
    """What makes a document of a row and its number, in a table with these columns; it raises CommuniqueError where a
    row does not fit.

    Args:
        table: a `datasets.Dataset`.
        repair: take tags that may not follow each other.
        path: the name of the data set, for error messages.

    Raises:
        CommuniqueError: columns that are none of the three forms, labels that are numbers without names.
    """
    marks = _form(table, repair)
    return lambda row, number: _document(row, marks(row, number), path, number)


def _form(table: Any, repair: bool) -> Callable[[Row, int], Marks]:
    """What reads text and spans."""
    features = table.features or {}
    if "tokens" in features and "ner_tags" in features:
        names = _names("ner_tags", features["ner_tags"])
        return partial(_words, names=names, encoding=None if repair else _encoding(table, names))
    column = next((name for name in ("spans", "entities") if name in features), None)
    if column and "text" in features:
        return partial(_spans, column=column, names=_names(column, features[column]))
    expected = "expected tokens and ner_tags, or text and spans (or entities)"
    raise CommuniqueError(f"the columns are {', '.join(features) or 'none'}; {expected}")


def _names(column: str, feature: Any) -> Sequence[str]:
    """The labels that the numbers of a column stand for; none where it holds strings."""
    leaf = feature
    while isinstance(leaf, dict) or hasattr(leaf, "feature"):
        leaf = leaf.get("label") if isinstance(leaf, dict) else leaf.feature
    names: Sequence[str] | None = getattr(leaf, "names", None)
    if names is None and "int" in str(getattr(leaf, "dtype", "")):
        expected = "expected strings or a ClassLabel; `data.cast_column` makes one of the numbers"
        raise CommuniqueError(f"the labels in {column!r} are numbers without names; {expected}")
    return names or ()


def _label(value: int | str | None, names: Sequence[str]) -> str | None:
    """The label as a string; None where it is left open."""
    if not isinstance(value, int):
        return value
    if value >= len(names):
        raise CommuniqueError(f"there is a label {value}; expected less than {len(names)}, the count of names")
    return names[value] if value >= 0 else None


def _words(row: Row, number: int, names: Sequence[str], encoding: str | None) -> Marks:
    text, places = _places(row)
    words = _tagged(row, names)
    for place, message in illegal_tags(words, encoding) if encoding else ():
        raise CommuniqueError(f"token {place}: {message}")
    marked = [(*run, words[run[0]].label, False) for run in tag_runs(words)]
    left = [(*run, "", True) for run in open_runs([_label(tag, names) is None for tag in row["ner_tags"]])]
    return text, [
        RawSpan(places[first][0], places[last - 1][1], label, line=number, unknown=unknown)
        for first, last, label, unknown in marked + left
    ]


def _encoding(table: Any, names: Sequence[str]) -> str:
    """The encoding that fits the rows best."""
    sentences = []
    for row in table:
        with suppress(CommuniqueError):
            sentences.append(_tagged(row, names))
    return detect_encoding(sentences)


def _tagged(row: Row, names: Sequence[str]) -> list[TaggedWord]:
    """The words with their tags; one that is left open counts as outside."""
    tokens, tags = _items(row, "tokens", str), _items(row, "ner_tags", int, str, type(None))
    if len(tags) != len(tokens):
        raise CommuniqueError(f"the row has {len(tokens)} tokens and {len(tags)} ner_tags; expected one each")
    labels = [_label(tag, names) for tag in tags]
    pairs = zip(tokens, ("O" if label is None else label for label in labels), strict=True)
    return [TaggedWord(place, token, tag) for place, (token, tag) in enumerate(pairs, 1)]


def _places(row: Row) -> tuple[str, list[tuple[int, int]]]:
    """The text and where its words stand."""
    tokens = _items(row, "tokens", str)
    if any(row.get(name) is None for name in ("text", "starts", "ends")):
        starts = accumulate((len(token) + 1 for token in tokens), initial=0)
        return " ".join(tokens), [(start, start + len(token)) for start, token in zip(starts, tokens, strict=False)]
    text = typed(row, "text", str)
    places = list(zip(_items(row, "starts", int), _items(row, "ends", int), strict=False))
    if [text[start:end] for start, end in places] != tokens:
        raise CommuniqueError("the tokens are not those of text, starts and ends; expected text[start:end] of each")
    return text, places


def _items(row: Row, key: str, *kinds: type) -> list[Any]:
    """A list of values of these kinds."""
    values: list[Any] = typed(row, key, list)
    for place, value in enumerate(values, 1):
        if not isinstance(value, kinds):
            expected = " or ".join(kind.__name__ for kind in kinds)
            raise CommuniqueError(f"{key} {place} is {value!r}; expected {expected}")
    return values


def _spans(row: Row, number: int, column: str, names: Sequence[str]) -> Marks:
    spans = [_span(mark, number, names, f"{column} {place}") for place, mark in enumerate(_objects(row[column]), 1)]
    left = [_stretch(bounds, number) for bounds in row.get("unknown") or ()]
    return typed(row, "text", str), spans + left


def _span(mark: Any, number: int, names: Sequence[str], what: str) -> RawSpan:
    try:
        start, end = typed(mark, "start", int), typed(mark, "end", int)
        label = _label(typed(mark, "label", int, str), names)
    except CommuniqueError as error:
        raise CommuniqueError(f"{what}: {error}") from None
    identity, status = (None if mark.get(key) is None else str(mark[key]) for key in ("id", "status"))
    return RawSpan(start, end, label or "", identity, status, number, unknown=label is None)


def _stretch(bounds: Any, number: int) -> RawSpan:
    """A part of the text that the exchange form calls unknown."""
    if not isinstance(bounds, list) or list(map(type, bounds)) != [int, int]:
        raise CommuniqueError(f"unknown has {bounds!r}; expected a start and an end")
    start, end = bounds
    return RawSpan(start, end, "", line=number, unknown=True)


def _relation(arrow: Any, number: int, place: int) -> RawRelation:
    try:
        head, tail = (str(typed(arrow, key, int, str)) for key in ("head", "tail"))
        return RawRelation(head, typed(arrow, "label", str), tail, number)
    except CommuniqueError as error:
        raise CommuniqueError(f"relation {place}: {error}") from None


def _objects(value: Any) -> list[Any]:
    """A list of objects; older versions of `datasets` keep it as an object of lists."""
    if isinstance(value, dict):
        return [dict(zip(value, row, strict=True)) for row in zip(*value.values(), strict=False)]
    return list(value or ())


def _document(row: Row, marks: Marks, path: str, number: int) -> RawDocument:
    relations = [_relation(arrow, number, place) for place, arrow in enumerate(_objects(row.get("relations")), 1)]
    text, spans = marks
    return RawDocument(path, number, text, tuple(spans), tuple(relations), **header(_fields(row)))


def _fields(row: Row) -> dict[str, Any]:
    """The columns of a row, its date as a string, with the fields of `meta`, an object in one string, as an object."""
    day, meta = row.get("date"), row.get("meta")
    with suppress(TypeError, ValueError):
        meta = json.loads(meta or "{}")
    return {**row, "meta": meta, "date": day.strftime("%Y-%m-%d") if isinstance(day, date) else day}
