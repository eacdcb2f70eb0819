"""Who takes part in the benchmark of retraining: our command and Hugging Face's own recipe, each from two weights."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from ...data.document import Document
from ...data.exchange import data_hash
from ...model.bundle import RELEASED, WEIGHTS
from ...model.reader import Reader
from ...training.recipe import RELEASED_BASE, Recipe
from ...training.run import train
from ...training.sizes import fitting_recipe
from ..peers import finetune
from ..peers.words import spaced_words
from ..run import read
from .domain import Domain

SCRIPT_EPOCHS = 3
"""Epochs of transformers' `run_ner.py` where it is told nothing."""


@dataclass(frozen=True, slots=True)
class Contestant:
    """One way to learn a domain."""

    name: str
    """For files, such as `script-long-released`."""
    title: str
    weights: Path
    """Folder of what it starts from."""
    epochs: int
    recipe: Recipe | None
    """What `communique train` is told; None for Hugging Face's recipe."""

    def read(self, domain: Domain, seed: int, folder: Path) -> list[Document]:
        """What it makes of the domain's test after it has learned, in `folder` if it needs one."""
        if self.recipe is None:
            return finetune.read(domain.train, domain.test, str(self.weights), self.epochs, seed, spaced_words)
        train(domain.train, domain.dev, folder, replace(self.recipe, seed=seed))
        return read(Reader.load(folder), domain.test)

    def told(self, domain: Domain, seed: int) -> dict[str, Any]:
        """All that decides a run's result, by which it is known again."""
        weights = hashlib.sha256((self.weights / WEIGHTS).read_bytes()).hexdigest()
        recipe = self.recipe and {name: value for name, value in asdict(self.recipe).items() if name != "base"}
        data = {part: data_hash(getattr(domain, part)) for part in ("train", "dev", "test")}
        settings = {"weights_sha256": weights, "epochs": self.epochs, "recipe": recipe, "data_sha256": data}
        return {"domain": domain.name, "contestant": self.name, "seed": seed, **settings}


def contestants(
    learned: Sequence[Document], base: Path, released: Path = RELEASED, recipe: Recipe | None = None
) -> list[Contestant]:
    """The six contestants, in the order of the report.

    Args:
        learned: the documents to learn from.
        base: folder of a plain encoder.
        released: folder of the model that retraining goes on from.
        recipe: settings of our command; by default its own.
    """
    own = recipe or fitting_recipe(learned)
    sides = (("released", released, "released weights"), ("plain", base, "plain encoder"))
    ours = [
        Contestant(f"ours-{name}", f"`communique train`, {title}", folder, own.epochs, _from(own, folder))
        for name, folder, title in sides
    ]
    return ours + [
        Contestant(f"script-{kind}-{name}", f"Hugging Face, {epochs} epochs, {title}", folder, epochs, None)
        for name, folder, title in sides
        for kind, epochs in (("short", SCRIPT_EPOCHS), ("long", own.epochs))
    ]


def _from(recipe: Recipe, folder: Path) -> Recipe:
    return replace(recipe, base=RELEASED_BASE if folder == RELEASED else str(folder))
