"""The weights that a run starts from: the released model, a folder, or a name of the hub."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from tokenizers import Tokenizer
from transformers.utils import cached_file

from ..data.errors import CommuniqueError
from ..data.scheme import Scheme
from ..model.bundle import CONFIG, GRAPH, HEADS, MANIFEST, PAIR_GRAPH, RELEASED, TOKENIZER, WEIGHTS, load_manifest
from ..model.tokenizer import folding_tokenizer
from .recipe import RELEASED_BASE, Recipe


@dataclass(frozen=True, slots=True)
class Base:
    """Weights on disk, checked."""

    folder: Path
    tokenizer: Tokenizer
    scheme: Scheme | None
    """Of a model of ours that can read; None for any other."""


def open_base(recipe: Recipe) -> Base:
    """The base of a recipe.

    Raises:
        CommuniqueError: there is no such folder, it holds no weights, or others than the recipe says.
    """
    folder = _folder(recipe.base)
    weights = folder / WEIGHTS
    if not weights.is_file():
        raise CommuniqueError(
            f"{weights}: no such file; expected a folder with an encoder's model.safetensors, "
            f"config.json and tokenizer.json"
        )
    if (
        recipe.base_sha256 is not None
        and (found := hashlib.sha256(weights.read_bytes()).hexdigest()) != recipe.base_sha256
    ):
        raise CommuniqueError(
            f"{weights}: SHA-256 {found}, and the recipe asks for {recipe.base_sha256}; use the file it "
            f"names, or drop base_sha256"
        )
    reads = (folder / MANIFEST).exists() and (folder / GRAPH).exists()
    scheme = load_manifest(folder).scheme if reads else None
    return Base(folder, folding_tokenizer(folder / TOKENIZER), scheme)


def _folder(base: str) -> Path:
    if base == RELEASED_BASE:
        return RELEASED
    return Path(base) if Path(base).is_dir() else _from_hub(base)


def _from_hub(name: str) -> Path:
    try:
        found = [cached_file(name, file) for file in (CONFIG, TOKENIZER, WEIGHTS)]
        for file in (MANIFEST, HEADS, GRAPH, PAIR_GRAPH):
            cached_file(name, file, _raise_exceptions_for_missing_entries=False)
    except (OSError, ValueError):
        hint = "give a folder with --base FOLDER (CONTRIBUTING.md tells how to get one without a hub)"
        raise CommuniqueError(f"base {name!r} is no folder, and the hub does not give it; {hint}") from None
    return Path(str(found[-1])).parent
