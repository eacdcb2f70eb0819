"""Counts what is right: gold spans against predicted spans, document by document.

Two match rules. *Exact*: same start, same end, same label. *Overlap*: same label and at least one
character in common, each gold span with one predicted span at the most. The scorer counts, `scores` divides, `render`
prints.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ..data.agreement import overlapping_pairs
from ..data.document import Document, Span
from ..data.errors import CommuniqueError
from ..data.rewrite import known_part

RULES = ("exact", "overlap")
GROUPS = ("entities", "triggers")


@dataclass(frozen=True, slots=True)
class Count:
    """How many are right, predicted and in gold."""

    right: int = 0
    predicted: int = 0
    gold: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(self.right + other.right, self.predicted + other.predicted, self.gold + other.gold)


@dataclass(slots=True)
class DocumentCounts:
    """The counts of one document.

    `spans[rule][label]` counts entity labels and event types; `bounds["entities"]` and `bounds["triggers"]` count spans
    whose bounds are right, whatever their label within the group; `statuses[status]` counts triggers whose bounds, type
    and status all agree; `status_given_trigger` counts, over triggers found exactly, those with the right status;
    `scored` has the label and the score of every predicted span that has one, and whether it is right (exact).
    """

    spans: dict[str, dict[str, Count]] = field(default_factory=lambda: {rule: {} for rule in RULES})
    bounds: dict[str, Count] = field(default_factory=dict)
    statuses: dict[str, Count] = field(default_factory=dict)
    status_given_trigger: Count = field(default_factory=Count)
    scored: list[tuple[str, float, bool]] = field(default_factory=list)


def count_document(gold: Document, predicted: Document) -> DocumentCounts:
    """Counts of one document.

    Raises:
        CommuniqueError: the two have different texts.
    """
    check_text(gold, predicted)
    counts = DocumentCounts()
    labels = sorted({span.label for span in (*gold.spans, *predicted.spans)})
    for label in labels:
        wanted, found = ([s for s in spans if s.label == label] for spans in (gold.spans, predicted.spans))
        counts.spans["exact"][label] = Count(exact_matches(wanted, found), len(found), len(wanted))
        counts.spans["overlap"][label] = Count(overlapping_pairs(wanted, found), len(found), len(wanted))
    for group in GROUPS:
        wanted, found = (list(getattr(document, group)) for document in (gold, predicted))
        counts.bounds[group] = Count(exact_matches(wanted, found), len(found), len(wanted))
    _count_statuses(counts, gold.triggers, predicted.triggers)
    known = {(s.start, s.end, s.label) for s in gold.spans}
    counts.scored = [
        (s.label, s.score, (s.start, s.end, s.label) in known) for s in predicted.spans if s.score is not None
    ]
    return counts


def check_text(gold: Document, predicted: Document) -> None:
    """Refuses a prediction of another text, with the place where it parts from gold's."""
    if gold.text != predicted.text:
        pairs = zip(gold.text, predicted.text, strict=False)
        shorter = min(len(gold.text), len(predicted.text))
        at = next((index for index, (a, b) in enumerate(pairs) if a != b), shorter)
        line = gold.text.count("\n", 0, at) + 1
        wanted, found = (repr(text[at : at + 20]) for text in (gold.text, predicted.text))
        raise CommuniqueError(
            f"document {gold.id}, text line {line}: gold and prediction have different texts; from character {at} gold "
            f"has {wanted}, the prediction {found}; predict on the text of the gold file itself"
        )


def known_parts(gold: Sequence[Document], predictions: Sequence[Document]) -> list[Document]:
    """The predictions of gold documents, without what touches stretches that are unknown in gold (`known_part`).

    All that counts what is right in predictions, or learns from it, begins with this: a span where nobody looked for
    marks would count as wrong.

    Raises:
        CommuniqueError: texts differ.
    """
    pairs = list(zip(gold, predictions, strict=True))
    for wanted, found in pairs:
        check_text(wanted, found)
    return [known_part(found, wanted) for wanted, found in pairs]


def exact_matches(gold: Sequence[Span], predicted: Sequence[Span]) -> int:
    """Spans that agree in both bounds."""
    return len({(s.start, s.end) for s in gold} & {(s.start, s.end) for s in predicted})


def _count_statuses(counts: DocumentCounts, gold: Iterable[Span], predicted: Iterable[Span]) -> None:
    wanted = {(s.start, s.end, s.label): str(s.status) for s in gold}
    found = {(s.start, s.end, s.label): str(s.status) for s in predicted}
    right = Counter(wanted[key] for key in wanted.keys() & found.keys() if wanted[key] == found[key])
    in_gold, in_found = Counter(wanted.values()), Counter(found.values())
    for status in sorted(in_gold | in_found):
        counts.statuses[status] = Count(right[status], in_found[status], in_gold[status])
    met = len(wanted.keys() & found.keys())
    counts.status_given_trigger = Count(sum(right.values()), met, met)
