"""What a training run is told: one dataclass for Python, the command line and the file beside the weights."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from ..data.errors import CommuniqueError
from ..data.perturb import PERTURBATIONS
from ..data.textfile import PathLike, read_text, write_text

RELEASED_BASE = "released"
"""The base that stands for the model in this package."""
SHIPPED = {path.stem: path for path in Path(__file__).with_name("recipes").glob("*.json")}
"""Recipes in this package: `release` is that of the released model, `short` that of audits and learning curves."""


@dataclass(frozen=True)
class Recipe:
    """Settings of one run. Rates are per step of the optimizer; probabilities are per passage and epoch."""

    base: str = RELEASED_BASE
    """A model folder or hub name to start from; `released` stands for the model in this package."""

    base_sha256: str | None = None
    """SHA-256 that `model.safetensors` of the base must have; not looked at if None."""

    epochs: int = 20
    """Passes over the training documents."""

    batch: int = 5
    """Passages in a step."""

    window: int = 398
    """Subwords that a passage, and later a window, holds at the most."""

    overlap: int = 96
    """Subwords that neighbouring windows share at the least when texts are read."""

    learning_rate: float = 1e-4
    """Rate of the highest encoder layer."""

    head_rate: float = 1e-3
    """Rate of the heads of tags and statuses and of the letter shapes, which start from nothing."""

    pair_rate: float = 1e-3
    """Rate of the relation head, which starts from nothing and is deeper."""

    layer_decay: float = 0.8
    """Each lower layer learns at this share of the rate of the one above it."""

    frozen_layers: int = 0
    """Lowest encoder layers that do not learn."""

    freeze_embeddings: bool = True
    """Whether word and position embeddings stay as they are, so that words unseen in training keep their place."""

    weight_decay: float = 0.01
    """AdamW's decay, on matrices alone."""

    warmup: float = 0.1
    """Share of all steps in which the rates rise from zero; afterwards they fall to zero along a straight line."""

    dropout: float = 0.1
    """Dropout in the encoder and before the heads."""

    averaged_epochs: int = 3
    """The weights are the mean of those at the ends of the last epochs, this many; of a run that stopped early, of
    those up to the best epoch."""

    patience: int = 6
    """Epochs without a better dev F1 after which the run stops."""

    balance: float = 0.0
    """How far rare labels weigh more in the loss: by the power of how much rarer they are than the mean label, between
    a fifth and five times; 0 weighs all alike."""

    replay: int = 0
    """Passages of our corpus that are learned beside one's own in every epoch, drawn anew for each, so that what the
    released model can do is kept."""

    no_shapes: float = 0.2
    """Probability that a passage comes without letter shapes,
    so that the checkpoint reads well where none are given."""

    swap_names: float = 0.5
    """Probability that the persons of a passage get names of another naming tradition."""

    swap_states: float = 0.3
    """Probability that the states of a passage, with their demonyms and capitals, become others."""

    perturb: dict[str, float] = field(
        default_factory=lambda: {
            "upper case": 0.05,
            "lower case": 0.05,
            "title case": 0.05,
            "diacritics stripped": 0.1,
            "diacritics decomposed": 0.02,
            "wrapped at 72": 0.1,
            "page residue": 0.1,
            "sentences glued": 0.05,
            "typing errors": 0.03,
            "straight quotes": 0.1,
        }
    )
    """Probability of each perturbation of `communique.data.perturb`."""

    seed: int = 1
    """Decides the heads' first weights, the order of passages, and what is swapped and perturbed."""

    def __post_init__(self) -> None:
        self._check(self.epochs >= 1, "epochs", "at least 1")
        self._check(self.batch >= 1, "batch", "at least 1")
        self._check(16 <= self.window <= 510, "window", "16 to 510 subwords")
        self._check(0 <= 2 * self.overlap <= self.window, "overlap", "0 to half of the window")
        for name in ("learning_rate", "head_rate", "pair_rate"):
            self._check(getattr(self, name) > 0, name, "more than 0")
        self._check(0 < self.layer_decay <= 1, "layer_decay", "more than 0 and at most 1")
        self._check(self.averaged_epochs >= 1, "averaged_epochs", "at least 1")
        self._check(self.patience >= 1, "patience", "at least 1")
        self._check(self.frozen_layers >= 0, "frozen_layers", "0 or more")
        self._check(0 <= self.seed < 2**32, "seed", "0 to 4294967295")
        self._check(self.weight_decay >= 0, "weight_decay", "0 or more")
        self._check(self.replay >= 0, "replay", "0 or more passages")
        for name in ("warmup", "dropout", "balance", "no_shapes", "swap_names", "swap_states"):
            self._check(0 <= getattr(self, name) <= 1, name, "0 to 1")
        for name, value in self.perturb.items():
            if name not in PERTURBATIONS or not isinstance(value, float | int) or not 0 <= value <= 1:
                raise CommuniqueError(
                    f"recipe: perturb has {name!r}: {value!r}; expected 0 to 1 for one of {', '.join(PERTURBATIONS)}"
                )

    def _check(self, right: bool, name: str, expected: str) -> None:
        if not right:
            raise CommuniqueError(f"recipe: {name} is {getattr(self, name)!r}; expected {expected}")

    def changed(self, settings: Iterable[str] = (), **given: Any) -> "Recipe":
        """The recipe with other settings.

        Args:
            settings: such as `epochs=10` or `perturb={}`, values as in JSON or plain words.
            given: by name; those that are None stay as they are.

        Raises:
            CommuniqueError: no `=`, or what `from_dict` raises.
        """
        changes = {name: value for name, value in given.items() if value is not None}
        for setting in settings:
            name, equals, value = setting.partition("=")
            if not equals:
                raise CommuniqueError(f"setting {setting!r} has no `=`; expected one such as epochs=10")
            try:
                changes[name.strip()] = json.loads(value)
            except json.JSONDecodeError:
                changes[name.strip()] = value
        return Recipe.from_dict({**asdict(self), **changes})

    def save(self, path: PathLike) -> None:
        """Writes the recipe as JSON."""
        write_text(path, json.dumps(asdict(self), indent=1) + "\n")

    @classmethod
    def load(cls, path: PathLike) -> "Recipe":
        """Reads a recipe; settings that the file leaves out keep their defaults.

        Raises:
            CommuniqueError: the file is missing, is not JSON, or holds a setting that is unknown or out of range.
        """
        try:
            return cls.from_dict(json.loads(read_text(path)))
        except json.JSONDecodeError as error:
            raise CommuniqueError(
                f'{path}:{error.lineno}: not JSON ({error.msg}); expected a recipe such as {{"epochs": 20}}'
            ) from None

    @classmethod
    def from_dict(cls, data: Any) -> "Recipe":
        """A recipe from plain data; see `load`."""
        known = {item.name: item for item in fields(cls)}
        if not isinstance(data, dict):
            raise CommuniqueError(f'recipe: {data!r}; expected an object such as {{"epochs": 20}}')
        for name, value in data.items():
            if name not in known:
                raise CommuniqueError(f"recipe: unknown setting {name!r}; expected one of {', '.join(known)}")
            default = getattr(cls(), name)
            if not _fits(value, default):
                raise CommuniqueError(
                    f"recipe: {name} is {value!r}; expected {type(default).__name__}, such as {default!r}"
                )
        return cls(**data)


def find_recipe(name: PathLike) -> Recipe:
    """A recipe that ships, by its name, or one in a file."""
    return Recipe.load(SHIPPED.get(str(name), name))


def _fits(value: Any, default: Any) -> bool:
    if default is None:
        return value is None or isinstance(value, str)
    if isinstance(default, bool) or isinstance(value, bool):
        return isinstance(value, bool) and isinstance(default, bool)
    if isinstance(default, float):
        return isinstance(value, float | int)
    return isinstance(value, type(default))
