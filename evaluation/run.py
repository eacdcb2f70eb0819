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
from ..data.exchange import data_hash
from ..data.perturb import PERTURBATIONS
from ..data.textfile import PathLike, write_text
from ..model.calibration import expected_calibration_error, reliability
from ..model.reader import Reader
from .errors import confusion, count_errors
from .render import markdown
from .robustness import robustness
from .scorer import count_document
from .scores import Reliability, Scores, divide
from .slices import cut
from .strict import strict_report

if TYPE_CHECKING:
    from ..data.corpus import Source


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What an evaluation gives: the scores, the documents behind them, and seqeval's own table."""

    scores: Scores
    gold: list[Document]
    predictions: list[Document]
    seqeval_report: str

    def save(self, folder: PathLike) -> None:
        """Writes `report.html`, `report.md`, `scores.json` with its schema, and `predictions.jsonl`."""
        from .page import page, schema

        folder = Path(folder)
        files = {
            "scores.json": json.dumps(self.scores.to_dict(), indent=1) + "\n",
            "scores.schema.json": json.dumps(schema(), indent=1) + "\n",
            "report.md": self.markdown(),
            "report.html": page(self),
            "predictions.jsonl": "".join(document.to_jsonl() for document in self.predictions),
        }
        for name, content in files.items():
            write_text(folder / name, content)

    def markdown(self) -> str:
        """The report as text."""
        table = f"## seqeval's report (mode strict, scheme IOB2)\n\n```\n{self.seqeval_report}\n```\n"
        return f"{markdown(self.scores)}\n{table}"


def evaluate(
    data: Source,
    model: PathLike | None = None,
    output: PathLike | None = None,
    perturb: str | None = None,
    *,
    seen: Source | None = None,
    perturbations: bool = False,
) -> Evaluation:
    """Scores a model on marked documents.

    Args:
        data: file, folder, documents or `datasets` data.
        model: a model folder; the released one by default.
        output: folder for the report; nothing is written by default.
        perturb: name of a perturbation in which the documents are read, such as `upper case`.
        seen: documents that the model learned from, to score names apart that it has not seen.
        perturbations: read the documents under every perturbation as well.

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
    known = None if seen is None else {s.text for d in load_documents(seen, reader.scheme, ("train",)) for s in d.spans}
    evaluation = evaluate_reader(reader, gold, known)
    if perturbations:
        counts = [count_document(*pair) for pair in zip(gold, evaluation.predictions, strict=True)]
        scores = replace(evaluation.scores, robustness=robustness(reader, gold, counts))
        evaluation = replace(evaluation, scores=scores)
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


def evaluate_reader(reader: Reader, gold: Sequence[Document], seen: set[str] | None = None) -> Evaluation:
    """`evaluate` for a reader that is loaded and documents that are read; `seen` are names that it learned from."""
    start = time.perf_counter()
    predictions = read(reader, gold)
    seconds = time.perf_counter() - start
    words = sum(len(document.text.split()) for document in gold)
    strict, report = strict_report(gold, predictions)
    counts = [count_document(wanted, found) for wanted, found in zip(gold, predictions, strict=True)]
    measured: dict[str, Any] = {
        "model_sha256": reader.sha256,
        "data_sha256": data_hash(gold),
        "words": words,
        "errors": count_errors(gold, predictions),
        "confusion": confusion(gold, predictions),
        "calibration": {kind: _reliability(gold, predictions, kind) for kind in ("entity", "trigger", "status")},
        "seqeval": strict,
        "robustness": {},
        "words_per_second": words / seconds,
    }
    scores = divide(counts, reader.scheme, cut(gold, predictions, counts, seen), **measured)
    return Evaluation(scores, list(gold), predictions, report)


def read(reader: Reader, gold: Sequence[Document]) -> list[Document]:
    """What a reader makes of documents whose marks it does not see."""
    return list(reader.predict_many([replace(document, spans=(), relations=()) for document in gold]))


def _reliability(gold: Sequence[Document], predictions: Sequence[Document], kind: str) -> Reliability:
    bins = reliability(*scored_spans(gold, predictions, kind))
    return Reliability(expected_calibration_error(bins), bins)


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
