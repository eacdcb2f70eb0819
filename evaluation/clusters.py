"""Clusters of names scored: who is who, by B³ and CEAF.

A mention is a PERSON span and a cluster the spans of one person, as `communique.data.records.people` groups them: of
gold by gold's spans and ALIAS relations, so that the scores say what errors of reading do to people, not how good the
grouping is. Match rule: mentions by exact bounds. End to end, a mention that only one side has counts among that
side's and gains nothing (Pradhan et al. 2014, as in the CoNLL scorer); people named once are clusters too.

Sums are kept by document and divided last, so that whole documents can be resampled.
"""

from collections import Counter
from collections.abc import Hashable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import astuple, dataclass, field

import numpy as np

from ..data.document import Document
from .pairing import best_total
from .resampling import RESAMPLES, Floats, draws, interval
from .scorer import Count, check_text

Clusters = Sequence[AbstractSet[Hashable]]
"""Sets of mentions; no mention is in two of them."""


@dataclass(frozen=True, slots=True)
class Sums:
    """What precision and recall are divided from; sums of documents add up."""

    precise: float = 0.0
    """Numerator of precision."""
    predicted: int = 0
    """Denominator of precision: of B³ mentions, of CEAF clusters."""
    recalled: float = 0.0
    """Numerator of recall."""
    gold: int = 0
    """Denominator of recall, in the same unit."""

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(
            self.precise + other.precise,
            self.predicted + other.predicted,
            self.recalled + other.recalled,
            self.gold + other.gold,
        )


@dataclass(frozen=True, slots=True)
class ClusterScore:
    """One line of a report on clusters."""

    precision: float
    """Of B³ the mean over predicted mentions of the share of their cluster that is right; of CEAF the mean likeness of
    predicted clusters to gold's, each paired with one at the most. 0.0 where nothing was predicted."""
    recall: float
    """The same over gold's mentions or clusters; 0.0 where gold has none."""
    f1: float
    """Harmonic mean of precision and recall."""
    low: float
    """2.5th percentile of F1 over 1,000 resamples of the documents (with replacement, fixed seed)."""
    high: float
    """97.5th percentile of the same."""
    predicted: int
    """Predicted mentions (B³) or clusters (CEAF)."""
    gold: int
    """Gold's mentions or clusters."""


@dataclass(frozen=True, slots=True)
class ClusterCounts:
    """The clusters of one document."""

    mentions: Count = field(default_factory=Count)
    """Mentions, right where the bounds are."""
    whole: Count = field(default_factory=Count)
    """Clusters, right where all mentions are, and no other."""
    b_cubed: Sums = field(default_factory=Sums)
    ceaf: Sums = field(default_factory=Sums)


def count_clusters(gold: Document, predicted: Document) -> ClusterCounts:
    """The people of one document.

    Raises:
        CommuniqueError: the two have different texts, or the extra `train` is not installed.
    """
    check_text(gold, predicted)
    wanted, found = person_clusters(gold), person_clusters(predicted)
    mentions = [frozenset[Hashable]().union(*clusters) for clusters in (wanted, found)]
    return ClusterCounts(
        Count(len(mentions[0] & mentions[1]), len(mentions[1]), len(mentions[0])),
        Count(len(set(wanted) & set(found)), len(found), len(wanted)),
        b_cubed(wanted, found),
        ceaf(wanted, found),
    )


def person_clusters(document: Document) -> list[frozenset[Hashable]]:
    """The persons of a document, each as the (start, end) of its PERSON spans."""
    return [frozenset((span.start, span.end) for span in person.mentions) for person in document.people]


def b_cubed(gold: Clusters, predicted: Clusters) -> Sums:
    """B³ (Bagga & Baldwin 1998): each mention gives the share of its own cluster that the other side's holds too.

    Raises:
        ValueError: a mention is in two clusters of one side.
    """
    shared = _shared(gold, predicted)
    return Sums(
        sum(count**2 / len(predicted[j]) for (_, j), count in shared.items()),
        sum(map(len, predicted)),
        sum(count**2 / len(gold[i]) for (i, _), count in shared.items()),
        sum(map(len, gold)),
    )


def ceaf(gold: Clusters, predicted: Clusters) -> Sums:
    """CEAF by entities (Luo 2005, φ4): the likeness of clusters, 2 × shared / (one + other), summed over the pairing of
    gold's with predicted ones that makes the sum greatest.

    Raises:
        ValueError: a mention is in two clusters of one side.
        CommuniqueError: the extra `train` is not installed.
    """
    likeness = np.zeros((len(gold), len(predicted)))
    for (i, j), count in _shared(gold, predicted).items():
        likeness[i, j] = 2 * count / (len(gold[i]) + len(predicted[j]))
    total = best_total(likeness)
    return Sums(total, len(predicted), total, len(gold))


def _shared(gold: Clusters, predicted: Clusters) -> Counter[tuple[int, int]]:
    """Places of two clusters that meet → mentions that they have in common."""
    ours, theirs = _homes(gold), _homes(predicted)
    return Counter((ours[mention], theirs[mention]) for mention in ours.keys() & theirs.keys())


def _homes(clusters: Clusters) -> dict[Hashable, int]:
    homes = {mention: place for place, cluster in enumerate(clusters) for mention in cluster}
    if len(homes) < sum(map(len, clusters)):
        twice = next(m for m, count in Counter(m for cluster in clusters for m in cluster).items() if count > 1)
        raise ValueError(f"mention {twice!r} is in two clusters; expected each in one")
    return homes


def cluster_score(sums: Sequence[Sums]) -> ClusterScore:
    """The score over documents, with a bootstrap interval.

    Args:
        sums: one a document.
    """
    total = sum(sums, Sums())
    precision, recall, f1 = (float(values[0]) for values in _rates(_table([total])))
    return ClusterScore(precision, recall, f1, *bootstrap_ratio(sums), total.predicted, total.gold)


def bootstrap_ratio(sums: Sequence[Sums], resamples: int = RESAMPLES) -> tuple[float, float]:
    """The 95 % interval of F1 over resampled documents; resamples without a mention have no F1 and are left out."""
    if not sums:
        return 0.0, 0.0
    totals = _table(sums)[draws(len(sums), resamples)].sum(axis=1)
    return interval(_rates(totals[totals[:, 1] + totals[:, 3] > 0])[2])


def _table(sums: Sequence[Sums]) -> Floats:
    return np.array([astuple(row) for row in sums], dtype=np.float64)


def _rates(totals: Floats) -> tuple[Floats, Floats, Floats]:
    """Precision, recall and F1 from sums, shape (n, 4)."""
    precision, recall = _divide(totals[:, 0], totals[:, 1]), _divide(totals[:, 2], totals[:, 3])
    return precision, recall, _divide(2 * precision * recall, precision + recall)


def _divide(part: Floats, whole: Floats) -> Floats:
    """0.0 where there is no whole."""
    values: Floats = np.divide(part, whole, out=np.zeros(len(part)), where=whole > 0)
    return values
