"""`train`: from marked documents to a model folder, in one call."""

from __future__ import annotations

import hashlib
import json
import shutil
import time
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import transformers
from tokenizers import Tokenizer
from torch import nn
from transformers import set_seed
from transformers.utils import cached_file

from .. import __version__
from ..data.corpus import load_documents
from ..data.document import Document
from ..data.errors import CommuniqueError
from ..data.exchange import data_hash
from ..data.scheme import Scheme
from ..data.textfile import PathLike, read_text, write_text
from ..evaluation.run import Evaluation, evaluate_reader
from ..model.bundle import CONFIG, HEADS, MANIFEST, RELEASED, TOKENIZER, WEIGHTS
from ..model.reader import Reader
from ..model.tokenizer import folding_tokenizer
from .augment import Augmenter
from .calibrate import calibrate
from .card import write_card
from .export import export
from .loop import Listener, TrainingEvent, fit
from .neighbours import joined_labels
from .network import build_network
from .passages import Lost, Passages, count_lost
from .recipe import Recipe

if TYPE_CHECKING:
    from ..data.corpus import Source

RECIPE, DATA, LOG, CHECKPOINTS, PART = "recipe.json", "data.json", "log.jsonl", "checkpoints", "model.part"
TRAIN, DEV = ("train",), ("dev", "validation", "valid")


@dataclass(frozen=True, slots=True)
class TrainingResult:
    """What a run leaves."""

    folder: Path
    """The model folder."""
    dev: Evaluation
    seconds: float
    """Of the whole run; of one that was resumed, with what it took before."""
    lost: Lost
    """Gold that it could not show, in train and dev."""


def train(
    train: Source,
    dev: Source,
    output: PathLike,
    recipe: Recipe | None = None,
    *,
    scheme: Scheme | None = None,
    resume: bool = False,
    listener: Listener | None = None,
) -> TrainingResult:
    """Trains a model and writes its folder.

    Args:
        train, dev: files, folders, documents or `datasets` data with marks; of a `DatasetDict` the split of that name.
        output: folder of the run; when the run is done it is a model folder for `Reader.load` and for Hugging Face.
        recipe: settings; by default training goes on from the released model.
        scheme: what may be marked; the guidelines' scheme by default.
        resume: go on with a run that was broken off in `output`.
        listener: is told of every epoch; the run's `log.jsonl` is written either way.

    Raises:
        CommuniqueError: bad data, a document in both splits, a base that is not what the recipe says, or an `output`
            that holds something else.
    """
    recipe, output = recipe or Recipe(), Path(output)
    splits = {"train": load_documents(train, scheme, TRAIN), "dev": load_documents(dev, scheme, DEV)}
    _check_splits(splits["train"], splits["dev"])
    base, tokenizer = _open_base(recipe)
    _prepare_folder(output, recipe, {name: data_hash(documents) for name, documents in splits.items()}, resume)
    start = time.perf_counter() - _spent(output / LOG)
    with _quiet():
        set_seed(recipe.seed)
        network = build_network(base, splits["train"][0].scheme)
        _set_dropout(network, recipe.dropout)
        learned = Passages(splits["train"], tokenizer, recipe.window, Augmenter(recipe))
        watched = Passages(splits["dev"], tokenizer, recipe.window)
        fit(network, learned, watched, recipe, output / CHECKPOINTS, resume, _logging(output / LOG, listener, start))
        manifest = export(network, tokenizer, recipe, output / PART, __version__)
    manifest = replace(manifest, joined=joined_labels(splits["train"]))
    calibrate(output / PART, manifest, splits["dev"])
    evaluation = evaluate_reader(Reader.load(output / PART), splits["dev"])
    seconds = time.perf_counter() - start
    lost = count_lost([*splits["train"], *splits["dev"]], [*learned.passages, *watched.passages], tokenizer)
    write_card(output / PART, recipe, splits, evaluation, seconds, lost)
    _finish(output)
    return TrainingResult(output, evaluation, seconds, lost)


def train_once(
    train_on: Sequence[Document], dev: Sequence[Document], folder: Path, recipe: Recipe, listener: Listener | None
) -> None:
    """One of many runs: trains into `folder`, goes on where a run was broken off, and leaves a finished run of the same
    recipe and documents as it is.

    Raises:
        CommuniqueError: what `train` raises; `folder` holds a run of another recipe or of other documents.
    """
    if (folder / MANIFEST).exists():
        _check_same(folder, recipe, {"train": data_hash(train_on), "dev": data_hash(dev)})
    else:
        train(train_on, dev, folder, recipe, resume=folder.exists(), listener=listener)


def _finish(output: Path) -> None:
    """Moves the model into the run's folder; the manifest comes last, since it makes the folder a model."""
    for path in sorted((output / PART).iterdir(), key=lambda path: path.name == MANIFEST):
        path.replace(output / path.name)
    (output / PART).rmdir()
    shutil.rmtree(output / CHECKPOINTS)


def _check_splits(train: Sequence[Document], dev: Sequence[Document]) -> None:
    for name, documents in (("train", train), ("dev", dev)):
        if not any(document.spans for document in documents):
            raise CommuniqueError(
                f"{name}: {len(documents)} documents without a single mark; expected marked documents"
            )
        if any(document.scheme != train[0].scheme for document in documents):
            raise CommuniqueError(f"{name}: documents of several schemes; give `scheme` to read all of them by one")
    known = {_folded(document.text) for document in train}
    shared = [document.id for document in dev if _folded(document.text) in known]
    if shared:
        raise CommuniqueError(
            f"{len(shared)} documents are in train and in dev ({shared[0]} first); dev would tell nothing: "
            "take them out of one"
        )


def _folded(text: str) -> str:
    """A text without what page and encoding do to it."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _open_base(recipe: Recipe) -> tuple[Path, Tokenizer]:
    """The folder of the base's weights, checked, and its tokenizer."""
    if recipe.base == "released":
        folder = RELEASED
    elif Path(recipe.base).is_dir():
        folder = Path(recipe.base)
    else:
        folder = _from_hub(recipe.base)
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
    return folder, folding_tokenizer(folder / TOKENIZER)


def _from_hub(name: str) -> Path:
    try:
        found = [cached_file(name, file) for file in (CONFIG, TOKENIZER, WEIGHTS)]
        for file in (MANIFEST, HEADS):
            cached_file(name, file, _raise_exceptions_for_missing_entries=False)
    except (OSError, ValueError):
        hint = "give a folder with --base FOLDER (CONTRIBUTING.md tells how to get one without a hub)"
        raise CommuniqueError(f"base {name!r} is no folder, and the hub does not give it; {hint}") from None
    return Path(str(found[-1])).parent


def _prepare_folder(output: Path, recipe: Recipe, hashes: dict[str, str], resume: bool) -> None:
    """Refuses to write over a run; a run that goes on must have the same recipe and data."""
    if output.exists() and not output.is_dir():
        raise CommuniqueError(f"{output}: is a file; expected a folder for the run")
    if not output.exists() or not any(output.iterdir()):
        write_text(output / DATA, json.dumps(hashes, indent=1) + "\n")
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
    _check_same(output, recipe, hashes)


def _check_same(output: Path, recipe: Recipe, hashes: dict[str, str]) -> None:
    """Refuses a run of another recipe or of other documents."""
    if Recipe.load(output / RECIPE) != recipe:
        raise CommuniqueError(
            f"{output / RECIPE}: the run there had another recipe; go on with "
            f"--recipe {output / RECIPE} --resume, or choose another --output"
        )
    if json.loads(read_text(output / DATA)) != hashes:
        raise CommuniqueError(
            f"{output / DATA}: the run there had other data; give it the same, or choose another --output"
        )


@contextmanager
def _quiet() -> Iterator[None]:
    """Library calls are silent: transformers' reports of loaded and new weights are left out while we build on them."""
    level = transformers.logging.get_verbosity()
    transformers.logging.set_verbosity_error()
    bars = transformers.logging.is_progress_bar_enabled()
    transformers.logging.disable_progress_bar()
    try:
        yield
    finally:
        transformers.logging.set_verbosity(level)
        if bars:
            transformers.logging.enable_progress_bar()


def _set_dropout(network: nn.Module, rate: float) -> None:
    for module in network.modules():
        if isinstance(module, nn.Dropout):
            module.p = rate


def _logging(path: Path, listener: Listener | None, start: float) -> Listener:
    """Writes every epoch to the run's log, with the seconds since `start`; an epoch that a resumed run tells again
    stands there once."""

    def listen(event: TrainingEvent) -> None:
        event = replace(event, seconds=time.perf_counter() - start)
        rows = [row for row in _rows(path) if row["epoch"] < event.epoch] + [asdict(event)]
        write_text(path, "".join(json.dumps(row) + "\n" for row in rows))
        if listener is not None:
            listener(event)

    return listen


def _rows(path: Path) -> list[dict[str, Any]]:
    """The epochs of a log; none where there is no log yet."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def _spent(path: Path) -> float:
    """Seconds that a run has taken before it was broken off, up to the last epoch that it told."""
    return max((row["seconds"] for row in _rows(path)), default=0.0)
