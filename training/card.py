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
from ..data.textfile import write_text
from ..evaluation.render import table
from ..evaluation.run import Evaluation
from ..evaluation.scores import Scores
from ..model.bundle import GRAPH, load_manifest
from .environment import LIBRARIES
from .passages import Lost
from .recipe import RELEASED_BASE, Recipe
from .retention import Retention

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
    scores = dev.scores
    values = {
        "version": __version__,
        "base": recipe.base if recipe.base != RELEASED_BASE else "the model released with communique",
        "data": "\n".join(_data_row(name, documents) for name, documents in splits.items()),
        "entities": table(scores.entities["exact"]),
        "entities_overlap": f"{scores.entities['overlap'].micro.f1:.3f}",
        "triggers": table(scores.triggers["exact"]),
        "triggers_overlap": f"{scores.triggers['overlap'].micro.f1:.3f}",
        "status": f"{scores.status_given_trigger.f1:.3f} of {scores.status_given_trigger.gold}",
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


def _relations(scores: Scores) -> str:
    """Relations end to end by overlap, and the arguments of events on gold spans; a line where there are none."""
    if not scores.relations:
        return "This model reads no relations.\n"
    read, given = (scores.relations[reading]["overlap"] for reading in ("read", "read on gold spans"))
    arguments = f"Arguments of events alone: {read.arguments.f1:.3f}; on gold spans {given.arguments.f1:.3f}."
    return f"{table(read.labels)}\n{arguments}\n"


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
