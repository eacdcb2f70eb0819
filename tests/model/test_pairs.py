"""Relations read window by window: every pair once, in the window that shows most of what is around it."""

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from communique.model.pairs import read_pairs
from communique.model.windows import plan_windows


class _EveryPair:
    """A graph that gives every ordered pair the first relation, and tells where it was asked."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []

    def run(self, names: Any, inputs: dict[str, Any]) -> list[Any]:
        self.asked.append(inputs)
        count = inputs["labels"].shape[1]
        logs = np.full((1, count, count, 2), -9.0, dtype=np.float32)
        logs[..., 1] = -0.5
        logs[0, range(count), range(count)] = (-0.1, -9.0)
        return [logs]


@given(st.lists(st.integers(1, 12), min_size=1, max_size=12), st.integers(1, 5))
def test_every_pair_that_a_window_holds_is_read_once(lengths: list[int], step: int) -> None:
    windows = plan_windows(lengths, 16, 6)
    places = [(start, start + 1) for start in range(0, sum(lengths), step)]
    spans = np.array([(first, last, 0, 0) for first, last in places], dtype=np.int64)
    states = [np.zeros((window.end - window.start, 4), dtype=np.float32) for window in windows]
    found = read_pairs(_EveryPair(), windows, states, spans)  # type: ignore[arg-type]
    expected = {
        (head, tail)
        for head, one in enumerate(places)
        for tail, other in enumerate(places)
        if head != tail and any(w.start <= min(one[0], other[0]) and max(one[1], other[1]) <= w.end for w in windows)
    }
    assert [(pair.head, pair.tail) for pair in found] == sorted(expected)


def test_a_pair_counts_where_most_of_its_surroundings_show() -> None:
    windows = plan_windows([8, 8, 8], 16, 8)
    assert [(w.start, w.end) for w in windows] == [(0, 16), (8, 24)]
    spans = np.array([(9, 10, 0, 1), (10, 11, 0, 1), (13, 14, 0, 1), (14, 15, 0, 1)], dtype=np.int64)
    states = [np.full((16, 4), number, dtype=np.float32) for number in range(2)]
    graph = _EveryPair()
    chosen = {}
    for number in range(2):  # a graph that knows relations in one window alone shows which pairs are that window's
        graph.run = _only(number)  # type: ignore[method-assign]
        chosen[number] = {(p.head, p.tail) for p in read_pairs(graph, windows, states, spans)}  # type: ignore[arg-type]
    assert (0, 1) in chosen[0]
    assert (2, 3) in chosen[1]
    assert not chosen[0] & chosen[1]


def _only(number: int) -> Any:
    def run(names: Any, inputs: dict[str, Any]) -> list[Any]:
        found: list[Any] = _EveryPair().run(names, inputs)
        if inputs["first"][0, 0, 0] != number:
            found[0] = found[0][..., ::-1]
        return found

    return run
