"""`train`: from marked documents to a model folder, in one call."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import transformers
from torch import nn
from transformers import set_seed

from .. import __version__
from ..data.corpus import load_documents
from ..data.document import Document
from ..data.errors import SHOWN, CommuniqueError
from ..data.letters import normal
from ..data.scheme import Scheme
from ..data.textfile import PathLike, write_text
from ..evaluation.run import Evaluation, evaluate_reader
from ..model.bundle import MANIFEST
from ..model.reader import Reader
from . import folder, processes
from .augment import Augmenter
from .balance import tag_weights
from .base import Base, open_base
from .calibrate import calibrate
from .card import write_card
from .diagnosis import Diagnosis, diagnose
from .environment import environment
from .export import export
from .loop import Listener, TrainingEvent, fit
from .neighbours import joined_labels
from .network import Network, build_network
from .passages import Lost, Passages, count_lost
from .picture import draw_epochs
from .recipe import Recipe
from .retention import OUR_DEV, OWN_DEV, Figures, Retention, measure, old_dev, replayed
from .sizes import fitting_recipe

if TYPE_CHECKING:
    from ..data.corpus import Source

TRAIN, DEV = ("train",), ("dev", "validation", "valid")
_FEWEST_WATCHED = 100
"""Passages of dev that are scored after every epoch, if there are as many; no more than there are of train, or watching
would take longer than learning. The whole of dev scores the model that is left."""
Splits = Mapping[str, Sequence[Document]]
"""Name → documents: `train`, `dev` and, where some of ours are learned beside, `replay`, all that may be drawn."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a run says of itself before its first epoch."""

    recipe: Recipe
    """The settings, also where the number of documents chose them."""
    diagnosis: Diagnosis
    """What the documents are like."""


@dataclass(frozen=True, slots=True)
class TrainingResult:
    """What a run leaves."""

    folder: Path
    """The model folder."""
    dev: Evaluation
    seconds: float
    """Of training and all after it; of a run that was resumed, with what it took before."""
    lost: Lost
    """Gold that it could not show, in train and dev."""
    retention: Retention
    """Figures on dev, and on ours where the labels are ours, before and after."""


def train(
    train: Source,
    dev: Source,
    output: PathLike,
    recipe: Recipe | None = None,
    *,
    scheme: Scheme | None = None,
    resume: bool = False,
    listener: Listener | None = None,
    on_start: Callable[[Beginning], None] | None = None,
) -> TrainingResult:
    """Trains a model and writes its folder.

    Started by `torchrun`, its processes train one model together; the first of them writes.

    Args:
        train, dev: files, folders, documents or `datasets` data with marks; of a `DatasetDict` the split of that name.
        output: folder of the run; when the run is done it is a model folder for `Reader.load` and for Hugging Face.
        recipe: settings; by default training goes on from the released model, as fits the number of documents.
        scheme: what may be marked; the guidelines' scheme by default.
        resume: go on with a run that was broken off in `output`.
        listener: is told of every epoch; the run's `log.jsonl` is written either way.
        on_start: is told before the first epoch what the documents are like; `diagnosis.md` is written either way.

    Raises:
        CommuniqueError: bad data, a document in both splits, a base that is not what the recipe says, or an `output`
            that holds something else.
    """
    splits = {"train": load_documents(train, scheme, TRAIN), "dev": load_documents(dev, scheme, DEV)}
    _check_splits(splits["train"], splits["dev"])
    recipe, output = recipe or fitting_recipe(splits["train"]), Path(output)
    base = open_base(recipe)
    watched = Passages(splits["dev"], base.tokenizer, recipe.window)
    learned = Passages(splits["train"], base.tokenizer, recipe.window, Augmenter(recipe))
    own = [*splits["train"], *splits["dev"]]
    lost = count_lost(own, [*learned.passages, *watched.passages], base.tokenizer)
    watched.keep(max(len(learned), _FEWEST_WATCHED), recipe.seed)
    if recipe.replay:
        splits["replay"] = replayed(own)
        learned.replay(splits["replay"], recipe.replay)
    if processes.is_first():
        folder.prepare(output, recipe, {**folder.hashes(splits), "processes": processes.count()}, resume)
        _tell_beginning(output, Beginning(recipe, diagnose(splits["train"], splits["dev"], lost)), on_start)
    processes.join()
    start = time.perf_counter() - folder.seconds_spent(output)
    weights = tag_weights(splits["train"], recipe.balance)
    with _quiet():
        set_seed(recipe.seed)
        network = build_network(base.folder, splits["train"][0].scheme, weights)
        _set_dropout(network, recipe.dropout)
        told = _logging(output, listener, start) if processes.is_first() else None
        fit(network, learned, watched, recipe, output / folder.CHECKPOINTS, resume, told)
    first = processes.is_first()
    return processes.from_first(_leave_model(network, base, output, recipe, splits, lost, start) if first else None)


def train_once(
    train_on: Sequence[Document],
    dev: Sequence[Document],
    output: Path,
    recipe: Recipe,
    listener: Listener | None,
    on_start: Callable[[Beginning], None] | None = None,
) -> Figures:
    """One of many runs: trains into `output`, goes on where a run was broken off, and leaves a finished run of the same
    recipe and documents as it is.

    Returns:
        Its figures on dev.

    Raises:
        CommuniqueError: what `train` raises; `output` holds a run of another recipe or of other documents.
    """
    if (output / MANIFEST).exists():
        folder.check_same(output, recipe, folder.hashes({"train": train_on, "dev": dev}))
        return Figures.load(output / folder.FIGURES)
    result = train(train_on, dev, output, recipe, resume=output.exists(), listener=listener, on_start=on_start)
    return result.retention.after[OWN_DEV]


def _tell_beginning(output: Path, beginning: Beginning, on_start: Callable[[Beginning], None] | None) -> None:
    """Writes where the run runs and what its documents are like, and tells whoever listens."""
    folder.note_environment(output, environment())
    write_text(output / folder.DIAGNOSIS, beginning.diagnosis.markdown())
    if on_start is not None:
        on_start(beginning)


def _leave_model(
    network: Network, base: Base, output: Path, recipe: Recipe, splits: Splits, lost: Lost, start: float
) -> TrainingResult:
    """Exports, calibrates, measures and describes what was trained, and makes the run's folder a model."""
    part, dev = output / folder.PART, splits["dev"]
    with _quiet():
        manifest = export(network, base.tokenizer, recipe, part, __version__)
    calibrate(part, replace(manifest, joined=joined_labels(splits["train"])), dev)
    evaluation = evaluate_reader(Reader.load(part), dev)
    retention = _retention(base, part, splits, Figures.of(evaluation))
    seconds = time.perf_counter() - start
    write_card(part, recipe, splits, evaluation, seconds, lost, retention)
    folder.write_json(output / folder.FIGURES, retention.to_dict())
    draw_epochs(folder.epochs_told(output), output / folder.CURVES)
    folder.finish(output)
    return TrainingResult(output, evaluation, seconds, lost, retention)


def _retention(base: Base, model: Path, splits: Splits, after: Figures) -> Retention:
    """Figures before and after: on dev, where the base reads these labels, and on our dev, where they are ours."""
    dev = splits["dev"]
    if base.scheme is None or not base.scheme.marks_like(dev[0].scheme):
        return Retention({}, {OWN_DEV: after})
    ours = {OUR_DEV: old_dev([*splits["train"], *dev])}
    return Retention(measure(base.folder, {OWN_DEV: dev, **ours}), {OWN_DEV: after, **measure(model, ours)})


def _check_splits(train: Sequence[Document], dev: Sequence[Document]) -> None:
    for name, documents in (("train", train), ("dev", dev)):
        if not any(document.spans for document in documents):
            raise CommuniqueError(
                f"{name}: {len(documents)} documents without a single mark; expected marked documents, for dev some "
                "that are kept out of train, such as every tenth"
            )
        if any(document.scheme != train[0].scheme for document in documents):
            raise CommuniqueError(f"{name}: documents of several schemes; give `scheme` to read all of them by one")
    known = {normal(document.text) for document in train}
    shared = [document.id or f"dev's number {n}" for n, document in enumerate(dev, 1) if normal(document.text) in known]
    if shared:
        more = f" and {len(shared) - SHOWN} more" if len(shared) > SHOWN else ""
        raise CommuniqueError(
            f"{len(shared)} documents are in train and in dev ({', '.join(shared[:SHOWN])}{more} of dev); dev would "
            "tell nothing: take them out of one"
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


def _logging(output: Path, listener: Listener | None, start: float) -> Listener:
    """Writes every epoch to the run's log, with the seconds since `start`."""

    def listen(event: TrainingEvent) -> None:
        event = replace(event, seconds=time.perf_counter() - start)
        folder.tell(output, asdict(event))
        if listener is not None:
            listener(event)

    return listen
