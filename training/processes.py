"""Several processes that train one model together, as `torchrun` starts them; one process is the rule."""

import os
from datetime import timedelta
from typing import TypeVar

from torch import distributed

T = TypeVar("T")
_PATIENCE = timedelta(hours=12)
"""How long the others wait while the first exports, calibrates and measures."""


def count() -> int:
    """How many processes train."""
    return int(os.environ.get("WORLD_SIZE", "1"))


def is_first() -> bool:
    """Whether this is the process that writes files and tells of epochs."""
    return int(os.environ.get("RANK", "0")) == 0


def join() -> None:
    """Brings the processes together, where there are several: before anything waits for another."""
    if count() > 1 and not distributed.is_initialized():
        distributed.init_process_group("gloo", timeout=_PATIENCE)


def from_first(value: T | None) -> T:
    """What the first process gives, in all of them; the others wait for it."""
    held = [value]
    if count() > 1:
        distributed.broadcast_object_list(held, src=0)
    (given,) = held
    assert given is not None, "the first process gives a value"
    return given
