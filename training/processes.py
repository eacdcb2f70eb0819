"""Several processes that train one model together, as `torchrun` starts them; one process is the rule."""

import os
from typing import TypeVar

from torch import distributed

T = TypeVar("T")


def count() -> int:
    """How many processes train."""
    return int(os.environ.get("WORLD_SIZE", "1"))


def is_first() -> bool:
    """Whether this is the process that writes files and tells of epochs."""
    return int(os.environ.get("RANK", "0")) == 0


def from_first(value: T | None) -> T:
    """What the first process gives, in all of them; the others wait for it."""
    held = [value]
    if count() > 1:
        distributed.broadcast_object_list(held, src=0)
    (given,) = held
    assert given is not None, "the first process gives a value"
    return given
