"""brat's standoff: folders with NAME.txt, a text, and NAME.ann, its marks; and the `annotation.conf` that brat needs.

A folder holds texts, spans, statuses and relations. Header fields beside the id (date, source, language, meta), scores
and unknown stretches it does not: `write` counts them.
"""

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from ..document import Document
from ..errors import CommuniqueError, Fault
from ..scheme import Scheme, default_scheme
from ..textfile import read_text, write_files
from .brat_config import config
from .brat_standoff import Standoff, standoff_lines
from .held import header_fields, not_held
from .raw import RawDocument

_NAME = re.compile(r"(?!\.)[\w.-]{1,200}")


def parse(
    path: Path, left_out: Counter[str] | None = None, scheme: Scheme | None = None
) -> tuple[list[RawDocument], list[Fault]]:
    """Reads a folder with its sub-folders, or one text and its marks.

    Args:
        path: a folder, a `.ann` file with its `.txt` beside it, or the other way round.
        left_out: is told how many `equivalences` (`*` lines) and `attributes` other than the status were passed over,
            and how many `unannotated texts` of the folder have no `.ann` file.
        scheme: whose relations the roles of events are, whatever the case of their letters and without their number:
            `Actor2` is ACTOR. Other roles are taken as they are, without their number. Default: the guidelines' scheme.

    Returns:
        The documents without faults, called after their files, and the faults, with the lines of `.ann` files.
    """
    passed = Counter[str]() if left_out is None else left_out
    files = sorted(path.rglob("*.ann")) if path.is_dir() else [path.with_suffix(".ann")]
    if not files:
        return [], [Fault(str(path), 0, "no .ann file in this folder; expected NAME.ann beside each NAME.txt")]
    if path.is_dir() and (bare := {text.with_suffix(".ann") for text in path.rglob("*.txt")} - set(files)):
        passed["unannotated texts"] += len(bare)
    roles = {name.upper(): name for name in (scheme or default_scheme()).relation_names}
    documents: list[RawDocument] = []
    faults: list[Fault] = []
    for file in files:
        try:
            standoff = Standoff(str(file), read_text(file.with_suffix(".txt")), roles, passed)
            standoff.read(read_text(file))
        except CommuniqueError as error:
            faults.append(Fault(str(file), 0, str(error)))
            continue
        faults += sorted(standoff.faults, key=lambda fault: fault.line)
        if not standoff.faults:
            documents.append(standoff.document(file.stem))
    return documents, faults


def write(documents: Sequence[Document], path: Path) -> Counter[str]:
    """Writes a folder, all files or none: a `.txt` and a `.ann` a document, and `annotation.conf`.

    Triggers are text-bound marks like mentions, with an attribute `Status`; a span over a line break is in pieces.

    Returns:
        How many `fields` of headers, `scores` and `unknown` stretches the folder does not hold; empty where it holds
        all.

    Raises:
        CommuniqueError: ids that cannot name files, schemes that differ, or a folder that cannot be written.
    """
    files: dict[str, str] = {"annotation.conf": config(_common_scheme(documents))}
    lost = not_held(documents, "relations", "statuses")
    for document in documents:
        if document.id is None or not _NAME.fullmatch(document.id):
            expected = "letters, digits, `.`, `_` and `-`, at most 200 of them"
            raise CommuniqueError(f"{path}: id {document.id!r} cannot name a file; expected {expected}")
        if f"{document.id}.txt" in files:
            raise CommuniqueError(f"{path}: two documents have the id {document.id!r}; ids are unique")
        files |= {f"{document.id}.txt": document.text, f"{document.id}.ann": "".join(standoff_lines(document))}
        lost["fields"] += len(header_fields(document).keys() - {"id"})
    write_files(path, files)
    return +lost


def _common_scheme(documents: Sequence[Document]) -> Scheme:
    scheme = documents[0].scheme if documents else default_scheme()
    other = next((document for document in documents if document.scheme != scheme), None)
    if other is not None:
        both = f"document {documents[0].id} follows the scheme {scheme.name!r}, {other.id} {other.scheme.name!r}"
        raise CommuniqueError(f"{both}; expected one: a folder of brat has one annotation.conf")
    return scheme
