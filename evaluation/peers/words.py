"""Documents as sentences of words with BIO tags, the form that most tools learn from, and back."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ...data.document import Document, Span
from ...data.render import cut_words
from ...data.sentences import sentence_bounds

_SPACED = re.compile(r"[^ \n]+")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence's words: offsets in the text, surface forms and BIO tags, one each."""

    bounds: list[tuple[int, int]]
    words: list[str]
    tags: list[str]


def sentences(document: Document) -> Iterator[Sentence]:
    """The sentences of a document that have words; a span is tagged over the words that it touches."""
    words = cut_words(document.text, ())
    for start, end in sentence_bounds(document.text):
        bounds = [(a, b) for a, b in words if start <= a < end]
        if bounds:
            yield _tagged(document, bounds)


def spaced_words(document: Document) -> Iterator[Sentence]:
    """The whole document as one sentence of what stands between spaces: the words that a file of columns had."""
    yield _tagged(document, [match.span() for match in _SPACED.finditer(document.text)])


def _tagged(document: Document, bounds: list[tuple[int, int]]) -> Sentence:
    tags = ["O"] * len(bounds)
    for span in document.spans:
        touched = [i for i, (a, b) in enumerate(bounds) if a < span.end and span.start < b]
        for index in touched:
            tags[index] = ("B-" if index == touched[0] else "I-") + span.label
    return Sentence(bounds, [document.text[a:b] for a, b in bounds], tags)


def from_tags(document: Document, tagged: Sequence[tuple[list[tuple[int, int]], Sequence[str]]]) -> Document:
    """The document with the spans of BIO tags; an `I-` after another label begins a span."""
    spans: list[Span] = []
    for bounds, tags in tagged:
        open_label = None
        for (start, end), tag in zip(bounds, tags, strict=True):
            prefix, _, label = tag.partition("-")
            if prefix == "I" and label == open_label:
                last = spans.pop()
                spans.append(Span.of(document.text, last.start, end, label, id=last.id))
            elif prefix != "O":
                spans.append(Span.of(document.text, start, end, label, id=len(spans) + 1))
            open_label = label or None
    return replace(document, spans=tuple(spans), relations=())
