"""The errors that a user of communique can meet: one clear message each."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

SHOWN = 10
"""Faults that a message lists."""


class CommuniqueError(ValueError):
    """What was given, what was expected, and what to do, in one line; the command line prints it and ends with 2."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a data file.

    `line` counts from 1; 0 stands for the file as a whole.
    """

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}" if self.line else f"{self.path}: {self.message}"


class DataError(CommuniqueError):
    """Files that cannot be taken: their first ten faults, one a line, and how many more there are.

    Args:
        faults: all of them, at least one.
        own: whether the files are in our own forms, of which `communique data check` lists all faults. Default: True.
    """

    def __init__(self, faults: list[Fault], own: bool = True):
        self.faults, self.own = faults, own
        rest = len(faults) - SHOWN
        more = f"and {rest} more" + (": `communique data check` on the same files lists them" if own else "")
        super().__init__("\n".join([*map(str, faults[:SHOWN]), *([more] if rest > 0 else [])]))

    def __reduce__(self) -> tuple[type["DataError"], tuple[list[Fault], bool]]:
        return DataError, (self.faults, self.own)


@contextmanager
def needs_extra(extra: str) -> Iterator[None]:
    """Turns a failed import into one line that names the install command."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise CommuniqueError(
            f"this needs {error.name}, which is not installed; run: pip install 'communique[{extra}]'"
        ) from None
