"""Runs a reader over gold documents and scores it."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from ..data.corpus import load_documents
from ..data.document import Document, Span
from ..data.errors import CommuniqueError
from ..data.perturb import PERTURBATIONS
from ..data.textfile import PathLike, write_text
from ..model.calibration import expected_calibration_error
from ..model.reader import Reader
from .render import markdown
from .scorer import count_document
from .scores import Scores, divide
from .slices import slice_indices
from .strict import strict_report

if TYPE_CHECKING:
    from ..data.corpus import Source


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What an evaluation gives: the scores, the predictions behind them, and seqeval's own table."""

    scores: Scores
    predictions: list[Document]
    seqeval_report: str
    model: str
    """SHA-256 of the graph that predicted."""

    def save(self, folder: PathLike) -> None:
        """Writes `scores.json`, `report.md` and `predictions.jsonl`."""
        folder = Path(folder)
        content = {"model_sha256": self.model, **self.scores.to_dict()}
        write_text(folder / "scores.json", json.dumps(content, indent=1) + "\n")
        write_text(folder / "report.md", self.markdown())
        write_text(folder / "predictions.jsonl", "".join(document.to_jsonl() for document in self.predictions))

    def markdown(self) -> str:
        """The report as text."""
        body = markdown(self.scores, "Evaluation", [f"Model: SHA-256 of reader.onnx {self.model[:12]}…"])
        return f"{body}\n## seqeval's report (mode strict, scheme IOB2)\n\n```\n{self.seqeval_report}\n```\n"


def evaluate(
    data: Source, model: PathLike | None = None, output: PathLike | None = None, perturb: str | None = None
) -> Evaluation:
    """Scores a model on marked documents.

    Args:
        data: file, folder, documents or `datasets` data.
        model: a model folder; the released one by default.
        output: folder for the report; nothing is written by default.
        perturb: name of a perturbation in which the documents are read, such as `upper case`.

    Raises:
        CommuniqueError: no documents, damaged data or model, labels that the model does not have, or an unknown
            perturbation.
    """
    reader = Reader.load(model)
    gold = load_documents(data, reader.scheme, ("test",))
    if not gold:
        raise CommuniqueError(f"{data}: no document in it; expected at least one marked document")
    if perturb is not None:
        gold = perturbed(gold, perturb)
    evaluation = evaluate_reader(reader, gold)
    if output is not None:
        evaluation.save(output)
    return evaluation


def perturbed(documents: Sequence[Document], name: str) -> list[Document]:
    """The documents under one of `communique.data.perturb.PERTURBATIONS`, the same every time.

    Raises:
        CommuniqueError: there is no perturbation of this name.
    """
    if name not in PERTURBATIONS:
        raise CommuniqueError(f"perturbation {name!r} is unknown; expected one of {', '.join(PERTURBATIONS)}")
    return [PERTURBATIONS[name](document, Random(number)) for number, document in enumerate(documents)]


def evaluate_reader(reader: Reader, gold: Sequence[Document]) -> Evaluation:
    """`evaluate` for a reader that is loaded and documents that are read."""
    bare = [replace(document, spans=(), relations=()) for document in gold]
    start = time.perf_counter()
    predictions = list(reader.predict_many(bare))
    seconds = time.perf_counter() - start
    words = sum(len(document.text.split()) for document in gold)
    strict, report = strict_report(gold, predictions)
    counts = [count_document(wanted, found) for wanted, found in zip(gold, predictions, strict=True)]
    errors = {
        kind: expected_calibration_error(*scored_spans(gold, predictions, kind))
        for kind in ("entity", "trigger", "status")
    }
    measured: dict[str, Any] = {
        "words": words,
        "calibration_error": errors,
        "seqeval": strict,
        "words_per_second": words / seconds,
    }
    return Evaluation(
        divide(counts, reader.scheme, slice_indices(gold), **measured), predictions, report, reader.sha256
    )


def scored_spans(
    gold: Sequence[Document], predictions: Sequence[Document], kind: str
) -> tuple[list[float], list[bool]]:
    """Scores of all predicted spans of a kind (`entity`, `trigger`,
    or `status` for statuses of triggers found exactly), and whether each is right."""
    scores, right = [], []
    for wanted, found in zip(gold, predictions, strict=True):
        known = {(s.start, s.end, s.label): s.status for s in wanted.spans}
        for span in _of_kind(found, kind):
            key = (span.start, span.end, span.label)
            if kind != "status":
                scores.append(span.score or 0.0)
                right.append(key in known)
            elif key in known:
                scores.append(span.status_score or 0.0)
                right.append(known[key] == span.status)
    return scores, right


def _of_kind(document: Document, kind: str) -> Iterator[Span]:
    yield from document.entities if kind == "entity" else document.triggers
