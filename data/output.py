"""Predictions written out, in the forms of the command line."""

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from .digest import digest
from .document import Document
from .errors import CommuniqueError
from .exchange import to_record
from .files import write_documents
from .records.plover import Json, to_plover
from .records.table import EVENT_COLUMNS, PAIR_COLUMNS, csv_lines, rows
from .render import html_page, to_conll, to_jsonl
from .textfile import write_text


@dataclass(frozen=True, slots=True)
class RecordOptions:
    """Which events the forms `plover` and `csv` hold."""

    incomplete: bool = False
    """Also those without a resolved date or a known actor."""
    pairs: bool = False
    """Of `csv`: a row an actor and recipient instead of a row an event."""
    background: bool = False
    """Of `csv`: also negated, hypothetical and historical events."""


def write_predictions(
    documents: Iterable[Document], form: str, path: Path | None, options: RecordOptions | None = None
) -> None:
    """Writes documents as `table`, `json`, `jsonl`, `conll`, `html`, `markup`, `plover` or `csv`.

    Args:
        path: file to write whole or not at all (of markup a folder, for more documents than one); standard output, as
            documents come, if None.
        options: of `plover` and `csv`. Default: those of `RecordOptions`.
    """
    if form == "markup" and path is not None:
        write_documents(list(_noted(documents)), path)
        return
    if path is not None and path.is_dir():
        raise CommuniqueError(f"{path}: is a folder; expected a file to write, such as {path / 'marked.jsonl'}")
    pieces = _pieces(_noted(documents), form, path is None, options or RecordOptions())
    if path is not None:
        write_text(path, "".join(pieces))
        return
    for piece in pieces:
        sys.stdout.write(piece)
        sys.stdout.flush()


def _noted(documents: Iterable[Document]) -> Iterator[Document]:
    """The same documents; a text that is not English is said to be so on stderr."""
    for document in documents:
        if document.language not in (None, "eng"):
            sys.stderr.write(
                f"communique: note: {document.id or 'text'} seems to be written in {document.language}; "
                f"communique reads English\n"
            )
        yield document


def _pieces(documents: Iterator[Document], form: str, shown: bool, options: RecordOptions) -> Iterable[str]:
    if form == "html":
        return [html_page(list(documents))]
    if form == "json":
        return [json.dumps([to_record(document) for document in documents], ensure_ascii=False, indent=1) + "\n"]
    if form == "plover":
        return (json.dumps(record, ensure_ascii=False) + "\n" for record in _records(documents, options))
    if form == "csv":
        found = rows(_records(documents, options), pairs=options.pairs, background=options.background)
        return csv_lines(found, PAIR_COLUMNS if options.pairs else EVENT_COLUMNS)
    return (_one(document, form, shown) for document in documents)


def _one(document: Document, form: str, shown: bool) -> str:
    if form == "jsonl":
        return to_jsonl(document)
    if form == "conll":
        return to_conll(document)
    if form == "markup":
        return document.to_markup()
    return digest(document, colour=shown and sys.stdout.isatty())


def _records(documents: Iterable[Document], options: RecordOptions) -> Iterator[Json]:
    """The records of documents; afterwards stderr tells how many of their events lack a date or an actor."""
    told = lacking = 0
    for document in documents:
        found = to_plover(document, incomplete=options.incomplete)
        told += len(document.events)
        lacking += found.incomplete
        yield from found.records
    if lacking:
        done = "written with null" if options.incomplete else "left out; --incomplete writes them"
        sys.stderr.write(
            f"communique: {lacking} of {told} events have no date that resolves, or no known actor: {done}\n"
        )
