"""Cuts: the counts of a part of the documents, of the sentences or of the spans, so that each is scored by itself."""

from bisect import bisect
from collections.abc import Callable, Container, Sequence
from dataclasses import replace
from functools import partial
from operator import itemgetter

from ..data.document import Document, Span
from ..data.sentences import sentence_bounds
from .scorer import DocumentCounts, count_document

HEADERS = ("kind", "region", "outlet", "genre", "noise", "phenomena", "unseen-pair")
"""Header fields by which our corpus is cut."""
SEVERAL = ("region", "phenomena")
"""Those that may have several values, with `; ` between them."""
ABSENT = "(none)"
NAMES = ("PERSON", "PARTY", "IGO", "ORG", "COUNTRY", "PLACE")
"""Labels whose spans are names."""
LENGTHS = ((10, "1–10 words"), (20, "11–20 words"), (30, "21–30 words"), (40, "31–40 words"), (10**9, "over 40 words"))

Slices = dict[str, dict[str, list[DocumentCounts]]]


def cut(
    gold: Sequence[Document],
    predicted: Sequence[Document],
    counts: Sequence[DocumentCounts],
    seen: Container[str] | None = None,
) -> Slices:
    """Counts by slice.

    Args:
        gold, predicted: the same documents in the same order.
        counts: what `count_document` says of each pair.
        seen: names that the model learned from; without it no slice tells names seen and unseen apart.

    Returns:
        Field → value → counts, one a document; where spans are cut, documents without such a span are among them. A
        document with several values of a header field stands in each of them,
        and without the field under `(none)`; fields that no document has are left out. `sentence` cuts spans by the
        length of their sentence, `name` cuts names by whether the model has learned from the same words.
    """
    slices: Slices = {}
    for field in HEADERS:
        if any(field in document.meta for document in gold):
            values: dict[str, list[DocumentCounts]] = {}
            for document, count in zip(gold, counts, strict=True):
                told = document.meta.get(field, ABSENT)
                for value in told.split("; ") if field in SEVERAL else [told]:
                    values.setdefault(value, []).append(count)
            slices[field] = dict(sorted(values.items()))
    lengths = [_lengths(document) for document in gold]
    slices["sentence"] = {
        name: _restricted(gold, predicted, [partial(_of_length, length, name) for length in lengths])
        for _, name in LENGTHS
    }
    if seen is not None:
        slices["name"] = {
            value: _restricted(gold, predicted, [partial(_named, seen, known)] * len(gold))
            for value, known in (("seen in training", True), ("unseen", False))
        }
    return slices


Rule = Callable[[Span], bool]


def _restricted(gold: Sequence[Document], predicted: Sequence[Document], rules: Sequence[Rule]) -> list[DocumentCounts]:
    """Counts over the spans that a document's rule lets through, one a document."""
    rows = []
    for wanted, found, keep in zip(gold, predicted, rules, strict=True):
        parts = [
            replace(document, spans=tuple(filter(keep, document.spans)), relations=()) for document in (wanted, found)
        ]
        rows.append(count_document(*parts))
    return rows


def _named(seen: Container[str], known: bool, span: Span) -> bool:
    """Whether a span is a name that is, or is not, among those seen."""
    return span.label in NAMES and (span.text in seen) == known


def _lengths(document: Document) -> list[tuple[int, str]]:
    """Where each sentence begins, and the name of its length."""
    return [
        (start, next(name for longest, name in LENGTHS if len(document.text[start:end].split()) <= longest))
        for start, end in sentence_bounds(document.text)
    ]


def _of_length(lengths: Sequence[tuple[int, str]], name: str, span: Span) -> bool:
    """Whether a span begins in a sentence of this length."""
    return lengths[bisect(lengths, span.start, key=itemgetter(0)) - 1][1] == name
