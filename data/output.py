"""Predictions written out, in the forms of the command line."""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from .document import Document
from .errors import CommuniqueError
from .exchange import to_record
from .files import write_documents
from .render import html_page, to_conll, to_jsonl
from .textfile import write_text

_MARGIN = 30


def write_predictions(documents: Iterable[Document], form: str, path: Path | None) -> None:
    """Writes documents as `table`, `json`, `jsonl`, `conll`, `html` or `markup`.

    Args:
        path: file to write whole or not at all (of markup a folder, for more documents than one); standard output, as
            documents come, if None.
    """
    if form == "markup" and path is not None:
        write_documents(list(_noted(documents)), path)
        return
    if path is not None and path.is_dir():
        raise CommuniqueError(f"{path}: is a folder; expected a file to write, such as {path / 'marked.jsonl'}")
    shown = path is None
    pieces = (
        _together(documents, form) if form in ("json", "html") else (_one(d, form, shown) for d in _noted(documents))
    )
    if path is not None:
        write_text(path, "".join(pieces))
        return
    for piece in pieces:
        sys.stdout.write(piece)
        sys.stdout.flush()


def _noted(documents: Iterable[Document]) -> Iterable[Document]:
    """The same documents; a text that is not English is said to be so on stderr."""
    for document in documents:
        if document.language not in (None, "eng"):
            sys.stderr.write(
                f"communique: note: {document.id or 'text'} seems to be written in {document.language}; "
                f"communique reads English\n"
            )
        yield document


def _together(documents: Iterable[Document], form: str) -> list[str]:
    found = list(_noted(documents))
    if form == "html":
        return [html_page(found)]
    return [json.dumps([to_record(document) for document in found], ensure_ascii=False, indent=1) + "\n"]


def _one(document: Document, form: str, shown: bool) -> str:
    if form == "jsonl":
        return to_jsonl(document)
    if form == "conll":
        return to_conll(document)
    if form == "markup":
        return document.to_markup()
    return table(document, colour=shown and sys.stdout.isatty())


def table(document: Document, colour: bool) -> str:
    """Triggers, then mentions by label, for people to read."""
    console = Console(force_terminal=colour, no_color=not colour, width=None if colour else 100, highlight=False)
    with console.capture() as capture:
        console.print(Text(document.id or "text", style="bold"))
        if document.triggers:
            console.print(_triggers(document))
        if document.entities:
            console.print(_mentions(document))
        if not document.spans:
            console.print("(nothing marked)")
        console.print()
    return "\n".join(line.rstrip() for line in capture.get().split("\n"))


def _triggers(document: Document) -> Table:
    rows = Table(
        "event", "status", "score", "trigger in its sentence", box=None, padding=(0, 2, 0, 0), header_style="dim"
    )
    for span in document.triggers:
        before, after = _context(document.text, span.start, span.end)
        line = Text.assemble(before, (_one_line(span.text), "bold magenta"), after)
        rows.add_row(Text(span.label, style="magenta"), span.status or "", _score(span.score), line)
    return rows


def _context(text: str, start: int, end: int) -> tuple[str, str]:
    """Whole words before and after a span, on one line."""
    before, after = text[max(0, start - _MARGIN) : start], text[end : end + _MARGIN]
    if start > _MARGIN:
        before = "…" + before.partition(" ")[2]
    if end + _MARGIN < len(text):
        after = after.rpartition(" ")[0] + "…"
    return _one_line(before), _one_line(after)


def _one_line(text: str) -> str:
    return re.sub(r"[\s\x00-\x1f\x7f-\x9f]+", " ", text)


def _mentions(document: Document) -> Table:
    rows = Table("mention", "how often and as what", box=None, padding=(0, 2, 0, 0), header_style="dim")
    for label in document.scheme.entity_names:
        found = Counter(_one_line(span.text) for span in document.entities if span.label == label)
        if found:
            names = " · ".join(name if count == 1 else f"{name} ×{count}" for name, count in found.items())
            rows.add_row(Text(label, style="cyan"), Text(names))
    return rows


def _score(score: float | None) -> str:
    return "" if score is None else f"{score:.2f}"
