"""`learning_curve`: what more documents of the same kind would bring."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from random import Random
from statistics import mean
from typing import TYPE_CHECKING

from ..data.corpus import load_documents
from ..data.errors import CommuniqueError, needs_extra
from ..data.scheme import Scheme
from ..data.textfile import PathLike, write_text
from .loop import Listener
from .recipe import Recipe
from .run import DEV, TRAIN, train_once

if TYPE_CHECKING:
    from ..data.corpus import Source

CURVE, TABLE, PLOT = "curve.json", "curve.md", "curve.svg"
GROUPS = ("entities", "triggers")


@dataclass(frozen=True, slots=True)
class Point:
    """One run of the curve."""

    share: float
    """Share of the train documents."""
    seed: int
    documents: int
    words: int
    epochs: int
    entities: float
    """Exact micro-F1 of entity spans on dev."""
    triggers: float
    """Exact micro-F1 of triggers on dev, status left aside."""


def learning_curve(
    train: Source,
    dev: Source,
    output: PathLike,
    recipe: Recipe,
    *,
    shares: Sequence[float] = (0.12, 0.25, 0.5, 1.0),
    seeds: int = 3,
    scheme: Scheme | None = None,
    listener: Listener | None = None,
) -> list[Point]:
    """Trains on growing shares of the documents and scores each model on dev.

    A share's documents are drawn by the run's seed, a smaller share from the larger one. Since an epoch of few
    documents has few steps, a run has the recipe's epochs divided by the square root of its share.

    Args:
        train, dev: as for `train`.
        output: folder of the runs, of `curve.json`, `curve.md` and `curve.svg`; one that was broken off goes on.
        recipe: settings; its seed is the first of the runs'.
        shares: parts of train, above 0 and at most 1.
        seeds: runs a share; the whole of train has one.
        scheme: what may be marked; the guidelines' scheme by default.
        listener: is told of every epoch of every run.

    Raises:
        CommuniqueError: shares out of range, or what `train` raises.
    """
    output = Path(output)
    learned, watched = load_documents(train, scheme, TRAIN), load_documents(dev, scheme, DEV)
    if not all(0 < share <= 1 for share in shares):
        raise CommuniqueError(f"shares are {list(shares)}; expected numbers above 0 and at most 1, such as 0.25")
    points = []
    for share in sorted(shares):
        for seed in range(recipe.seed, recipe.seed + (seeds if share < 1 else 1)):
            drawn = Random(seed).sample(learned, len(learned))[: max(1, round(share * len(learned)))]
            setting = replace(recipe, seed=seed, epochs=math.ceil(recipe.epochs / math.sqrt(share)))
            setting = replace(setting, patience=setting.epochs)
            folder = output / f"{share:.0%}-seed-{seed}".replace("%", "")
            figures = train_once(drawn, watched, folder, setting, listener)
            words = sum(len(document.text.split()) for document in drawn)
            f1 = figures.entities or 0.0, figures.triggers or 0.0
            points.append(Point(share, seed, len(drawn), words, setting.epochs, *f1))
    write_text(output / CURVE, json.dumps([asdict(point) for point in points], indent=1) + "\n")
    write_text(output / TABLE, markdown(points))
    plot(points, output / PLOT)
    return points


def markdown(points: Sequence[Point]) -> str:
    """Mean and range of F1 by share, and the slope at the end, as Markdown."""
    lines = [
        "| share | documents | words | epochs | runs | entities, F1 (range) | triggers, F1 (range) |\n",
        "|---:|---:|---:|---:|---:|---|---|\n",
    ]
    for share, group in _by_share(points).items():
        documents, words, epochs = (
            round(mean(getattr(p, name) for p in group)) for name in ("documents", "words", "epochs")
        )
        cells = [_spread([getattr(point, name) for point in group]) for name in GROUPS]
        lines.append(f"| {share:.0%} | {documents} | {words:,} | {epochs} | {len(group)} | {cells[0]} | {cells[1]} |\n")
    slopes = ", ".join(f"{100 * slope(points, name):+.1f} points of {name}" for name in GROUPS)
    return "".join(lines) + f"\nAt the end of the curve a doubling of the documents brings {slopes}.\n"


def slope(points: Sequence[Point], name: str) -> float:
    """F1 that a doubling of the documents brought between the two largest shares."""
    (low, before), (high, after) = list(_by_share(points).items())[-2:]
    gain: float = mean(getattr(p, name) for p in after) - mean(getattr(p, name) for p in before)
    return gain / math.log2(high / low)


def _by_share(points: Sequence[Point]) -> dict[float, list[Point]]:
    return {share: [p for p in points if p.share == share] for share in sorted({p.share for p in points})}


def _spread(values: Sequence[float]) -> str:
    return f"{mean(values):.3f}" + (f" ({min(values):.3f}–{max(values):.3f})" if len(values) > 1 else "")


def plot(points: Sequence[Point], path: PathLike) -> None:
    """Dev F1 over train words, on a logarithmic axis: every run a dot, the means joined."""
    with needs_extra("train"):
        from matplotlib.figure import Figure
    figure = Figure(figsize=(6.4, 4), layout="constrained")
    axes = figure.subplots()
    for name, colour, marker in zip(GROUPS, ("#1b6ca8", "#c0552b"), "os", strict=True):
        groups = _by_share(points).values()
        centres = [(mean(p.words for p in group), mean(getattr(p, name) for p in group)) for group in groups]
        axes.plot(*zip(*centres, strict=True), color=colour, label=name)
        axes.plot([p.words for p in points], [getattr(p, name) for p in points], marker, color=colour, alpha=0.5)
    axes.set_xscale("log", base=2)
    ticks = [round(mean(p.words for p in group)) for group in _by_share(points).values()]
    axes.set_xticks(ticks, [f"{tick:,}" for tick in ticks])
    axes.set_xlabel("words of train")
    axes.set_ylabel("exact micro-F1 on dev")
    axes.grid(alpha=0.3)
    axes.legend(frameon=False)
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, metadata={"Date": None})
