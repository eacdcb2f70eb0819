"""UTF-8 files, read with errors that help and written whole or not at all."""

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from .errors import CommuniqueError

PathLike = str | os.PathLike[str]


def read_text(path: PathLike) -> str:
    """A UTF-8 file's content, without newline translation.

    Raises:
        CommuniqueError: the file cannot be read, or is not UTF-8.
    """
    try:
        return Path(path).read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise CommuniqueError(f"{path}: no such file; expected a UTF-8 text file") from None
    except IsADirectoryError:
        raise CommuniqueError(f"{path}: is a folder; expected a file") from None
    except OSError as error:
        raise CommuniqueError(f"{path}: cannot be read ({error.strerror})") from None
    except UnicodeDecodeError as error:
        byte = f"byte {error.start} is {error.object[error.start]:#04x}, which is not UTF-8"
        raise CommuniqueError(f"{path}: {byte}; convert it: iconv -f WINDOWS-1252 -t UTF-8 {path}") from None


def write_text(path: PathLike, content: str) -> None:
    """Writes UTF-8 without newline translation, as `write_bytes` writes.

    Raises:
        CommuniqueError: the file cannot be written.
    """
    write_bytes(path, content.encode("utf-8"))


def write_bytes(path: PathLike, data: bytes) -> None:
    """A file is there whole or not at all and keeps its mode; links are followed; a pipe or device is written straight.

    Raises:
        CommuniqueError: the file cannot be written.
    """
    target = Path(os.path.realpath(path))
    try:
        if target.exists() and not target.is_file() and not target.is_dir():
            target.write_bytes(data)
        else:
            _replace(target, data)
    except OSError as error:
        raise CommuniqueError(f"{path}: cannot be written ({error.strerror})") from None


def write_files(folder: PathLike, files: Mapping[str, str]) -> None:
    """Writes several files into a folder, all of them or none: they are put beside their places first.

    Raises:
        CommuniqueError: the folder cannot be made, or a file not written.
    """
    check_folder(folder)
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".part-", dir=folder) as scratch:
        for name, content in files.items():
            write_text(Path(scratch) / name, content)
        for name in files:
            if (folder / name).is_dir():
                raise CommuniqueError(f"{folder / name}: is a folder; expected to write a file there")
        for name in files:
            os.replace(Path(scratch) / name, folder / name)


def check_folder(folder: PathLike) -> None:
    """Says at once that a folder for output cannot be written to; makes nothing.

    Raises:
        CommuniqueError: it is a file, or may not be written or made.
    """
    path = Path(os.path.abspath(folder))
    there = next(parent for parent in (path, *path.parents) if parent.exists())
    if not there.is_dir():
        raise CommuniqueError(f"{folder}: {there} is a file; expected a folder to write to")
    if not os.access(there, os.W_OK):
        raise CommuniqueError(f"{folder}: {there} may not be written; choose another folder")


def _replace(target: Path, data: bytes) -> None:
    if target.is_dir():
        raise IsADirectoryError(21, "is a folder")
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name[:100]}.{os.getpid()}.part")
    try:
        part.write_bytes(data)
        if target.exists():
            shutil.copymode(target, part)
        os.replace(part, target)
    finally:
        part.unlink(missing_ok=True)
