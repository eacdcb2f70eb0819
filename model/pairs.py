"""Relations between the spans of a text, read window by window from the states that the tags came from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from .bundle import PAIR_INPUTS
from .windows import Window

Floats = NDArray[np.float32]
FLOOR = 0.05
"""Below this probability no relation is looked at."""


@dataclass(frozen=True, slots=True)
class PairScore:
    """A relation that two spans may have: their places in the list of spans, its number, its probability."""

    head: int
    tail: int
    relation: int
    probability: float


def read_pairs(
    session: onnxruntime.InferenceSession,
    windows: Sequence[Window],
    states: Sequence[Floats],
    spans: NDArray[np.int64],
) -> list[PairScore]:
    """The likeliest relation of every pair that may have one, each pair once.

    A pair is read in every window that holds both spans, and counts in the one that shows most of what is around it;
    spans further apart than a window have no relation.

    Args:
        session: the relation graph.
        windows: of the text, in order.
        states: of each window's subwords, shape (subwords, width).
        spans: first subword, subword after the last, label, sentence, in text order; shape (spans, 4).

    Returns:
        Relations of a probability of at least `FLOOR`, by head, then tail.
    """
    found: list[PairScore] = []
    for number, window in enumerate(windows):
        members = np.flatnonzero((spans[:, 0] >= window.start) & (spans[:, 1] <= window.end))
        if len(members) > 1:
            inside = spans[members]
            logs = _run(session, states[number], inside, window.start)
            owned = _owned(number, windows, inside)
            found += (
                PairScore(int(members[head]), int(members[tail]), relation, chance)
                for head, tail, relation, chance in _likeliest(logs, owned)
            )
    return sorted(found, key=lambda pair: (pair.head, pair.tail))


def _run(session: onnxruntime.InferenceSession, states: Floats, spans: NDArray[np.int64], start: int) -> Floats:
    """Log-probabilities, shape (spans, spans, 1 + relations)."""
    first, after, labels, sentences = spans.T
    values = (states[first - start], states[after - 1 - start], labels, first - start + 1, sentences - sentences[0])
    inputs = {name: value[None] for name, value in zip(PAIR_INPUTS, values, strict=True)}
    logs: Floats = session.run(None, inputs)[0][0]
    return logs


def _likeliest(logs: Floats, owned: NDArray[np.bool_]) -> Iterator[tuple[int, int, int, float]]:
    likeliest = logs[..., 1:].max(axis=-1)
    for head, tail in zip(*np.nonzero((likeliest >= np.log(FLOOR)) & owned), strict=True):
        relation = int(logs[head, tail, 1:].argmax())
        yield int(head), int(tail), relation, float(np.exp(likeliest[head, tail]))


def _owned(number: int, windows: Sequence[Window], spans: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Pairs for which this window shows most of what is around them, the first of equals; shape (spans, spans)."""
    starts = np.minimum(spans[:, None, 0], spans[None, :, 0])
    ends = np.maximum(spans[:, None, 1], spans[None, :, 1])
    here = _room(number, windows, starts, ends)
    owned = np.ones(starts.shape, dtype=np.bool_)
    for other in _neighbours(number, windows):
        there = _room(other, windows, starts, ends)
        owned &= (here > there) if other < number else (here >= there)
    return owned


def _neighbours(number: int, windows: Sequence[Window]) -> Iterator[int]:
    """Windows that share subwords with this one."""
    for step in (-1, 1):
        other = number + step
        while 0 <= other < len(windows) and _overlap(windows[number], windows[other]):
            yield other
            other += step


def _overlap(one: Window, other: Window) -> bool:
    return one.start < other.end and other.start < one.end


def _room(
    number: int, windows: Sequence[Window], starts: NDArray[np.int64], ends: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Subwords between a pair and the nearer edge of a window, where the text goes on beyond it; negative for pairs
    that it does not hold."""
    window, last = windows[number], number == len(windows) - 1
    left = np.where(starts >= window.start, np.inf if number == 0 else starts - window.start, -1.0)
    right = np.where(ends <= window.end, np.inf if last else window.end - ends, -1.0)
    room: NDArray[np.float64] = np.minimum(left, right)
    return room
