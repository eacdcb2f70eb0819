"""Errors: gold and predicted spans paired, and what went wrong with each pair."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ..data.document import Document, Span
from ..data.sentences import sentence_bounds
from .pairing import in_rounds, meet

NOTHING = "–"


class ErrorKind(StrEnum):
    """What is wrong with a prediction; each pair has one kind."""

    missed = "missed"
    """A gold span that no prediction meets."""
    invented = "invented"
    """A prediction that meets no gold span."""
    label = "wrong label"
    """Same bounds, another label."""
    bounds = "wrong boundary"
    """Same label, other bounds."""
    both = "wrong label and boundary"
    """They overlap, and neither agrees."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A gold span and the prediction that answers it; one of them is None where there is no other."""

    gold: Span | None
    predicted: Span | None

    @property
    def label(self) -> str:
        """Gold's label; the predicted one of what is invented."""
        span = self.gold or self.predicted
        assert span is not None
        return span.label

    @property
    def kind(self) -> ErrorKind | None:
        """None where the pair is right."""
        if self.predicted is None:
            return ErrorKind.missed
        if self.gold is None:
            return ErrorKind.invented
        same = self.gold.start == self.predicted.start and self.gold.end == self.predicted.end
        if self.gold.label == self.predicted.label:
            return None if same else ErrorKind.bounds
        return ErrorKind.label if same else ErrorKind.both


@dataclass(frozen=True, slots=True)
class Error:
    """A wrong pair with its sentence."""

    document: str
    kind: ErrorKind
    pair: Pair
    sentence: str
    start: int
    """Offset of the sentence in its text."""


def align(gold: Sequence[Span], predicted: Sequence[Span]) -> list[Pair]:
    """Every gold and every predicted span in one pair, in text order.

    Spans pair up if they overlap: first those that agree in bounds, then those that agree in label, then the rest, each
    round from left to right.
    """
    met, missed, invented = in_rounds(gold, predicted, (_same_bounds, meet, Span.overlaps))
    pairs = [Pair(*pair) for pair in met]
    pairs += [Pair(span, None) for span in missed] + [Pair(None, span) for span in invented]
    return sorted(pairs, key=_place)


def _place(pair: Pair) -> tuple[int, int]:
    spans = [span for span in (pair.gold, pair.predicted) if span is not None]
    return min(span.start for span in spans), max(span.end for span in spans)


def _same_bounds(one: Span, other: Span) -> bool:
    return one.start == other.start and one.end == other.end


def errors(gold: Document, predicted: Document) -> list[Error]:
    """All wrong pairs of a document, in text order."""
    bounds = sentence_bounds(gold.text)
    found = []
    for pair in align(gold.spans, predicted.spans):
        if pair.kind is not None:
            low, high = _place(pair)
            start, end = next((a, b) for a, b in bounds if a <= low < b)
            found.append(Error(gold.id or "", pair.kind, pair, gold.text[start : max(end, high)].rstrip(), start))
    return found


Table = dict[str, dict[str, int]]


def _pairs(gold: Sequence[Document], predicted: Sequence[Document]) -> Iterator[Pair]:
    for wanted, found in zip(gold, predicted, strict=True):
        yield from align(wanted.spans, found.spans)


def tally(rows: Iterable[tuple[str, str]]) -> Table:
    """How often each pair of names stands among some."""
    table: Table = {}
    for (first, second), count in sorted(Counter(rows).items()):
        table.setdefault(first, {})[second] = count
    return table


def count_errors(gold: Sequence[Document], predicted: Sequence[Document]) -> Table:
    """Kind of error → label (gold's; the predicted one of what is invented) → spans."""
    pairs = _pairs(gold, predicted)
    return tally((pair.kind.value, pair.label) for pair in pairs if pair.kind)


def confusion(gold: Sequence[Document], predicted: Sequence[Document]) -> Table:
    """Gold label → predicted label → pairs of spans that overlap; `–` stands for nothing."""
    pairs = _pairs(gold, predicted)
    return tally((p.gold.label if p.gold else NOTHING, p.predicted.label if p.predicted else NOTHING) for p in pairs)
