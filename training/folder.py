"""A run's folder: what lies in it, that nothing is written over, and what a run that goes on finds there."""

import hashlib
import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ..data.document import Document
from ..data.errors import CommuniqueError
from ..data.exchange import data_hash
from ..data.textfile import read_text, write_text
from ..model.bundle import MANIFEST
from .recipe import Recipe

RECIPE, DATA, ENVIRONMENT = "recipe.json", "data.json", "environment.json"
"""What the run was told, the hashes of its documents and scheme, and where it ran, an entry a start."""
DIAGNOSIS, LOG, CURVES, FIGURES = "diagnosis.md", "log.jsonl", "curves.svg", "figures.json"
"""What the documents are like, the epochs and their picture, and F1 on dev before and after."""
CHECKPOINTS, PART, BOARD = "checkpoints", "model.part", "tensorboard"
"""Folders: states of a run that is not done, a model that is not whole, TensorBoard's log where it was asked for."""


def prepare(output: Path, recipe: Recipe, hashes: Mapping[str, Any], resume: bool) -> None:
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
    if not (output / RECIPE).exists() or not (output / DATA).exists():
        raise CommuniqueError(f"{output}: holds other files; expected an empty folder, such as --output {output}-1")
    if (output / MANIFEST).exists():
        raise CommuniqueError(f"{output}: holds a finished run; choose another --output")
    if not resume:
        raise CommuniqueError(
            f"{output}: holds a run that was broken off; go on with --resume, or choose another --output"
        )
    check_same(output, recipe, hashes)


def check_same(output: Path, recipe: Recipe, hashes: Mapping[str, Any]) -> None:
    """Refuses a run of another recipe or of other data; documents replayed hang on the recipe and need not be told."""
    there, given = asdict(Recipe.load(output / RECIPE)), asdict(recipe)
    if other := [name for name, value in given.items() if there[name] != value]:
        raise CommuniqueError(
            f"{output / RECIPE}: the run there had another recipe ({', '.join(other)}); go on with "
            f"--recipe {output / RECIPE} --resume, or choose another --output"
        )
    told = json.loads(read_text(output / DATA))
    if other := [name for name, value in hashes.items() if told.get(name) != value]:
        raise CommuniqueError(
            f"{output / DATA}: the run there had other data ({', '.join(other)}); give it the same, or choose another "
            "--output"
        )


def check_many(output: Path) -> None:
    """Refuses a folder for many runs that is a single run's."""
    if (output / DATA).exists() or (output / MANIFEST).exists():
        raise CommuniqueError(f"{output}: holds a single run; choose another --output for many of them")


def hashes(splits: Mapping[str, Sequence[Document]]) -> dict[str, str]:
    """SHA-256 of each split in the exchange form, and of their scheme."""
    scheme = json.dumps(splits["train"][0].scheme.to_dict(), ensure_ascii=False)
    found = {name: data_hash(documents) for name, documents in splits.items()}
    return {**found, "scheme": hashlib.sha256(scheme.encode("utf-8")).hexdigest()}


def finish(output: Path) -> None:
    """Moves the model into the run's folder; the manifest comes last, since it makes the folder a model."""
    for path in sorted((output / PART).iterdir(), key=lambda path: path.name == MANIFEST):
        path.replace(output / path.name)
    (output / PART).rmdir()
    shutil.rmtree(output / CHECKPOINTS)


def write_json(path: Path, data: Any) -> None:
    """Plain data, a line an entry."""
    write_text(path, json.dumps(data, indent=1, ensure_ascii=False) + "\n")


def note_environment(output: Path, entry: Mapping[str, Any]) -> None:
    """Adds where a run is started, or goes on, to those before."""
    path = output / ENVIRONMENT
    write_json(path, [*(json.loads(read_text(path)) if path.exists() else []), entry])


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
