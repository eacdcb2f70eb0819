"""Gold over the subwords of a text: tags, statuses, and pairs of spans with their relations."""

from bisect import bisect_right
from dataclasses import dataclass
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from ..data.document import Document, Span
from ..model.encoding import EncodedText, encode
from ..model.tags import IGNORED

MOST_SUBWORDS = 510
"""Positions of the encoder without its special tokens; other names or residue in a very long passage may get there."""


@dataclass(frozen=True, slots=True)
class Targets:
    """Gold of one text, shape (subwords,): tag numbers, `IGNORED` in unknown stretches; and status numbers at triggers,
    `IGNORED` elsewhere."""

    tags: NDArray[np.int64]
    statuses: NDArray[np.int64]
    lost: tuple[Span, ...]
    """Spans that subwords cannot represent: without a subword of their own, or with an edge inside one."""


def targets(document: Document, encoded: EncodedText) -> Targets:
    """BIO tags and statuses of a document's spans over its subwords."""
    scheme = document.scheme
    tags = np.zeros(len(encoded.ids), dtype=np.int64)
    statuses = np.full(len(encoded.ids), IGNORED, dtype=np.int64)
    lost = []
    for start, end in document.unknown:
        tags[(encoded.starts < end) & (start < encoded.ends)] = IGNORED
    for span in document.spans:
        found = encoded.tokens(span.start, span.end)
        if found is None:
            lost.append(span)
            continue
        first, last = found
        number = scheme.span_labels.index(span.label)
        tags[first] = 1 + 2 * number
        tags[first + 1 : last] = 2 + 2 * number
        if span.status is not None:
            statuses[first:last] = scheme.status_names.index(span.status)
    return Targets(tags, statuses, tuple(lost))


def pair_targets(document: Document, encoded: EncodedText) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Gold of the pairs of a text's spans.

    Returns:
        Spans in text order, shape (spans, 4): first and last subword (counted with the special token before them),
        label, sentence; and the number of the relation from each to each, 0 for none, shape (spans, spans).
    """
    scheme = document.scheme
    rows, index = list[tuple[int, int, int, int]](), dict[int, int]()
    for span in document.spans:
        found = encoded.tokens(span.start, span.end)
        if found is not None and found[1] <= MOST_SUBWORDS:
            index[span.id] = len(rows)
            sentence = bisect_right(encoded.sentences, found[0], key=itemgetter(0)) - 1
            rows.append((found[0] + 1, found[1], scheme.span_labels.index(span.label), sentence))
    relations = np.zeros((len(rows), len(rows)), dtype=np.int64)
    for relation in document.relations:
        if relation.head in index and relation.tail in index:
            relations[index[relation.head], index[relation.tail]] = 1 + scheme.relation_names.index(relation.label)
    return np.array(rows, dtype=np.int64).reshape(-1, 4), relations


def shows_something(document: Document, tokenizer: Tokenizer) -> bool:
    """Whether anything can be learnt from a text: of one that is wholly unknown there is no loss to be had."""
    if not document.unknown:
        return True
    return bool((targets(document, encode(tokenizer, document.text)).tags[:MOST_SUBWORDS] != IGNORED).any())
