"""The errors that a user of communique can meet: one clear message each."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


class CommuniqueError(ValueError):
    """What was given, what was expected, and what to do. The command line prints it in one line and ends with 2."""


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
    """A file that cannot be taken, with its faults."""

    def __init__(self, faults: list[Fault]):
        self.faults = faults
        rest = len(faults) - 1
        more = f" (and {rest} more: `communique data check` on the same files lists them)" if rest else ""
        super().__init__(f"{faults[0]}{more}")

    def __reduce__(self) -> tuple[type["DataError"], tuple[list[Fault]]]:
        return DataError, (self.faults,)


@contextmanager
def needs_extra(extra: str) -> Iterator[None]:
    """Turns a failed import into one line that names the install command."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise CommuniqueError(
            f"this needs {error.name}, which is not installed; run: pip install 'communique[{extra}]'"
        ) from None
