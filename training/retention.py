"""Old and new ability: what a model reads before and after it learns a user's documents, there and on our corpus."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ..data.corpus import corpus_documents
from ..data.document import Document
from ..data.errors import CommuniqueError
from ..data.letters import normal
from ..data.scheme import default_scheme
from ..data.textfile import read_text
from ..evaluation.run import Evaluation, evaluate_reader
from ..model.reader import Reader

OWN_DEV, OUR_DEV = "dev", "communique's dev"


@dataclass(frozen=True, slots=True)
class Figures:
    """Micro-F1 on some documents, by exact match; of arguments by overlap, end to end."""

    spans: float
    entities: float | None
    triggers: float | None
    arguments: float | None
    """These three are None where the scheme has no such labels or relations."""

    @classmethod
    def load(cls, path: Path) -> "Figures":
        """Those on its own dev that a finished run left in its `figures.json`."""
        return cls(**json.loads(read_text(path))[OWN_DEV]["after"])

    @classmethod
    def of(cls, evaluation: Evaluation) -> "Figures":
        """The headline of an evaluation."""
        scores, scheme = evaluation.scores, evaluation.gold[0].scheme
        return cls(
            scores.spans.f1,
            scores.entities["exact"].micro.f1 if scheme.entities else None,
            scores.triggers["exact"].micro.f1 if scheme.events else None,
            scores.relations["read"]["overlap"].arguments.f1 if scheme.argument_names else None,
        )


@dataclass(frozen=True, slots=True)
class Retention:
    """Figures by the documents on which they were measured: the run's own dev, and ours where the labels are ours."""

    before: Mapping[str, Figures]
    """Of the base; empty where it is no model of these labels."""
    after: Mapping[str, Figures]

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON: documents → `before` (null without one) and `after` → figures."""
        return {
            name: {"before": asdict(self.before[name]) if name in self.before else None, "after": asdict(figures)}
            for name, figures in self.after.items()
        }

    def markdown(self) -> str:
        """A table, a row a figure that there is."""
        lines = ["| F1 on | of | before | after |\n|---|---|---:|---:|\n"]
        for name, after in self.after.items():
            for kind, value in asdict(after).items():
                if value is not None:
                    known = f"{getattr(self.before[name], kind):.3f}" if name in self.before else "–"
                    lines.append(f"| {name} | {kind} | {known} | {value:.3f} |\n")
        return "".join(lines)


def old_dev(own: Sequence[Document]) -> list[Document]:
    """Our dev documents, where they can tell what was forgotten: none for other labels, none that is among a run's
    own."""
    return _others("dev", own) if own[0].scheme.marks_like(default_scheme()) else []


def replayed(own: Sequence[Document]) -> list[Document]:
    """Documents of our train split that may be learned beside a user's own: none that is among a run's own.

    Raises:
        CommuniqueError: the labels are not ours.
    """
    if not own[0].scheme.marks_like(default_scheme()):
        raise CommuniqueError(
            "replay: our corpus marks other labels than this scheme, and would teach that none of them is there; "
            "leave --replay out, or mark by the guidelines' scheme"
        )
    return _others("train", own)


def _others(split: str, own: Sequence[Document]) -> list[Document]:
    """Documents of our split that are not among a run's own."""
    known = {normal(document.text) for document in own}
    return [document for document in corpus_documents(split) if normal(document.text) not in known]


def measure(model: Path, documents: Mapping[str, Sequence[Document]]) -> dict[str, Figures]:
    """Figures of a model folder on each group of documents that has any."""
    reader = Reader.load(model)
    return {name: Figures.of(evaluate_reader(reader, group)) for name, group in documents.items() if group}
