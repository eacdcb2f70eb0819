"""Events counted as a whole, and what is wrong with those that are not.

Match rule: type and status agree, the first trigger that was read overlaps one of gold's, and actors, recipients, dates
and locations are the same sets by overlapping spans, one to one (`RULES` has looser figures beside this); a person's
span may be any mention of the name.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial

from ..data.document import Document, Span
from ..data.records.events import Event, Participant
from .pairing import T, one_to_one
from .scorer import Count, check_text

PARTS = ("status", "actors", "recipients", "dates", "locations")
RULES = {"whole": PARTS, "actors": ("status", "actors"), "told": ("status",)}
"""Match rule → what of an event has to agree, beside trigger and type."""
NOT_FOUND = "not found"


def count_events(gold: Document, predicted: Document) -> dict[str, dict[str, Count]]:
    """Events of one document, mentions joined: match rule (`RULES`) → type → counts.

    Raises:
        CommuniqueError: the two have different texts, or the extra `train` is not installed.
    """
    check_text(gold, predicted)
    types = sorted({event.type for event in (*gold.events, *predicted.events)})

    def count(label: str, parts: Sequence[str]) -> Count:
        wanted, found = ([event for event in d.events if event.type == label] for d in (gold, predicted))
        return one_to_one(wanted, found, partial(same_event, parts=parts))

    return {rule: {label: count(label, parts) for label in types} for rule, parts in RULES.items()}


def count_event_errors(gold: Sequence[Document], predicted: Sequence[Document]) -> dict[str, int]:
    """`not found` or one of `PARTS` → events of gold with this fault, zero included."""
    pairs = zip(gold, predicted, strict=True)
    found = Counter(fault for pair in pairs for faults in event_faults(*pair) for fault in faults)
    return {fault: found[fault] for fault in (NOT_FOUND, *PARTS)}


def event_faults(gold: Document, predicted: Document) -> list[tuple[str, ...]]:
    """What is wrong with each event of gold: nothing, or `not found`, or those of `PARTS` that differ.

    An event is held against the one that was read of its type and at one of its triggers; of several, against the one
    that differs least.

    Raises:
        CommuniqueError: the two have different texts, or the extra `train` is not installed.
    """
    check_text(gold, predicted)
    return [_faults(event, [other for other in predicted.events if _is_told(event, other)]) for event in gold.events]


def _faults(event: Event, answers: Sequence[Event]) -> tuple[str, ...]:
    faults = [tuple(part for part in PARTS if not _same_part(event, answer, part)) for answer in answers]
    return min(faults, key=len, default=(NOT_FOUND,))


def same_event(gold: Event, predicted: Event, parts: Sequence[str] = PARTS) -> bool:
    """Whether an event that was read is gold's, by type, trigger and some of its parts.

    Args:
        parts: those of `PARTS` that have to agree; of arguments, to be the same sets.
    """
    return _is_told(gold, predicted) and all(_same_part(gold, predicted, part) for part in parts)


def _is_told(gold: Event, predicted: Event) -> bool:
    """Whether an event that was read has the type of gold's, and begins at one of its triggers."""
    first = predicted.triggers[0]
    return gold.type == predicted.type and any(first.overlaps(trigger) for trigger in gold.triggers)


def _same_part(gold: Event, predicted: Event, part: str) -> bool:
    if part == "status":
        return gold.status == predicted.status
    if part in ("actors", "recipients"):
        return _same_set(getattr(gold, part), getattr(predicted, part), same_participant)
    if part == "dates":
        return _same_set([told.span for told in gold.dates], [told.span for told in predicted.dates], Span.overlaps)
    return _same_set(gold.locations, predicted.locations, Span.overlaps)


def _same_set(gold: Sequence[T], predicted: Sequence[T], same: Callable[[T, T], bool]) -> bool:
    return len(gold) == len(predicted) and one_to_one(gold, predicted, same).right == len(gold)


def same_participant(one: Participant, other: Participant) -> bool:
    """Whether two participants are one: the span that names each overlaps the other's, or a mention of its person.

    Evidence on the way to the name does not count: both persons of a `they` share it.
    """
    return _names(one, other) and _names(other, one)


def _names(one: Participant, other: Participant) -> bool:
    mentions = other.person.mentions if other.person else other.evidence[-1:]
    return any(one.evidence[-1].overlaps(mention) for mention in mentions)
