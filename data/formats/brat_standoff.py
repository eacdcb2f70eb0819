"""The lines of brat's `.ann` files, read and written.

Read are text-bound marks (`T1`), relations (`R1`), events (`E1 CONSULT:T3 Actor:T1`, relations from the trigger to what
fills its roles), and the attribute `Status` of a trigger or event (`A1 Status E1 future`). Notes (`#1`) and
normalizations (`N1`) are passed over. Spans are contiguous: of marks in pieces only those are taken that brat itself
has cut at a line break, with nothing but space between the pieces.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from ..document import Document
from ..errors import CommuniqueError, Fault
from .raw import RawDocument, RawRelation, RawSpan

_MARK = re.compile(r"(T\S+)\t(\S+) ([0-9]{1,9} [0-9]{1,9}(?:;[0-9]{1,9} [0-9]{1,9})*)\t(.*)", re.DOTALL)
_RELATION = re.compile(r"R\S+\t(\S+) ([^\s:]+):(\S+) ([^\s:]+):(\S+)\s*")
_EVENT = re.compile(r"(E\S+)\t([^\s:]+):(\S+)((?: [^\s:]+:\S+)*)\s*")
_ATTRIBUTE = re.compile(r"[AM]\S+\t(\S+) (\S+)(?: (\S.*?))?\s*")
_SPACE = re.compile(r"(?:\s|\\n)+")
_LINE = re.compile(r"\S(?:[^\n\v\f\r\x1c-\x1e\x85\u2028\u2029]*\S)?")
"""What brat marks in one piece: it has no marks that run over a line break."""


@dataclass(slots=True)
class Standoff:
    """A text while its marks are read. What names a mark waits for the end: it may stand before the mark."""

    path: str
    text: str
    roles: dict[str, str]
    """Relations by their names in capitals: what a role of an event may stand for."""
    left_out: Counter[str]
    """Is told what is passed over."""
    spans: dict[str, RawSpan] = field(default_factory=dict)
    triggers: dict[str, str] = field(default_factory=dict)
    events: list[tuple[int, str, str]] = field(default_factory=list)
    arrows: list[RawRelation] = field(default_factory=list)
    statuses: list[tuple[int, str, str]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def read(self, content: str) -> None:
        """Takes a whole file in; what is wrong with it stands in `faults` then."""
        readers: dict[str, Callable[[str, int], None]] = {
            "T": self._mark,
            "R": self._relation,
            "E": self._event,
            "A": self._attribute,
            "M": self._attribute,
            "*": lambda line, number: self.left_out.update(["equivalences"]),
            "#": lambda line, number: None,
            "N": lambda line, number: None,
        }
        for number, line in enumerate(content.removeprefix("\ufeff").split("\n"), 1):
            try:
                if line.strip():
                    readers.get(line[0], _no_line)(line.rstrip("\r"), number)
            except CommuniqueError as error:
                self.faults.append(Fault(self.path, number, str(error)))
        self._check_events()
        self._set_statuses()

    def document(self, identity: str) -> RawDocument:
        """Events become their triggers; an arrow that two events of one trigger share is one arrow."""
        relations: dict[tuple[str, str, str], RawRelation] = {}
        for arrow in self.arrows:
            head, tail = self._mark_id(arrow.head), self._mark_id(arrow.tail)
            relations.setdefault((head, arrow.label, tail), replace(arrow, head=head, tail=tail))
        return RawDocument(self.path, 0, self.text, tuple(self.spans.values()), tuple(relations.values()), identity)

    def _mark_id(self, identity: str) -> str:
        return self.triggers.get(identity, identity)

    def _mark(self, line: str, number: int) -> None:
        identity, label, bounds, given = _match(_MARK, line, "T1\tLABEL 0 5\tfirst").groups()
        if identity in self.spans:
            raise CommuniqueError(f"{identity} stands twice; expected ids of their own")
        pieces = [(int(start), int(end)) for start, end in (piece.split() for piece in bounds.split(";"))]
        for (_, end), (start, _) in pairwise(pieces):
            if not end <= start or self.text[end:start].strip():
                raise CommuniqueError(f"{identity} is in pieces, {bounds}; expected one: spans are contiguous")
        there = " ".join(self.text[start:end] for start, end in pieces)
        if _SPACE.sub(" ", there) != _SPACE.sub(" ", given):
            raise CommuniqueError(f"{identity} {given!r} is said to stand at {bounds}, where {there!r} stands")
        self.spans[identity] = RawSpan(pieces[0][0], pieces[-1][1], label, identity, line=number)

    def _relation(self, line: str, number: int) -> None:
        label, *arguments = _match(_RELATION, line, "R1\tLABEL Arg1:T1 Arg2:T2").groups()
        ends = dict(zip(arguments[::2], arguments[1::2], strict=True))
        head, tail = (ends["Arg1"], ends["Arg2"]) if {"Arg1", "Arg2"} <= ends.keys() else (arguments[1], arguments[3])
        self.arrows.append(RawRelation(head, label, tail, number))

    def _event(self, line: str, number: int) -> None:
        identity, label, trigger, arguments = _match(_EVENT, line, "E1\tLABEL:T1 Role:T2 Role:T3").groups()
        self.triggers[identity] = trigger
        self.events.append((number, label, trigger))
        for argument in arguments.split():
            role, _, tail = argument.partition(":")
            self.arrows.append(RawRelation(trigger, self._role(role), tail, number))

    def _role(self, name: str) -> str:
        plain = name.rstrip("0123456789") or name
        return self.roles.get(name.upper()) or self.roles.get(plain.upper()) or plain

    def _attribute(self, line: str, number: int) -> None:
        name, target, value = _match(_ATTRIBUTE, line, "A1\tStatus T1 future").groups()
        if name.lower() != "status":
            self.left_out["attributes"] += 1
        elif value is None:
            raise CommuniqueError(f"the status of {target} has no value; expected one, such as `A1\\tStatus T1 future`")
        else:
            self.statuses.append((number, target, value))

    def _check_events(self) -> None:
        for number, label, trigger in self.events:
            found = self.spans[trigger].label if trigger in self.spans else "missing"
            if found != label:
                message = f"the event is {label}, its trigger {trigger} is {found}; expected one label"
                self.faults.append(Fault(self.path, number, message))

    def _set_statuses(self) -> None:
        for number, target, status in self.statuses:
            span = self.spans.get(self._mark_id(target))
            if span is None:
                self.faults.append(Fault(self.path, number, f"there is no mark {target} to have the status {status}"))
            elif span.status not in (None, status):
                both = f"{target} has the status {status} and {span.status}"
                self.faults.append(Fault(self.path, number, f"{both}; expected one status a trigger"))
            else:
                self.spans[span.id or ""] = replace(span, status=status)


def _match(pattern: re.Pattern[str], line: str, example: str) -> re.Match[str]:
    match = pattern.fullmatch(line)
    if match is None:
        raise CommuniqueError(f"{line[:60]!r} cannot be read; expected a line like {example!r}")
    return match


def _no_line(line: str, number: int) -> None:
    raise CommuniqueError(
        f"{line[:60]!r} cannot be read; expected a line that begins with one of T, R, E, A, M, N, #, *"
    )


def standoff_lines(document: Document) -> Iterator[str]:
    """The marks of a document; a span over a line break is in pieces, and triggers have an attribute `Status`."""
    for span in document.spans:
        pieces = [(span.start + match.start(), span.start + match.end()) for match in _LINE.finditer(span.text)]
        bounds = ";".join(f"{start} {end}" for start, end in pieces)
        yield f"T{span.id}\t{span.label} {bounds}\t{' '.join(document.text[start:end] for start, end in pieces)}\n"
    for number, relation in enumerate(document.relations, 1):
        yield f"R{number}\t{relation.label} Arg1:T{relation.head} Arg2:T{relation.tail}\n"
    for number, span in enumerate((span for span in document.spans if span.status is not None), 1):
        yield f"A{number}\tStatus T{span.id} {span.status}\n"
