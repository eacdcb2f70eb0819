"""UTF-8 files, read with errors that help and written whole or not at all."""

import os
import tempfile
from pathlib import Path

from .errors import CommuniqueError

PathLike = str | os.PathLike[str]


def read_text(path: PathLike) -> str:
    """A UTF-8 file's content, without newline translation.

    Raises:
        CommuniqueError: the file is missing, no file, or not UTF-8.
    """
    try:
        return Path(path).read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise CommuniqueError(f"{path}: no such file; expected a UTF-8 text file") from None
    except IsADirectoryError:
        raise CommuniqueError(f"{path}: is a folder; expected a file") from None
    except PermissionError:
        raise CommuniqueError(f"{path}: may not be read (permission denied)") from None
    except UnicodeDecodeError as error:
        message = (
            f"byte {error.start} is {error.object[error.start]:#04x}, which is not UTF-8; convert "
            f"it: iconv -f WINDOWS-1252 -t UTF-8 {path}"
        )
        raise CommuniqueError(f"{path}: {message}") from None


def write_text(path: PathLike, content: str) -> None:
    """Writes UTF-8 without newline translation; the file is there whole or not at all."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content.encode("utf-8"))
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
