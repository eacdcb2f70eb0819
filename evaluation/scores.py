"""Divides: from counts to precision, recall, F1 and document-bootstrap intervals.
Every key of `scores.json` is explained here."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from ..data.scheme import Scheme
from ..model.calibration import Bin, chance_error, expected_calibration_error, reliability
from .rates import GroupScores, Score, group_scores, micro, micro_score, score
from .record_scores import DateScores, PeopleScores, RelationScores
from .resampling import f1_of, interval, paired_differences
from .scorer import GROUPS, RULES, Count, DocumentCounts


@dataclass(frozen=True, slots=True)
class Reliability:
    """How far the scores of predictions can be believed."""

    error: float
    """Expected calibration error: mean gap between score and share right over the bins, weighted by predictions."""
    chance: float
    """What scores without a fault would show on as many predictions."""
    bins: list[Bin]
    """Ten bins of equal mass, from low scores to high."""

    @classmethod
    def of(cls, scores: Sequence[float], right: Sequence[bool]) -> "Reliability":
        """From the scores of predictions, and whether each is right."""
        bins = reliability(scores, right)
        return cls(expected_calibration_error(bins), chance_error(scores), bins)


@dataclass(frozen=True, slots=True)
class SliceScores:
    """Scores of some of the documents."""

    documents: int
    """Documents in the slice that have a span of it, in gold or read."""
    entities: Score
    """All entity spans together, exact match."""
    triggers: Score
    """All triggers together, exact match, status left aside."""
    calibration_error: float | None
    """Expected calibration error over all predicted spans of the slice; null where none has a score."""
    chance_error: float | None
    """What scores without a fault would show on these spans, for want of more of them; null likewise."""


@dataclass(frozen=True, slots=True)
class Robustness:
    """What one change of the texts costs."""

    f1: float
    """Exact micro-F1 on the changed documents."""
    fall: float
    """F1 on the documents as they are, less this one."""
    low: float
    """2.5th percentile of the fall over 1,000 resamples of the documents, both readings of a document together."""
    high: float
    """97.5th percentile of the same."""
    calibration_error: float | None
    """Expected calibration error over the group's predicted spans; null where none has a score."""
    chance_error: float | None
    """What scores without a fault would show on these spans; null likewise."""

    @classmethod
    def of(
        cls, before: Sequence[DocumentCounts], after: Sequence[DocumentCounts], labels: Sequence[str]
    ) -> "Robustness":
        """Over some labels, from counts of the same documents, as they are and changed."""
        plain, changed = ([micro(row.spans["exact"], labels) for row in rows] for rows in (before, after))
        f1 = f1_of(sum(changed, Count()))
        low, high = interval(-paired_differences(plain, changed))
        fall = f1_of(sum(plain, Count())) - f1
        return cls(f1, fall, low, high, *calibration_errors(after, labels))


@dataclass(frozen=True, slots=True)
class Scores:
    """The content of `scores.json`."""

    model_sha256: str | None
    """SHA-256 of the manifest (`communique.json`) of the model that predicted; null where predictions were given."""
    data_sha256: str
    """SHA-256 of the gold documents in the exchange form, in order, as they were read."""
    perturbation: str | None
    """The change under which all documents were read; null where they were read as they are."""
    seen_sha256: str | None
    """SHA-256 of the documents by which names count as seen in training; null where none were given."""
    documents: int
    """Documents scored."""
    words: int
    """Words between spaces in their texts."""
    left_out: int
    """Predicted spans that were left out of all other counts, with their relations, since they touch a stretch where
    nobody looked for marks (`unknown` in gold)."""
    entities: dict[str, GroupScores]
    """Match rule (`exact`: same bounds and label;
    `overlap`: same label, a character in common, one to one) → scores over entity labels."""
    triggers: dict[str, GroupScores]
    """Match rule → scores over event types, status left aside."""
    spans: Score
    """Entity spans and triggers together, exact match."""
    statuses: GroupScores
    """Triggers whose bounds, type and status all agree, by status."""
    boundaries: dict[str, Score]
    """`entities`, `triggers` → scores of bounds alone, whatever the label within the group."""
    errors: dict[str, dict[str, int]]
    """`missed`, `invented`, `wrong label`, `wrong boundary`, `wrong label and boundary` → label (gold's; the predicted
    one of what is invented) → spans. Every gold and predicted span is in one pair at the most."""
    confusion: dict[str, dict[str, int]]
    """Gold label → predicted label → pairs of spans that overlap; `–` stands for nothing."""
    status_given_trigger: Score
    """Over triggers found exactly: share with the right status (precision, recall and F1 are the same number)."""
    calibration: dict[str, Reliability]
    """`entity`, `trigger`, `status` (of triggers found exactly), `relation` → how far scores can be believed (right =
    exact span and label; of relations, exact in both ends)."""
    seqeval: dict[str, float]
    """seqeval's micro precision, recall and F1 over all spans (mode strict, scheme IOB2),
    on words cut at span edges."""
    slices: dict[str, dict[str, SliceScores]]
    """Header field, `sentence` (spans by words in their sentence) or `name` (names by whether the model learned from
    the same words) → value → scores; a document may be in several slices of a field."""
    relations: dict[str, dict[str, RelationScores]]
    """`read` (end to end), `read on gold spans`, `nearest` and `nearest on gold spans` (the nearest-span baseline on
    the spans read, and on gold's) → match rule (`exact`: both ends agree in bounds and label; `overlap`: both ends
    agree in label and share a character with gold's, one to one) → scores; empty where the scheme has no relations."""
    relation_errors: dict[str, dict[str, int]]
    """Cause → relation (gold's label; the predicted one of what is invented) → how many, end to end, by overlap.
    Missed: `head not found`, `tail not found`, `both ends not found` (as spans of their label), `not joined` or `other
    relation` (both were found, and an invented relation joins them by another label or in the other direction).
    Invented: `end not in gold`, `not joined in gold` or `other relation in gold` (a missed one joins the ends)."""
    people: dict[str, PeopleScores]
    """`read` (end to end), `read on gold spans` → scores of persons; empty where the scheme has no PERSON."""
    dates: dict[str, DateScores]
    """`read` (end to end), `gold spans` (the rules alone) → scores of dates; empty where no dates were given."""
    events: dict[str, dict[str, GroupScores]]
    """`read` (end to end), `read on gold spans` → match rule → scores over types, mentions joined. Rules: type and
    status agree, the first trigger read overlaps one of gold's (`told`), and actors are the same set by overlapping
    spans or by a mention of the same person (`actors`), and recipients, dates and locations too (`whole`). Empty where
    the scheme has no ACTOR."""
    event_errors: dict[str, int]
    """Fault → events of gold that have it, end to end: `not found` (none read of its type that begins at one of its
    triggers), `status`, `actors`, `recipients`, `dates`, `locations`; an event counts under each part that differs.
    Empty where the scheme has no ACTOR."""
    robustness: dict[str, dict[str, Robustness]]
    """Change of the texts → `entities`, `triggers` → what it costs; empty where it was not asked for."""
    words_per_second: float | None
    """Words read in a second, whole path, this machine; null where predictions were given."""

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return asdict(self)


def divide(
    documents: Sequence[DocumentCounts],
    scheme: Scheme,
    slices: dict[str, dict[str, list[DocumentCounts]]],
    **measured: Any,
) -> Scores:
    """All scores of a run.

    Args:
        documents: counts, one a document.
        scheme: what may be marked.
        slices: field → value → counts, one a document.
        measured: the fields of `Scores` that are not counts of spans.
    """

    def by_rule(labels: Sequence[str]) -> dict[str, GroupScores]:
        return {rule: group_scores([d.spans[rule] for d in documents], labels) for rule in RULES}

    return Scores(
        documents=len(documents),
        entities=by_rule(scheme.entity_names),
        triggers=by_rule(scheme.event_names),
        spans=micro_score([d.spans["exact"] for d in documents], scheme.span_labels),
        statuses=group_scores([d.statuses for d in documents], scheme.status_names),
        status_given_trigger=score([d.status_given_trigger for d in documents]),
        boundaries={group: score([d.bounds.get(group, Count()) for d in documents]) for group in GROUPS},
        slices={
            field: {value: _slice(rows, scheme) for value, rows in values.items()} for field, values in slices.items()
        },
        **measured,
    )


def _slice(documents: Sequence[DocumentCounts], scheme: Scheme) -> SliceScores:
    rows = [document.spans["exact"] for document in documents]
    return SliceScores(
        sum(map(bool, rows)),
        micro_score(rows, scheme.entity_names),
        micro_score(rows, scheme.event_names),
        *calibration_errors(documents, scheme.span_labels),
    )


def calibration_errors(
    documents: Sequence[DocumentCounts], labels: Sequence[str]
) -> tuple[float, float] | tuple[None, None]:
    """Expected calibration error over the predicted spans of some labels, and what chance alone would make of it; None
    where no span has a score."""
    found = [(score, right) for document in documents for label, score, right in document.scored if label in labels]
    if not found:
        return None, None
    reliable = Reliability.of(*zip(*found, strict=True))
    return reliable.error, reliable.chance
