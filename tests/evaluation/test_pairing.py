"""Pairs made by hand."""

import numpy as np

from communique.evaluation.pairing import best_total, in_rounds, one_to_one
from communique.evaluation.scorer import Count


def test_pairs_are_made_in_rounds_from_left_to_right() -> None:
    near, far = (lambda a, b: abs(a - b) <= 1), (lambda a, b: abs(a - b) <= 2)
    assert in_rounds([1, 2, 9], [3, 2, 5], [int.__eq__, near, far]) == ([(2, 2), (1, 3)], [9], [5])
    assert in_rounds([1, 2], [2, 3], [near]) == ([(1, 2), (2, 3)], [], [])
    assert in_rounds([], [1], [near]) == ([], [], [1])


def test_pairs_are_as_many_as_can_be() -> None:
    assert one_to_one([1, 2], [2, 3, 9], lambda a, b: abs(a - b) <= 1) == Count(2, 3, 2)
    assert one_to_one([1, 1], [1], int.__eq__) == Count(1, 1, 2)
    assert one_to_one([], [1], int.__eq__) == Count(0, 1, 0)


def test_no_pairs_have_no_weight() -> None:
    assert best_total(np.zeros((0, 3))) == 0.0
    assert best_total(np.array([[3, 2], [2, 0]])) == 4.0
