"""Unmarked texts from files, folders, JSON lines and standard input."""

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from .document import Document
from .errors import CommuniqueError
from .exchange import from_record
from .files import find_files
from .textfile import read_text

STDIN = Path("-")


def read_texts(paths: Iterable[Path], date: str | None = None) -> list[Document]:
    """The texts of files (each one text), folders (their `.txt` files), `.jsonl` files (a text a line) and `-`.

    Args:
        paths: in the order wanted; `-` is standard input, one text.
        date: publication date of the texts that do not bring their own.

    Raises:
        CommuniqueError: before any text is given out, if one cannot be read.
    """
    documents: list[Document] = []
    for path in paths:
        if path == STDIN:
            documents.append(Document(_standard_input(), id="stdin"))
        else:
            for file in find_files([path], forms=(".txt",)):
                documents += (
                    _rows(file)
                    if file.suffix == ".jsonl"
                    else [Document(read_text(file), id=" ".join(file.stem.split()))]
                )
    return [replace(document, date=document.date or date) for document in documents]


def _standard_input() -> str:
    try:
        return sys.stdin.buffer.read().decode("utf-8")
    except UnicodeDecodeError as error:
        raise CommuniqueError(
            f"standard input: byte {error.start} is not UTF-8; convert it: iconv -f WINDOWS-1252 -t UTF-8"
        ) from None


def _rows(path: Path) -> Iterator[Document]:
    expected = 'expected an object such as {"id": "a-1", "date": "2024-03-19", "text": "Japan thanked Fiji."}'
    for number, line in enumerate(read_text(path).split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise CommuniqueError(f"{path}:{number}: not JSON ({error}); {expected}") from None
        if not isinstance(row, dict) or not isinstance(row.get("text"), str):
            raise CommuniqueError(f"{path}:{number}: no `text`; {expected}")
        try:
            document = from_record({key: value for key, value in row.items() if key not in ("spans", "relations")})
        except CommuniqueError as error:
            raise CommuniqueError(f"{path}:{number}: {error}") from None
        yield document if document.id is not None else replace(document, id=f"{path.stem}-{number}")
