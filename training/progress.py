"""A run's progress on stderr: a bar for people, nothing when it is piped."""

import sys
from dataclasses import asdict
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from .loop import TrainingEvent
from .processes import is_first
from .retention import OWN_DEV
from .run import Beginning, TrainingResult


class TrainingProgress:
    """Draws the events of a run; use it as a context and hand `listen` to `train`."""

    def __init__(self) -> None:
        console = Console(stderr=True)
        columns = (
            TextColumn("epoch {task.completed}/{task.total}"),
            BarColumn(),
            TextColumn("{task.description}"),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
        )
        self._progress = Progress(*columns, console=console, disable=not (console.is_terminal and is_first()))
        self._task = self._progress.add_task("starting", total=None)

    def __enter__(self) -> "TrainingProgress":
        self._progress.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.__exit__(kind, error, trace)

    def begin(self, beginning: Beginning) -> None:
        """Says what the documents are like and by which settings they are learned, before the first epoch."""
        recipe = beginning.recipe
        beside = f", {recipe.replay} passages of communique's corpus beside" if recipe.replay else ""
        sys.stderr.write(
            f"{beginning.diagnosis.markdown()}\n{recipe.epochs} epochs from {recipe.base} at most, learning rate "
            f"{recipe.learning_rate:g}, {recipe.batch} passages a step{beside}; recipe.json has all settings\n"
        )

    def listen(self, event: TrainingEvent) -> None:
        """Moves the bar on."""
        text = f"loss {event.loss:.3f}  dev F1 {event.dev_f1:.3f}"
        self._progress.update(self._task, total=event.epochs, completed=event.epoch, description=text)

    def close(self) -> None:
        """Takes the bar away, for what is printed next."""
        self._progress.stop()

    def close_with(self, result: TrainingResult) -> None:
        """Says where the model lies and how good it is on dev."""
        self.close()
        if not is_first():
            return
        found = asdict(result.retention.after[OWN_DEV])
        if result.retention.before:
            sys.stderr.write(result.retention.markdown())
        told = ", ".join(f"{name} {value:.3f}" for name, value in found.items() if value is not None)
        sys.stderr.write(
            f"{result.folder}: F1 on dev of {told}; {result.lost.spans} gold spans that subwords or sentence ends cut, "
            f"{result.lost.relations} relations between passages, {result.seconds:,.0f} s\n"
        )
        if not found["spans"]:
            sys.stderr.write("nothing that it marks is right: mark more documents, or give it more epochs\n")
