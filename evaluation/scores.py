"""Divides: from counts to precision, recall, F1 and document-bootstrap intervals.
Every key of `scores.json` is explained here."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..data.scheme import Scheme
from .scorer import RULES, Count, DocumentCounts

RESAMPLES = 1000
_SEED = 20261122


@dataclass(frozen=True, slots=True)
class Score:
    """One line of a report."""

    precision: float
    """Share of predicted spans that are right; 0.0 where none was predicted."""
    recall: float
    """Share of gold spans that were found; 0.0 where gold has none."""
    f1: float
    """Harmonic mean of precision and recall."""
    low: float
    """2.5th percentile of F1 over 1,000 resamples of the documents (with replacement, fixed seed)."""
    high: float
    """97.5th percentile of the same."""
    right: int
    """Spans right by the match rule."""
    predicted: int
    """Spans predicted."""
    gold: int
    """Spans in gold."""


@dataclass(frozen=True, slots=True)
class GroupScores:
    """Scores of one match rule over entity labels or over event types."""

    micro: Score
    """All spans of the group together."""
    macro_f1: float
    """Mean F1 of the labels that gold holds."""
    labels: dict[str, Score]
    """Label → its score; labels that neither gold nor prediction holds are left out."""


@dataclass(frozen=True, slots=True)
class SliceScores:
    """Scores of some of the documents."""

    documents: int
    """Documents in the slice."""
    entities: Score
    """All entity spans together, exact match."""
    triggers: Score
    """All triggers together, exact match, status left aside."""


@dataclass(frozen=True, slots=True)
class Scores:
    """The content of `scores.json`."""

    documents: int
    """Documents scored."""
    words: int
    """Words between spaces in their texts."""
    entities: dict[str, GroupScores]
    """Match rule (`exact`: same bounds and label;
    `overlap`: same label, a character in common, one to one) → scores over entity labels."""
    triggers: dict[str, GroupScores]
    """Match rule → scores over event types, status left aside."""
    statuses: GroupScores
    """Triggers whose bounds, type and status all agree, by status."""
    status_given_trigger: Score
    """Over triggers found exactly: share with the right status (precision, recall and F1 are the same number)."""
    calibration_error: dict[str, float]
    """`entity`, `trigger`, `status` (of triggers found exactly) → expected calibration error of predictions over ten
    bins of equal mass (right = exact span and label)."""
    seqeval: dict[str, float]
    """seqeval's micro precision, recall and F1 over all spans (mode strict, scheme IOB2),
    on words cut at span edges."""
    slices: dict[str, dict[str, SliceScores]]
    """Header field → value → scores of the documents that have it; a document may be in several slices of a field."""
    words_per_second: float
    """Words read in a second, whole path, this machine."""

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return asdict(self)


def ratio(part: float, whole: float) -> float:
    """`part / whole`, 0.0 where there is no whole."""
    return part / whole if whole else 0.0


def f1_of(count: Count) -> float:
    """F1 from counts: 2 * right / (predicted + gold)."""
    return ratio(2 * count.right, count.predicted + count.gold)


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


def bootstrap_f1(counts: Sequence[Count], resamples: int = RESAMPLES) -> tuple[float, float]:
    """The 95 % interval of micro-F1 over resampled documents."""
    if not counts:
        return 0.0, 0.0
    table: NDArray[np.int64] = np.array([(c.right, c.predicted + c.gold) for c in counts])
    drawn = np.random.default_rng(_SEED).integers(0, len(counts), size=(resamples, len(counts)))
    sums = table[drawn].sum(axis=1)
    values = np.divide(2.0 * sums[:, 0], sums[:, 1], out=np.zeros(resamples), where=sums[:, 1] > 0)
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)


def group_scores(rows: Sequence[dict[str, Count]], names: Sequence[str]) -> GroupScores:
    """Scores of some labels, by label and together; `rows` are the counts of one document each."""
    by_label = {name: [row.get(name, Count()) for row in rows] for name in names}
    totals = {name: sum(counts, Count()) for name, counts in by_label.items()}
    labels = {name: score(by_label[name]) for name in names if totals[name].gold or totals[name].predicted}
    in_gold = [f1_of(total) for total in totals.values() if total.gold]
    return GroupScores(_micro(rows, names), ratio(sum(in_gold), len(in_gold)), labels)


def divide(
    documents: Sequence[DocumentCounts], scheme: Scheme, slices: dict[str, dict[str, list[int]]], **measured: Any
) -> Scores:
    """All scores of a run.

    Args:
        documents: counts, one a document.
        scheme: what may be marked.
        slices: header field → value → indices of documents.
        measured: the fields of `Scores` that are not counts of spans.
    """
    entities = {rule: group_scores([d.spans[rule] for d in documents], scheme.entity_names) for rule in RULES}
    triggers = {rule: group_scores([d.spans[rule] for d in documents], scheme.event_names) for rule in RULES}
    statuses = group_scores([d.statuses for d in documents], scheme.status_names)
    given = score([d.status_given_trigger for d in documents])
    parts = {
        field: {value: _slice([documents[index] for index in indices], scheme) for value, indices in values.items()}
        for field, values in slices.items()
    }
    return Scores(
        len(documents),
        entities=entities,
        triggers=triggers,
        statuses=statuses,
        status_given_trigger=given,
        slices=parts,
        **measured,
    )


def _slice(documents: Sequence[DocumentCounts], scheme: Scheme) -> SliceScores:
    rows = [document.spans["exact"] for document in documents]
    return SliceScores(len(rows), _micro(rows, scheme.entity_names), _micro(rows, scheme.event_names))


def _micro(rows: Sequence[dict[str, Count]], names: Sequence[str]) -> Score:
    return score([sum((row.get(name, Count()) for name in names), Count()) for row in rows])
