"""Training: `train` makes a model folder from marked documents by a `Recipe`. Needs the extra `train`."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .loop import TrainingEvent
    from .recipe import Recipe
    from .run import Beginning, TrainingResult, train
    from .seeds import train_seeds
    from .trials import search

__all__ = ["Beginning", "Recipe", "TrainingEvent", "TrainingResult", "search", "train", "train_seeds"]

_HOMES = {
    "Beginning": "run",
    "Recipe": "recipe",
    "TrainingEvent": "loop",
    "TrainingResult": "run",
    "search": "trials",
    "train": "run",
    "train_seeds": "seeds",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from ..data.errors import needs_extra

    with needs_extra("train"):
        return getattr(import_module(f".{_HOMES[name]}", __name__), name)
