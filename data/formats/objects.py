"""Objects of JSON, a file of them or one, taken apart with errors that say which part was not as expected."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from ..document import RESERVED, Document
from ..errors import CommuniqueError, Fault
from ..textfile import read_text
from .held import header_fields
from .raw import RawDocument

T = TypeVar("T")


def typed(row: Any, key: str, *kinds: type) -> Any:
    """`row[key]` if it is of one of these kinds; True and False are no numbers.

    Raises:
        CommuniqueError: it is not.
    """
    value = row.get(key) if isinstance(row, dict) else None
    if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
        raise CommuniqueError(f"{key} is {value!r}; expected {' or '.join(kind.__name__ for kind in kinds)}")
    return value


def listed(row: Any, key: str) -> list[Any]:
    """`row[key]`, an empty list where there is none.

    Raises:
        CommuniqueError: it is no list.
    """
    if isinstance(row, dict) and row.get(key) is None:
        return []
    found: list[Any] = typed(row, key, list)
    return found


def each(row: dict[str, Any], key: str, build: Callable[[Any], T], wrong: list[str]) -> list[T]:
    """What `build` makes of the list `row[key]`; what it refuses is told in `wrong`."""
    built = []
    for number, item in enumerate(listed(row, key), 1):
        try:
            built.append(build(item))
        except CommuniqueError as error:
            wrong.append(f"{key} {number} is {json.dumps(item, ensure_ascii=False, default=str)[:120]}: {error}")
    return built


def header(row: dict[str, Any]) -> dict[str, Any]:
    """Arguments of `RawDocument` from the strings of an object and of its `meta`; an id may be a number."""
    meta = row.get("meta")
    more = {name: value for name, value in meta.items() if value is not None} if isinstance(meta, dict) else {}
    fields = {**row, **more}
    identity = fields.get("id")
    strings = {name: value for name, value in fields.items() if isinstance(value, str)}
    return {
        "id": str(identity) if isinstance(identity, str | int) else None,
        "date": strings.get("date"),
        "source": strings.get("source"),
        "meta": {name: strings[name] for name in strings if name not in RESERVED},
    }


def head(document: Document) -> dict[str, Any]:
    """An object with the text and the header, the latter as `header` takes it back: an id, and the rest as `meta`."""
    fields = header_fields(document)
    identity = {"id": fields.pop("id")} if "id" in fields else {}
    return {**identity, "text": document.text, **({"meta": fields} if fields else {})}


def parse_lines(
    path: Path, expected: str, build: Callable[[dict[str, Any], int, list[str]], RawDocument | None]
) -> tuple[list[RawDocument], list[Fault]]:
    """Reads JSON lines, a text each.

    Args:
        path: the file.
        expected: what faults say was expected.
        build: makes a document of an object with a string `text`, given its line and a list that it tells what is
            wrong; or None, to pass it over.

    Returns:
        The documents of lines without faults, and all faults.
    """
    documents: list[RawDocument] = []
    faults: list[Fault] = []
    for number, line in enumerate(_lines(path, faults), 1):
        wrong: list[str] = []
        try:
            document = build(_row(line, expected), number, wrong) if line.strip() else None
        except CommuniqueError as error:
            wrong.append(str(error))
        if wrong:
            faults += [Fault(str(path), number, message) for message in wrong]
        elif document is not None:
            documents.append(document)
    return documents, faults


def _lines(path: Path, faults: list[Fault]) -> list[str]:
    try:
        return read_text(path).removeprefix("\ufeff").split("\n")
    except CommuniqueError as error:
        faults.append(Fault(str(path), 0, str(error).removeprefix(f"{path}: ")))
        return []


def _row(line: str, expected: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise CommuniqueError(f"not JSON ({error}); {expected}") from None
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise CommuniqueError(f"no string `text` in {line.strip()[:60]}; {expected}")
    return row
