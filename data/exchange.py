"""The exchange form of the guidelines: JSON lines, an object a document.

`{"id", "text", "date"?, "source"?, "spans": [{"id", "start", "end", "label", "status"?}],
"relations": [{"head", "label", "tail"}], "unknown"?: [[start, end]]}`; predictions add `score` (and `status_score`) to
spans and relations. Other fields are kept as `meta` where they are one-line strings.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from .document import RESERVED, Document, Relation, Span, fits_header, overlap_faults, relation_faults, span_faults
from .errors import CommuniqueError, DataError, Fault
from .letters import one_line
from .scheme import Scheme, default_scheme

T = TypeVar("T")


def to_record(document: Document) -> dict[str, Any]:
    """The document as an object of the exchange form; fields that are None are left out."""
    fields = {
        "id": document.id,
        "text": document.text,
        "date": document.date,
        "source": document.source,
        "language": document.language,
    }
    spans = [
        {
            "id": s.id,
            "start": s.start,
            "end": s.end,
            "label": s.label,
            "status": s.status,
            "score": s.score,
            "status_score": s.status_score,
        }
        for s in document.spans
    ]
    relations = [{"head": r.head, "label": r.label, "tail": r.tail, "score": r.score} for r in document.relations]
    marks = {"spans": [_without_none(s) for s in spans], "relations": [_without_none(r) for r in relations]}
    unknown = {"unknown": [list(bounds) for bounds in document.unknown]} if document.unknown else {}
    return _without_none(fields) | document.meta | marks | unknown


def _without_none(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if value is not None}


def _typed(row: Any, key: str, kinds: type | tuple[type, ...], what: str, required: bool = True) -> Any:
    """`row[key]`, checked; None where it is missing and not required."""
    if not isinstance(row, dict):
        raise CommuniqueError(f"{what} is {row!r}; expected an object")
    value = row.get(key)
    if value is None and not required:
        return None
    if not isinstance(value, kinds) or isinstance(value, bool):
        names = " or ".join(kind.__name__ for kind in (kinds if isinstance(kinds, tuple) else (kinds,)))
        raise CommuniqueError(f"{what} has {key}={value!r}; expected {names}")
    return value


def _span(row: Any, text: str, number: int) -> Span:
    what = f"span {number}"
    start, end = _typed(row, "start", int, what), _typed(row, "end", int, what)
    if not 0 <= start < end <= len(text):
        raise CommuniqueError(
            f"{what} has bounds {start}:{end}; expected 0 <= start < end <= {len(text)}, the length of the text"
        )
    identity = _typed(row, "id", int, what, required=False)
    rest = {key: _typed(row, key, (float, int), what, required=False) for key in ("score", "status_score")}
    status = _typed(row, "status", str, what, required=False)
    label = _typed(row, "label", str, what)
    return Span.of(text, start, end, label, id=number if identity is None else identity, status=status, **rest)


def _relation(row: Any, number: int) -> Relation:
    what = f"relation {number}"
    score = _typed(row, "score", (float, int), what, required=False)
    return Relation(
        _typed(row, "head", int, what), _typed(row, "label", str, what), _typed(row, "tail", int, what), score
    )


def _stretch(row: Any, number: int) -> tuple[int, int]:
    if not isinstance(row, list | tuple) or [type(bound) for bound in row] != [int, int]:
        raise CommuniqueError(f"unknown {number} is {row!r}; expected a start and an end, such as [0, 5]")
    return row[0], row[1]


def from_record(record: Any, scheme: Scheme | None = None) -> Document:
    """The document of one object of the exchange form.

    Spans without an id are numbered from 1 in the order given.

    Raises:
        CommuniqueError: with the first fault.
    """
    faults = list(_record_faults(record, scheme or default_scheme()))
    if faults:
        raise CommuniqueError(faults[0])
    return _build(record, scheme or default_scheme())


def _build(record: dict[str, Any], scheme: Scheme) -> Document:
    spans = tuple(_span(row, record["text"], number) for number, row in enumerate(record.get("spans") or (), 1))
    relations = tuple(_relation(row, number) for number, row in enumerate(record.get("relations") or (), 1))
    unknown = tuple(_stretch(row, number) for number, row in enumerate(record.get("unknown") or (), 1))
    known = {key: one_line(record[key]) for key in ("date", "source", "language") if record.get(key) is not None}
    identity = None if record.get("id") is None else one_line(str(record["id"]))
    meta = {key: value for key, value in record.items() if key not in RESERVED and fits_header(key, value)}
    return Document(record["text"], spans, relations, id=identity, meta=meta, unknown=unknown, scheme=scheme, **known)


def _record_faults(record: Any, scheme: Scheme) -> Iterator[str]:
    try:
        text = _typed(record, "text", str, "the object")
        for key, kinds in (("id", (str, int)), ("date", str), ("source", str), ("language", str)):
            _typed(record, key, kinds, "the object", required=False)
        lists = ("spans", "relations", "unknown")
        rows = [_typed(record, key, list, "the object", required=False) or [] for key in lists]
        unknown = tuple(_stretch(row, number) for number, row in enumerate(rows[2], 1))
        Document(text, date=record.get("date"), unknown=unknown)
    except CommuniqueError as error:
        yield str(error)
        return
    spans, wrong = _each(rows[0], lambda row, number: _span(row, text, number))
    relations, crooked = _each(rows[1], _relation)
    yield from wrong
    for span in spans:
        yield from span_faults(text, span, scheme)
    yield from (fault for _, fault in overlap_faults(spans))
    if not wrong:
        labels = {span.id: span.label for span in spans}
        yield from (fault for _, fault in relation_faults(relations, labels, scheme))
    yield from crooked


def _each(rows: list[Any], build: Callable[[Any, int], T]) -> tuple[list[T], list[str]]:
    """What can be built from rows, and why the others cannot."""
    built, faults = [], []
    for number, row in enumerate(rows, 1):
        try:
            built.append(build(row, number))
        except CommuniqueError as error:
            faults.append(str(error))
    return built, faults


def parse_lines(
    lines: Iterable[str], path: str = "<jsonl>", scheme: Scheme | None = None
) -> tuple[list[Document], list[Fault]]:
    """Reads JSON lines and names every fault; blank lines are passed over.

    Returns:
        The documents without faults, and the faults in file order.
    """
    scheme = scheme or default_scheme()
    documents: list[Document] = []
    faults: list[Fault] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            faults.append(Fault(path, number, f"not JSON: {error}; expected an object with `text` and `spans` a line"))
            continue
        found = [Fault(path, number, message) for message in _record_faults(record, scheme)]
        faults += found
        if not found:
            documents.append(_build(record, scheme))
    return documents, faults


def write_lines(documents: Iterable[Document]) -> Iterator[str]:
    """A JSON line a document, newline included."""
    for document in documents:
        yield json.dumps(to_record(document), ensure_ascii=False) + "\n"


def data_hash(documents: Iterable[Document]) -> str:
    """SHA-256 of documents in the exchange form, in order."""
    return hashlib.sha256("".join(write_lines(documents)).encode("utf-8")).hexdigest()


def read_lines(lines: Iterable[str], path: str = "<jsonl>", scheme: Scheme | None = None) -> list[Document]:
    """`parse_lines` for those who want documents or an error.

    Raises:
        DataError: naming the first ten faults and how many more there are.
    """
    documents, faults = parse_lines(lines, path, scheme)
    if faults:
        raise DataError(faults)
    return documents
