import numpy as np
import pytest

from communique.model.calibration import Calibration, expected_calibration_error, fit_calibration


def test_overconfidence_is_mended() -> None:
    rng = np.random.default_rng(0)
    truth = rng.uniform(0.2, 0.95, 4000)
    right = (rng.random(4000) < truth).tolist()
    logit = np.log(truth / (1 - truth))
    claimed = (1 / (1 + np.exp(-(2.5 * logit + 0.5)))).tolist()
    before = expected_calibration_error(claimed, right)
    fitted = fit_calibration(claimed, right)
    after = expected_calibration_error([fitted(p) for p in claimed], right)
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
    assert expected_calibration_error([], []) == 0.0
    assert expected_calibration_error([1.0] * 30, [True] * 30) == 0.0
    assert expected_calibration_error([0.5] * 40, [True] * 40) == pytest.approx(0.5)
