"""Files of marked documents: found, read, written."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from .document import Document
from .errors import CommuniqueError, DataError, Fault
from .exchange import parse_lines, write_lines
from .markup import parse_markup, write_markup
from .scheme import Scheme
from .textfile import PathLike, read_text, write_text

FORMS = (".txt", ".jsonl")
_FILE_NAME = re.compile(r"(?!\.)[\w.-]{1,200}")


def find_files(paths: Iterable[PathLike], forms: Sequence[str] = FORMS) -> list[Path]:
    """Files as they are; a folder stands for its files of these forms, sorted by name, sub-folders included.

    Raises:
        CommuniqueError: a path is missing, or a folder holds no such file.
    """
    found: list[Path] = []
    for path in map(Path, paths):
        try:
            path.stat()
        except FileNotFoundError:
            raise CommuniqueError(f"{path}: no such file or folder") from None
        except OSError as error:
            raise CommuniqueError(f"{path}: cannot be read ({error.strerror})") from None
        if path.is_dir():
            inside = sorted(file for file in path.rglob("*") if file.suffix in forms and file.is_file())
            if not inside:
                raise CommuniqueError(f"{path}: no {' or '.join(forms)} file in this folder; expected at least one")
            found += inside
        else:
            found.append(path)
    return found


def parse_file(path: PathLike, scheme: Scheme | None = None) -> tuple[list[Document], list[Fault]]:
    """Documents and faults of one file: `.jsonl` is the exchange form, all else inline markup."""
    try:
        content = read_text(path)
    except CommuniqueError as error:
        return [], [Fault(str(path), 0, str(error).removeprefix(f"{path}: "))]
    if Path(path).suffix == ".jsonl":
        return parse_lines(content.split("\n"), str(path), scheme)
    document, faults = parse_markup(content, str(path), scheme)
    return ([document] if document else []), faults


def read_documents(paths: Iterable[PathLike], scheme: Scheme | None = None) -> list[Document]:
    """All documents of files and folders, in order.

    Raises:
        DataError: with every fault of every file.
    """
    documents: list[Document] = []
    faults: list[Fault] = []
    for path in find_files(paths):
        found, wrong = parse_file(path, scheme)
        documents += found
        faults += wrong
    if faults:
        raise DataError(faults)
    return documents


def write_documents(documents: Sequence[Document], path: PathLike) -> None:
    """Writes documents as one `.jsonl` or `.txt` file, or as a folder of one `ID.txt` each.

    Raises:
        CommuniqueError: several documents for one `.txt`, a name with another ending, or ids that cannot name files;
            nothing is written then.
    """
    path = Path(path)
    if path.suffix == ".jsonl":
        write_text(path, "".join(write_lines(documents)))
    elif path.suffix == ".txt":
        if len(documents) != 1:
            more = f"inline markup holds one document a file, not {len(documents)}"
            raise CommuniqueError(f"{path}: {more}; name a folder or a .jsonl file")
        write_text(path, write_markup(documents[0]))
    elif path.suffix and not path.is_dir():
        raise CommuniqueError(f"{path}: ends in {path.suffix}; expected .jsonl, .txt for one document, or a folder")
    else:
        for name, document in _file_names(documents, path).items():
            write_text(path / name, write_markup(document))


def _file_names(documents: Sequence[Document], folder: Path) -> dict[str, Document]:
    names: dict[str, Document] = {}
    for document in documents:
        if document.id is None or not _FILE_NAME.fullmatch(document.id):
            expected = "letters, digits, `.`, `_` and `-`, at most 200 of them"
            raise CommuniqueError(
                f"{folder}: id {document.id!r} cannot name a file (expected {expected}); write a .jsonl file"
            )
        if f"{document.id}.txt" in names:
            raise CommuniqueError(f"{folder}: two documents have the id {document.id!r}; ids are unique")
        names[f"{document.id}.txt"] = document
    return names
