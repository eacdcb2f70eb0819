"""What needs no network: the strings that train marks, looked up in dev. A model must do better."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ..data.document import Document, Span
from ..evaluation.rates import GroupScores, group_scores
from ..evaluation.scorer import count_document
from .strings import MarkedString, StringIndex, Words, word_runs, words_at


def baseline(strings: Mapping[Words, MarkedString], dev: Sequence[Document]) -> GroupScores:
    """Exact scores on dev of what `look_up` finds there; at least one document."""
    found = look_up(strings, dev)
    rows = [count_document(gold, predicted).spans["exact"] for gold, predicted in zip(dev, found, strict=True)]
    return group_scores(rows, dev[0].scheme.span_labels)


def look_up(strings: Mapping[Words, MarkedString], documents: Sequence[Document]) -> list[Document]:
    """Documents with the known strings marked, each with its commonest label: the longest first, from left to right.

    Strings that stand unmarked more often than marked are left out, and so is what nobody looked at.
    """
    labels = {words: string.label for words, string in strings.items() if string.marks >= string.unmarked}
    index = StringIndex(labels)
    return [_mark(document, labels, index) for document in documents]


def _mark(document: Document, labels: Mapping[Words, str], index: StringIndex) -> Document:
    places = [
        (run[at][0], run[at + len(string) - 1][1], labels[string])
        for run in word_runs(document, document.unknown)
        for at, string in index.find(words_at(document.text, run))
    ]
    spans = tuple(Span.of(document.text, *place, id=number) for number, place in enumerate(places, 1))
    return replace(document, spans=spans, relations=())
