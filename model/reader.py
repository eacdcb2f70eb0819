"""`Reader`: the one path from a text to a marked document."""

from __future__ import annotations

import os
from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from ..data.document import Document, Span
from ..data.errors import CommuniqueError
from ..data.scheme import Scheme
from ..data.textfile import PathLike
from .bundle import GRAPH, RELEASED, TOKENIZER, Manifest, load_manifest, read_checked
from .calibration import Calibration
from .encoding import EncodedText, encode, tidy_bounds
from .language import language_of
from .tags import TokenSpan, decode, probabilities
from .tokenizer import load_tokenizer
from .windows import Window

_AHEAD = 8
"""Windows that wait for each thread before the caller is given the next document."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Reading:
    """A document on its way through the encoder: one future a window."""

    document: Document
    encoded: EncodedText
    windows: list[Window]
    scores: list[Future[list[Floats]]]


class Reader:
    """A trained model that marks texts.

    Every window of a text is a run of the graph of its own on one thread, several windows at once, so that
    neither other texts nor the number of threads can change an answer. A reader may be shared between threads.

    Args:
        manifest: the model's own description.
        session: the graph that predicts.
        tokenizer: the checkpoint's tokenizer.
        threads: windows that are read at the same time; the processor's cores by default.
    """

    def __init__(
        self,
        manifest: Manifest,
        session: onnxruntime.InferenceSession,
        tokenizer: Tokenizer,
        threads: int | None = None,
    ):
        self._manifest = manifest
        self._session = session
        self._tokenizer = tokenizer
        self._threads = threads or os.cpu_count() or 1
        self._pools: dict[int, ThreadPoolExecutor] = {}
        self._special = [tokenizer.token_to_id(token) for token in ("[CLS]", "[SEP]")]

    @property
    def scheme(self) -> Scheme:
        """What this model marks."""
        return self._manifest.scheme

    @property
    def _pool(self) -> ThreadPoolExecutor:
        """The threads of this process; those of a parent do not live on in a fork."""
        process = os.getpid()
        if process not in self._pools:
            self._pools = {process: ThreadPoolExecutor(self._threads, thread_name_prefix="communique")}
        return self._pools[process]

    @property
    def sha256(self) -> str:
        """SHA-256 of the manifest, which names scheme, windows, calibration and the hashes of all files: two models
        that share it are one."""
        return self._manifest.sha256

    @property
    def version(self) -> str:
        """The release of communique that trained this model."""
        return self._manifest.version

    @classmethod
    def load(cls, path: PathLike | None = None, threads: int | None = None) -> Reader:
        """The model in a folder; the released one where no path is given.

        Raises:
            CommuniqueError: the folder is missing, damaged, or of a newer format.
        """
        folder = Path(path) if path is not None else RELEASED
        manifest = load_manifest(folder)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        graph = read_checked(folder, manifest, GRAPH)
        read_checked(folder, manifest, TOKENIZER)
        session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
        tokenizer = load_tokenizer(folder / TOKENIZER)
        return cls(manifest, session, tokenizer, threads)

    def predict(
        self, text: str, date: str | None = None, *, min_score: float = 0.0, labels: Iterable[str] | None = None
    ) -> Document:
        """Marks one text.

        Args:
            text: any text, of any length; it is kept exactly as given.
            date: publication date, YYYY-MM-DD, kept with the document.
            min_score: spans below this calibrated probability are left out.
            labels: keep spans of these labels alone; all by default.

        Returns:
            The document with scored spans; an empty text gives an empty document.

        Raises:
            CommuniqueError: `text` is no string, or `date` no date, or a label is unknown.
        """
        return next(self.predict_many([_as_document(text, date)], min_score=min_score, labels=labels))

    def predict_many(
        self, texts: Iterable[str | Document], *, min_score: float = 0.0, labels: Iterable[str] | None = None
    ) -> Iterator[Document]:
        """Marks texts one after the other, in their order, a few ahead of the caller.

        A text's answer is the same alone and among others.

        Args:
            texts: strings, or documents whose `id`, `date`, `source` and `meta` are kept and whose spans are not looked
            at.
            min_score, labels: as for `predict`.
        """
        if isinstance(texts, str):
            raise CommuniqueError("predict_many was given one string; expected several texts, or use predict(text)")
        wanted = self._wanted(labels, min_score)
        return self._stream(texts, min_score, wanted)

    def predict_words(
        self,
        words: Sequence[str],
        date: str | None = None,
        *,
        min_score: float = 0.0,
        labels: Iterable[str] | None = None,
    ) -> Document:
        """Marks a text that came as words; no span begins or ends inside one.

        Returns:
            A document whose text is the words joined by single spaces.
        """
        if isinstance(words, str):
            raise CommuniqueError("predict_words was given one string; expected a list of words, or use predict(text)")
        spaced = next((word for word in words if any(char.isspace() for char in word)), None)
        if spaced is not None:
            raise CommuniqueError(f"predict_words was given {spaced!r}; expected words without spaces in them")
        bounds, start = [], 0
        for word in words:
            bounds.append((start, start + len(word)))
            start += len(word) + 1
        found = self.predict(" ".join(words), date, min_score=min_score, labels=labels)
        return replace(found, spans=_widen(found, bounds))

    def score(self, document: Document) -> Document:
        """The document with this model's probability on every span: how likely it holds marks that are given.

        A span gets 0.0 where it crosses a sentence or cuts a word, which the model never does. `status_score` is the
        probability of the status that is given. Relations stay as they are.

        Raises:
            CommuniqueError: the document has labels or statuses that the model does not have.
        """
        if document.scheme != self.scheme:
            raise CommuniqueError("the document's scheme is not the model's; expected documents read by reader.scheme")
        reading = self._begin(document)
        tags, statuses = self._gather(reading)
        places = [reading.encoded.tokens(span.start, span.end) for span in document.spans]
        scored = [
            replace(span, score=0.0) if place is None else self._scored(reading, span, place, tags, statuses)
            for span, place in zip(document.spans, places, strict=True)
        ]
        return replace(document, spans=tuple(scored))

    def _scored(
        self,
        reading: _Reading,
        span: Span,
        place: tuple[int, int],
        tags: NDArray[np.float64],
        statuses: NDArray[np.float64],
    ) -> Span:
        begin, end = next(bounds for bounds in reading.encoded.sentences if bounds[0] <= place[0] < bounds[1])
        if place[1] > end:
            return replace(span, score=0.0)
        tokens = (place[0] - begin, place[1] - begin, self.scheme.span_labels.index(span.label))
        (chance,) = probabilities(tags[begin:end], reading.encoded.continues[begin:end], [tokens])
        if span.status is None:
            return replace(span, score=self._calibration("entity")(chance))
        shares = _status_shares(statuses[place[0] : place[1]])
        status = self._calibration("status")(float(shares[self.scheme.status_names.index(span.status)]))
        return replace(span, score=self._calibration("trigger")(chance), status_score=status)

    def _wanted(self, labels: Iterable[str] | None, min_score: float) -> frozenset[str]:
        known = frozenset(self.scheme.span_labels)
        if not 0 <= min_score <= 1:
            raise CommuniqueError(f"min_score is {min_score}; expected a probability from 0 to 1")
        if isinstance(labels, str):
            raise CommuniqueError(f"labels is the string {labels!r}; expected a list, such as labels=[{labels!r}]")
        wanted = known if labels is None else frozenset(labels)
        if wanted - known:
            raise CommuniqueError(
                f"unknown label {min(wanted - known)!r}; this model has {', '.join(self.scheme.span_labels)}"
            )
        return wanted

    def _stream(self, texts: Iterable[str | Document], min_score: float, wanted: frozenset[str]) -> Iterator[Document]:
        waiting: deque[_Reading] = deque()
        try:
            for text in texts:
                waiting.append(self._begin(_as_document(text)))
                while len(waiting) > 1 and sum(len(reading.windows) for reading in waiting) > _AHEAD * self._threads:
                    yield self._finish(waiting.popleft(), min_score, wanted)
            while waiting:
                yield self._finish(waiting.popleft(), min_score, wanted)
        finally:
            for reading in waiting:
                for scores in reading.scores:
                    scores.cancel()

    def _begin(self, document: Document) -> _Reading:
        encoded = encode(self._tokenizer, document.text)
        windows = encoded.windows(self._manifest.window, self._manifest.overlap)
        scores = [
            self._pool.submit(self._run, encoded.ids[w.start : w.end], encoded.shapes[w.start : w.end]) for w in windows
        ]
        return _Reading(document, encoded, windows, scores)

    def _run(self, ids: NDArray[np.int64], shapes: NDArray[np.int64]) -> list[Floats]:
        """Log-probabilities of one window: tags (subwords, tags) and statuses (subwords, statuses)."""
        first, last = self._special
        inputs = {"input_ids": np.concatenate([[first], ids, [last]])[None], "shapes": np.pad(shapes, 1)[None]}
        return [scores[0, 1:-1] for scores in self._session.run(["tags", "statuses"], inputs)]

    def _finish(self, reading: _Reading, min_score: float, wanted: frozenset[str]) -> Document:
        tags, statuses = self._gather(reading)
        spans: list[Span] = []
        for first, last in reading.encoded.sentences:
            for found in decode(tags[first:last], reading.encoded.continues[first:last]):
                found = replace(found, first=found.first + first, last=found.last + first)
                span = self._span(reading, found, statuses)
                if span is not None and span.label in wanted and (span.score or 0.0) >= min_score:
                    spans.append(replace(span, id=len(spans) + 1))
        language = language_of(reading.document.text)
        return replace(reading.document, spans=tuple(spans), relations=(), language=language, scheme=self.scheme)

    def _gather(self, reading: _Reading) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Scores of every subword from the window that keeps it."""
        kept: list[list[Floats]] = [[], []]
        for window, future in zip(reading.windows, reading.scores, strict=True):
            for parts, scores in zip(kept, future.result(), strict=True):
                parts.append(scores[window.keep_start - window.start : window.keep_end - window.start])
        tags, statuses = (np.concatenate(parts).astype(np.float64) if parts else np.zeros((0, 1)) for parts in kept)
        return tags, statuses

    def _span(self, reading: _Reading, found: TokenSpan, statuses: NDArray[np.float64]) -> Span | None:
        encoded, text = reading.encoded, reading.document.text
        limit = int(encoded.starts[found.last]) if found.last < len(encoded.starts) else len(text)
        start, end = tidy_bounds(text, int(encoded.starts[found.first]), int(encoded.ends[found.last - 1]), limit)
        if start >= end:
            return None
        label = self.scheme.span_labels[found.label]
        is_trigger = label in self.scheme.event_names
        score = self._calibration("trigger" if is_trigger else "entity")(found.probability)
        status = self._status(statuses[found.first : found.last]) if is_trigger else {}
        return Span.of(text, start, end, label, id=0, score=score, **status)

    def _status(self, scores: NDArray[np.float64]) -> dict[str, Any]:
        shares = _status_shares(scores)
        best = int(shares.argmax())
        score = self._calibration("status")(float(shares[best]))
        return {"status": self.scheme.status_names[best], "status_score": score}

    def _calibration(self, kind: str) -> Calibration:
        return self._manifest.calibration.get(kind, Calibration())


def _status_shares(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Probabilities of the statuses, from log-probabilities of a trigger's subwords, shape (subwords, statuses)."""
    mean = np.exp(scores.mean(axis=0))
    shares: NDArray[np.float64] = mean / mean.sum()
    return shares


def _widen(document: Document, words: Sequence[tuple[int, int]]) -> tuple[Span, ...]:
    """Spans widened to whole words; of two spans that would share a word the likelier one stays."""
    starts, kept = [start for start, _ in words], list[Span]()
    for span in document.spans:
        start = words[bisect_right(starts, span.start) - 1][0]
        end = words[bisect_right(starts, span.end - 1) - 1][1]
        wide = replace(span, start=start, end=end, text=document.text[start:end])
        if kept and kept[-1].end > start:
            wide = max(kept.pop(), wide, key=lambda s: s.score or 0.0)
        kept.append(wide)
    return tuple(replace(span, id=number) for number, span in enumerate(kept, 1))


def _as_document(text: str | Document, date: str | None = None) -> Document:
    if isinstance(text, Document):
        return text
    if not isinstance(text, str):
        raise CommuniqueError(
            f"predict was given {type(text).__name__}; expected a text (str), such as predict('Japan thanked Fiji.')"
        )
    return Document(text, date=date)


@cache
def released_reader() -> Reader:
    """The reader that ships with the package, loaded once."""
    return Reader.load()
