"""Relations counted.

Match rules. *Exact*: both ends have the bounds and labels of gold, and the relation is the same. *Overlap*: the labels
agree, both ends share a character with gold's, one to one.
"""

from collections import Counter
from typing import NamedTuple

from ..data.document import Document, Span
from .pairing import in_rounds, meet
from .scorer import RULES, Count, check_text


class Arrow(NamedTuple):
    """A relation with its spans."""

    head: Span
    label: str
    tail: Span
    score: float | None = None

    @property
    def key(self) -> tuple[tuple[int, int, str], str, tuple[int, int, str]]:
        """What makes a relation the same: bounds and labels of both ends, and its own label."""
        head, tail = self.head, self.tail
        return (head.start, head.end, head.label), self.label, (tail.start, tail.end, tail.label)


class Pairing(NamedTuple):
    """The relations of a document and of a reading of it, paired by overlap."""

    right: list[tuple[Arrow, Arrow]]
    missed: list[Arrow]
    invented: list[Arrow]


def arrows(document: Document) -> list[Arrow]:
    """The relations of a document with their spans, in text order of heads and tails."""
    spans = document.by_id
    found = [Arrow(spans[r.head], r.label, spans[r.tail], r.score) for r in document.relations]
    return sorted(found, key=lambda arrow: (arrow.head.start, arrow.tail.start))


def pair_arrows(gold: Document, predicted: Document) -> Pairing:
    """Relations that pair up by overlap: first those that agree exactly, then from left to right.

    Raises:
        CommuniqueError: the two have different texts.
    """
    check_text(gold, predicted)
    return Pairing(*in_rounds(arrows(gold), arrows(predicted), (_same, _both_meet)))


def count_relations(gold: Document, predicted: Document) -> dict[str, dict[str, Count]]:
    """Relations of one document: match rule → label → counts.

    Raises:
        CommuniqueError: the two have different texts.
    """
    right = pair_arrows(gold, predicted).right
    by_rule = {"exact": [pair for pair in right if _same(*pair)], "overlap": right}
    wanted, found = (Counter(relation.label for relation in document.relations) for document in (gold, predicted))
    counts: dict[str, dict[str, Count]] = {}
    for rule in RULES:
        met = Counter(arrow.label for arrow, _ in by_rule[rule])
        counts[rule] = {label: Count(met[label], found[label], wanted[label]) for label in sorted(wanted | found)}
    return counts


def _same(one: Arrow, other: Arrow) -> bool:
    return one.label == other.label and one.key == other.key


def _both_meet(one: Arrow, other: Arrow) -> bool:
    return one.label == other.label and meet(one.head, other.head) and meet(one.tail, other.tail)
