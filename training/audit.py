"""`audit`: marks that a model trained without their document would have made otherwise.

The documents are dealt into folds; a model trained on the others reads each fold. Where it is sure and the mark
differs, one of the two is wrong, and a person should look (Klie et al., 2023, "Annotation Error Detection").
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from ..data.corpus import load_documents
from ..data.document import Document, Span
from ..data.errors import CommuniqueError
from ..data.rewrite import known_part
from ..data.scheme import Scheme
from ..data.sentences import sentence_bounds
from ..data.textfile import PathLike, write_text
from ..model.reader import Reader
from .loop import Listener
from .recipe import Recipe
from .run import TRAIN, train_once

if TYPE_CHECKING:
    from ..data.corpus import Source

DOUBTS = "doubts.jsonl"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A place where a mark and a sure model differ."""

    document: str
    line: int
    """Line of the text, from 1."""
    kind: str
    """`unmarked`: only the model marks it; `label`: same bounds; `bounds`: the model's span overlaps the mark;
    `status`: same trigger; `marked`: the model would not make this mark."""
    gold: str
    """Label, status and text as marked; empty where nothing is."""
    model: str
    """The same as the model reads it; empty for `marked`."""
    score: float
    """Probability of the model's reading; for `marked`, that the mark is wrong."""
    context: str
    """The sentence, with the place in double square brackets."""


def audit(
    data: Source,
    output: PathLike,
    recipe: Recipe,
    *,
    folds: int = 3,
    sure: float = 0.8,
    scheme: Scheme | None = None,
    listener: Listener | None = None,
) -> list[Doubt]:
    """Trains a model a fold, and lists what to read again.

    Args:
        data: marked documents, with ids.
        output: folder of the runs, `fold-1` and so on, and of `doubts.jsonl`; an audit that was broken off goes on.
        recipe: settings of the runs.
        folds: parts that the documents are dealt into, at least 2.
        sure: probability from which the model counts as sure.
        scheme: what may be marked; the guidelines' scheme by default.
        listener: is told of every epoch of every run.

    Returns:
        Doubts in the order of the documents.

    Raises:
        CommuniqueError: fewer documents than folds, or what `train` raises.
    """
    documents, output = load_documents(data, scheme, TRAIN), Path(output)
    if not 2 <= folds <= len(documents):
        raise CommuniqueError(f"folds is {folds}; expected 2 to {len(documents)}, the number of documents")
    order = Random(recipe.seed).sample(range(len(documents)), len(documents))
    found: dict[int, list[Doubt]] = {}
    for fold in range(folds):
        held = sorted(order[fold::folds])
        rest = [documents[index] for index in sorted(set(order) - set(held))]
        folder = output / f"fold-{fold + 1}"
        train_once(rest, [documents[index] for index in held], folder, recipe, listener)
        reader = Reader.load(folder)
        found |= {index: list(doubts(reader, documents[index], sure)) for index in held}
    ordered = [doubt for index in sorted(found) for doubt in found[index]]
    write_text(output / DOUBTS, "".join(json.dumps(asdict(doubt), ensure_ascii=False) + "\n" for doubt in ordered))
    return ordered


def doubts(reader: Reader, gold: Document, sure: float = 0.8) -> Iterator[Doubt]:
    """Where a reader that has not learned from a document differs from its marks and is sure; nothing that touches a
    stretch where nobody looked for marks."""
    (read,) = reader.predict_many([replace(gold, spans=(), relations=())])
    marked = {(span.start, span.end): span for span in gold.spans}
    told: set[int] = set()
    for span in known_part(read, gold).spans:
        over = [mark for mark in gold.spans if mark.overlaps(span)]
        same = marked.get((span.start, span.end))
        if same is not None and same.label == span.label:
            if same.status != span.status and (span.status_score or 0.0) >= sure:
                yield _doubt(gold, "status", same, span, span.status_score or 0.0)
        elif (span.score or 0.0) >= sure:
            told.update(mark.id for mark in over)
            kind = "label" if same is not None else "bounds" if over else "unmarked"
            yield _doubt(gold, kind, same or next(iter(over), None), span, span.score or 0.0)
    for mark in reader.score(gold).spans:
        met = mark.id in told or any(mark.overlaps(span) for span in read.spans)
        if (mark.score or 0.0) <= 1 - sure and not met:
            yield _doubt(gold, "marked", mark, None, 1 - (mark.score or 0.0))


def _doubt(document: Document, kind: str, gold: Span | None, model: Span | None, score: float) -> Doubt:
    place = model or gold
    assert place is not None
    start, end = next((a, b) for a, b in sentence_bounds(document.text) if a <= place.start < b)
    end, text = max(end, place.end), document.text
    context = f"{text[start : place.start]}[[{place.text}]]{text[place.end : end]}".strip()
    line = text.count("\n", 0, place.start) + 1
    return Doubt(document.id or "", line, kind, _shown(gold), _shown(model), round(score, 3), context)


def _shown(span: Span | None) -> str:
    if span is None:
        return ""
    return f"{span.label}{'.' + span.status if span.status else ''} {span.text!r}"
