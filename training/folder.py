"""A run's folder: what lies in it, that nothing is written over, and what a run that goes on finds there."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..data.errors import CommuniqueError
from ..data.textfile import read_text, write_text
from ..model.bundle import MANIFEST
from .recipe import Recipe

RECIPE, DATA, ENVIRONMENT = "recipe.json", "data.json", "environment.json"
"""What the run was told, the hashes of its documents, and where it ran."""
DIAGNOSIS, LOG, CURVES, FIGURES = "diagnosis.md", "log.jsonl", "curves.svg", "figures.json"
"""What the documents are like, the epochs and their picture, and F1 on dev before and after."""
CHECKPOINTS, PART, BOARD = "checkpoints", "model.part", "tensorboard"
"""Folders: states of a run that is not done, a model that is not whole, TensorBoard's log where it was asked for."""


def prepare(output: Path, recipe: Recipe, hashes: Mapping[str, str], resume: bool) -> None:
    """Makes a run's folder, or goes on with one of the same recipe and data.

    Raises:
        CommuniqueError: it holds something else, or a run and `resume` is false.
    """
    if output.exists() and not output.is_dir():
        raise CommuniqueError(f"{output}: is a file; expected a folder for the run")
    if not output.exists() or not any(output.iterdir()):
        write_json(output / DATA, hashes)
        recipe.save(output / RECIPE)
        return
    if not (output / RECIPE).exists():
        raise CommuniqueError(f"{output}: holds other files; expected an empty folder, such as --output {output}-1")
    if (output / MANIFEST).exists():
        raise CommuniqueError(f"{output}: holds a finished run; choose another --output")
    if not resume:
        raise CommuniqueError(
            f"{output}: holds a run that was broken off; go on with --resume, or choose another --output"
        )
    check_same(output, recipe, hashes)


def check_same(output: Path, recipe: Recipe, hashes: Mapping[str, str]) -> None:
    """Refuses a run of another recipe or of other documents; those replayed hang on the recipe and need not be told."""
    if Recipe.load(output / RECIPE) != recipe:
        raise CommuniqueError(
            f"{output / RECIPE}: the run there had another recipe; go on with "
            f"--recipe {output / RECIPE} --resume, or choose another --output"
        )
    if not hashes.items() <= json.loads(read_text(output / DATA)).items():
        raise CommuniqueError(
            f"{output / DATA}: the run there had other data; give it the same, or choose another --output"
        )


def finish(output: Path) -> None:
    """Moves the model into the run's folder; the manifest comes last, since it makes the folder a model."""
    for path in sorted((output / PART).iterdir(), key=lambda path: path.name == MANIFEST):
        path.replace(output / path.name)
    (output / PART).rmdir()
    shutil.rmtree(output / CHECKPOINTS)


def write_json(path: Path, data: Any) -> None:
    """Plain data, a line an entry."""
    write_text(path, json.dumps(data, indent=1, ensure_ascii=False) + "\n")


def epochs_told(output: Path) -> list[dict[str, Any]]:
    """The epochs in a run's log; none where there is no log yet."""
    path = output / LOG
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def tell(output: Path, epoch: Mapping[str, Any]) -> None:
    """Writes an epoch to the run's log; one that a resumed run tells again stands there once."""
    rows = [row for row in epochs_told(output) if row["epoch"] < epoch["epoch"]] + [epoch]
    write_text(output / LOG, "".join(json.dumps(row) + "\n" for row in rows))


def seconds_spent(output: Path) -> float:
    """Seconds that a run has taken before it was broken off, up to the last epoch that it told."""
    return max((row["seconds"] for row in epochs_told(output)), default=0.0)
