"""The training loop: transformers' Trainer with our network, our optimizer, and one callback that reports."""

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
from transformers.trainer_callback import PrinterCallback
from transformers.trainer_utils import EvalPrediction, get_last_checkpoint

from ..model.encoding import UNKNOWN
from ..model.tags import IGNORED, tag_names
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
    """F1 of all spans on dev by seqeval (strict) over subword tags, before averaging, decoding rules and export."""
    seconds: float
    """Since this process began to train."""


Listener = Callable[[TrainingEvent], None]


def pad(items: Sequence[dict[str, Any]]) -> dict[str, Tensor]:
    """Items of `Passages` as one batch, padded on the right to the longest."""
    fills = {"input_ids": 0, "token_type_ids": UNKNOWN, "labels": IGNORED, "statuses": IGNORED}
    longest = max(len(item["input_ids"]) for item in items)
    batch = {
        key: torch.tensor([item[key] + [fill] * (longest - len(item[key])) for item in items])
        for key, fill in fills.items()
    }
    lengths = torch.tensor([len(item["input_ids"]) for item in items])
    return {**batch, "attention_mask": (torch.arange(longest)[None] < lengths[:, None]).long()}


class _Shuffled(Sampler[int]):
    """All passages in a new order every epoch, those of like length near each other so that little is padded."""

    _CHUNK = 8

    def __init__(self, passages: Passages, recipe: Recipe):
        self.passages, self.recipe = passages, recipe
        self.lengths = [len(passage.text) for passage in passages.passages]

    def __len__(self) -> int:
        return len(self.lengths)

    def __iter__(self) -> Iterator[int]:
        rng = Random(f"{self.recipe.seed}/{self.passages.epoch}/order")
        order = rng.sample(range(len(self)), len(self))
        step, size = self.recipe.batch, self.recipe.batch * self._CHUNK
        chunks = [sorted(order[i : i + size], key=self.lengths.__getitem__) for i in range(0, len(order), size)]
        batches = [chunk[i : i + step] for chunk in chunks for i in range(0, len(chunk), step)]
        return iter([index for batch in rng.sample(batches, len(batches)) for index in batch])


class _Trainer(Trainer):
    """transformers' Trainer with our order of passages."""

    def __init__(self, sampler: _Shuffled, **rest: Any):
        super().__init__(**rest)
        self._sampler = sampler

    def _get_train_sampler(self, train_dataset: Any = None) -> _Shuffled:
        return self._sampler


class _Reporter(TrainerCallback):
    """Tells the data set its epoch, tells the listener what happened, and stops a run that no longer gains."""

    def __init__(self, passages: Passages, recipe: Recipe, listener: Listener | None):
        self.passages, self.recipe, self.listener = passages, recipe, listener
        self.start = time.perf_counter()
        self.loss = 0.0

    def on_epoch_begin(self, args: Any, state: TrainerState, control: TrainerControl, **rest: Any) -> None:
        self.passages.epoch = round(state.epoch or 0)

    def on_log(
        self, args: Any, state: TrainerState, control: TrainerControl, logs: dict[str, float] | None = None, **rest: Any
    ) -> None:
        self.loss = (logs or {}).get("loss", self.loss)

    def on_evaluate(
        self, args: Any, state: TrainerState, control: TrainerControl, metrics: dict[str, float], **rest: Any
    ) -> None:
        history = [entry["eval_f1"] for entry in state.log_history if "eval_f1" in entry]
        if self.listener is not None:
            seconds = time.perf_counter() - self.start
            self.listener(
                TrainingEvent(round(state.epoch or 0), self.recipe.epochs, self.loss, metrics["eval_f1"], seconds)
            )
        best = history.index(max(history))
        if len(history) - 1 - best >= self.recipe.patience:
            control.should_training_stop = True


def fit(
    network: Network,
    train: Passages,
    dev: Passages,
    recipe: Recipe,
    folder: Path,
    resume: bool,
    listener: Listener | None,
) -> None:
    """Trains the network in place; its weights are then the mean over the last epochs.

    Args:
        train, dev: passages; those of dev are scored after every epoch.
        folder: for checkpoints, one an epoch.
        resume: go on from the newest checkpoint, if there is one.
        listener: is told of every epoch.
    """
    torch.set_flush_denormal(True)
    steps = -(-len(train) // recipe.batch) * recipe.epochs
    arguments = TrainingArguments(
        output_dir=str(folder),
        per_device_train_batch_size=recipe.batch,
        per_device_eval_batch_size=recipe.batch,
        num_train_epochs=recipe.epochs,
        eval_strategy="epoch",
        save_strategy="epoch",
        logging_strategy="epoch",
        save_total_limit=recipe.averaged_epochs,
        report_to=[],
        disable_tqdm=True,
        dataloader_pin_memory=False,
        remove_unused_columns=False,
        label_names=["labels", "statuses"],
        seed=recipe.seed,
        data_seed=recipe.seed,
        max_grad_norm=1.0,
    )
    trainer = _Trainer(
        _Shuffled(train, recipe),
        model=network,
        args=arguments,
        data_collator=pad,
        train_dataset=train,
        eval_dataset=dev,
        optimizers=build_optimizer(network, recipe, steps),
        callbacks=[_Reporter(train, recipe, listener)],
        compute_metrics=_metrics(tag_names(network.scheme)),
        preprocess_logits_for_metrics=lambda logits, labels: logits[0].argmax(-1),
    )
    trainer.pop_callback(PrinterCallback)
    last = get_last_checkpoint(str(folder)) if resume and folder.is_dir() else None
    trainer.train(resume_from_checkpoint=last)
    _average(network, folder, recipe.averaged_epochs)


def _metrics(names: Sequence[str]) -> Callable[[EvalPrediction], dict[str, float]]:
    def compute(prediction: EvalPrediction) -> dict[str, float]:
        wanted, found = [], []
        for labels, tags in zip(prediction.label_ids[0], prediction.predictions, strict=True):
            places = labels != IGNORED
            wanted.append([names[tag] for tag in labels[places]])
            found.append([names[tag] for tag in tags[places]])
        return {"f1": float(f1_score(wanted, found, mode="strict", scheme=IOB2, zero_division=0))}

    return compute


def _average(network: Network, folder: Path, most: int) -> None:
    """The mean of the weights of the newest checkpoints:
    it lies flatter than any of them and hangs less on the last batches."""
    checkpoints = sorted(folder.glob("checkpoint-*"), key=lambda path: int(path.name.split("-")[1]))[-most:]
    states = [load_file(path / "model.safetensors") for path in checkpoints]
    network.load_state_dict({name: sum(state[name].float() for state in states) / len(states) for name in states[0]})
