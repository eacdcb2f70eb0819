"""A document for people to read: who is in it, a line an event that can be read aloud, and what else is marked."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from .document import Document, Span
from .letters import one_line
from .records.events import Event, EventDate, Participant
from .records.people import Office, Person

_WIDTH = 1000
"""Of lines that are not for a terminal: an event is one line there."""
_STATUSES = {
    "actual": "",
    "negated": "not: ",
    "future": "planned: ",
    "hypothetical": "perhaps: ",
    "historical": "earlier: ",
}
"""What is said before an event that is no fact of now; another scheme's statuses are said by their names."""


def digest(document: Document, colour: bool) -> str:
    """People with their offices, events, then the other mentions by label.

    Args:
        colour: for a terminal, at its width; else lines of plain text.
    """
    console = Console(force_terminal=colour, no_color=not colour, width=None if colour else _WIDTH, highlight=False)
    with console.capture() as capture:
        console.print(Text(document.id or "text", style="bold"))
        for rows in (_people(document.people), _events(document.events), _mentions(document)):
            if rows.row_count:
                console.print(rows)
        if not document.spans:
            console.print("(nothing marked)")
        console.print()
    return "\n".join(line.rstrip() for line in capture.get().split("\n"))


def _columns(*names: str) -> Table:
    return Table(*names, box=None, padding=(0, 2, 0, 0), header_style="dim")


def _people(people: Sequence[Person]) -> Table:
    rows = _columns("person", "offices")
    for person in people:
        offices = " · ".join(_office(office) for office in person.offices)
        rows.add_row(Text(_shown(person.name), style="cyan"), Text(offices or _state(person.state)))
    return rows


def _office(office: Office) -> str:
    of = f", {office.body}" if office.body else ""
    return _shown(f"{office.title}{of} {_state(office.state)}".rstrip())


def _state(code: str | None) -> str:
    return f"({code})" if code else ""


def _events(events: Iterable[Event]) -> Table:
    rows = _columns("event", "score", "who did what")
    for event in events:
        score = "" if event.score is None else f"{event.score:.2f}"
        rows.add_row(Text(event.type, style="magenta"), score, read_aloud(event))
    return rows


def read_aloud(event: Event) -> Text:
    """An event as a line: what it is if no fact, actors, the trigger, recipients, then place, dates and matter.

    >>> str(read_aloud(document.events[0]))
    'Le Van Hoa – received – Khamla Souvanny, in Hanoi, Monday (2024-03-18)'
    """
    status = _STATUSES.get(event.status, f"{event.status}: ")
    trigger = Text(_shown(event.triggers[0].text), "bold magenta")
    sides = (Text(_names(event.actors)), trigger, Text(_names(event.recipients)))
    whole = Text(" – ").join(side for side in sides if side)
    return Text(", ").join([Text(status) + whole, *map(Text, _circumstances(event))])


def _circumstances(event: Event) -> list[str]:
    told = (
        ("in ", _texts(event.locations)),
        ("at ", _texts(event.occasions)),
        ("", _listed(map(_date, event.dates))),
        ("about ", _texts(event.topics)),
        ("document: ", _texts(event.documents)),
        ("amount: ", _texts(event.amounts)),
    )
    return [f"{word}{what}" for word, what in told if what]


def _date(told: EventDate) -> str:
    """A date as it is told and, where the words do not name the year, the days that it stands for."""
    start, end, words = told.when.start, told.when.end, _shown(told.span.text)
    if start is None or end is None or str(start.year) in words:
        return words
    return f"{words} ({start})" if start == end else f"{words} ({start} to {end})"


def _names(participants: Iterable[Participant]) -> str:
    return _listed(_shown(participant.name) for participant in participants)


def _texts(spans: Iterable[Span]) -> str:
    return _listed(_shown(span.text) for span in spans)


def _listed(names: Iterable[str]) -> str:
    """`A, B and C`, each once."""
    *first, last = dict.fromkeys(names) or [""]
    return f"{', '.join(first)} and {last}" if first else last


def _mentions(document: Document) -> Table:
    rows = _columns("mention", "how often and as what")
    for label in document.scheme.entity_names:
        found = Counter(_shown(span.text) for span in document.entities if span.label == label)
        if found and label != "PERSON":
            names = " · ".join(name if count == 1 else f"{name} ×{count}" for name, count in found.items())
            rows.add_row(Text(label, style="cyan"), Text(names))
    return rows


def _shown(text: str) -> str:
    """A text for a terminal: on one line, without characters that move the cursor."""
    return one_line(re.sub(r"[\x00-\x1f\x7f-\x9f]", " ", text))
