"""Who stands for whom, also where the arrows run in circles."""

import time
from itertools import permutations

import pytest

from communique.data.document import Document, Relation, Span


def pronouns(count: int, *pairs: tuple[int, int]) -> Document:
    """A text of `he`, with COREF from one to another."""
    text = "he " * count
    spans = tuple(Span.of(text, 3 * number, 3 * number + 2, "REF", id=number) for number in range(count))
    return Document(text, spans, tuple(Relation(head, "COREF", tail) for head, tail in pairs))


def referents(document: Document) -> list[int]:
    return [found.span.id for found in document.chains.referents(document.spans[0])]


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ((), [0]),
        (((0, 1), (1, 2)), [2]),
        (((0, 1), (0, 2), (1, 3), (2, 3)), [3]),
        (((0, 1), (1, 0)), [1]),
        (((0, 1), (1, 2), (2, 0)), [2]),
        (((0, 1), (1, 0), (1, 2)), [2]),
        (((0, 1), (0, 3), (1, 2), (2, 1)), [2, 3]),
    ],
)
def test_where_chains_end(pairs: tuple[tuple[int, int], ...], expected: list[int]) -> None:
    assert referents(pronouns(4, *pairs)) == expected


def test_the_way_to_the_name_is_kept() -> None:
    [found] = (document := pronouns(3, (0, 1), (1, 2))).chains.referents(document.spans[0])
    assert [span.id for span in found.chain] == [0, 1]


def test_tangled_and_long_chains_are_followed_in_time() -> None:
    layers = tuple((2 * n + a, 2 * n + 2 + b) for n in range(30) for a in (0, 1) for b in (0, 1))
    start = time.perf_counter()
    assert referents(pronouns(12, *permutations(range(12), 2))) == [11]
    assert referents(pronouns(62, *layers)) == [60, 61]
    assert referents(pronouns(1500, *((n, n + 1) for n in range(1499)))) == [1499]
    assert time.perf_counter() - start < 5


def test_a_document_has_its_chains_once() -> None:
    document = pronouns(1)
    assert document.chains is document.chains
