"""From marked documents to what the network learns from: passages with their targets."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random
from typing import Any

import numpy as np
from tokenizers import Tokenizer
from torch.utils.data import Dataset

from ..data.document import Document, Span
from ..data.rewrite import slice_document
from ..model.encoding import UNKNOWN, EncodedText, encode
from ..model.tags import IGNORED
from .augment import Augmenter
from .targets import MOST_SUBWORDS, pair_targets, shows_something, targets


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


def lost_spans(documents: Sequence[Document], tokenizer: Tokenizer) -> list[tuple[Document, Span]]:
    """All spans that no reading can give: those that the tokenizer cannot represent, and those over a sentence end."""
    return [found for document in documents for found in _lost(document, encode(tokenizer, document.text))]


def _lost(document: Document, encoded: EncodedText) -> Iterator[tuple[Document, Span]]:
    starts = [start for start, _ in encoded.sentences]
    for span in document.spans:
        found = encoded.tokens(span.start, span.end)
        if found is None or bisect_right(starts, found[0]) != bisect_right(starts, found[1] - 1):
            yield document, span


@dataclass(frozen=True, slots=True)
class Lost:
    """Gold that training cannot show."""

    spans: int
    """Spans whose edges lie inside subwords, or that run over a sentence end."""
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
        self.tokenizer = tokenizer
        self.size = size
        self.augmenter = augmenter
        self.epoch = 0
        self._special = [tokenizer.token_to_id(token) for token in ("[CLS]", "[SEP]")]
        self.passages = self._own = self._cut(documents)
        self._pool: list[Document] = []
        self._drawn = 0

    def _cut(self, documents: Sequence[Document]) -> list[Document]:
        parts = (passage for document in documents for passage in cut_passages(document, self.tokenizer, self.size))
        return [passage for passage in parts if shows_something(passage, self.tokenizer)]

    def replay(self, documents: Sequence[Document], count: int) -> None:
        """Puts passages of other documents behind its own, this many, drawn anew for every epoch."""
        self._pool = self._cut(documents)
        self._drawn = min(count, len(self._pool))
        self.begin(self.epoch)

    def begin(self, epoch: int) -> None:
        """Sets the epoch, from 0: on it hang what is exchanged and perturbed, and what is replayed."""
        self.epoch = epoch
        if self._drawn and self.augmenter is not None:
            rng = Random(f"{self.augmenter.recipe.seed}/{epoch}/replay")
            self.passages = [*self._own, *rng.sample(self._pool, self._drawn)]

    def keep(self, count: int, seed: int) -> None:
        """Keeps no more passages than this, drawn by `seed`."""
        if len(self.passages) > count:
            self.passages = self._own = Random(f"{seed}/kept").sample(self.passages, count)

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
