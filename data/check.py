"""What `communique data check` finds: faults in the form, and with `--strict` likely slips in the marks."""

from collections.abc import Iterable
from pathlib import Path

from .consistency import unlike_marks
from .document import Document
from .errors import CommuniqueError, Fault
from .files import find_files, parse_file
from .scheme import Scheme
from .slips import slips
from .textfile import PathLike, read_text


def check_files(
    paths: Iterable[PathLike], strict: bool = False, scheme: Scheme | None = None, allowed: PathLike | None = None
) -> tuple[int, list[Fault]]:
    """Reads every file.

    Args:
        paths: files and folders of marked documents.
        strict: name likely slips as well.
        scheme: what may be marked; the guidelines' scheme by default.
        allowed: findings that are right as they are: a file of lines `id TAB finding TAB reason`.

    Returns:
        The number of documents without a fault of form, and the faults, with `strict` the findings too. A line of
        `allowed` about a document read that answers to no finding is a fault itself.
    """
    faults: list[Fault] = []
    read: dict[str, Path] = {}
    documents: list[tuple[Document, Path]] = []
    for path in find_files(paths):
        found, wrong = parse_file(path, scheme)
        faults += wrong
        documents += [(document, path) for document in found]
        for document in found:
            if document.id in read:
                faults.append(
                    Fault(str(path), 0, f"id {document.id!r} is taken in {read[document.id]}; ids are unique")
                )
            elif document.id is not None:
                read[document.id] = path
    if strict:
        faults += _findings(documents, _read_allowed(allowed) if allowed else {}, str(allowed))
    return len(documents), faults


def _findings(documents: list[tuple[Document, Path]], allowed: dict[tuple[str, str], int], source: str) -> list[Fault]:
    """Slips and unlike marks that no line of the allow-list answers, and lines that answer nothing."""
    unlike: dict[int, list[str]] = {}
    for document, message in unlike_marks([document for document, _ in documents]):
        unlike.setdefault(id(document), []).append(message)
    faults, met = [], set()
    for document, path in documents:
        for message in dict.fromkeys([*slips(document), *unlike.get(id(document), [])]):
            key = (document.id or "", message)
            met.add(key)
            if key not in allowed:
                faults.append(Fault(str(path), 0, message))
    ids = {document.id for document, _ in documents}
    stale = [key for key in allowed if key[0] in ids and key not in met]
    return faults + [Fault(source, allowed[key], f"{key[0]} has no finding {key[1]!r} now; delete it") for key in stale]


def _read_allowed(path: PathLike) -> dict[tuple[str, str], int]:
    """(document id, finding) → line of the file."""
    rows: dict[tuple[str, str], int] = {}
    for number, line in enumerate(read_text(path).splitlines(), 1):
        cells = line.split("\t")
        if len(cells) != 3 or not all(cell.strip() for cell in cells):
            expected = "expected `id TAB finding TAB reason`, such as `train-0001\t3:REF 'they' …\tstands for both`"
            raise CommuniqueError(f"{path}:{number}: {line[:60]!r}; {expected}")
        rows[cells[0], cells[1]] = number
    return rows
