"""B³ and CEAF against the examples of the papers, and what holds of any clusters."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.data.document import Document
from communique.data.errors import CommuniqueError
from communique.data.markup import read_markup
from communique.evaluation.clusters import (
    Sums,
    b_cubed,
    bootstrap_ratio,
    ceaf,
    cluster_score,
    count_clusters,
    person_clusters,
)
from communique.evaluation.scorer import Count

LUO = ("12345", "67", "89ABC")


def sets(*clusters: str) -> list[frozenset[str]]:
    return [frozenset(cluster) for cluster in clusters]


@pytest.mark.parametrize(
    ("response", "precision", "recall"),
    [(("12345", "6789ABC"), 16 / 21, 1), (("1234589ABC", "67"), 7 / 12, 1)],
)
def test_b_cubed_of_bagga_and_baldwin_1998(response: tuple[str, ...], precision: float, recall: float) -> None:
    """Their figures 2 and 3: the same one link too many costs more where it joins more."""
    found = cluster_score([b_cubed(sets(*LUO), sets(*response))])
    assert (found.precision, found.recall) == (pytest.approx(precision), pytest.approx(recall))
    assert (found.predicted, found.gold) == (12, 12)


@pytest.mark.parametrize(
    ("response", "b_cubed_f1", "ceaf_f1"),
    [
        (("12345", "6789ABC"), 0.865, 0.733),
        (("1234589ABC", "67"), 0.737, 0.667),
        (("123456789ABC",), 0.545, 0.294),
        (tuple("123456789ABC"), 0.400, 0.178),
    ],
)
def test_table_1_of_luo_2005(response: tuple[str, ...], b_cubed_f1: float, ceaf_f1: float) -> None:
    """Its columns B³ and φ4-CEAF."""
    gold, found = sets(*LUO), sets(*response)
    assert cluster_score([b_cubed(gold, found)]).f1 == pytest.approx(b_cubed_f1, abs=5e-4)
    assert cluster_score([ceaf(gold, found)]).f1 == pytest.approx(ceaf_f1, abs=5e-4)


def test_invented_and_missed_mentions_as_in_pradhan_2014() -> None:
    """Their worked example: B³ 0.42, 0.50, 0.46 (rounded up) and CEAF-e 0.65, 0.43, 0.52, recall first."""
    gold, found = sets("abc", "defg"), sets("ab", "cd", "fghi")
    by_mention, by_cluster = cluster_score([b_cubed(gold, found)]), cluster_score([ceaf(gold, found)])
    assert (by_mention.recall, by_mention.precision) == (pytest.approx(35 / 84), pytest.approx(4 / 8))
    assert (by_mention.predicted, by_mention.gold) == (8, 7)
    assert (by_cluster.recall, by_cluster.precision) == (pytest.approx(1.3 / 2), pytest.approx(1.3 / 3))
    assert by_cluster.f1 == pytest.approx(0.52)
    assert (by_cluster.predicted, by_cluster.gold) == (3, 2)


def grouped(homes: dict[int, int]) -> list[frozenset[int]]:
    return [frozenset(m for m in homes if homes[m] == home) for home in sorted(set(homes.values()))]


CLUSTERS = st.dictionaries(st.integers(0, 9), st.integers(0, 4)).map(grouped)


@given(CLUSTERS)
def test_perfect_is_one(gold: list[frozenset[int]]) -> None:
    for found in (cluster_score([metric(gold, gold)]) for metric in (b_cubed, ceaf)):
        assert (found.precision, found.recall, found.f1) == pytest.approx((1, 1, 1) if gold else (0, 0, 0))


@given(CLUSTERS, CLUSTERS)
def test_changing_sides_swaps_precision_and_recall(one: list[frozenset[int]], other: list[frozenset[int]]) -> None:
    for metric in (b_cubed, ceaf):
        there, back = metric(one, other), metric(other, one)
        assert (there.predicted, there.gold) == (back.gold, back.predicted)
        assert (there.precise, there.recalled) == pytest.approx((back.recalled, back.precise))
        assert 0 <= there.precise <= there.predicted + 1e-9
        assert 0 <= there.recalled <= there.gold + 1e-9


@given(CLUSTERS, CLUSTERS)
def test_b_cubed_is_the_mean_over_mentions(gold: list[frozenset[int]], found: list[frozenset[int]]) -> None:
    """The definition, mention by mention."""
    precise = sum(len(theirs & ours) / len(theirs) for theirs in found for m in theirs for ours in gold if m in ours)
    assert b_cubed(gold, found).precise == pytest.approx(precise)


@settings(max_examples=50)
@given(CLUSTERS, CLUSTERS)
def test_ceaf_takes_the_best_of_all_pairings(gold: list[frozenset[int]], found: list[frozenset[int]]) -> None:
    short, long = sorted((gold, found), key=len)
    totals = [
        sum(2 * len(a & b) / (len(a) + len(b)) for a, b in zip(short, order, strict=False))
        for order in itertools.permutations(long, len(short))
    ]
    assert ceaf(gold, found).precise == pytest.approx(max(totals))


def test_a_mention_in_two_clusters_is_refused() -> None:
    with pytest.raises(ValueError, match="mention 'b' is in two clusters"):
        b_cubed(sets("ab", "bc"), sets("abc"))


GOLD = """# id: a
{1:PERSON|Nguyen Phu Trong} met {2:PERSON|Hun Sen}. {3:PERSON|Trong} and {4:PERSON|Mr Hun} spoke; {5:PERSON|Sok} sat.
---
"""
READ = """# id: a
{1:PERSON|Nguyen Phu Trong} met {2:PERSON|Hun Sen}. {3:PERSON|Trong} and Mr {4:PERSON|Hun} spoke; Sok sat.
---
"""


def test_counts_of_a_document_by_hand() -> None:
    gold, read = read_markup(GOLD), read_markup(READ)
    assert [len(cluster) for cluster in person_clusters(gold)] == [2, 1, 1, 1]
    assert [len(cluster) for cluster in person_clusters(read)] == [2, 2]
    counts = count_clusters(gold, read)
    assert counts.mentions == Count(3, 4, 5)
    assert counts.whole == Count(1, 2, 4)
    assert counts.b_cubed == Sums(2 + 1 / 2, 4, 2 + 1, 5)
    assert counts.ceaf == Sums(pytest.approx(1 + 2 / 3), 2, pytest.approx(1 + 2 / 3), 4)


def test_texts_without_people_have_no_score() -> None:
    counts = count_clusters(Document("It rained."), Document("It rained."))
    assert counts.b_cubed == counts.ceaf == Sums()
    assert cluster_score([counts.ceaf]).f1 == 0.0
    with pytest.raises(CommuniqueError, match="different texts"):
        count_clusters(Document("a"), Document("b"))


def test_documents_add_up_before_they_divide() -> None:
    found = cluster_score([Sums(1, 1, 1, 1), Sums(1, 3, 1, 1), Sums()])
    assert (found.precision, found.recall, found.f1) == (2 / 4, 2 / 2, pytest.approx(2 / 3))
    assert found.low <= found.f1 <= found.high


def test_bootstrap_leaves_out_resamples_without_mentions() -> None:
    assert bootstrap_ratio([Sums(1.5, 3, 1.5, 3)] * 9) == (0.5, 0.5)
    assert bootstrap_ratio([Sums(1, 1, 1, 1), *[Sums()] * 9]) == (1.0, 1.0)
    assert bootstrap_ratio([]) == bootstrap_ratio([Sums()] * 3) == (0.0, 0.0)
