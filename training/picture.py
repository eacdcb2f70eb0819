"""A run's epochs as a picture."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure


def draw_epochs(epochs: Sequence[Mapping[str, Any]], path: Path) -> None:
    """Training loss and dev F1 over the epochs of a log, one above the other, as SVG."""
    figure = Figure(figsize=(6.4, 4.8), layout="constrained")
    numbers = [row["epoch"] for row in epochs]
    plots = (("loss", "training loss", "#c0552b"), ("dev_f1", "F1 of all spans on dev", "#1b6ca8"))
    for axes, (name, label, colour) in zip(figure.subplots(2, sharex=True), plots, strict=True):
        axes.plot(numbers, [row[name] for row in epochs], "o-", color=colour, markersize=3)
        axes.set_ylabel(label)
        axes.set_ylim(bottom=0)
        axes.grid(alpha=0.3)
    axes.set_xlabel("epoch")
    axes.xaxis.get_major_locator().set_params(integer=True)
    figure.savefig(path, metadata={"Date": None})
