"""`train_seeds`: the same run by several seeds, since one seed may be lucky."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import mean, stdev
from typing import TYPE_CHECKING

from ..data.corpus import load_documents
from ..data.errors import CommuniqueError
from ..data.scheme import Scheme
from ..data.textfile import PathLike, write_text
from .folder import check_many, write_json
from .loop import Listener
from .processes import is_first
from .recipe import Recipe
from .retention import Figures
from .run import DEV, TRAIN, Beginning, train_once
from .sizes import fitting_recipe

if TYPE_CHECKING:
    from ..data.corpus import Source

SEEDS, TABLE = "seeds.json", "seeds.md"


@dataclass(frozen=True, slots=True)
class SeedRun:
    """One run, and its figures on dev."""

    seed: int
    folder: Path
    """Its model folder."""
    figures: Figures


def train_seeds(
    train: Source,
    dev: Source,
    output: PathLike,
    recipe: Recipe | None = None,
    *,
    seeds: int = 3,
    scheme: Scheme | None = None,
    listener: Listener | None = None,
    on_start: Callable[[Beginning], None] | None = None,
) -> list[SeedRun]:
    """Trains a model a seed, in folders of `output`, and writes `seeds.json` and `seeds.md` beside them.

    Args:
        train, dev, recipe, scheme: as for `train`; the recipe's seed is the first.
        output: folder of the runs; seeds that are done are not trained again, and one that was broken off goes on.
        seeds: how many, at least 2.
        listener: is told of every epoch of every run.
        on_start: is told before the first run what the documents are like.

    Raises:
        CommuniqueError: fewer than 2 seeds, or what `train` raises.
    """
    if seeds < 2:
        raise CommuniqueError(f"seeds is {seeds}; expected at least 2, such as 3")
    output, learned, watched = Path(output), load_documents(train, scheme, TRAIN), load_documents(dev, scheme, DEV)
    check_many(output)
    recipe = recipe or fitting_recipe(learned)
    runs = []
    for seed in range(recipe.seed, recipe.seed + seeds):
        folder = output / f"seed-{seed}"
        start = on_start if seed == recipe.seed else None
        figures = train_once(learned, watched, folder, replace(recipe, seed=seed), listener, start)
        runs.append(SeedRun(seed, folder, figures))
    if is_first():
        _write(output, runs)
    return runs


def _write(output: Path, runs: Sequence[SeedRun]) -> None:
    write_json(output / SEEDS, [{"seed": run.seed, **asdict(run.figures)} for run in runs])
    write_text(output / TABLE, markdown(runs))


def markdown(runs: Sequence[SeedRun]) -> str:
    """Figures by seed, their mean and their standard deviation, as Markdown."""
    rows = [asdict(run.figures) for run in runs]
    names = [name for name, value in rows[0].items() if value is not None]
    lines = [f"| F1 on dev | {' | '.join(names)} |\n", f"|---|{'---:|' * len(names)}\n"]
    cells = {f"seed {run.seed}": row for run, row in zip(runs, rows, strict=True)}
    for kind, made in (("**mean**", mean), ("standard deviation", stdev)):
        cells[kind] = {name: made([row[name] for row in rows]) for name in names}
    for name, row in cells.items():
        lines.append(f"| {name} | {' | '.join(f'{row[kind]:.3f}' for kind in names)} |\n")
    return "".join(lines)
