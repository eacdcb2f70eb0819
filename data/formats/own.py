"""Our own forms among the others: inline markup, JSON lines of the exchange form, and data sets with its columns.

Their own readers keep ids, scores and language, but need a scheme. To infer one, what files mark is looked up first.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from ..corpus import is_saved_dataset, load_documents
from ..document import Document
from ..errors import CommuniqueError, Fault, needs_extra
from ..files import find_files, parse_file, write_documents
from ..scheme import Scheme, default_scheme
from ..textfile import PathLike, read_text
from .build import Built
from .held import not_held
from .infer import infer_scheme
from .raw import RawDocument, RawRelation, RawSpan

_MARK = re.compile(r"\\.|\{(\d+):([A-Za-z_][\w-]*)(?:\.([A-Za-z_][\w-]*))?\|")
_ARROWS = re.compile(r"^(\d+) +(\S+) +([\d ]+)$", re.MULTILINE)


def read(path: PathLike, scheme: Scheme | None = None) -> Built:
    """Documents of a file, a folder of files, or a saved data set.

    Args:
        path: where they are.
        scheme: what may be marked; None infers it.

    Raises:
        CommuniqueError: there is no such file, or a row of a data set cannot be taken.
    """
    known = scheme or inferred_scheme([path])
    if is_saved_dataset(path):
        return Built(tuple(load_documents(path, known)))
    parsed = [parse_file(file, known) for file in find_files([path])]
    documents = tuple(document for found, _ in parsed for document in found)
    return Built(documents, tuple(fault for _, faults in parsed for fault in faults))


def inferred_scheme(paths: Iterable[PathLike]) -> Scheme:
    """The scheme that the marks of files, folders and saved data sets seem to follow, all taken together.

    Inline markup leaves the default status out, so that a trigger shows by another status somewhere, or by a label of
    the guidelines. Where nothing is marked it is the guidelines' scheme.

    Raises:
        CommuniqueError: there is no such file.
    """
    return infer_scheme([raw for path in paths for raw in _glance(Path(path))])


def parse(path: Path) -> tuple[list[RawDocument], list[Fault]]:
    """A file as other readers give theirs; scores and language are not kept."""
    built = read(path)
    return [_raw(document, str(path)) for document in built.documents], list(built.faults)


def _raw(document: Document, path: str) -> RawDocument:
    spans = tuple(RawSpan(span.start, span.end, span.label, str(span.id), span.status) for span in document.spans)
    left = tuple(RawSpan(start, end, "", unknown=True) for start, end in document.unknown)
    relations = tuple(RawRelation(str(arrow.head), arrow.label, str(arrow.tail)) for arrow in document.relations)
    header = document.id, document.date, document.source, document.meta
    return RawDocument(path, 0, document.text, spans + left, relations, *header)


def write(documents: Sequence[Document], path: Path) -> Counter[str]:
    """Writes JSON lines, which hold all, or inline markup.

    Returns:
        How many `scores` and `fields` (the language) markup does not hold; empty where it holds all.

    Raises:
        CommuniqueError: what `write_documents` raises.
    """
    write_documents(documents, path)
    if Path(path).suffix == ".jsonl":
        return Counter()
    lost = not_held(documents, "relations", "statuses", "unknown")
    lost["fields"] += sum(document.language is not None for document in documents)
    return +lost


def _glance(path: Path) -> Iterator[RawDocument]:
    """The names that are marked there, without text or bounds. What cannot be read is passed over: the reader will
    name it."""
    if is_saved_dataset(path):
        yield from map(_record_names, _rows(path))
        return
    for file in find_files([path]):
        try:
            content = read_text(file)
        except CommuniqueError:
            continue
        if file.suffix == ".jsonl":
            yield from map(_line_names, content.split("\n"))
        else:
            yield _markup_names(content)


def _rows(path: Path) -> Iterator[Any]:
    with needs_extra("train"):
        from datasets import load_from_disk
    data = load_from_disk(str(path))
    for table in data.values() if isinstance(data, dict) else (data,):
        yield from table


def _line_names(line: str) -> RawDocument:
    try:
        return _record_names(json.loads(line))
    except (ValueError, RecursionError):
        return _names((), ())


def _record_names(record: Any) -> RawDocument:
    try:
        spans = [(row.get("id", at), row["label"], row.get("status")) for at, row in enumerate(record["spans"], 1)]
        arrows = [(row["head"], row["label"], row["tail"]) for row in record.get("relations") or ()]
    except (TypeError, KeyError, AttributeError):
        return _names((), ())
    return _names(spans, arrows)


def _markup_names(content: str) -> RawDocument:
    spans = [match.groups() for match in _MARK.finditer(content) if match[1]]
    rows = [match.groups() for match in _ARROWS.finditer(content.rpartition("\n---\n")[2])]
    return _names(spans, [(head, label, tail) for head, label, tails in rows for tail in tails.split()])


def _names(spans: Sequence[tuple[Any, ...]], arrows: Sequence[tuple[Any, ...]]) -> RawDocument:
    """Triggers of the guidelines that tell no status have the default one, which markup leaves out."""
    guidelines = default_scheme()
    marks = []
    for number, label, status in spans:
        default = guidelines.default_status if label in guidelines.event_names else None
        marks.append(RawSpan(0, 0, str(label), str(number), status or default))
    return RawDocument("", 0, "", tuple(marks), tuple(RawRelation(str(h), str(name), str(t)) for h, name, t in arrows))
