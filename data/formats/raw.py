"""What a foreign format says, before it is checked against a scheme and a text: the one form that all readers give.

A reader of a format parses and no more: offsets may be wrong, labels unknown, spans may overlap or cut words. What it
cannot parse it reports as faults, with file and line. `communique.data.formats.build` makes documents of the rest.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class RawSpan:
    """A mark as a file has it."""

    start: int
    """First character, counted in code points from 0."""
    end: int
    """Character after the last."""
    label: str
    id: str | None = None
    """What relations of the same document name it by; None where the format has no ids."""
    status: str | None = None
    """Of a trigger; None where the format knows none."""
    line: int = 0
    """Line of the file that holds it, from 1; 0 where lines mean nothing."""
    unknown: bool = False
    """The annotator left open what it is: it is kept out of the training loss."""


@dataclass(frozen=True, slots=True)
class RawRelation:
    """An arrow between two spans of the same document."""

    head: str
    label: str
    tail: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class RawDocument:
    """A text with its marks."""

    path: str
    """The file, for error messages."""
    line: int
    """Where the document begins in it, from 1; 0 where lines mean nothing."""
    text: str
    spans: tuple[RawSpan, ...] = ()
    relations: tuple[RawRelation, ...] = ()
    id: str | None = None
    date: str | None = None
    """Publication date, YYYY-MM-DD."""
    source: str | None = None
    meta: dict[str, str] = field(default_factory=dict)
