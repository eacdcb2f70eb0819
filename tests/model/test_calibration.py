import numpy as np
import pytest

from communique.model.calibration import (
    Calibration,
    best_threshold,
    chance_error,
    expected_calibration_error,
    fit_calibration,
    reliability,
)


def error(probabilities: list[float], right: list[bool]) -> float:
    return expected_calibration_error(reliability(probabilities, right))


def test_overconfidence_is_mended() -> None:
    rng = np.random.default_rng(0)
    truth = rng.uniform(0.2, 0.95, 4000)
    right = (rng.random(4000) < truth).tolist()
    logit = np.log(truth / (1 - truth))
    claimed = (1 / (1 + np.exp(-(2.5 * logit + 0.5)))).tolist()
    before = error(claimed, right)
    fitted = fit_calibration(claimed, right)
    after = error([fitted(p) for p in claimed], right)
    assert before > 0.1
    assert after < 0.03
    assert fitted.slope == pytest.approx(1 / 2.5, abs=0.05)


@pytest.mark.parametrize("right", [[True] * 50, [False] * 50, [True] * 5])
def test_nothing_to_fit_changes_nothing(right: list[bool]) -> None:
    assert fit_calibration([0.9] * len(right), right) == Calibration()


def test_certainty_stays_finite() -> None:
    assert 0 < Calibration(3.0, 1.0)(1.0) <= 1
    assert 0 <= Calibration(3.0, 1.0)(0.0) < 1


def test_error_of_perfect_and_of_empty_predictions() -> None:
    assert error([], []) == 0.0
    assert error([1.0] * 30, [True] * 30) == 0.0
    assert error([0.5] * 40, [True] * 40) == pytest.approx(0.5)


def test_bins_have_equal_mass_and_go_from_low_to_high() -> None:
    bins = reliability([0.9, 0.1, 0.8, 0.2], [True, False, True, True], bins=2)
    assert [(round(b.score, 3), b.right, b.count) for b in bins] == [(0.15, 0.5, 2), (0.85, 1.0, 2)]
    assert len(reliability([0.5] * 3, [True] * 3)) == 3


def test_chance_alone_shows_an_error_that_falls_with_the_number() -> None:
    few, many = chance_error([0.5] * 40), chance_error([0.5] * 4000)
    assert 0.12 < few < 0.3
    assert many < 0.03
    assert chance_error([1.0] * 10) == 0.0


@pytest.mark.parametrize(
    ("scores", "right", "gold", "expected"),
    [
        ([0.9, 0.8, 0.33, 0.12], [True, True, True, False], 3, 0.3),  # the third is worth having, the last is not
        ([0.9, 0.8, 0.33, 0.12], [True, True, False, False], 2, 0.35),
        ([0.12], [True], 1, 0.1),
        ([], [], 4, 0.3),  # nothing to choose by
    ],
)
def test_the_threshold_is_where_f1_is_greatest(
    scores: list[float], right: list[bool], gold: int, expected: float
) -> None:
    assert best_threshold(scores, right, gold) == expected
