"""`Reader`: the one path from a text to a marked document."""

from __future__ import annotations

import os
from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from ..data.document import Document, Span
from ..data.errors import CommuniqueError
from ..data.scheme import Scheme
from ..data.textfile import PathLike
from .bundle import GRAPH, PAIR_GRAPH, RELEASED, TOKENIZER, Manifest, load_manifest, read_checked
from .encoding import encode
from .language import language_of
from .reading import Floats, Reading
from .tokenizer import load_tokenizer

_AHEAD = 8
"""Windows that wait for each thread before the caller is given the next document."""


class Reader:
    """A trained model that marks texts.

    Every window of a text is a run of the graph of its own on one thread, several windows at once, so that
    neither other texts nor the number of threads can change an answer. A reader may be shared between threads.

    Args:
        manifest: the model's own description.
        session: the graph that reads windows.
        tokenizer: the checkpoint's tokenizer.
        threads: windows that are read at the same time; the processor's cores by default.
        pairs: the graph that reads relations; a reader without it marks spans alone.
    """

    def __init__(
        self,
        manifest: Manifest,
        session: onnxruntime.InferenceSession,
        tokenizer: Tokenizer,
        threads: int | None = None,
        pairs: onnxruntime.InferenceSession | None = None,
    ):
        self._manifest = manifest
        self._pairs = pairs
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
        read_checked(folder, manifest, TOKENIZER)
        session = _open(read_checked(folder, manifest, GRAPH))
        pairs = _open(read_checked(folder, manifest, PAIR_GRAPH)) if PAIR_GRAPH in manifest.files else None
        return cls(manifest, session, load_tokenizer(folder / TOKENIZER), threads, pairs)

    def predict(
        self, text: str, date: str | None = None, *, min_score: float = 0.0, labels: Iterable[str] | None = None
    ) -> Document:
        """Marks one text.

        Args:
            text: any text, of any length; it is kept exactly as given.
            date: publication date, YYYY-MM-DD, from which the text's dates are counted.
            min_score: spans below this calibrated probability are left out.
            labels: keep spans of these labels alone; all by default.

        Returns:
            The document with scored spans and relations; an empty text gives an empty document.

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
        spans = _widen(found, bounds)
        ids = {span.id for span in spans}
        relations = tuple(r for r in found.relations if r.head in ids and r.tail in ids)
        return replace(found, spans=spans, relations=relations)

    def score(self, document: Document) -> Document:
        """The document with this model's probability on every span: how likely it holds marks that are given.

        A span gets 0.0 where it crosses a sentence or cuts a word, which the model never does. `status_score` is the
        probability of the status that is given. Relations stay as they are.

        Raises:
            CommuniqueError: the document has labels or statuses that the model does not have.
        """
        self._check_scheme(document)
        reading = self._begin(document)
        return replace(document, spans=tuple(map(reading.scored, document.spans)))

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
        waiting: deque[Reading] = deque()
        try:
            for text in texts:
                waiting.append(self._begin(_as_document(text)))
                while len(waiting) > 1 and sum(len(reading.windows) for reading in waiting) > _AHEAD * self._threads:
                    yield self._finish(waiting.popleft(), min_score, wanted)
            while waiting:
                yield self._finish(waiting.popleft(), min_score, wanted)
        finally:
            for reading in waiting:
                reading.cancel()

    def _begin(self, document: Document) -> Reading:
        encoded = encode(self._tokenizer, document.text)
        windows = encoded.windows(self._manifest.window, self._manifest.overlap)
        scores = [
            self._pool.submit(self._run, encoded.ids[w.start : w.end], encoded.shapes[w.start : w.end]) for w in windows
        ]
        return Reading(document, encoded, windows, scores, self._manifest)

    def _run(self, ids: NDArray[np.int64], shapes: NDArray[np.int64]) -> list[Floats]:
        """What the graph says of one window's subwords: log-probabilities of tags, shape (subwords, tags), and of
        statuses, shape (subwords, statuses), and, where relations are read, states, shape (subwords, width)."""
        first, last = self._special
        inputs = {"input_ids": np.concatenate([[first], ids, [last]])[None], "shapes": np.pad(shapes, 1)[None]}
        outputs = ["tags", "statuses", *(["states"] if self._pairs else [])]
        return [scores[0, 1:-1] for scores in self._session.run(outputs, inputs)]

    def _finish(self, reading: Reading, min_score: float, wanted: frozenset[str]) -> Document:
        spans = reading.spans()
        relations = reading.relations(self._pairs, spans) if self._pairs else ()
        kept = tuple(span for span in spans if span.label in wanted and (span.score or 0.0) >= min_score)
        ids = {span.id for span in kept}
        joined = tuple(relation for relation in relations if relation.head in ids and relation.tail in ids)
        language = language_of(reading.document.text)
        return replace(reading.document, spans=kept, relations=joined, language=language, scheme=self.scheme)

    def relate(self, document: Document) -> Document:
        """The document with this model's relations between the spans that it has, instead of its own.

        Raises:
            CommuniqueError: the document's scheme is not the model's.
        """
        self._check_scheme(document)
        reading = self._begin(document)
        relations = reading.relations(self._pairs, document.spans) if self._pairs else ()
        return replace(document, relations=tuple(relations))

    def _check_scheme(self, document: Document) -> None:
        if not document.scheme.marks_like(self.scheme):
            raise CommuniqueError("the document's scheme is not the model's; expected documents read by reader.scheme")


def _open(graph: bytes) -> onnxruntime.InferenceSession:
    """A graph on one thread: several windows are read at once instead."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


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
    return tuple(kept)


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
