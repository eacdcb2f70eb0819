"""Settings that fit the number of documents, where nobody gives any. `EXPERIMENTS.md` has the figures behind them."""

import math
from collections.abc import Sequence
from dataclasses import replace

from ..data.document import Document
from .recipe import Recipe

STEPS = 20
"""Steps that an epoch has at the least, if the documents allow: with 20 documents, steps of one passage each learn much
more than steps of five."""
EPOCHS = ((250, 20), (1000, 12), (math.inf, 6))
"""Passages up to which so many epochs pay."""
_WORDS = 300
"""Words that a passage holds, about."""


def fitting_recipe(documents: Sequence[Document], replay: int = 0) -> Recipe:
    """The recipe for training on these documents, from the released model, with `replay` passages of ours beside.

    Few documents are seen more often and in smaller steps; a run of many epochs stops where dev no longer rises.
    """
    passages = replay + sum(max(1, math.ceil(len(document.text.split()) / _WORDS)) for document in documents)
    plain = Recipe()
    return replace(
        plain,
        epochs=next(epochs for most, epochs in EPOCHS if passages <= most),
        batch=min(plain.batch, max(1, passages // STEPS)),
    )
