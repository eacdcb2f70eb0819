"""Predictions written out, in the forms of the command line."""

import json
import sys
from collections.abc import Iterable
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from .document import Document
from .exchange import to_record
from .render import html_page, to_conll, to_jsonl
from .textfile import write_text

_MARGIN = 30


def write_predictions(documents: Iterable[Document], form: str, path: Path | None) -> None:
    """Writes documents as `table`, `json`, `jsonl`, `conll`, `html` or `markup`.

    Args:
        path: file to write whole or not at all; standard output, as documents come, if None.
    """
    pieces = (
        _together(documents, form)
        if form in ("json", "html")
        else (_one(document, form, path is None) for document in _noted(documents))
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
    return capture.get()


def _triggers(document: Document) -> Table:
    rows = Table(
        "event", "status", "score", "trigger in its sentence", box=None, padding=(0, 2, 0, 0), header_style="dim"
    )
    for span in document.triggers:
        before = " ".join(document.text[max(0, span.start - _MARGIN) : span.start].split(" "))
        after = document.text[span.end : span.end + _MARGIN]
        line = Text.assemble(
            before.replace("\n", " "), (span.text.replace("\n", " "), "bold magenta"), after.replace("\n", " ")
        )
        rows.add_row(Text(span.label, style="magenta"), span.status or "", _score(span.score), line)
    return rows


def _mentions(document: Document) -> Table:
    rows = Table("mention", "how often and as what", box=None, padding=(0, 2, 0, 0), header_style="dim")
    for label in document.scheme.entity_names:
        found: dict[str, int] = {}
        for span in document.entities:
            if span.label == label:
                name = " ".join(span.text.split())
                found[name] = found.get(name, 0) + 1
        if found:
            rows.add_row(
                Text(label, style="cyan"),
                " · ".join(name if count == 1 else f"{name} ×{count}" for name, count in found.items()),
            )
    return rows


def _score(score: float | None) -> str:
    return "" if score is None else f"{score:.2f}"
