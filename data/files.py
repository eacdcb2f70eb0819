"""Files of marked documents: found, read, written."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from .document import Document
from .errors import CommuniqueError, DataError, Fault
from .exchange import parse_lines, write_lines
from .markup import parse_markup, write_markup
from .scheme import Scheme
from .textfile import PathLike, read_text, write_text

FORMS = (".txt", ".jsonl")


def find_files(paths: Iterable[PathLike], forms: Sequence[str] = FORMS) -> list[Path]:
    """Files as they are; a folder stands for its files of these forms, sorted by name, sub-folders included.

    Raises:
        CommuniqueError: a path is missing, or a folder holds no such file.
    """
    found: list[Path] = []
    for path in map(Path, paths):
        if path.is_dir():
            inside = sorted(file for file in path.rglob("*") if file.suffix in forms and file.is_file())
            if not inside:
                raise CommuniqueError(f"{path}: no {' or '.join(forms)} file in this folder; expected at least one")
            found += inside
        elif path.exists():
            found.append(path)
        else:
            raise CommuniqueError(f"{path}: no such file or folder")
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
        CommuniqueError: several documents for one `.txt`, or a document without an id for a folder.
    """
    path = Path(path)
    if path.suffix == ".jsonl":
        write_text(path, "".join(write_lines(documents)))
    elif path.suffix == ".txt":
        if len(documents) != 1:
            raise CommuniqueError(
                f"{path}: inline markup holds one document a file, not {len(documents)}; name a folder or a .jsonl file"
            )
        write_text(path, write_markup(documents[0]))
    else:
        nameless = sum(document.id is None for document in documents)
        if nameless:
            raise CommuniqueError(
                f"{path}: {nameless} documents have no id to name their file by; write a .jsonl file instead"
            )
        for document in documents:
            write_text(path / f"{document.id}.txt", write_markup(document))
