"""The decoder against brute force over every tagging."""

import itertools

import numpy as np
import pytest

from communique.data.scheme import default_scheme
from communique.model.tags import decode, join_neighbours, tag_names


def legal(tags: tuple[int, ...], continues: np.ndarray) -> bool:
    """Whether columns of scores (0 outside, odd begin, even inside) make a legal tagging."""
    previous = 0
    for tag, within in zip(tags, continues, strict=True):
        inside = tag > 0 and tag % 2 == 0
        if inside and previous not in (tag, tag - 1):
            return False
        if within and not inside and not tag == previous == 0:
            return False
        previous = tag
    return True


def spans(tags: tuple[int, ...]) -> list[tuple[int, int, int]]:
    found: list[list[int]] = []
    for index, tag in enumerate(tags):
        if tag % 2:
            found.append([index, index + 1, tag // 2])
        elif tag:
            found[-1][1] = index + 1
    return [(a, b, label) for a, b, label in found]


@pytest.mark.parametrize("seed", range(40))
def test_decoding_is_the_best_legal_tagging_and_its_probabilities_are_exact(seed: int) -> None:
    rng = np.random.default_rng(seed)
    tokens, labels = int(rng.integers(1, 6)), 2
    scores = rng.normal(size=(tokens, 1 + 2 * labels)) * 2
    continues = rng.random(tokens) < 0.3
    continues[0] = False
    weights: dict[tuple[int, ...], float] = {
        tags: float(np.exp(scores[np.arange(tokens), tags].sum()))
        for tags in itertools.product(range(1 + 2 * labels), repeat=tokens)
        if legal(tags, continues)
    }
    best = max(weights, key=weights.__getitem__)
    found = decode(scores, continues)
    assert [(s.first, s.last, s.label) for s in found] == spans(best)
    for span in found:
        mass = sum(w for tags, w in weights.items() if (span.first, span.last, span.label) in spans(tags))
        assert span.probability == pytest.approx(mass / sum(weights.values()), abs=1e-9)


def test_tag_names_follow_the_scheme() -> None:
    names = tag_names(default_scheme())
    assert names[:5] == ["O", "B-PERSON", "I-PERSON", "B-PARTY", "I-PARTY"]
    assert len(names) == 1 + 2 * 30


@pytest.mark.parametrize(
    ("spaced", "labels", "expected"),
    [
        ([False, True], [0], [(0, 2, 0)]),
        ([False, False], [0], [(0, 1, 0), (1, 2, 0)]),  # a comma or a new line stands between
        ([False, True], [1], [(0, 1, 0), (1, 2, 0)]),
        ([False, True], [], [(0, 1, 0), (1, 2, 0)]),
    ],
)
def test_neighbours_of_one_label_are_joined(
    spaced: list[bool], labels: list[int], expected: list[tuple[int, int, int]]
) -> None:
    with np.errstate(divide="ignore"):
        scores = np.log(np.array([[0.1, 0.9, 0, 0, 0], [0.1, 0.5, 0.3, 0.1, 0]]))
    found = decode(join_neighbours(scores, np.array(spaced), labels), np.zeros(2, dtype=np.bool_))
    assert [(span.first, span.last, span.label) for span in found] == expected
