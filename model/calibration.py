"""Scores that mean what they say: a logistic map from a model's own probability to the share that is right."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_EDGE = 1e-6


def _sigmoid(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    return 1 / (1 + np.exp(-np.clip(logits, -30, 30)))


@dataclass(frozen=True, slots=True)
class Calibration:
    """Platt scaling: logit(calibrated) = slope * logit(raw) + intercept. The default changes nothing."""

    slope: float = 1.0
    intercept: float = 0.0

    def __call__(self, probability: float) -> float:
        raw = min(max(probability, _EDGE), 1 - _EDGE)
        logit = self.slope * float(np.log(raw / (1 - raw))) + self.intercept
        return float(_sigmoid(np.array(logit)))


def fit_calibration(probabilities: Sequence[float], right: Sequence[bool]) -> Calibration:
    """Fits slope and intercept by Newton's method in bounded steps, with a weak pull towards changing nothing.

    Args:
        probabilities: raw probabilities of predictions.
        right: whether each was right.

    Returns:
        The fitted map; the identity where there is nothing to fit (fewer than 20 predictions, or all alike).
    """
    if len(probabilities) < 20 or all(right) or not any(right):
        return Calibration()
    raw = np.clip(np.asarray(probabilities, dtype=np.float64), _EDGE, 1 - _EDGE)
    inputs = np.stack([np.log(raw / (1 - raw)), np.ones(len(raw))], axis=1)
    target, prior = np.asarray(right, dtype=np.float64), np.array([1.0, 0.0])
    weights = np.zeros(2)
    for _ in range(100):
        fitted = _sigmoid(inputs @ weights)
        gradient = inputs.T @ (fitted - target) + (weights - prior)
        hessian = (inputs * (fitted * (1 - fitted))[:, None]).T @ inputs + np.eye(2)
        step = np.linalg.solve(hessian, gradient)
        weights = weights - step * min(1.0, 1.0 / np.abs(step).max())
        if np.abs(step).max() < 1e-9:
            break
    return Calibration(float(weights[0]), float(weights[1]))


def best_threshold(probabilities: Sequence[float], right: Sequence[bool], gold: int) -> float:
    """The least probability at which a prediction is worth making: F1 of those at or above it is greatest.

    Args:
        probabilities, right: of all predictions, the doubtful ones too.
        gold: how many there were to find.

    Returns:
        One of `THRESHOLDS`, of equals the first: steps as wide as these leave little to a few predictions.
    """
    scores, hits = np.asarray(probabilities, dtype=np.float64), np.asarray(right, dtype=np.bool_)
    kept = [scores >= threshold for threshold in THRESHOLDS]
    f1 = [2 * (hits & some).sum() / max(1, some.sum() + gold) for some in kept]
    return THRESHOLDS[int(np.argmax(f1))]


THRESHOLDS = (0.3, 0.25, 0.35, 0.2, 0.4, 0.15, 0.45, 0.1, 0.5)
"""From the middle to the edges: F1 is greatest near half of what it is there (Lipton et al. 2014)."""


@dataclass(frozen=True, slots=True)
class Bin:
    """Predictions of like score."""

    score: float
    """Their mean score."""
    right: float
    """Share of them that are right."""
    count: int
    """How many they are."""


def reliability(probabilities: Sequence[float], right: Sequence[bool], bins: int = 10) -> list[Bin]:
    """Predictions in bins of equal mass, from low scores to high; fewer bins where there are fewer predictions."""
    order = np.argsort(np.asarray(probabilities), kind="stable")
    scores: NDArray[np.float64] = np.asarray(probabilities, dtype=np.float64)[order]
    hits = np.asarray(right, dtype=np.float64)[order]
    parts = zip(np.array_split(scores, bins), np.array_split(hits, bins), strict=True)
    return [Bin(float(s.mean()), float(h.mean()), len(s)) for s, h in parts if len(s)]


def chance_error(probabilities: Sequence[float], bins: int = 10, draws: int = 200, seed: int = 20261122) -> float:
    """The `expected_calibration_error` that scores without a fault would show on so few predictions.

    Mean over draws in which each prediction is right with the probability of its score.
    """
    if not probabilities:
        return 0.0
    scores: NDArray[np.float64] = np.asarray(probabilities, dtype=np.float64)
    gaps = scores - (np.random.default_rng(seed).random((draws, len(scores))) < scores)
    parts = np.array_split(gaps[:, np.argsort(scores, kind="stable")], bins, axis=1)
    return float(sum(np.abs(part.sum(axis=1)) for part in parts).mean() / len(scores))


def expected_calibration_error(bins: Sequence[Bin]) -> float:
    """Mean gap between score and share right, weighted by predictions; 0.0 without any."""
    total = sum(part.count for part in bins)
    return sum(abs(part.score - part.right) * part.count for part in bins) / total if total else 0.0
