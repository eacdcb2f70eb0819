from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from communique.data.stretches import Stretch, joined, touched, without

STRETCHES = st.lists(
    st.tuples(st.integers(0, 20), st.integers(1, 6)).map(lambda pair: (pair[0], sum(pair))), max_size=6
)


def characters(stretches: list[Stretch]) -> set[int]:
    return {place for start, end in stretches for place in range(start, end)}


@given(STRETCHES, STRETCHES)
def test_stretches_are_sets_of_characters(some: list[Stretch], others: list[Stretch]) -> None:
    flat, taken = joined(some), joined(others)
    assert characters(flat) == characters(some)
    assert all(one[1] < other[0] for one, other in pairwise(flat))
    left = list(without(flat, taken))
    assert characters(left) == characters(some) - characters(others)
    assert left == sorted(left)
    expected = [bool(characters([place]) & characters(others)) for place in flat]
    assert touched(flat, taken) == expected
