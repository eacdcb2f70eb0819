"""doccano's JSON lines, as it exports and imports them.

A line is `{"id", "text", "label": [[start, end, "LABEL"]]}`, and in projects with relations `{"id", "text", "entities":
[{"id", "label", "start_offset", "end_offset"}], "relations": [{"id", "from_id", "to_id", "type"}]}`. Id, date, source
and other strings of the header are taken from the line itself and from its `meta`.

A file does not hold statuses, scores and unknown stretches: `write` counts them.
"""

import json
from collections import Counter
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any, Literal

from ..document import Document
from ..errors import CommuniqueError, Fault
from ..textfile import write_text
from .held import not_held
from .objects import each, head, header, parse_lines, typed
from .raw import RawDocument, RawRelation, RawSpan
from .utf16 import from_utf16, to_utf16

Units = Literal["utf16", "characters"]
_MARKS = ("label", "labels", "entities")
_EXPECTED = 'expected doccano\'s {"text": "…", "label": [[0, 5, "LABEL"]]}'


def parse(path: Path, units: Units = "utf16") -> tuple[list[RawDocument], list[Fault]]:
    """Reads a file.

    Args:
        path: the file.
        units: what offsets count. doccano's page counts as JavaScript does, in UTF-16 units, so that an emoji moves all
            that follows by one; files made by scripts may count `characters`. In most texts it is the same.

    Returns:
        The documents without faults, and the faults, with their lines. A project in grapheme mode counts a letter and
        its combining marks as one, and `\\r\\n` too; nothing in the file tells, and such texts are misread.
    """

    def document(row: dict[str, Any], line: int, wrong: list[str]) -> RawDocument:
        marks = [key for key in _MARKS if isinstance(row.get(key), list)]
        if not marks:
            raise CommuniqueError(f"no list of marks among the keys {', '.join(row)}; {_EXPECTED}")
        places = from_utf16(row["text"]) if units == "utf16" else None
        span = partial(_span, places=places, line=line)
        spans = [found for key in marks for found in each(row, key, span, wrong)]
        relations = each(row, "relations", partial(_relation, line=line), wrong)
        return RawDocument(str(path), line, row["text"], tuple(spans), tuple(relations), **header(row))

    return parse_lines(path, _EXPECTED, document)


def _span(item: Any, places: dict[int, int] | None, line: int) -> RawSpan:
    """A mark in the form of either kind of project; `places` are those that offsets may name, None any."""
    if isinstance(item, list):
        item = dict(zip(("start_offset", "end_offset", "label"), item, strict=False))
    start, end, label = typed(item, "start_offset", int), typed(item, "end_offset", int), typed(item, "label", str)
    if places is not None:
        if not (start in places and end in places):
            raise CommuniqueError(f"expected places between characters, from 0 to {max(places)} in UTF-16 units")
        start, end = places[start], places[end]
    return RawSpan(start, end, label, str(item["id"]) if "id" in item else None, line=line)


def _relation(item: Any, line: int) -> RawRelation:
    head, tail = typed(item, "from_id", int), typed(item, "to_id", int)
    return RawRelation(str(head), typed(item, "type", str), str(tail), line)


def write(documents: Sequence[Document], path: Path, units: Units = "utf16") -> Counter[str]:
    """Writes a file that doccano imports.

    Relations are written if any document has one, into all lines: the project needs "relation labeling" then.

    Args:
        documents: in the order wanted.
        path: the file.
        units: what offsets count, as for `parse`.

    Returns:
        How many `statuses`, `scores` and `unknown` stretches the file does not hold; empty where it holds all.

    Raises:
        CommuniqueError: the file cannot be written.
    """
    related = any(document.relations for document in documents)
    rows = (_row(document, related, units) for document in documents)
    write_text(path, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
    return not_held(documents, "relations")


def _row(document: Document, related: bool, units: Units) -> dict[str, Any]:
    text = document.text
    at = to_utf16(text) if units == "utf16" else range(len(text) + 1)
    if not related:
        return head(document) | {"label": [[at[span.start], at[span.end], span.label] for span in document.spans]}
    entities = [
        {"id": span.id, "label": span.label, "start_offset": at[span.start], "end_offset": at[span.end]}
        for span in document.spans
    ]
    relations = [
        {"id": number, "from_id": relation.head, "to_id": relation.tail, "type": relation.label}
        for number, relation in enumerate(document.relations)
    ]
    return head(document) | {"entities": entities, "relations": relations}
