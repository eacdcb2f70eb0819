"""From marked documents to what the network learns from: passages, tags, statuses."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
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


def lost_spans(documents: Sequence[Document], tokenizer: Tokenizer) -> list[tuple[Document, Span]]:
    """All spans that the tokenizer cannot represent, for the run's diagnosis; none is dropped unsaid."""
    return [(d, span) for d in documents for span in targets(d, encode(tokenizer, d.text)).lost]


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
        ids, shapes, tags, statuses = (
            part[:MOST_SUBWORDS] for part in (encoded.ids, encoded.shapes, gold.tags, gold.statuses)
        )
        first, last = self._special
        return {
            "input_ids": [first, *ids.tolist(), last],
            "token_type_ids": [UNKNOWN, *(shapes if shown else np.zeros_like(shapes)).tolist(), UNKNOWN],
            "labels": [IGNORED, *tags.tolist(), IGNORED],
            "statuses": [IGNORED, *statuses.tolist(), IGNORED],
        }
