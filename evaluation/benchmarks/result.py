"""One run of a contestant: done once, kept as JSON, known again by what it was told."""

import json
import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from ...data.document import Document
from ...data.errors import CommuniqueError
from ...data.textfile import read_text, write_text
from ...training.environment import environment
from ..rates import micro
from ..resampling import f1_of
from ..run import match
from ..scorer import Count, count_document
from .contestants import Contestant
from .domain import Domain


@dataclass(frozen=True, slots=True)
class Result:
    """What a run gave."""

    told: dict[str, Any]
    """`Contestant.told`."""
    environment: dict[str, Any]
    """Versions and machine."""
    seconds: float
    """Of learning and of reading test."""
    counts: list[Count]
    """Exact matches over all labels, one a document of test."""

    @property
    def f1(self) -> float:
        return f1_of(sum(self.counts, Count()))

    def save(self, path: Path) -> None:
        """Writes the result, whole or not at all; it holds figures, no texts."""
        counts = [[count.right, count.predicted, count.gold] for count in self.counts]
        data = {"told": self.told, "environment": self.environment, "seconds": self.seconds, "counts": counts}
        write_text(path, json.dumps(data) + "\n")

    @classmethod
    def load(cls, path: Path) -> "Result":
        """Reads what `save` wrote."""
        data = json.loads(read_text(path))
        return cls(data["told"], data["environment"], data["seconds"], [Count(*row) for row in data["counts"]])


def run_once(contestant: Contestant, domain: Domain, seed: int, work: Path) -> Result:
    """The result of a run: that which `work` holds, or a new one, which it then holds. What the run learned is deleted.

    A run that was broken off begins anew.

    Raises:
        CommuniqueError: `work` holds a run of the same name that was told something else.
    """
    path = work / f"{domain.name}-{contestant.name}-{seed}.json"
    told = contestant.told(domain, seed)
    if path.exists():
        return _same(Result.load(path), told, path)
    folder = work / f"{path.stem}.run"
    shutil.rmtree(folder, ignore_errors=True)
    torch.set_flush_denormal(True)
    start = time.perf_counter()
    found = contestant.read(domain, seed, folder)
    seconds = time.perf_counter() - start
    result = Result(told, environment(), seconds, _counts(domain, found))
    result.save(path)
    shutil.rmtree(folder, ignore_errors=True)
    return result


def _counts(domain: Domain, found: list[Document]) -> list[Count]:
    rows = [count_document(*pair) for pair in zip(domain.test, match(domain.test, found), strict=True)]
    return [micro(row.spans["exact"], domain.test[0].scheme.span_labels) for row in rows]


def _same(result: Result, told: dict[str, Any], path: Path) -> Result:
    other = [name for name, value in told.items() if result.told.get(name) != value]
    if other:
        raise CommuniqueError(
            f"{path}: the run there had another {' and '.join(other)}; choose another --work, or delete the file"
        )
    return result
