"""`train`: from marked documents to a model folder, in one call."""

from __future__ import annotations

import hashlib
import json
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import transformers
from tokenizers import Tokenizer
from torch import nn
from transformers import set_seed
from transformers.utils import cached_file

from .. import __version__
from ..data.corpus import load_documents
from ..data.document import Document
from ..data.errors import CommuniqueError
from ..data.scheme import Scheme
from ..data.textfile import PathLike
from ..evaluation.run import Evaluation, evaluate_reader, scored_spans
from ..model.bundle import MANIFEST, RELEASED, TOKENIZER, Manifest, graph_hash
from ..model.calibration import fit_calibration
from ..model.reader import Reader
from ..model.tokenizer import folding_tokenizer
from .augment import Augmenter
from .card import write_card
from .export import export
from .loop import Listener, TrainingEvent, fit
from .network import build_network
from .passages import Passages, lost_spans
from .recipe import Recipe

if TYPE_CHECKING:
    from ..data.corpus import Source

RECIPE, LOG, CHECKPOINTS = "recipe.json", "log.jsonl", "checkpoints"


@dataclass(frozen=True, slots=True)
class TrainingResult:
    """What a run leaves: the model folder, its dev evaluation, how long it took,
    and how many gold spans subwords cannot represent."""

    folder: Path
    dev: Evaluation
    seconds: float
    lost: int


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
        train, dev: files, folders, documents or `datasets` data with marks.
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
    splits = {"train": load_documents(train, scheme), "dev": load_documents(dev, scheme)}
    _check_splits(splits["train"], splits["dev"])
    base, tokenizer = _open_base(recipe)
    _prepare_folder(output, recipe, resume)
    start = time.perf_counter()
    with _quiet():
        set_seed(recipe.seed)
        network = build_network(base, splits["train"][0].scheme)
        _set_dropout(network, recipe.dropout)
        learned = Passages(splits["train"], tokenizer, recipe.window, Augmenter(recipe))
        watched = Passages(splits["dev"], tokenizer, recipe.window)
        fit(network, learned, watched, recipe, output / CHECKPOINTS, resume, _logging(output / LOG, listener))
        manifest = export(network, tokenizer, recipe, output, __version__)
    _calibrate(output, manifest, splits["dev"])
    evaluation = evaluate_reader(Reader.load(output), splits["dev"], graph_hash(output))
    seconds, lost = time.perf_counter() - start, len(lost_spans([*splits["train"], *splits["dev"]], tokenizer))
    write_card(output, recipe, splits, evaluation, seconds, lost)
    shutil.rmtree(output / CHECKPOINTS)
    return TrainingResult(output, evaluation, seconds, lost)


def _check_splits(train: Sequence[Document], dev: Sequence[Document]) -> None:
    for name, documents in (("train", train), ("dev", dev)):
        if not any(document.spans for document in documents):
            raise CommuniqueError(
                f"{name}: {len(documents)} documents without a single mark; expected marked documents"
            )
    shared = {document.text for document in train} & {document.text for document in dev}
    if shared:
        first = next(document.id for document in dev if document.text in shared)
        raise CommuniqueError(
            f"{len(shared)} documents are in train and in dev ({first} first); dev would tell nothing: "
            f"take them out of one"
        )


def _open_base(recipe: Recipe) -> tuple[Path, Tokenizer]:
    """The folder of the base's weights, checked, and its tokenizer."""
    if recipe.base == "released":
        folder = RELEASED
    elif Path(recipe.base).is_dir():
        folder = Path(recipe.base)
    else:
        folder = _from_hub(recipe.base)
    weights = folder / "model.safetensors"
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
        found = [cached_file(name, file) for file in ("config.json", TOKENIZER, "model.safetensors")]
    except (OSError, ValueError):
        hint = "give a folder with --base FOLDER (CONTRIBUTING.md tells how to get one without a hub)"
        raise CommuniqueError(f"base {name!r} is no folder, and the hub does not give it; {hint}") from None
    return Path(str(found[-1])).parent


def _prepare_folder(output: Path, recipe: Recipe, resume: bool) -> None:
    """Refuses to write over a run; a run that goes on must have the same recipe."""
    if not output.exists() or not any(output.iterdir()):
        recipe.save(output / RECIPE)
        return
    if not (output / RECIPE).exists():
        raise CommuniqueError(f"{output}: holds other files; expected an empty folder, such as --output {output}-1")
    if (output / MANIFEST).exists() or not resume:
        state = "a finished run" if (output / MANIFEST).exists() else "a run that was broken off"
        raise CommuniqueError(
            f"{output}: holds {state}; choose another --output"
            + ("" if "finished" in state else ", or go on with --resume")
        )
    if Recipe.load(output / RECIPE) != recipe:
        raise CommuniqueError(
            f"{output / RECIPE}: the run that was broken off had another recipe; go on with --recipe "
            f"{output / RECIPE} --resume"
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


def _logging(path: Path, listener: Listener | None) -> Listener:
    def listen(event: TrainingEvent) -> None:
        with path.open("a", encoding="utf-8") as log:
            log.write(json.dumps(asdict(event)) + "\n")
        if listener is not None:
            listener(event)

    return listen


def _calibrate(folder: Path, manifest: Manifest, dev: Sequence[Document]) -> None:
    """Fits the scores to dev and writes the manifest anew."""
    bare = [replace(document, spans=(), relations=()) for document in dev]
    predictions = list(Reader.load(folder).predict_many(bare))
    maps = {kind: fit_calibration(*scored_spans(dev, predictions, kind)) for kind in ("entity", "trigger", "status")}
    replace(manifest, calibration=maps).save(folder)
