"""ruff and mypy pass."""

import os
import subprocess
import sys
from pathlib import Path

from .conftest import ROOT


def run(*command: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", *command], cwd=cwd, capture_output=True, text=True, check=False)


def test_ruff_finds_nothing() -> None:
    done = run("ruff", "check", ".")
    assert done.returncode == 0, done.stdout


def test_code_is_formatted() -> None:
    done = run("ruff", "format", "--check", ".")
    assert done.returncode == 0, done.stdout


def test_types_hold(tmp_path: Path) -> None:
    """mypy sees the package's own files as `communique`, whatever else lies in the checkout."""
    package = tmp_path / "communique"
    package.mkdir()
    for name in (*(path.name for path in ROOT.glob("*.py")), "py.typed", "data", "model", "training", "evaluation"):
        (package / name).symlink_to(ROOT / name)
    environment = os.environ | {"MYPYPATH": str(tmp_path)}
    command = [sys.executable, "-m", "mypy", "--config-file", str(ROOT / "pyproject.toml"), "-p", "communique"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
