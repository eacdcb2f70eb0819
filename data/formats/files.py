"""Files in any format, read and written."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..document import Document
from ..errors import DataError
from ..files import find_files
from ..scheme import Scheme
from ..textfile import PathLike
from . import own
from .align import Misaligned
from .build import Built, build
from .registry import Format, find_format


def read_format(
    path: PathLike,
    format: str,
    scheme: Scheme | None = None,
    misaligned: Misaligned = Misaligned.ERROR,
    **options: Any,
) -> Built:
    """Documents of a file or folder.

    Args:
        path: a file, or a folder: all its files with the format's suffixes.
        format: a name in `FORMATS`.
        scheme: what may be marked; None infers it from all files together. Default: None.
        misaligned: what becomes of spans that cut words, begin or end on spaces, or overlap. Default: they are faults.
            `communique` is read by its own rules, which mend nothing.
        options: of the format's `parse`, such as `tag=1` of `columns`.

    Returns:
        The documents; `counts` tells what was mended or left out, and what the format's reader passed over. It has no
        `faults`.

    Raises:
        DataError: with every fault of every file.
        CommuniqueError: no such format or file, or the format's extra is not installed.
    """
    chosen = find_format(format)
    if chosen.module == "own":
        built = own.read(path, scheme, **options)
    else:
        built = _read_foreign(Path(path), chosen, scheme, misaligned, options)
    if built.faults:
        raise DataError(list(built.faults), own=chosen.module == "own")
    return built


def _read_foreign(
    path: Path, format: Format, scheme: Scheme | None, misaligned: Misaligned, options: dict[str, Any]
) -> Built:
    files = [path] if format.folder and path.is_dir() else find_files([path], format.suffixes)
    left_out: Counter[str] = Counter()
    told = {name: value for name, value in (("left_out", left_out), ("scheme", scheme)) if name in format.told}
    parsed = [format.parse(file, **told, **options) for file in files]
    found = build([raw for raws, _ in parsed for raw in raws], scheme, misaligned)
    wrong = (fault for _, faults in parsed for fault in faults)
    return replace(found, faults=(*wrong, *found.faults), counts=found.counts + left_out)


def write_format(documents: Sequence[Document], path: PathLike, format: str, **options: Any) -> Counter[str]:
    """Writes documents.

    Args:
        documents: any.
        path: a file, or a folder where the format is one.
        format: a name in `FORMATS`.
        options: of the format's `write`, such as `units="characters"` of `doccano`.

    Returns:
        What the format does not hold, counted, such as `{"relations": 3, "statuses": 5}`; empty where it holds all.

    Raises:
        CommuniqueError: no such format, its extra is not installed, or nothing can be written there.
    """
    return find_format(format).write(documents, Path(path), **options)
