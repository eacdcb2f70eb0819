"""Precision, recall and F1 with their intervals: the lines of every report."""

from collections.abc import Sequence
from dataclasses import dataclass

from .resampling import bootstrap_f1, f1_of, ratio
from .scorer import Count


@dataclass(frozen=True, slots=True)
class Score:
    """One line of a report."""

    precision: float
    """Share of what was predicted that is right; 0.0 where nothing was."""
    recall: float
    """Share of gold that was found; 0.0 where gold has nothing."""
    f1: float
    """Harmonic mean of precision and recall."""
    low: float
    """2.5th percentile of F1 over 1,000 resamples of the documents (with replacement, fixed seed)."""
    high: float
    """97.5th percentile of the same."""
    right: int
    """Those right by the match rule: spans, or what is named where the score stands."""
    predicted: int
    """Those predicted."""
    gold: int
    """Those in gold."""


@dataclass(frozen=True, slots=True)
class GroupScores:
    """Scores of one match rule over labels of a group, such as entity labels, event types or relations."""

    micro: Score
    """All of the group together."""
    macro_f1: float
    """Mean F1 of the labels that gold holds."""
    labels: dict[str, Score]
    """Label → its score; labels that neither gold nor prediction holds are left out."""


def score(counts: Sequence[Count]) -> Score:
    """The score over documents, with a bootstrap interval.

    Args:
        counts: one a document.
    """
    total = sum(counts, Count())
    low, high = bootstrap_f1(counts)
    return Score(
        ratio(total.right, total.predicted),
        ratio(total.right, total.gold),
        f1_of(total),
        low,
        high,
        total.right,
        total.predicted,
        total.gold,
    )


def group_scores(rows: Sequence[dict[str, Count]], names: Sequence[str]) -> GroupScores:
    """Scores of some labels, by label and together; `rows` are the counts of one document each."""
    by_label = {name: [row.get(name, Count()) for row in rows] for name in names}
    totals = {name: sum(counts, Count()) for name, counts in by_label.items()}
    labels = {name: score(by_label[name]) for name in names if totals[name].gold or totals[name].predicted}
    in_gold = [f1_of(total) for total in totals.values() if total.gold]
    return GroupScores(micro_score(rows, names), ratio(sum(in_gold), len(in_gold)), labels)


def micro(row: dict[str, Count], names: Sequence[str]) -> Count:
    """The counts of some labels together."""
    return sum((row.get(name, Count()) for name in names), Count())


def micro_score(rows: Sequence[dict[str, Count]], names: Sequence[str]) -> Score:
    """The score of some labels together; `rows` are the counts of one document each."""
    return score([micro(row, names) for row in rows])
