"""BIO tags: from spans to tags for training, and from tag scores to spans with probabilities.

The tags of a scheme are `O`, then `B-X` and `I-X` for every span label X in the scheme's order.
Legal are: `I-X` only after `B-X` or `I-X`, and no new span inside a word.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..data.scheme import Scheme

Floats = NDArray[np.float64]
IGNORED = -100


def tag_names(scheme: Scheme) -> list[str]:
    """`O`, `B-X`, `I-X`, … in the order of a model's scores."""
    return ["O"] + [f"{prefix}-{label}" for label in scheme.span_labels for prefix in "BI"]


@dataclass(frozen=True, slots=True)
class TokenSpan:
    """Tokens `first:last` (half-open) with the number of their label and the probability of exactly this span."""

    first: int
    last: int
    label: int
    probability: float


def decode(scores: Floats, continues: NDArray[np.bool_]) -> list[TokenSpan]:
    """The likeliest legal tags of one sentence, as spans.

    Args:
        scores: log-probabilities, shape (tokens, 1 + 2 * labels), columns as in `tag_names`.
        continues: shape (tokens,); true where a token carries on the word of the one before.

    Returns:
        Spans in text order, with their `probabilities`.
    """
    outside, begin, inside = scores[:, 0], scores[:, 1::2], scores[:, 2::2]
    tags = _best_path(outside, begin, inside, continues)
    found = _runs(tags)
    if not found:
        return []
    chances = probabilities(scores, continues, found)
    return [TokenSpan(*place, chance) for place, chance in zip(found, chances, strict=True)]


def join_neighbours(scores: Floats, spaced: NDArray[np.bool_], labels: Sequence[int]) -> Floats:
    """Scores by which a span that would begin right behind one of its own label goes on with that one.

    Tags are scored one by one, so that a long name may be told as two; of most labels no two spans stand so close.

    Args:
        scores: log-probabilities as for `decode`.
        spaced: shape (tokens,); true where nothing but space stands between a token and the one before.
        labels: numbers of the labels whose spans are joined.

    Returns:
        Scores for `decode` and `probabilities`: what spoke for a beginning speaks for going on as well.
    """
    joined, rows = scores.copy(), np.flatnonzero(spaced)[:, None]
    begin = 1 + 2 * np.asarray(labels, dtype=np.int64)
    joined[rows, begin + 1] = np.logaddexp(scores[rows, begin + 1], scores[rows, begin])
    return joined


def probabilities(scores: Floats, continues: NDArray[np.bool_], spans: Sequence[tuple[int, int, int]]) -> list[float]:
    """The probability of each span (first, last, label): the share of all legal taggings, weighted by their scores,
    that hold exactly this span (forward–backward over the transitions of `decode`).

    Args:
        scores, continues: one sentence, as for `decode`.
        spans: token spans, half-open, with the number of their label.
    """
    outside, begin, inside = scores[:, 0], scores[:, 1::2], scores[:, 2::2]
    forward_begin, backward, total = _forward_backward(outside, begin, inside, continues)
    logs = [
        forward_begin[first, label] + inside[first + 1 : last, label].sum() + backward[last, label] - total
        for first, last, label in spans
    ]
    return [float(min(np.exp(log), 1.0)) for log in logs]


def _best_path(outside: Floats, begin: Floats, inside: Floats, continues: NDArray[np.bool_]) -> list[int]:
    """Viterbi. Returns a tag a token: -1 outside, 2 * label at its begin, 2 * label + 1 inside."""
    steps = len(outside)
    best_out, best_begin, best_in = outside[0], begin[0], np.full(begin.shape[1], -np.inf)
    from_begin = np.zeros(begin.shape, dtype=bool)
    free_from = np.zeros(steps, dtype=np.int64)
    for t in range(1, steps):
        from_begin[t] = best_begin >= best_in
        stay = np.where(from_begin[t], best_begin, best_in)
        free_from[t] = _arg_free(best_out, best_begin, best_in)
        free = best_out if continues[t] else max(best_out, best_begin.max(), best_in.max())
        if continues[t]:
            free_from[t] = -1
            best_begin = np.full_like(best_begin, -np.inf)
        else:
            best_begin = free + begin[t]
        best_out, best_in = free + outside[t], stay + inside[t]
    tag = _arg_free(best_out, best_begin, best_in)
    path = [tag]
    for t in range(steps - 1, 0, -1):
        tag = (tag - 1 if from_begin[t, tag // 2] else tag) if tag >= 0 and tag % 2 else int(free_from[t])
        path.append(tag)
    return path[::-1]


def _arg_free(out: float, begin: Floats, inside: Floats) -> int:
    b, i = int(begin.argmax()), int(inside.argmax())
    best = max(out, begin[b], inside[i])
    if best == out:
        return -1
    return 2 * b if best == begin[b] else 2 * i + 1


def _runs(tags: list[int]) -> list[tuple[int, int, int]]:
    found: list[tuple[int, int, int]] = []
    for t, tag in enumerate(tags):
        if tag >= 0 and tag % 2 == 0:
            found.append((t, t + 1, tag // 2))
        elif tag >= 0:
            first, _, label = found[-1]
            found[-1] = (first, t + 1, label)
    return found


def _forward_backward(
    outside: Floats, begin: Floats, inside: Floats, continues: NDArray[np.bool_]
) -> tuple[Floats, Floats, float]:
    """Log sums over legal taggings.

    Returns:
        The sum of all beginnings that put `B-X` at a token, shape (tokens, labels); the sum of all endings after a
        span of X that stops before a token, shape (tokens + 1, labels); and the sum of all taggings.
    """
    steps, labels = begin.shape
    forward_begin = np.empty((steps, labels))
    out, first, within = outside[0], begin[0], np.full(labels, -np.inf)
    forward_begin[0] = first
    for t in range(1, steps):
        free = out if continues[t] else _logsum(out, first, within)
        within = np.logaddexp(first, within) + inside[t]
        first = np.full(labels, -np.inf) if continues[t] else free + begin[t]
        out = free + outside[t]
        forward_begin[t] = first
    total = _logsum(out, first, within)
    after = np.zeros((steps + 1, labels))
    rest_out, rest_within = 0.0, np.zeros(labels)
    for t in range(steps - 1, -1, -1):
        leave = outside[t] + rest_out
        free = leave if continues[t] else _logsum(leave, begin[t] + rest_within)
        stop = -np.inf if continues[t] else free
        after[t] = stop
        rest_within = np.logaddexp(inside[t] + rest_within, stop)
        rest_out = free
    return forward_begin, after, total


def _logsum(*parts: float | Floats) -> float:
    values = np.concatenate([np.atleast_1d(part) for part in parts])
    top = values.max()
    return float(top + np.log(np.exp(values - top).sum())) if np.isfinite(top) else -np.inf
