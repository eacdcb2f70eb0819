"""The formats by their names."""

import subprocess
import sys

from communique.data.formats import FORMATS

from ...conftest import ROOT


def test_naming_formats_imports_none_of_them() -> None:
    modules = ["spacy", "datasets", "torch"]
    modules += [f"communique.data.formats.{entry.module}" for entry in FORMATS.values() if entry.module != "own"]
    code = (
        f"import sys; from communique.data.formats import FORMATS; print(*FORMATS, {{*sys.modules}} & {{*{modules}}})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "communique columns conllu doccano prodigy label-studio brat docbin datasets set()\n"


def test_every_format_has_its_functions() -> None:
    for name, entry in FORMATS.items():
        assert entry.name == name
        assert "\n" not in entry.description


def test_the_readme_lists_every_format() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name, entry in FORMATS.items():
        (row,) = [line for line in readme.split("\n") if line.startswith(f"| `{name}` |")]
        assert entry.extra is None or f"(extra `{entry.extra}`)" in row
