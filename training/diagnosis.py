"""What a run has to learn from, told before it begins: counts, marks at odds, repeats, losses, and a baseline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..data.document import Document
from ..data.errors import CommuniqueError
from ..data.letters import normal
from ..data.sentences import sentence_bounds
from ..data.stats import count_labels
from ..evaluation.rates import GroupScores
from ..evaluation.resampling import ratio
from .baseline import baseline
from .strings import MarkedString, marked_strings, without_case

if TYPE_CHECKING:
    from .passages import Lost

FEWEST = 10
"""Train spans below which a label is too rare to learn."""
FEWEST_TRAIN, FEWEST_DEV = 20, 30
"""Spans of a split below which there is a warning."""
FEWEST_MARKS = 3
"""Marks of a string from which its unmarked places may be forgotten ones."""
SHORTEST = 5
"""Words of a sentence from which it is no chance that it stands in train too."""
MOST_BARE, MOST_LOST, MOST_SHARED = 0.3, 0.02, 0.1
"""Shares of documents without a mark, of spans lost, of dev sentences met in train, above which there is a warning."""
MOST_FORGOTTEN = 0.4
"""Share of the marks of repeated strings, above which there is a warning, that are of strings as often left unmarked.
Our train has 0.11; without every second mark, or without the marks of every second document, it has 0.6."""
BEST_BASELINE = 0.9
"""F1 of the baseline above which there is a warning."""


@dataclass(frozen=True, slots=True)
class SplitCounts:
    """What a split holds."""

    documents: int
    words: int
    spans: dict[str, int]
    """Label → spans, in the scheme's order; labels without a span are left out."""
    relations: int
    unknown: int
    """Stretches where nobody looked for marks."""
    bare: int
    """Documents with neither a span nor an unknown stretch."""

    @property
    def all_spans(self) -> int:
        return sum(self.spans.values())


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What train and dev hold, and what speaks against learning from it."""

    labels: tuple[str, ...]
    """The scheme's, in its order."""
    train: SplitCounts
    dev: SplitCounts
    baseline: GroupScores
    """Exact scores on dev of strings marked as train most often marks them."""
    conflicts: tuple[MarkedString, ...]
    """Strings that train marks with several labels, those with most marks against the commonest label first."""
    repeated_marks: int
    """Marks of strings that train marks three times or more."""
    forgotten: tuple[MarkedString, ...]
    """Those of these strings that stand unmarked at least as often, the most often unmarked first."""
    repeats: tuple[tuple[str, str], ...]
    """Documents of train with the text of an earlier one, each with that one: by id, or by number without one."""
    shared: int
    """Sentences of dev, of five words or more, that stand in train too."""
    sentences: int
    """Sentences of dev of five words or more."""
    lost: Lost

    @property
    def all_spans(self) -> int:
        """Spans of train and dev."""
        return self.train.all_spans + self.dev.all_spans

    def warnings(self) -> list[str]:
        """What is badly wrong, each with what to do."""
        return [*self._too_little(), *self._badly_marked(), *self._too_easy()]

    def markdown(self) -> str:
        """The report; its lines fit a terminal of 100 columns unless a label is very long."""
        from .render import markdown

        return markdown(self)

    def _too_little(self) -> Iterator[str]:
        train, dev = self.train, self.dev
        if train.all_spans < FEWEST_TRAIN:
            yield f"spans in train: {train.all_spans}. A model may mark nothing at all; mark more documents"
        elif max(train.spans.values()) < FEWEST:
            yield f"no label has {FEWEST} spans in train. A model may mark nothing at all; mark more, or join labels"
        if dev.all_spans < FEWEST_DEV:
            yield f"spans in dev: {dev.all_spans}. Figures on dev will jump; mark more documents for dev"
        if unlearnt := [label for label in dev.spans if label not in train.spans]:
            yield f"in dev and never in train: {', '.join(unlearnt)}. No model can find them; mark some in train"

    def _badly_marked(self) -> Iterator[str]:
        bare = ratio(self.train.bare + self.dev.bare, self.train.documents + self.dev.documents)
        if bare > MOST_BARE:
            yield (
                f"documents without a mark: {bare:.0%}. Where nobody looked at them, a model learns to mark nothing; "
                "take those out, or mark as unknown what nobody looked at: {?|…}"
            )
        forgotten = ratio(sum(string.marks for string in self.forgotten), self.repeated_marks)
        if self.repeated_marks >= FEWEST_TRAIN and forgotten > MOST_FORGOTTEN:
            yield (
                "train leaves many of its strings unmarked as often as it marks them. A model learns to leave them "
                "out; mark every place, or mark as unknown what nobody looked at: {?|…}"
            )
        lost = ratio(self.lost.spans, self.all_spans)
        if lost > MOST_LOST:
            yield f"lost spans: {lost:.1%}. No model can learn them; let marks begin and end where words do"

    def _too_easy(self) -> Iterator[str]:
        if self.baseline.micro.f1 > BEST_BASELINE:
            yield (
                f"the baseline reaches F1 {self.baseline.micro.f1:.3f}: dev repeats train's strings. Figures on dev "
                "say little of new texts; take dev from other sources or later days"
            )
        shared = ratio(self.shared, self.sentences)
        if shared > MOST_SHARED:
            yield (
                f"dev sentences that stand in train too: {shared:.0%}. Figures on dev will flatter; keep what is "
                "copied from one text in one split"
            )


def diagnose(train: Sequence[Document], dev: Sequence[Document], lost: Lost) -> Diagnosis:
    """Looks at marked documents before a model learns from them.

    Args:
        train, dev: documents of one scheme.
        lost: what the passages cut from both lose (`training.passages.count_lost`).

    Raises:
        CommuniqueError: a split without documents.
    """
    for name, documents in (("train", train), ("dev", dev)):
        if not documents:
            raise CommuniqueError(f"{name}: no document to look at; expected at least one")
    by_case = marked_strings(train)
    strings = without_case(by_case)
    often = [string for string in strings if string.marks >= FEWEST_MARKS]
    forgotten = (string for string in often if string.marks <= string.unmarked)
    shared, sentences = _shared_sentences(train, dev)
    return Diagnosis(
        labels=train[0].scheme.span_labels,
        train=_count(train),
        dev=_count(dev),
        baseline=baseline(by_case, dev),
        conflicts=tuple(sorted((s for s in strings if s.odd), key=lambda s: (-s.odd, -s.marks, s.text))),
        repeated_marks=sum(string.marks for string in often),
        forgotten=tuple(sorted(forgotten, key=lambda s: (-s.unmarked, s.text))),
        repeats=tuple(_repeats(train)),
        shared=shared,
        sentences=sentences,
        lost=lost,
    )


def _count(documents: Sequence[Document]) -> SplitCounts:
    counts = count_labels(documents)
    return SplitCounts(
        documents=len(documents),
        words=sum(len(document.text.split()) for document in documents),
        spans={name: counts["spans"][name] for name in documents[0].scheme.span_labels if counts["spans"][name]},
        relations=counts["relations"].total(),
        unknown=sum(len(document.unknown) for document in documents),
        bare=sum(not document.spans and not document.unknown for document in documents),
    )


def _repeats(documents: Sequence[Document]) -> Iterator[tuple[str, str]]:
    first: dict[str, str] = {}
    for number, document in enumerate(documents, 1):
        name, text = document.id or str(number), normal(document.text)
        if text in first:
            yield name, first[text]
        first.setdefault(text, name)


def _shared_sentences(train: Sequence[Document], dev: Sequence[Document]) -> tuple[int, int]:
    """How many sentences of dev stand in train too, and how many there are."""
    known = {sentence for document in train for sentence in _sentences(document)}
    met = [sentence in known for document in dev for sentence in _sentences(document)]
    return sum(met), len(met)


def _sentences(document: Document) -> list[str]:
    sentences = (normal(document.text[start:end]) for start, end in sentence_bounds(document.text))
    return [sentence for sentence in sentences if len(sentence.split()) >= SHORTEST]
