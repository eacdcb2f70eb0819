"""Runs a reader over gold documents and scores it."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from random import Random
from typing import TYPE_CHECKING, Any

from ..data.corpus import load_documents
from ..data.document import Document, Span
from ..data.errors import CommuniqueError
from ..data.exchange import data_hash
from ..data.perturb import PERTURBATIONS
from ..data.scheme import Scheme, default_scheme
from ..data.textfile import PathLike, check_folder, write_files
from ..model.reader import Reader
from .arrows import arrows
from .dates import DateTable, load_dates
from .errors import confusion, count_errors
from .record_scores import record_scores
from .report import markdown
from .robustness import robustness
from .scorer import DocumentCounts, check_text, count_document, known_parts
from .scores import Reliability, Scores, divide
from .slices import cut
from .strict import strict_report

if TYPE_CHECKING:
    from ..data.corpus import Source


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What an evaluation gives: the scores, the documents behind them (predictions without what touches stretches that
    are unknown in gold), and seqeval's own table."""

    scores: Scores
    gold: Sequence[Document]
    predictions: Sequence[Document]
    counts: Sequence[DocumentCounts]
    seqeval_report: str

    def save(self, folder: PathLike) -> None:
        """Writes `report.html`, `report.md`, `scores.json` with its schema, and `predictions.jsonl`."""
        from .page import page, schema

        files = {
            "scores.json": json.dumps(self.scores.to_dict(), indent=1) + "\n",
            "scores.schema.json": json.dumps(schema(), indent=1) + "\n",
            "report.md": self.markdown(),
            "report.html": page(self),
            "predictions.jsonl": "".join(document.to_jsonl() for document in self.predictions),
        }
        write_files(folder, files)

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
    predictions: Source | None = None,
    dates: PathLike | None = None,
    scheme: Scheme | None = None,
) -> Evaluation:
    """Scores a model, or predictions that are there already, on marked documents.

    Args:
        data: file, folder, documents or `datasets` data.
        model: a model folder; the released one by default.
        output: folder for the report; nothing is written by default.
        perturb: name of a perturbation in which the documents are read, such as `upper case`.
        seen: documents that the model learned from, to score names apart that it has not seen.
        perturbations: read the documents under every perturbation as well.
        predictions: what any tool made of the same documents, to score instead of a model's reading; ids join them.
        dates: dates of the documents resolved by hand, such as `data/dates/dev.tsv`, to score those that are read.
        scheme: what may be marked, where predictions are scored; the guidelines' scheme by default.

    Raises:
        CommuniqueError: no documents, damaged data or model, labels that the model does not have, an unknown
            perturbation, predictions of other documents or texts, predictions beside a model, or dates of other
            documents or spans.
    """
    if output is not None:
        check_folder(output)
    if predictions is not None:
        if model is not None or perturb is not None or perturbations:
            raise CommuniqueError("predictions are scored as they are; leave out model, perturb and perturbations")
        gold = load_gold(data, scheme or default_scheme())
        table = None if dates is None else load_dates(dates, gold)
        readings = match(gold, load_documents(predictions, gold[0].scheme, ("test",)))
        found = evaluate_predictions(gold, readings, seen, dates=table)
        return _saved(found, output)
    if scheme is not None:
        raise CommuniqueError("a model brings its own scheme; leave scheme out, or give predictions to score by it")
    reader = Reader.load(model)
    gold = load_gold(data, reader.scheme)
    table = None if dates is None else load_dates(dates, gold)
    if perturb is not None:
        gold = perturbed(gold, perturb)
    evaluation = evaluate_reader(reader, gold, seen, table)
    scores = replace(evaluation.scores, perturbation=perturb)
    if perturbations:
        scores = replace(scores, robustness=robustness(partial(read, reader), gold, evaluation.counts))
    return _saved(replace(evaluation, scores=scores), output)


def _saved(evaluation: Evaluation, output: PathLike | None) -> Evaluation:
    if output is not None:
        evaluation.save(output)
    return evaluation


def load_gold(data: Source, scheme: Scheme) -> list[Document]:
    """Documents to score on.

    Raises:
        CommuniqueError: there is none, or what `load_documents` raises.
    """
    gold = load_documents(data, scheme, ("test",))
    if not gold:
        paths = [data] if isinstance(data, str | os.PathLike) else [d for d in data if isinstance(d, str | os.PathLike)]
        named = ", ".join(map(str, paths)) or "the data"
        raise CommuniqueError(f"{named}: no document in it; expected at least one marked document")
    return gold


def match(gold: Sequence[Document], predictions: Sequence[Document]) -> list[Document]:
    """The predictions of gold documents, in their order.

    Raises:
        CommuniqueError: an id is missing or stands twice, or a text differs; the first is named. Predictions of other
            documents are left aside.
    """
    by_id: dict[str | None, Document] = {}
    for document in predictions:
        if document.id in by_id:
            raise CommuniqueError(f"predictions: id {document.id!r} stands twice; ids are unique")
        by_id[document.id] = document
    ids = [document.id for document in gold]
    if len(set(ids)) < len(ids):
        raise CommuniqueError("gold: an id stands twice; ids join gold and predictions, so each needs its own")
    missing = [document.id for document in gold if document.id not in by_id]
    if missing or None in by_id:
        named = f"{len(missing)} documents of gold have none ({missing[0]!r} first)" if missing else "one has no id"
        raise CommuniqueError(f"predictions: {named}; expected one with the same id for each gold document")
    for document in gold:
        check_text(document, by_id[document.id])
    return [by_id[document.id] for document in gold]


def perturbed(documents: Sequence[Document], name: str) -> list[Document]:
    """The documents under one of `communique.data.perturb.PERTURBATIONS`, the same every time.

    Raises:
        CommuniqueError: there is no perturbation of this name.
    """
    if name not in PERTURBATIONS:
        raise CommuniqueError(f"perturbation {name!r} is unknown; expected one of {', '.join(PERTURBATIONS)}")
    return [PERTURBATIONS[name](document, Random(number)) for number, document in enumerate(documents)]


def evaluate_reader(
    reader: Reader, gold: Sequence[Document], seen: Source | None = None, dates: DateTable | None = None
) -> Evaluation:
    """`evaluate` for a reader that is loaded and documents that are read."""
    start = time.perf_counter()
    predictions = read(reader, gold)
    seconds = time.perf_counter() - start
    related = [reader.relate(document) for document in gold]
    return evaluate_predictions(gold, predictions, seen, reader.sha256, seconds, related, dates)


def evaluate_predictions(
    gold: Sequence[Document],
    predictions: Sequence[Document],
    seen: Source | None = None,
    model: str | None = None,
    seconds: float | None = None,
    related: Sequence[Document] | None = None,
    dates: DateTable | None = None,
) -> Evaluation:
    """`evaluate` for predictions of the gold documents, in the same order.

    Args:
        gold, predictions: the same texts.
        seen: documents that the model learned from.
        model: `Reader.sha256` of the model that predicted, where there was one.
        seconds: how long it took, where it was measured.
        related: the gold documents with the relations that were read between gold's own spans.
        dates: dates of gold resolved by hand.
    """
    total = sum(len(found.spans) for found in predictions)
    predictions = known_parts(gold, predictions)
    scheme = gold[0].scheme
    words = sum(len(document.text.split()) for document in gold)
    learned = None if seen is None else load_documents(seen, scheme, ("train",))
    known = None if learned is None else {span.text for document in learned for span in document.spans}
    strict, report = strict_report(gold, predictions)
    counts = [count_document(wanted, found) for wanted, found in zip(gold, predictions, strict=True)]
    measured: dict[str, Any] = {
        "model_sha256": model,
        "data_sha256": data_hash(gold),
        "perturbation": None,
        "seen_sha256": None if learned is None else data_hash(learned),
        "words": words,
        "left_out": total - sum(len(found.spans) for found in predictions),
        "errors": count_errors(gold, predictions),
        "confusion": confusion(gold, predictions),
        "calibration": {
            **{
                kind: Reliability.of(*scored_spans(gold, predictions, kind)) for kind in ("entity", "trigger", "status")
            },
            "relation": Reliability.of(*scored_relations(gold, predictions)),
        },
        "seqeval": strict,
        **record_scores(gold, predictions, related, dates),
        "robustness": {},
        "words_per_second": words / seconds if seconds else None,
    }
    scores = divide(counts, scheme, cut(gold, predictions, counts, known), **measured)
    return Evaluation(scores, gold, predictions, counts, report)


def read(reader: Reader, gold: Sequence[Document]) -> list[Document]:
    """What a reader makes of documents whose marks it does not see."""
    return list(reader.predict_many([replace(document, spans=(), relations=()) for document in gold]))


def scored_spans(
    gold: Sequence[Document], predictions: Sequence[Document], kind: str
) -> tuple[list[float], list[bool]]:
    """Scores of predicted spans of a kind, and whether each is right; spans without a score are left out.

    Args:
        gold, predictions: the same documents in the same order.
        kind: `entity`, `trigger`, or `status` for statuses of triggers found exactly.
    """
    scores, right = [], []
    for wanted, found in zip(gold, predictions, strict=True):
        known = {(s.start, s.end, s.label): s.status for s in wanted.spans}
        for span in _of_kind(found, kind):
            key = (span.start, span.end, span.label)
            score = span.status_score if kind == "status" else span.score
            if score is not None and (kind != "status" or key in known):
                scores.append(score)
                right.append(known[key] == span.status if kind == "status" else key in known)
    return scores, right


def scored_relations(gold: Sequence[Document], predictions: Sequence[Document]) -> tuple[list[float], list[bool]]:
    """Scores of predicted relations, and whether each is right in both ends; those without a score are left out."""
    scores, right = [], []
    for wanted, found in zip(gold, predictions, strict=True):
        known = {arrow.key for arrow in arrows(wanted)}
        for arrow in arrows(found):
            if arrow.score is not None:
                scores.append(arrow.score)
                right.append(arrow.key in known)
    return scores, right


def _of_kind(document: Document, kind: str) -> Iterator[Span]:
    yield from document.entities if kind == "entity" else document.triggers
