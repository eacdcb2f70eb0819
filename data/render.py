"""A document as text for people and for other tools: JSON, CoNLL columns, HTML."""

import html
import json
import re
from collections.abc import Sequence

from .document import Document, Span
from .exchange import to_record

_HUES = 14
_WORD = re.compile(r"\w+(?:[\u0300-\u036f]+\w*)*|[^\w\s]")


def to_json(document: Document) -> str:
    """The exchange form, indented."""
    return json.dumps(to_record(document), ensure_ascii=False, indent=1) + "\n"


def to_jsonl(document: Document) -> str:
    """The exchange form on one line, newline included."""
    return json.dumps(to_record(document), ensure_ascii=False) + "\n"


def to_conll(document: Document, words: Sequence[tuple[int, int]] | None = None) -> str:
    """Two columns, word and BIO tag, with a tab between; an event's status is no part of the tag.

    Args:
        words: offsets of words; by default runs of letters and digits and single marks of punctuation, cut where a span
        begins or ends.
    """
    bounds = words if words is not None else marked_words(document)
    rows, spans, index = [], document.spans, 0
    for start, end in bounds:
        while index < len(spans) and spans[index].end <= start:
            index += 1
        rows.append(f"{document.text[start:end]}\t{_tag(spans[index] if index < len(spans) else None, start, end)}")
    return "\n".join(rows) + "\n\n"


def marked_words(document: Document) -> list[tuple[int, int]]:
    """Offsets of words and of single marks of punctuation, cut where a span or an unknown stretch begins or ends."""
    marks = (*((span.start, span.end) for span in document.spans), *document.unknown)
    return cut_words(document.text, sorted({edge for mark in marks for edge in mark}))


def cut_words(text: str, edges: Sequence[int]) -> list[tuple[int, int]]:
    """Offsets of words and of single marks of punctuation; words are cut at `edges` too, which are in order."""
    bounds, at = [], 0
    for match in _WORD.finditer(text):
        start, end = match.span()
        while at < len(edges) and edges[at] < end:
            if edges[at] > start:
                bounds.append((start, edges[at]))
                start = edges[at]
            at += 1
        bounds.append((start, end))
    return bounds


def _tag(span: Span | None, start: int, end: int) -> str:
    if span is None or end <= span.start:
        return "O"
    return ("B-" if start <= span.start else "I-") + span.label


def to_html(document: Document) -> str:
    """A `<div>` with the spans marked; it needs no style sheet, and all text is escaped."""
    pieces, position = [], 0
    for span in document.spans:
        pieces += [html.escape(document.text[position : span.start]), _mark(document, span)]
        position = span.end
    pieces.append(html.escape(document.text[position:]))
    look = "white-space:pre-wrap;line-height:2.1;font-family:sans-serif"
    return f'<div class="communique" style="{look}">{"".join(pieces)}</div>\n'


def _mark(document: Document, span: Span) -> str:
    trigger = span.label in document.scheme.event_names
    hue = document.scheme.span_labels.index(span.label) % _HUES * (360 // _HUES)
    look = f"background:hsl({hue} 70% 88%);color:#111;border-radius:4px;padding:2px 4px" + (
        ";border-bottom:3px solid #333" if trigger else ""
    )
    status = f" · {span.status}" if span.status and span.status != document.scheme.default_status else ""
    score = f" ({span.score:.2f})" if span.score is not None else ""
    name = f'<span style="font-size:.65em;font-weight:bold;margin-left:.4em">{html.escape(span.label + status)}</span>'
    return (
        f'<mark style="{look}" title="{html.escape(span.label + status + score)}">{html.escape(span.text)}{name}</mark>'
    )


def html_page(documents: Sequence[Document]) -> str:
    """A whole page with all documents below each other."""
    parts = [f"<h2>{html.escape(document.id or 'document')}</h2>\n{to_html(document)}" for document in documents]
    head = '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>communique</title></head>'
    return f'{head}<body style="max-width:46em;margin:2em auto">\n{"".join(parts)}</body></html>\n'
