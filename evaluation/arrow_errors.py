"""Errors of relations: what was missed and what was invented, each with its cause.

A relation is right by overlap (`communique.evaluation.arrows`); an end of it is found where the other side has a span
of its label that shares a character with it.
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum

from ..data.document import Document, Span
from .arrows import Arrow, pair_arrows
from .errors import Table, tally
from .pairing import meet


class ArrowError(StrEnum):
    """Why a relation of gold was missed, or one was invented."""

    head = "head not found"
    """Missed: the tail was found, the head was not."""
    tail = "tail not found"
    """Missed: the head was found, the tail was not."""
    ends = "both ends not found"
    """Missed."""
    loose = "not joined"
    """Missed: both ends were found, and no invented relation joins them."""
    other = "other relation"
    """Missed: an invented relation joins the two ends, by another label or in the other direction."""
    no_end = "end not in gold"
    """Invented: an end or both are none of gold's."""
    not_joined = "not joined in gold"
    """Invented: gold has both ends, and none of its relations that were missed joins them."""
    other_in_gold = "other relation in gold"
    """Invented: a relation of gold that was missed joins the two ends."""


def count_arrow_errors(gold: Sequence[Document], predicted: Sequence[Document]) -> Table:
    """Cause → relation (gold's label; the predicted one of what is invented) → how many."""
    pairs = zip(gold, predicted, strict=True)
    return tally((cause.value, arrow.label) for pair in pairs for cause, arrow in arrow_errors(*pair))


def arrow_errors(gold: Document, predicted: Document) -> Iterator[tuple[ArrowError, Arrow]]:
    """The relations of gold that were missed, then those invented, in text order, each with its cause.

    Raises:
        CommuniqueError: the two have different texts.
    """
    _, missed, invented = pair_arrows(gold, predicted)
    for arrow in missed:
        yield _why_missed(arrow, predicted.spans, invented), arrow
    for arrow in invented:
        yield _why_invented(arrow, gold.spans, missed), arrow


def _why_missed(arrow: Arrow, spans: Sequence[Span], invented: Sequence[Arrow]) -> ArrowError:
    head, tail = _ends_found(arrow, spans)
    if not head or not tail:
        return ArrowError.head if tail else ArrowError.tail if head else ArrowError.ends
    return ArrowError.other if _joined(arrow, invented) else ArrowError.loose


def _why_invented(arrow: Arrow, spans: Sequence[Span], missed: Sequence[Arrow]) -> ArrowError:
    if not all(_ends_found(arrow, spans)):
        return ArrowError.no_end
    return ArrowError.other_in_gold if _joined(arrow, missed) else ArrowError.not_joined


def _ends_found(arrow: Arrow, spans: Sequence[Span]) -> tuple[bool, bool]:
    """Whether head and tail are among the other side's spans."""
    head, tail = (any(meet(end, span) for span in spans) for end in (arrow.head, arrow.tail))
    return head, tail


def _joined(arrow: Arrow, others: Sequence[Arrow]) -> bool:
    """Whether one of the other side's relations joins the same two ends, in either direction."""
    return any(
        meet(arrow.head, one) and meet(arrow.tail, two)
        for other in others
        for one, two in ((other.head, other.tail), (other.tail, other.head))
    )
