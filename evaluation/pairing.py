"""Gold and what was read put in pairs, one to one: from left to right, or as many as can be."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from ..data.document import Span
from ..data.errors import needs_extra
from .scorer import Count

T = TypeVar("T")


def in_rounds(
    gold: Sequence[T], predicted: Sequence[T], rounds: Sequence[Callable[[T, T], bool]]
) -> tuple[list[tuple[T, T]], list[T], list[T]]:
    """Pairs from left to right, those that fit by the first rule before those that fit by the next.

    Args:
        gold, predicted: in text order.
        rounds: rules that take gold's first.

    Returns:
        The pairs, then what is left of gold and of what was predicted.

    >>> in_rounds([1, 4], [5, 4], [int.__eq__, int.__lt__])
    ([(4, 4), (1, 5)], [], [])
    """
    open_gold, open_predicted = list(gold), list(predicted)
    pairs: list[tuple[T, T]] = []
    for fits in rounds:
        for wanted in tuple(open_gold):
            found = next((other for other in open_predicted if fits(wanted, other)), None)
            if found is not None:
                pairs.append((wanted, found))
                open_gold.remove(wanted)
                open_predicted.remove(found)
    return pairs, open_gold, open_predicted


def meet(one: Span, other: Span) -> bool:
    """Whether two spans have the same label and a character in common."""
    return one.label == other.label and one.overlaps(other)


def one_to_one(gold: Sequence[T], predicted: Sequence[T], same: Callable[[T, T], bool]) -> Count:
    """Right is the most that pair up, each in one pair at the most; `same` takes gold's first.

    Raises:
        CommuniqueError: the extra `train` is not installed.
    """
    fits = np.array([[same(wanted, found) for found in predicted] for wanted in gold], dtype=np.float64)
    right = best_total(fits) if gold and predicted else 0
    return Count(round(right), len(predicted), len(gold))


def best_total(weights: NDArray[np.generic]) -> float:
    """The greatest sum of weights over pairings of rows with columns, each in one pair at the most.

    Raises:
        CommuniqueError: the extra `train` is not installed.

    >>> best_total(np.array([[3, 2], [2, 0]]))
    4.0
    """
    with needs_extra("train"):
        from scipy.optimize import linear_sum_assignment
    rows, columns = linear_sum_assignment(weights, maximize=True)
    return float(weights[rows, columns].sum())
