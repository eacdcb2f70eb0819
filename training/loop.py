"""The training loop: transformers' Trainer with our network, our optimizer, and one callback that reports."""

import math
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import torch
from safetensors.torch import load_file
from seqeval.metrics import f1_score
from seqeval.scheme import IOB2
from torch import Tensor
from torch.utils.data import Sampler
from transformers import Trainer, TrainerCallback, TrainerControl, TrainerState, TrainingArguments
from transformers.trainer import TRAINER_STATE_NAME
from transformers.trainer_callback import PrinterCallback
from transformers.trainer_utils import EvalPrediction

from ..model.encoding import UNKNOWN
from ..model.tags import IGNORED, tag_names
from . import processes
from .network import Network
from .optimizer import build_optimizer
from .passages import Passages
from .recipe import Recipe


@dataclass(frozen=True, slots=True)
class TrainingEvent:
    """What a run says of itself after each epoch."""

    epoch: int
    epochs: int
    loss: float
    """Mean training loss of the epoch."""
    dev_f1: float
    """F1 of all spans on dev, or on a sample of a large one, by seqeval (strict) over subword tags, before averaging,
    decoding rules and export."""
    seconds: float
    """Since this process began to train; in the run's log since the run began."""


Listener = Callable[[TrainingEvent], None]
_SHARED = {"ddp_backend": "gloo", "use_cpu": True, "ddp_find_unused_parameters": True}
"""Of several processes: they share gradients on processors, and a batch without spans leaves the relation head out."""
_EVAL_BATCHES = 8
"""Passages scored at once for each of a training step: without gradients there is room, and short ones pass faster."""


def pad(items: Sequence[dict[str, Any]]) -> dict[str, Tensor]:
    """Items of `Passages` as one batch, padded on the right to the longest."""
    fills = {"input_ids": 0, "token_type_ids": UNKNOWN, "labels": IGNORED, "statuses": IGNORED}
    longest = max(len(item["input_ids"]) for item in items)
    batch = {
        key: torch.tensor([item[key] + [fill] * (longest - len(item[key])) for item in items])
        for key, fill in fills.items()
    }
    lengths = torch.tensor([len(item["input_ids"]) for item in items])
    batch["attention_mask"] = (torch.arange(longest)[None] < lengths[:, None]).long()
    most = max(len(item["spans"]) for item in items)
    batch["spans"] = torch.zeros((len(items), most, 4), dtype=torch.long)
    batch["relations"] = torch.full((len(items), most, most), IGNORED)
    for row, item in enumerate(items):
        count = len(item["spans"])
        batch["spans"][row, :count] = torch.from_numpy(item["spans"])
        batch["relations"][row, :count, :count] = torch.from_numpy(item["relations"])
    return batch


class _Shuffled(Sampler[int]):
    """All passages in a new order every epoch, those of like length near each other so that little is padded."""

    _CHUNK = 8

    def __init__(self, passages: Passages, recipe: Recipe):
        self.passages, self.recipe = passages, recipe

    def __len__(self) -> int:
        return len(self.passages)

    def __iter__(self) -> Iterator[int]:
        lengths = [len(passage.text) for passage in self.passages.passages]
        rng = Random(f"{self.recipe.seed}/{self.passages.epoch}/order")
        order = rng.sample(range(len(self)), len(self))
        step, size = self.recipe.batch, self.recipe.batch * self._CHUNK
        chunks = [sorted(order[i : i + size], key=lengths.__getitem__) for i in range(0, len(order), size)]
        batches = [chunk[i : i + step] for chunk in chunks for i in range(0, len(chunk), step)]
        shuffled = sorted(rng.sample(batches, len(batches)), key=lambda batch: len(batch) < step)
        return iter([index for batch in shuffled for index in batch])


class _Trainer(Trainer):
    """transformers' Trainer with our order of passages."""

    def __init__(self, sampler: _Shuffled, **rest: Any):
        super().__init__(**rest)
        self._sampler = sampler

    def _get_train_sampler(self, train_dataset: Any = None) -> _Shuffled:
        return self._sampler

    def _get_eval_sampler(self, eval_dataset: Any) -> list[int]:
        """Passages of like length near each other, so that little is padded."""
        return sorted(range(len(eval_dataset)), key=lambda index: len(eval_dataset.passages[index].text))


class _Reporter(TrainerCallback):
    """Tells the data set its epoch, tells the listener what happened, keeps the checkpoints that may still be wanted,
    and stops a run that no longer gains."""

    def __init__(self, passages: Passages, recipe: Recipe, folder: Path, listener: Listener | None):
        self.passages, self.recipe, self.folder, self.listener = passages, recipe, folder, listener
        self.start = time.perf_counter()
        self.loss = 0.0

    def on_epoch_begin(self, args: Any, state: TrainerState, control: TrainerControl, **rest: Any) -> None:
        self.passages.begin(round(state.epoch or 0))

    def on_log(
        self, args: Any, state: TrainerState, control: TrainerControl, logs: dict[str, float] | None = None, **rest: Any
    ) -> None:
        self.loss = (logs or {}).get("loss", self.loss)

    def on_evaluate(
        self, args: Any, state: TrainerState, control: TrainerControl, metrics: dict[str, float], **rest: Any
    ) -> None:
        if self.listener is not None:
            seconds, epoch = time.perf_counter() - self.start, round(state.epoch or 0)
            self.listener(TrainingEvent(epoch, self.recipe.epochs, self.loss, metrics["eval_f1"], seconds))

    def on_save(self, args: Any, state: TrainerState, control: TrainerControl, **rest: Any) -> None:
        history = _history(state)
        control.should_training_stop = control.should_training_stop or _is_over(history, self.recipe)
        if processes.is_first():
            self._drop_checkpoints(history)

    def _drop_checkpoints(self, history: Sequence[float]) -> None:
        oldest = _best(history) - self.recipe.averaged_epochs + 1
        checkpoints = _checkpoints(self.folder)
        for epoch, checkpoint in enumerate(checkpoints, len(history) - len(checkpoints) + 1):
            if epoch < oldest:
                shutil.rmtree(checkpoint)
            elif epoch < len(history):
                (checkpoint / "optimizer.pt").unlink(missing_ok=True)


def _history(state: TrainerState) -> list[float]:
    """Dev F1 after each epoch."""
    return [entry["eval_f1"] for entry in state.log_history if "eval_f1" in entry]


def _best(history: Sequence[float]) -> int:
    """The first of the best epochs, counted from 1."""
    return history.index(max(history)) + 1


def _is_over(history: Sequence[float], recipe: Recipe) -> bool:
    """Whether the run is done, or has stopped gaining; while it marks nothing right it has not begun to gain."""
    stuck = len(history) - _best(history) >= recipe.patience and max(history) > 0
    return len(history) >= recipe.epochs or stuck


def _checkpoints(folder: Path) -> list[Path]:
    """Whole checkpoints, in order; one that a kill cut short lacks its state."""
    found = [path for path in folder.glob("checkpoint-*") if (path / TRAINER_STATE_NAME).exists()]
    return sorted(found, key=lambda path: int(path.name.split("-")[1]))


def fit(
    network: Network,
    train: Passages,
    dev: Passages,
    recipe: Recipe,
    folder: Path,
    resume: bool,
    listener: Listener | None,
) -> None:
    """Trains the network in place; its weights are then a mean over epochs (see `_average`).

    Args:
        train, dev: passages; those of dev are scored after every epoch.
        folder: for checkpoints, one an epoch.
        resume: go on from the newest checkpoint, if there is one.
        listener: is told of every epoch.
    """
    torch.set_flush_denormal(True)
    done = _checkpoints(folder) if resume else []
    history = _history(TrainerState.load_from_json(str(done[-1] / TRAINER_STATE_NAME))) if done else []
    if not (history and _is_over(history, recipe)):
        trainer = _build_trainer(network, train, dev, recipe, folder, listener)
        trainer.train(resume_from_checkpoint=str(done[-1]) if done else None)
        history = _history(trainer.state)
    _average(network, folder, history, recipe)


def _build_trainer(
    network: Network, train: Passages, dev: Passages, recipe: Recipe, folder: Path, listener: Listener | None
) -> Trainer:
    steps = math.ceil(len(train) / (recipe.batch * processes.count())) * recipe.epochs
    arguments = TrainingArguments(
        output_dir=str(folder),
        per_device_train_batch_size=recipe.batch,
        per_device_eval_batch_size=_EVAL_BATCHES * recipe.batch,
        num_train_epochs=recipe.epochs,
        eval_strategy="epoch",
        save_strategy="epoch",
        logging_strategy="epoch",
        report_to=[],
        disable_tqdm=True,
        dataloader_pin_memory=False,
        remove_unused_columns=False,
        label_names=["labels", "statuses"],
        seed=recipe.seed,
        data_seed=recipe.seed,
        max_grad_norm=1.0,
        **_SHARED if processes.count() > 1 else {},
    )
    trainer = _Trainer(
        _Shuffled(train, recipe),
        model=network,
        args=arguments,
        data_collator=pad,
        train_dataset=train,
        eval_dataset=dev,
        optimizers=build_optimizer(network, recipe, steps),
        callbacks=[_Reporter(train, recipe, folder, listener)],
        compute_metrics=_metrics(tag_names(network.scheme)),
        preprocess_logits_for_metrics=lambda logits, labels: logits[0].argmax(-1),
    )
    trainer.pop_callback(PrinterCallback)
    return trainer


def _metrics(names: Sequence[str]) -> Callable[[EvalPrediction], dict[str, float]]:
    def compute(prediction: EvalPrediction) -> dict[str, float]:
        wanted, found = [], []
        for labels, tags in zip(prediction.label_ids[0], prediction.predictions, strict=True):
            places = labels != IGNORED
            wanted.append([names[tag] for tag in labels[places]])
            found.append([names[tag] for tag in tags[places]])
        return {"f1": float(f1_score(wanted, found, mode="strict", scheme=IOB2, zero_division=0))}

    return compute


def _average(network: Network, folder: Path, history: Sequence[float], recipe: Recipe) -> None:
    """Puts the mean of the weights of several epochs into the network: it lies flatter than any of them and hangs less
    on the last batches. They are the last epochs of a whole run, and those up to the best one of a run that stopped."""
    checkpoints = _checkpoints(folder)
    last = len(history) if len(history) == recipe.epochs else _best(history)
    end = len(checkpoints) - (len(history) - last)
    states = [load_file(path / "model.safetensors") for path in checkpoints[max(0, end - recipe.averaged_epochs) : end]]
    network.load_state_dict({name: sum(state[name].float() for state in states) / len(states) for name in states[0]})
