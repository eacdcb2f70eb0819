"""The model card: a template filled from the run's own numbers."""

import json
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from string import Template

from .. import __version__
from ..data.document import Document
from ..data.exchange import data_hash
from ..data.scheme import default_scheme
from ..data.textfile import write_text
from ..evaluation.rates import GroupScores
from ..evaluation.render import table
from ..evaluation.run import Evaluation
from ..evaluation.scores import Scores
from ..model.bundle import GRAPH, load_manifest
from .environment import LIBRARIES
from .passages import Lost
from .recipe import RELEASED_BASE, Recipe
from .retention import Retention

_ABOUT = (
    "Reads English news about dealings between states, parties and international bodies: marks mentions and event "
    "triggers with their status, and joins them by relations."
)
_RELATIONS = "Relations, end to end (overlap: both ends agree in label and share a character with gold's, one to one)"
TEMPLATE = Path(__file__).with_name("card.md")


def write_card(
    folder: Path,
    recipe: Recipe,
    splits: Mapping[str, Sequence[Document]],
    dev: Evaluation,
    seconds: float,
    lost: Lost,
    retention: Retention,
) -> None:
    """Writes `README.md` into a model folder."""
    scores, scheme = dev.scores, dev.gold[0].scheme
    ours = scheme.marks_like(default_scheme())
    values = {
        "version": __version__,
        "base": recipe.base if recipe.base != RELEASED_BASE else "the model released with communique",
        "data": "\n".join(_data_row(name, documents) for name, documents in splits.items()),
        "license": "license: apache-2.0\n" if ours else "",
        "about": _ABOUT if ours else f"Marks {', '.join(scheme.span_labels)} in English text.",
        "entities": _spans("Entities", scores.entities) if scheme.entities else "",
        "triggers": _spans("Triggers", scores.triggers) if scheme.events else "",
        "status": _status(scores) if scheme.events else "",
        "calibration": ", ".join(f"{kind} {found.error:.3f}" for kind, found in scores.calibration.items()),
        "seconds": f"{seconds:,.0f}",
        "speed": f"{scores.words_per_second or 0:,.0f}",
        "relations": _relations(scores),
        "retention": _retention(retention),
        "lost": str(lost.spans),
        "lost_relations": f"{lost.relations} of {lost.all_relations}",
        "weights_mb": _megabytes(folder / "model.safetensors"),
        "graph_mb": _megabytes(folder / GRAPH),
        "graph": load_manifest(folder).files[GRAPH]["sha256"],
        "recipe": json.dumps(asdict(recipe), indent=1),
        "versions": ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
        + f", Python {platform.python_version()}",
    }
    write_text(folder / "README.md", Template(TEMPLATE.read_text(encoding="utf-8")).substitute(values))


def _spans(title: str, scores: Mapping[str, GroupScores]) -> str:
    """The exact scores of a group, by label."""
    return f"{title} (overlap F1 {scores['overlap'].micro.f1:.3f}):\n\n{table(scores['exact'])}\n"


def _status(scores: Scores) -> str:
    right = scores.status_given_trigger
    return f"Status right: {right.f1:.3f} of {right.gold} triggers found exactly. "


def _relations(scores: Scores) -> str:
    """Relations end to end by overlap, and the arguments of events on gold spans; a line where there are none."""
    if not scores.relations:
        return "This model reads no relations.\n\n"
    read, given = (scores.relations[reading]["overlap"] for reading in ("read", "read on gold spans"))
    arguments = f"Arguments of events alone: {read.arguments.f1:.3f}; on gold spans {given.arguments.f1:.3f}."
    return f"{_RELATIONS}:\n\n{table(read.labels)}\n{arguments}\n\n"


def _retention(retention: Retention) -> str:
    """Figures before and after, where the base could read these labels."""
    if not retention.before:
        return ""
    return f"Before and after training, exact micro-F1 (arguments: overlap, end to end):\n\n{retention.markdown()}\n"


def _data_row(name: str, documents: Sequence[Document]) -> str:
    words = sum(len(document.text.split()) for document in documents)
    spans = sum(len(document.spans) for document in documents)
    return f"| {name} | {len(documents)} | {words:,} | {spans:,} | `{data_hash(documents)[:16]}` |"


def _megabytes(path: Path) -> str:
    return f"{path.stat().st_size / 1e6:.1f}"
