"""`Reading`: what the graphs say of one text, turned into spans, scores and relations."""

import math
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from functools import cached_property
from operator import itemgetter
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from ..data.document import Document, Relation, Span
from .bundle import Manifest
from .calibration import Calibration
from .encoding import EncodedText, tidy_bounds
from .pairs import PairScore, read_pairs
from .tags import TokenSpan, decode, join_neighbours, probabilities
from .windows import Window

Floats = NDArray[np.float32]
_THRESHOLD = 0.3
"""Least probability of a relation where the model names none."""


@dataclass(frozen=True)
class Reading:
    """A document on its way through the graphs."""

    document: Document
    encoded: EncodedText
    windows: Sequence[Window]
    scores: Sequence[Future[list[Floats]]]
    """One a window: log-probabilities of tags, shape (subwords, tags), and of statuses, shape (subwords, statuses),
    and, where relations are read, states, shape (subwords, width)."""
    manifest: Manifest

    @cached_property
    def _kept(self) -> list[NDArray[np.float64]]:
        """Tags and statuses of every subword, from the window that keeps it."""
        kept: list[list[Floats]] = [[], []]
        for window, future in zip(self.windows, self.scores, strict=True):
            for parts, scores in zip(kept, future.result(), strict=False):
                parts.append(scores[window.keep_start - window.start : window.keep_end - window.start])
        if not self.windows:
            return [np.zeros((0, 1)), np.zeros((0, 1))]
        tags, statuses = (np.concatenate(parts).astype(np.float64) for parts in kept)
        joined = [self.manifest.scheme.span_labels.index(label) for label in self.manifest.joined]
        return [join_neighbours(tags, self.encoded.spaced, joined), statuses]

    def spans(self) -> list[Span]:
        """The spans that the tags tell, numbered from 1."""
        tags, statuses = self._kept
        spans: list[Span] = []
        for first, last in self.encoded.sentences:
            for found in decode(tags[first:last], self.encoded.continues[first:last]):
                found = replace(found, first=found.first + first, last=found.last + first)
                span = self._span(found, statuses)
                if span is not None:
                    spans.append(replace(span, id=len(spans) + 1))
        return spans

    def _span(self, found: TokenSpan, statuses: NDArray[np.float64]) -> Span | None:
        encoded, text = self.encoded, self.document.text
        limit = int(encoded.starts[found.last]) if found.last < len(encoded.starts) else len(text)
        start, end = tidy_bounds(text, int(encoded.starts[found.first]), int(encoded.ends[found.last - 1]), limit)
        if start >= end:
            return None
        label = self.manifest.scheme.span_labels[found.label]
        is_trigger = label in self.manifest.scheme.event_names
        score = self._calibration("trigger" if is_trigger else "entity")(found.probability)
        status = self._status(statuses[found.first : found.last]) if is_trigger else {}
        return Span.of(text, start, end, label, id=0, score=score, **status)

    def _status(self, scores: NDArray[np.float64]) -> dict[str, Any]:
        shares = _status_shares(scores)
        best = int(shares.argmax())
        score = self._calibration("status")(float(shares[best]))
        return {"status": self.manifest.scheme.status_names[best], "status_score": score}

    def scored(self, span: Span) -> Span:
        """A span that is given, with the model's probabilities; 0.0 where it crosses a sentence or cuts a word."""
        place = self.encoded.tokens(span.start, span.end)
        if place is None:
            return replace(span, score=0.0)
        begin, end = next(bounds for bounds in self.encoded.sentences if bounds[0] <= place[0] < bounds[1])
        if place[1] > end:
            return replace(span, score=0.0)
        tags, statuses = self._kept
        scheme = self.manifest.scheme
        tokens = (place[0] - begin, place[1] - begin, scheme.span_labels.index(span.label))
        (chance,) = probabilities(tags[begin:end], self.encoded.continues[begin:end], [tokens])
        if span.status is None:
            return replace(span, score=self._calibration("entity")(chance))
        shares = _status_shares(statuses[place[0] : place[1]])
        status = self._calibration("status")(float(shares[scheme.status_names.index(span.status)]))
        return replace(span, score=self._calibration("trigger")(chance), status_score=status)

    def relations(self, graph: onnxruntime.InferenceSession, spans: Sequence[Span]) -> Iterator[Relation]:
        """The relations between spans of the document, by head, then tail."""
        rows, placed = [], []
        for span in spans:
            place = self.encoded.tokens(span.start, span.end)
            if place is not None:
                sentence = bisect_right(self.encoded.sentences, place[0], key=itemgetter(0)) - 1
                rows.append((*place, self.manifest.scheme.span_labels.index(span.label), sentence))
                placed.append(span)
        states = [future.result()[-1] for future in self.scores]
        for pair in read_pairs(graph, self.windows, states, np.array(rows, dtype=np.int64).reshape(-1, 4)):
            relation = self._relation(pair, placed[pair.head], placed[pair.tail])
            if relation is not None:
                yield relation

    def _relation(self, pair: PairScore, head: Span, tail: Span) -> Relation | None:
        """The relation, unless it and its ends are less likely than what is worth reading."""
        label = self.manifest.scheme.relation_names[pair.relation]
        ends = (1.0 if span.score is None else span.score for span in (head, tail))
        probability = math.prod((pair.probability, *ends))
        if probability < self.manifest.thresholds.get(label, _THRESHOLD):
            return None
        return Relation(head.id, label, tail.id, self._calibration("relation")(probability))

    def _calibration(self, kind: str) -> Calibration:
        return self.manifest.calibration.get(kind, Calibration())

    def cancel(self) -> None:
        """Windows that have not been read are not read any more."""
        for future in self.scores:
            future.cancel()


def _status_shares(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Probabilities of the statuses, from log-probabilities of a trigger's subwords, shape (subwords, statuses)."""
    mean = np.exp(scores.mean(axis=0))
    shares: NDArray[np.float64] = mean / mean.sum()
    return shares
