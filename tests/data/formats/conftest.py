from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str], Path]:
    """Writes a file with this content."""

    def made(content: str) -> Path:
        path = tmp_path / "columns.txt"
        path.write_bytes(content.encode("utf-8"))
        return path

    return made
