"""`search`: settings tried one after the other on dev, by optuna."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..data.corpus import load_documents
from ..data.errors import CommuniqueError, needs_extra
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
    from optuna import Trial

    from ..data.corpus import Source

TRIALS, TABLE, BEST = "search.json", "search.md", "best.json"
TRIED = ("learning_rate", "head_rate", "layer_decay", "frozen_layers", "epochs", "dropout", "balance")
"""Settings that trials change."""


@dataclass(frozen=True, slots=True)
class Tried:
    """One trial: a run, and its figures on dev."""

    folder: Path
    """Its model folder."""
    recipe: Recipe
    figures: Figures


def search(
    train: Source,
    dev: Source,
    output: PathLike,
    recipe: Recipe | None = None,
    *,
    trials: int,
    scheme: Scheme | None = None,
    listener: Listener | None = None,
    on_start: Callable[[Beginning], None] | None = None,
) -> list[Tried]:
    """Trains by many settings and ranks them by exact micro-F1 of all spans on dev; the first trial is the recipe as
    it is.

    The search is a function of the recipe's seed and the documents. Called again on the same folder it takes the
    trials that are done as they are, and goes on; `trials` may then be larger.

    Args:
        train, dev, recipe, scheme: as for `train`.
        output: folder of the trials, of `search.json` and `search.md`, and of `best.json`, the best trial's recipe.
        trials: how many runs.
        listener: is told of every epoch of every run.
        on_start: is told before the first run what the documents are like.

    Returns:
        The trials, best first. Dev chose them, so their figures flatter; score the best one on other documents.

    Raises:
        CommuniqueError: fewer than 1 trial, the extra `search` is not installed, or what `train` raises.
    """
    if trials < 1:
        raise CommuniqueError(f"trials is {trials}; expected at least 1, such as 20")
    with needs_extra("search"):
        import optuna
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    output, learned, watched = Path(output), load_documents(train, scheme, TRAIN), load_documents(dev, scheme, DEV)
    check_many(output)
    recipe = recipe or fitting_recipe(learned)
    study = optuna.create_study(direction="maximize", sampler=optuna.samplers.TPESampler(seed=recipe.seed))
    study.enqueue_trial({name: getattr(recipe, name) for name in TRIED})
    done = []
    for number in range(trials):
        trial = study.ask()
        setting = suggest(trial, recipe)
        folder = output / f"trial-{number + 1:03}"
        figures = train_once(learned, watched, folder, setting, listener, None if number else on_start)
        study.tell(trial, figures.spans)
        done.append(Tried(folder, setting, figures))
        if is_first():
            _write(output, _ranked(done))
    return _ranked(done)


def suggest(trial: Trial, recipe: Recipe) -> Recipe:
    """A recipe with the settings of a trial: rates within a factor of four of the recipe's, epochs of two."""
    rates: dict[str, Any] = {
        name: trial.suggest_float(name, getattr(recipe, name) / 4, getattr(recipe, name) * 4, log=True)
        for name in ("learning_rate", "head_rate")
    }
    epochs = trial.suggest_int("epochs", max(1, recipe.epochs // 2), recipe.epochs * 2)
    return replace(
        recipe,
        **rates,
        epochs=epochs,
        patience=max(1, round(recipe.patience * epochs / recipe.epochs)),
        layer_decay=trial.suggest_float("layer_decay", min(0.6, recipe.layer_decay), 1.0),
        frozen_layers=trial.suggest_int("frozen_layers", 0, max(4, recipe.frozen_layers)),
        dropout=trial.suggest_float("dropout", 0.0, max(0.3, recipe.dropout)),
        balance=trial.suggest_float("balance", 0.0, max(0.7, recipe.balance)),
    )


def _ranked(done: Sequence[Tried]) -> list[Tried]:
    return sorted(done, key=lambda tried: -tried.figures.spans)


def _write(output: Path, ranked: Sequence[Tried]) -> None:
    """The table anew after every trial, so that a search that is broken off has told what it knows."""
    rows = [
        {"trial": tried.folder.name, **asdict(tried.figures), **{name: getattr(tried.recipe, name) for name in TRIED}}
        for tried in ranked
    ]
    write_json(output / TRIALS, rows)
    write_text(output / TABLE, markdown(ranked))
    ranked[0].recipe.save(output / BEST)


def markdown(ranked: Sequence[Tried]) -> str:
    """The trials as Markdown, best first."""
    lines = [f"| trial | F1 of all spans on dev | {' | '.join(TRIED)} |\n", f"|---|---:|{'---:|' * len(TRIED)}\n"]
    for tried in ranked:
        cells = " | ".join(f"{getattr(tried.recipe, name):.3g}" for name in TRIED)
        lines.append(f"| {tried.folder.name} | {tried.figures.spans:.3f} | {cells} |\n")
    return "".join(lines)
