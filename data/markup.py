"""The inline markup of the guidelines (section 5), read and written character for character.

# id: sample-0001
{1:COUNTRY|Japan} {2:AID.future|will give} {3:AMOUNT|$2 million} to {4:COUNTRY|Fiji}.
---
2 ACTOR 1
2 RECIPIENT 4
2 AMOUNT 3
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from .document import (
    FIELDS,
    RESERVED,
    Document,
    Relation,
    Span,
    check_date,
    overlap_faults,
    relation_faults,
    span_faults,
)
from .errors import CommuniqueError, DataError, Fault
from .scheme import Scheme, default_scheme

_OPEN = re.compile(r"\{(?:\?|([0-9]{1,9}):([A-Za-z_][\w-]*)(?:\.([A-Za-z_][\w-]*))?)\|")
_NUMBER = re.compile(r"[0-9]{1,9}")
_HEADER = re.compile(r"# ([\w-]+):[ \t]*(.*)")
_ESCAPE = {"\\": "\\\\", "{": "\\{", "|": "\\|", "}": "\\}", "\r": "\\r"}
_UNESCAPE = {"\\": "\\", "{": "{", "|": "|", "}": "}", "r": "\r", "-": "-", "#": "#"}
_NO_END = "no line `---` after the text; expected one, with the relations behind it"
_CRLF = "; the file has Windows line ends (\\r\\n): make them \\n"
_MARK = "\ufeff"
_EXPECTED_MARK = (
    "expected {NUMBER:LABEL|text} or {?|text}, and a backslash before a brace or bar that belongs to the text"
)


@dataclass
class _Body:
    """The text of a document while its marks are taken off."""

    path: str
    line: int
    text: list[str] = field(default_factory=list)
    length: int = 0
    spans: list[Span] = field(default_factory=list)
    unknown: list[tuple[int, int]] = field(default_factory=list)
    lines: dict[int, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def add(self, piece: str) -> None:
        self.text.append(piece)
        self.length += len(piece)

    def fault(self, message: str) -> None:
        self.faults.append(Fault(self.path, self.line, message))


@dataclass(frozen=True, slots=True)
class _Open:
    """A mark whose closing brace has not come yet: its offset, the number of its first piece, its line."""

    match: re.Match[str]
    start: int
    piece: int
    line: int


def _strip_marks(source: str, path: str, line: int) -> _Body:
    """Takes the marks and escapes off `source`, whose first line is number `line` of the file."""
    body = _Body(path, line)
    open_mark: _Open | None = None
    position = 0
    while position < len(source):
        char = source[position]
        if char == "\\":
            escaped = source[position + 1 : position + 2]
            if escaped not in _UNESCAPE:
                body.fault(
                    f"backslash before {escaped!r}; expected one of \\\\ \\{{ \\| \\}} \\r, or \\--- and "
                    f"\\# at the head of a line"
                )
            body.add(_UNESCAPE.get(escaped, escaped))
            position += 2
        elif char == "{" and (match := _OPEN.match(source, position)):
            if open_mark:
                body.fault(f"mark {match[0]!r} opens inside mark {open_mark.match[0]!r}; spans do not nest")
            open_mark = _Open(match, body.length, len(body.text), body.line)
            position = match.end()
        elif char == "}" and open_mark:
            _close(body, open_mark)
            open_mark = None
            position += 1
        else:
            if char in "{|}":
                body.fault(f"loose {char!r} near {source[position : position + 20]!r}; {_EXPECTED_MARK}")
            body.add(char)
            body.line += char == "\n"
            position += 1
    if open_mark:
        body.fault(f"mark {open_mark.match[0]!r} of line {open_mark.line} is never closed; expected a closing brace")
    return body


def _close(body: _Body, mark: _Open) -> None:
    number, label, status = mark.match.groups()
    text = "".join(body.text[mark.piece :])
    if not text:
        body.fault(f"mark {mark.match[0]!r} is empty")
        return
    if number is None:
        body.unknown.append((mark.start, body.length))
        return
    body.spans.append(Span(int(number), mark.start, body.length, label, text, status))
    body.lines.setdefault(int(number), mark.line)


def _split(source: str, path: str, faults: list[Fault]) -> tuple[dict[str, str], str, int, list[tuple[int, str]]]:
    """A file's parts: header fields, body, number of the body's first line, relation lines with their numbers."""
    lines = source.split("\n")
    header: dict[str, str] = {}
    first = 0
    while first < len(lines) and (match := _HEADER.fullmatch(lines[first])):
        if match[1] in header:
            faults.append(Fault(path, first + 1, f"header field {match[1]!r} stands twice"))
        header[match[1]] = match[2].strip()
        first += 1
    ends = [number for number, line in enumerate(lines) if line == "---" and number >= first]
    faults += _header_faults(header, lines, first, path)
    if not ends:
        faults.append(Fault(path, len(lines), _NO_END + (_CRLF if "\r\n" in source else "")))
        return header, "\n".join(lines[first:]), first + 1, []
    body = "\n".join(lines[first : ends[0]])
    return header, body, first + 1, [(number + 1, lines[number]) for number in range(ends[0] + 1, len(lines))]


def _header_faults(header: dict[str, str], lines: list[str], first: int, path: str) -> Iterator[Fault]:
    if lines[0].startswith(f"{_MARK}# "):
        yield Fault(path, 1, "begins with a byte order mark; save the file as UTF-8 without one")
    if first < len(lines) and lines[first].startswith("# "):
        expected = "expected `# name: value`, or \\# where it is text"
        yield Fault(path, first + 1, f"{lines[first][:40]!r} is no header; {expected}")
    for number, name in enumerate(header, 1):
        if name in RESERVED and name not in FIELDS:
            yield Fault(path, number, f"header field {name!r} has a name that the exchange form needs; choose another")
    try:
        check_date(header.get("date") or "2000-01-01")
    except CommuniqueError as error:
        yield Fault(path, 1 + list(header).index("date"), str(error))


def _read_relations(rows: list[tuple[int, str]], path: str, faults: list[Fault]) -> tuple[list[Relation], list[int]]:
    relations, lines = [], []
    for number, row in rows:
        words = row.split()
        if not words:
            continue
        if len(words) < 3 or not all(_NUMBER.fullmatch(word) for word in (words[0], *words[2:])):
            faults.append(
                Fault(path, number, f"{row!r} is no relation; expected `HEAD LABEL TAIL…`, such as `5 ACTOR 3 4`")
            )
            continue
        for tail in words[2:]:
            relations.append(Relation(int(words[0]), words[1], int(tail)))
            lines.append(number)
    return relations, lines


def parse_markup(
    source: str, path: str = "<markup>", scheme: Scheme | None = None
) -> tuple[Document | None, list[Fault]]:
    """Reads one document in inline markup and names every fault.

    Args:
        source: the file's content, newlines as they are.
        path: the name that faults carry.
        scheme: what may be marked; the guidelines' scheme by default.

    Returns:
        The document, or None where there are faults; and the faults in file order.
    """
    scheme = scheme or default_scheme()
    faults: list[Fault] = []
    header, raw, first_line, rows = _split(source, path, faults)
    body = _strip_marks(raw, path, first_line)
    text = "".join(body.text)
    relations, lines = _read_relations(rows, path, faults)
    faults += body.faults
    for span in body.spans:
        faults += [Fault(path, body.lines[span.id], message) for message in span_faults(text, span, scheme)]
    faults += [Fault(path, body.lines[span.id], message) for span, message in overlap_faults(body.spans)]
    labels = {span.id: span.label for span in body.spans}
    faults += [Fault(path, lines[index], message) for index, message in relation_faults(relations, labels, scheme)]
    if faults:
        return None, sorted(faults, key=lambda fault: fault.line)
    meta = {key: value for key, value in header.items() if key not in FIELDS}
    known = {key: header[key] for key in FIELDS if header.get(key)}
    unknown = tuple(body.unknown)
    return Document(text, tuple(body.spans), tuple(relations), meta=meta, unknown=unknown, scheme=scheme, **known), []


def read_markup(source: str, path: str = "<markup>", scheme: Scheme | None = None) -> Document:
    """`parse_markup` for those who want a document or an error.

    Raises:
        DataError: naming the first ten faults and how many more there are.
    """
    document, faults = parse_markup(source, path, scheme)
    if document is None:
        raise DataError(faults)
    return document


def _escape(text: str) -> str:
    return "".join(_ESCAPE.get(char, char) for char in text)


def _marked_text(document: Document) -> str:
    marks = [(span.start, span.end, _name(document, span)) for span in document.spans]
    pieces, position = [], 0
    for start, end, name in sorted([*marks, *((start, end, "?") for start, end in document.unknown)]):
        pieces += [_escape(document.text[position:start]), f"{{{name}|{_escape(document.text[start:end])}}}"]
        position = end
    pieces.append(_escape(document.text[position:]))
    return "".join(pieces)


def _name(document: Document, span: Span) -> str:
    status = f".{span.status}" if span.status and span.status != document.scheme.default_status else ""
    return f"{span.id}:{span.label}{status}"


def write_markup(document: Document) -> str:
    """The document in inline markup; `read_markup` gives it back, character for character. Scores are not kept."""
    header = {"id": document.id, "date": document.date, "source": document.source, **document.meta}
    head = "".join(f"# {key}: {value}\n" for key, value in header.items() if value)
    lines = _marked_text(document).split("\n")
    lines = ["\\---" if line == "---" else line for line in lines]
    if lines[0].removeprefix(_MARK).startswith("# "):
        lines[0] = lines[0].replace("# ", "\\# ", 1)
    rows: dict[tuple[int, str], list[int]] = {}
    for relation in document.relations:
        rows.setdefault((relation.head, relation.label), []).append(relation.tail)
    tails = "".join(f"{head_id} {label} {' '.join(map(str, tail))}\n" for (head_id, label), tail in rows.items())
    return f"{head}{chr(10).join(lines)}\n---\n{tails}"
