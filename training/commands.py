"""`communique train`, `audit` and `curve`. Every command parses, then calls the public function of the same name."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..data.commands import InferOption, given_scheme
from ..data.errors import CommuniqueError, needs_extra

if TYPE_CHECKING:
    from .progress import TrainingProgress

RecipeOption = Annotated[str, typer.Option(help="Recipe (JSON), or the name of one that ships.")]


def train(
    train: Annotated[
        list[Path], typer.Option("--train", help="Marked documents to learn from: files, folders or saved `datasets`.")
    ],
    dev: Annotated[list[Path], typer.Option("--dev", help="Marked documents to watch progress on.")],
    output: Annotated[Path, typer.Option(help="Folder of the run and of the model.")],
    recipe: Annotated[
        str | None,
        typer.Option(help="Recipe (JSON), or one that ships: `release`, `short`; by default what fits the documents."),
    ] = None,
    settings: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="A setting instead of the recipe's.")
    ] = None,
    base: Annotated[str | None, typer.Option(help="Folder or hub name to start from, instead of the recipe's.")] = None,
    replay: Annotated[
        int | None,
        typer.Option(help="Passages of communique's corpus to learn beside in every epoch."),
    ] = None,
    scheme: InferOption = None,
    seed: Annotated[int | None, typer.Option(help="Instead of the recipe's.")] = None,
    seeds: Annotated[int, typer.Option(help="Train this many models by seeds, and report their mean.")] = 1,
    search: Annotated[int, typer.Option(help="Try this many settings on dev (extra `search`).")] = 0,
    tensorboard: Annotated[
        bool, typer.Option("--tensorboard", help="Write the epochs for TensorBoard as well (extra `tensorboard`).")
    ] = False,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the run in --output.")] = False,
) -> None:
    """Train a model on marked documents; by default the released model learns on.

    A search, and runs by seeds, go on by themselves where they were broken off.
    """
    from ..data.corpus import load_documents
    from .recipe import find_recipe
    from .sizes import fitting_recipe

    with needs_extra("train"):
        from .progress import TrainingProgress
        from .run import TRAIN
    if search and seeds > 1:
        raise CommuniqueError("--search and --seeds together; search first, then give --recipe the one that it found")
    if tensorboard and (search or seeds > 1):
        raise CommuniqueError("--tensorboard is for a single run; leave --search and --seeds out")
    told = None if recipe is None else find_recipe(recipe)
    known = given_scheme(scheme, [*train, *dev])
    learned = load_documents(train, known, TRAIN)
    chosen = (told or fitting_recipe(learned, replay or 0)).changed(settings or (), base=base, replay=replay, seed=seed)
    data: dict[str, Any] = {"train": learned, "dev": dev, "output": output, "recipe": chosen, "scheme": known}
    with TrainingProgress() as progress:
        if search:
            _search(data, search, progress)
        elif seeds != 1:
            _seeds(data, seeds, progress)
        else:
            _train(data, tensorboard, resume, progress)


def _train(data: dict[str, Any], tensorboard: bool, resume: bool, progress: "TrainingProgress") -> None:
    from .board import board_listener
    from .folder import BOARD
    from .loop import Listener
    from .run import train as run

    listener: Listener = progress.listen
    if tensorboard:
        listener = board_listener(data["output"] / BOARD, listener)
    progress.close_with(run(**data, resume=resume, listener=listener, on_start=progress.begin))


def _seeds(data: dict[str, Any], seeds: int, progress: "TrainingProgress") -> None:
    from .processes import is_first
    from .seeds import markdown, train_seeds

    runs = train_seeds(**data, seeds=seeds, listener=progress.listen, on_start=progress.begin)
    progress.close()
    if is_first():
        sys.stdout.write(markdown(runs))


def _search(data: dict[str, Any], trials: int, progress: "TrainingProgress") -> None:
    from .processes import is_first
    from .trials import BEST, markdown, search

    ranked = search(**data, trials=trials, listener=progress.listen, on_start=progress.begin)
    progress.close()
    if is_first():
        sys.stdout.write(markdown(ranked))
        sys.stderr.write(f"the best model is {ranked[0].folder}, its recipe {data['output'] / BEST}\n")


def audit(
    data: Annotated[list[Path], typer.Option("--data", help="Marked documents to doubt: files or folders.")],
    output: Annotated[Path, typer.Option(help="Folder of the runs and of doubts.jsonl.")],
    recipe: RecipeOption = "short",
    folds: Annotated[int, typer.Option(help="Models to train, each without its part of the documents.")] = 3,
    sure: Annotated[float, typer.Option(help="Probability from which a model counts as sure.")] = 0.8,
    scheme: InferOption = None,
) -> None:
    """List the marks that a model trained without their document would have made otherwise."""
    from collections import Counter

    from .recipe import find_recipe

    with needs_extra("train"):
        from .audit import audit as run
        from .progress import TrainingProgress
    known = given_scheme(scheme, data)
    with TrainingProgress() as progress:
        found = run(data, output, find_recipe(recipe), folds=folds, sure=sure, scheme=known, listener=progress.listen)
    counts = Counter(doubt.kind for doubt in found)
    sys.stdout.write("".join(f"{kind}\t{count}\n" for kind, count in sorted(counts.items())))


def curve(
    train: Annotated[list[Path], typer.Option("--train", help="Marked documents to learn from, in growing shares.")],
    dev: Annotated[list[Path], typer.Option("--dev", help="Marked documents to score on.")],
    output: Annotated[Path, typer.Option(help="Folder of the runs, of curve.json, curve.md and curve.svg.")],
    recipe: RecipeOption = "short",
    seeds: Annotated[int, typer.Option(help="Runs a share; the whole of train has one.")] = 3,
    scheme: InferOption = None,
) -> None:
    """Train on growing shares of the documents: what would more of them bring?"""
    from .recipe import find_recipe

    with needs_extra("train"):
        from .curve import learning_curve, markdown
        from .progress import TrainingProgress
    known = given_scheme(scheme, [*train, *dev])
    with TrainingProgress() as progress:
        points = learning_curve(
            train, dev, output, find_recipe(recipe), seeds=seeds, scheme=known, listener=progress.listen
        )
    sys.stdout.write(markdown(points))
