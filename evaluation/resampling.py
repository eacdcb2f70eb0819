"""F1 from counts, and how far it can be trusted: documents resampled, and two readings that change places."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .scorer import Count

Floats = NDArray[np.float64]
RESAMPLES = 1000
ROUNDS = 10_000
_SEED = 20261122


def ratio(part: float, whole: float) -> float:
    """`part / whole`, 0.0 where there is no whole."""
    return part / whole if whole else 0.0


def f1_of(count: Count) -> float:
    """F1 from counts: 2 * right / (predicted + gold)."""
    return ratio(2 * count.right, count.predicted + count.gold)


def draws(documents: int, resamples: int = RESAMPLES) -> NDArray[np.int64]:
    """Places of documents drawn with replacement, at least one document, the same in every call; shape (resamples,
    documents)."""
    return np.random.default_rng(_SEED).integers(0, documents, size=(resamples, documents))


def interval(values: Floats) -> tuple[float, float]:
    """2.5th and 97.5th percentile; 0.0 where there is no value."""
    low, high = np.percentile(values, [2.5, 97.5]) if len(values) else (0.0, 0.0)
    return float(low), float(high)


def bootstrap_f1(counts: Sequence[Count], resamples: int = RESAMPLES) -> tuple[float, float]:
    """The 95 % interval of micro-F1 over resampled documents; resamples without a span have no F1 and are left out."""
    if not counts:
        return 0.0, 0.0
    sums = _table(counts)[draws(len(counts), resamples)].sum(axis=1)
    return interval(_f1(sums[sums[:, 1] > 0]))


def paired_differences(first: Sequence[Count], second: Sequence[Count], resamples: int = RESAMPLES) -> Floats:
    """F1 of `second` less F1 of `first` over resampled documents, both of the same documents; shape (resamples,), empty
    without documents."""
    if not first:
        return np.empty(0)
    drawn = draws(len(first), resamples)
    f1 = [_f1(_table(counts)[drawn].sum(axis=1)) for counts in (first, second)]
    return f1[1] - f1[0]


def randomisation(first: Sequence[Count], second: Sequence[Count], rounds: int = ROUNDS) -> float:
    """Two-sided p-value of the difference in micro-F1 by approximate randomisation (Noreen 1989).

    In each round every document's two readings change places by the toss of a coin; the value is the share of rounds
    that differ at least as much as the readings do, one added to both; 1.0 without documents.
    """
    if not first:
        return 1.0
    before, after = _table(first), _table(second)
    total, gap = (before + after).sum(axis=0), after - before
    tosses = np.random.default_rng(_SEED).integers(0, 2, size=(rounds, len(first))) * 2 - 1

    def difference(shift: NDArray[np.int64]) -> Floats:
        return _f1((total + shift) / 2) - _f1((total - shift) / 2)

    reached = np.abs(difference(tosses @ gap)) >= np.abs(difference(gap.sum(axis=0, keepdims=True))) - 1e-12
    return float((reached.sum() + 1) / (rounds + 1))


def _table(counts: Sequence[Count]) -> NDArray[np.int64]:
    return np.array([(c.right, c.predicted + c.gold) for c in counts])


def _f1(sums: NDArray[np.int64] | Floats) -> Floats:
    """F1 from sums of right and of predicted + gold, shape (n, 2)."""
    values: Floats = np.divide(2.0 * sums[:, 0], sums[:, 1], out=np.zeros(len(sums)), where=sums[:, 1] > 0)
    return values
