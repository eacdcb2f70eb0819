import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.model.windows import plan_windows

sizes = st.integers(4, 64).flatmap(lambda size: st.tuples(st.just(size), st.integers(0, size // 2)))


@given(st.lists(st.sampled_from([0, 1, 3, 9, 25, 70, 300]), max_size=30), sizes)
def test_every_subword_is_kept_once_and_no_window_is_too_long(lengths: list[int], limits: tuple[int, int]) -> None:
    size, overlap = limits
    windows = plan_windows(lengths, size, overlap)
    position = 0
    for window in windows:
        assert window.start <= window.keep_start == position < window.keep_end <= window.end
        assert window.end - window.start <= size
        position = window.keep_end
    assert position == sum(lengths)


@given(st.lists(st.integers(1, 32), min_size=1, max_size=30))
def test_windows_begin_and_end_with_sentences(lengths: list[int]) -> None:
    ends = {sum(lengths[: n + 1]) for n in range(len(lengths))} | {0}
    for window in plan_windows(lengths, 64, 16):
        assert {window.start, window.end, window.keep_start, window.keep_end} <= ends


def test_a_unit_is_kept_where_it_sees_most() -> None:
    first, second, third = plan_windows([40] * 12, 254, 48)
    assert (first.start, first.end, first.keep_end) == (0, 240, 200)
    assert (second.start, second.end, second.keep_end) == (160, 400, 360)
    assert (third.start, third.end) == (320, 480)


def test_without_overlap_windows_follow_each_other() -> None:
    windows = plan_windows([30, 30, 30, 200], 64, 0)
    assert all((w.start, w.end) == (w.keep_start, w.keep_end) for w in windows)


@pytest.mark.parametrize(("size", "overlap"), [(3, 0), (10, 6), (10, -1)])
def test_limits_that_make_no_sense(size: int, overlap: int) -> None:
    with pytest.raises(ValueError, match="expected"):
        plan_windows([5], size, overlap)
