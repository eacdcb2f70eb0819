"""Divides: scores of relations and of the records made of them, people, dates and events, reading by reading."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from ..data.document import Document
from ..data.records.dates import KINDS
from .arrow_errors import count_arrow_errors
from .arrows import count_relations
from .clusters import ClusterScore, cluster_score, count_clusters
from .dates import DateTable, count_dates
from .events import RULES as EVENT_RULES
from .events import count_event_errors, count_events
from .nearest import nearest_relations
from .offices import count_offices
from .rates import GroupScores, Score, group_scores, micro_score, score
from .scorer import RULES

Pairs = Sequence[tuple[Document, Document]]
"""Gold documents, each with a reading of it."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class RelationScores:
    """Scores of relations by one match rule."""

    labels: GroupScores
    """By relation, and all together."""
    arguments: Score
    """The relations that lead from an event to what takes part in it, together."""


@dataclass(frozen=True, slots=True)
class PeopleScores:
    """Scores of persons: PERSON spans that name one are put together by their words and by ALIAS, in gold as well."""

    mentions: Score
    """PERSON spans; right where the bounds are."""
    whole: Score
    """Persons; right where the reading has one of the same mentions and no other."""
    b_cubed: ClusterScore
    """B³ over mentions by exact bounds (Bagga & Baldwin 1998)."""
    ceaf: ClusterScore
    """CEAF over persons by the likeness φ4 (Luo 2005), mentions by exact bounds."""
    offices: Score
    """Offices, each of each person once; right where a person who shares a mention by exact bounds holds one of the
    same title, body and state, in whatever case, diacritics and order of words."""


@dataclass(frozen=True, slots=True)
class DateScores:
    """Scores of the dates that were resolved by hand; spans meet by overlap, one to one."""

    days: Score
    """Dates that gold, or the reading, resolves; right where first and last day agree."""
    single_days: Score
    """Those of them that are one day."""
    kinds: GroupScores
    """`exact`, `approximate`, `range`, `unresolved`; right where days, granularity and kind all agree."""
    given_up: Score
    """Over dates that were found and gold resolves: share left unresolved (precision, recall and F1 are the same)."""
    guessed: Score
    """Over dates that were found and gold leaves unresolved: share resolved (likewise)."""


def record_scores(
    gold: Sequence[Document],
    predictions: Sequence[Document],
    related: Sequence[Document] | None = None,
    dates: DateTable | None = None,
) -> dict[str, Any]:
    """The fields of `Scores` on relations, people, dates and events; those that the scheme has no
    labels for are empty.

    Args:
        gold, predictions: the same documents in the same order.
        related: the gold documents with the relations that were read between gold's own spans.
        dates: dates of gold resolved by hand; without them `dates` is empty.

    Raises:
        CommuniqueError: texts differ, or the extra `train` is not installed.
    """
    scheme = gold[0].scheme
    readings = {"read": predictions} if related is None else {"read": predictions, "read on gold spans": related}
    near = {
        "nearest": [nearest_relations(document) for document in predictions],
        "nearest on gold spans": [nearest_relations(document) for document in gold],
    }
    dated = {"read": predictions, "gold spans": gold}
    events = "ACTOR" in scheme.relation_names
    return {
        "relations": _by_reading(relation_scores, gold, readings | near) if scheme.relations else {},
        "relation_errors": count_arrow_errors(gold, predictions),
        "people": _by_reading(people_scores, gold, readings) if "PERSON" in scheme.entity_names else {},
        "dates": _by_reading(partial(date_scores, table=dates), gold, dated) if dates else {},
        "events": _by_reading(event_scores, gold, readings) if events else {},
        "event_errors": count_event_errors(gold, predictions) if events else {},
    }


def _by_reading(
    scores: Callable[[Pairs], T], gold: Sequence[Document], readings: Mapping[str, Sequence[Document]]
) -> dict[str, T]:
    return {name: scores(list(zip(gold, found, strict=True))) for name, found in readings.items()}


def relation_scores(pairs: Pairs) -> dict[str, RelationScores]:
    """Match rule of `communique.evaluation.arrows` → scores."""
    counts, scheme = [count_relations(*pair) for pair in pairs], pairs[0][0].scheme
    found = {}
    for rule in RULES:
        rows = [count[rule] for count in counts]
        arguments = micro_score(rows, scheme.argument_names)
        found[rule] = RelationScores(group_scores(rows, scheme.relation_names), arguments)
    return found


def people_scores(pairs: Pairs) -> PeopleScores:
    """Scores of persons and their offices."""
    counts = [count_clusters(*pair) for pair in pairs]
    return PeopleScores(
        score([count.mentions for count in counts]),
        score([count.whole for count in counts]),
        cluster_score([count.b_cubed for count in counts]),
        cluster_score([count.ceaf for count in counts]),
        score([count_offices(*pair) for pair in pairs]),
    )


def date_scores(pairs: Pairs, table: DateTable) -> DateScores:
    """Scores of dates, of those that a table has."""
    counts = [count_dates(*pair, table) for pair in pairs]
    return DateScores(
        score([count.days for count in counts]),
        score([count.single_days for count in counts]),
        group_scores([count.kinds for count in counts], KINDS),
        score([count.given_up for count in counts]),
        score([count.guessed for count in counts]),
    )


def event_scores(pairs: Pairs) -> dict[str, GroupScores]:
    """Match rule of `communique.evaluation.events` → scores over event types."""
    counts, scheme = [count_events(*pair) for pair in pairs], pairs[0][0].scheme
    return {rule: group_scores([count[rule] for count in counts], scheme.event_names) for rule in EVENT_RULES}
