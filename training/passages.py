"""From marked documents to what the network learns from: passages, their tags, statuses and pairs of spans."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch.utils.data import Dataset

from ..data.document import Document, Span
from ..data.rewrite import slice_document
from ..model.encoding import UNKNOWN, EncodedText, encode
from ..model.tags import IGNORED
from .augment import Augmenter

MOST_SUBWORDS = 510
"""Positions of the encoder without its special tokens; other names or residue in a very long passage may get there."""


def cut_passages(document: Document, tokenizer: Tokenizer, size: int) -> list[Document]:
    """Runs of whole sentences of at most `size` subwords;
    a longer sentence is cut where a word begins and no span goes on."""
    encoded = encode(tokenizer, document.text)
    cuts = {0, len(document.text)}
    for window in encoded.windows(size, 0)[1:]:
        cuts.add(_safe_cut(document, encoded, window.start))
    cuts_in_order = sorted(cuts)
    parts = [slice_document(document, start, end) for start, end in pairwise(cuts_in_order) if end > start]
    return [part for part in parts if part.text.strip()]


def _safe_cut(document: Document, encoded: EncodedText, index: int) -> int:
    """The offset of a subword, or of an earlier one where it would cut a word or a span."""
    while index > 0 and encoded.continues[index]:
        index -= 1
    cut = int(encoded.starts[index])
    return next((span.start for span in document.spans if span.start < cut < span.end), cut)


@dataclass(frozen=True, slots=True)
class Targets:
    """Gold of one text, shape (subwords,): tag numbers, and status numbers at triggers (`IGNORED` elsewhere)."""

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


def lost_spans(documents: Sequence[Document], tokenizer: Tokenizer) -> list[tuple[Document, Span]]:
    """All spans that the tokenizer cannot represent."""
    return [(d, span) for d in documents for span in targets(d, encode(tokenizer, d.text)).lost]


@dataclass(frozen=True, slots=True)
class Lost:
    """Gold that training cannot show."""

    spans: int
    """Spans that subwords cannot represent."""
    relations: int
    """Relations whose ends lie in different passages."""
    all_relations: int
    """Relations in gold, these among them."""


def count_lost(documents: Sequence[Document], passages: Sequence[Document], tokenizer: Tokenizer) -> Lost:
    """What the passages that documents were cut into lose of them."""
    shown, gold = (sum(len(document.relations) for document in group) for group in (passages, documents))
    return Lost(len(lost_spans(documents, tokenizer)), gold - shown, gold)


class Passages(Dataset[dict[str, Any]]):
    """Passages as network inputs.

    An item is a function of (seed, epoch, index) alone, so that a resumed run sees what the unbroken one would have
    seen. Without an augmenter items do not change from epoch to epoch.
    """

    def __init__(
        self, documents: Sequence[Document], tokenizer: Tokenizer, size: int, augmenter: Augmenter | None = None
    ):
        self.passages = [passage for document in documents for passage in cut_passages(document, tokenizer, size)]
        self.tokenizer = tokenizer
        self.augmenter = augmenter
        self.epoch = 0
        self._special = [tokenizer.token_to_id(token) for token in ("[CLS]", "[SEP]")]

    def __len__(self) -> int:
        return len(self.passages)

    def __getitem__(self, index: int) -> dict[str, Any]:
        passage, shown = self.passages[index], True
        if self.augmenter is not None:
            rng = Random(f"{self.augmenter.recipe.seed}/{self.epoch}/{index}")
            passage = self.augmenter(passage, rng)
            shown = rng.random() >= self.augmenter.recipe.no_shapes
        encoded = encode(self.tokenizer, passage.text)
        gold = targets(passage, encoded)
        spans, relations = pair_targets(passage, encoded)
        ids, shapes, tags, statuses = (
            part[:MOST_SUBWORDS] for part in (encoded.ids, encoded.shapes, gold.tags, gold.statuses)
        )
        first, last = self._special
        return {
            "input_ids": [first, *ids.tolist(), last],
            "token_type_ids": [UNKNOWN, *(shapes if shown else np.zeros_like(shapes)).tolist(), UNKNOWN],
            "labels": [IGNORED, *tags.tolist(), IGNORED],
            "statuses": [IGNORED, *statuses.tolist(), IGNORED],
            "spans": spans,
            "relations": relations,
        }
