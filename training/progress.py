"""A run's progress on stderr: a bar for people, nothing when it is piped."""

import sys
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from .loop import TrainingEvent
from .run import TrainingResult


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
        self._progress = Progress(*columns, console=console, disable=not console.is_terminal)
        self._task = self._progress.add_task("starting", total=None)

    def __enter__(self) -> "TrainingProgress":
        self._progress.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.__exit__(kind, error, trace)

    def listen(self, event: TrainingEvent) -> None:
        """Moves the bar on."""
        text = f"loss {event.loss:.3f}  dev F1 {event.dev_f1:.3f}"
        self._progress.update(self._task, total=event.epochs, completed=event.epoch, description=text)

    def close_with(self, result: TrainingResult) -> None:
        """Says where the model lies and how good it is on dev."""
        scores = result.dev.scores
        sys.stderr.write(
            f"{result.folder}: entities {scores.entities['exact'].micro.f1:.3f}, triggers "
            f"{scores.triggers['exact'].micro.f1:.3f} (dev, exact micro-F1), "
            f"{result.lost.spans} gold spans that subwords cannot represent, "
            f"{result.lost.relations} relations between passages, {result.seconds:,.0f} s\n"
        )
