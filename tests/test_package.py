"""The package as a whole: what importing costs, what the wheel holds, what the public names are."""

import json
import re
import subprocess
import sys
import zipfile

import pytest

import communique
from communique.data.scheme import default_scheme
from communique.model.bundle import RELEASED, describe_files, load_manifest
from communique.training import Recipe
from communique.training.recipe import SHIPPED

from .conftest import ROOT


def python(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_import_is_light_and_silent() -> None:
    heavy = {"torch", "transformers", "onnxruntime", "tokenizers", "numpy", "datasets", "rich", "typer"}
    out = python(
        "import os, sys, logging; before = dict(os.environ); level = logging.getLogger().level\n"
        "import communique\n"
        "assert dict(os.environ) == before and logging.getLogger().level == level\n"
        f"print(sorted({heavy!r} & set(sys.modules)))"
    )
    assert out == "[]\n"


def test_reading_needs_nothing_of_the_extra() -> None:
    python(
        "import sys\n"
        "for name in ('torch', 'transformers', 'datasets', 'seqeval', 'accelerate', 'onnx', 'jinja2', 'pandas'):\n"
        "    sys.modules[name] = None\n"
        "import communique\n"
        "found = communique.predict('Lao Prime Minister Khamsone Vilay thanked Japan on Monday.')\n"
        "assert any(span.label == 'PERSON' for span in found.entities), found\n"
    )


@pytest.mark.parametrize(
    "words",
    [["train", "--train", "x", "--dev", "x", "--output", "y"], ["evaluate", "--data", "data/corpus/dev/dev-0003.txt"]],
)
def test_a_command_that_lacks_the_extra_says_so(words: list[str]) -> None:
    code = (
        "import sys\n"
        "for name in ('torch', 'transformers', 'datasets', 'seqeval'):\n"
        "    sys.modules[name] = None\n"
        f"sys.argv = ['communique', *{words!r}]\n"
        "from communique.cli import main; main()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "which is not installed; run: pip install 'communique[train]'" in done.stderr


def test_public_names_are_pinned() -> None:
    assert sorted(communique.__all__) == [
        "CommuniqueError", "Document", "Reader", "Relation", "Scheme", "Span", "__version__", "predict", "to_dataframe",
    ]  # fmt: skip
    assert all(getattr(communique, name) is not None for name in communique.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        communique.nothing  # noqa: B018


def test_version_is_one() -> None:
    from importlib.metadata import version

    assert version("communique") == communique.__version__
    assert f"## [{communique.__version__}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Names of the files in a wheel built from the tree."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    source.mkdir()
    top = [path.name for path in ROOT.iterdir() if path.is_file()]
    for name in (*top, "data", "model", "training", "evaluation"):
        (source / name).symlink_to(ROOT / name)
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "-q",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        str(folder),
        str(source),
    ]
    subprocess.run(command, check=True)
    return set(zipfile.ZipFile(next(folder.glob("*.whl"))).namelist())


def test_the_wheel_holds_the_tree(wheel: set[str]) -> None:
    wanted = {f"communique/{path.relative_to(ROOT)}" for path in ROOT.glob("*.py")}
    for folder in ("data", "model", "training", "evaluation"):
        wanted |= {f"communique/{path.relative_to(ROOT)}" for path in (ROOT / folder).rglob("*.py")}
    wanted |= {f"communique/{path.relative_to(ROOT)}" for path in (ROOT / "data" / "corpus").rglob("*.txt")}
    wanted |= {f"communique/model/released/{path.name}" for path in RELEASED.iterdir()}
    wanted |= {
        f"communique/{name}"
        for name in (
            "py.typed",
            "data/scheme.json",
            "data/names.json",
            "training/card.md",
            "training/recipes/release.json",
            "training/recipes/short.json",
            "data/states.json",
            "data/DATASHEET.md",
            "data/curve.svg",
            "evaluation/page.css",
        )
    }
    assert wanted - wheel == set()
    kept_out = ("tests", "seeds/", "agreement/", "dates/", "people/", "modes/")
    assert not [name for name in wheel if any(part in name for part in kept_out)]


def test_the_released_model_is_whole() -> None:
    manifest = load_manifest(RELEASED)
    assert manifest.scheme == default_scheme()
    assert manifest.version == communique.__version__
    assert describe_files(RELEASED, list(manifest.files)) == manifest.files
    assert set(manifest.calibration) == {"entity", "trigger", "status", "relation"}
    assert set(manifest.thresholds) == set(manifest.scheme.relation_names)
    assert "PERSON" in manifest.joined
    assert all(path.stat().st_size < 50e6 for path in RELEASED.iterdir())
    assert Recipe.load(RELEASED / "recipe.json") == Recipe.load(SHIPPED["release"])


def test_the_readme_shows_what_comes_out() -> None:
    """The README's Python runs, and its table of marks is the one that the first command prints."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = re.search(r"```text\n(.*?)```", readme, re.DOTALL)
    assert shown
    done = subprocess.run(
        [sys.executable, "-m", "communique", "predict", "seeds/plain/003.txt", "--format", "table"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip().startswith(shown[1].strip().removesuffix("…").strip())
    code = re.search(r"```python\n(import communique\n.*?)```", readme, re.DOTALL)
    assert code
    assert "PERSON Khamsone Vilay" in python(code[1])


def test_ci_runs_the_readmes_two_commands() -> None:
    blocks = re.findall(
        r"^```sh\n(.*?)^```$", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
    assert len(blocks) == 2
    assert "communique predict" in blocks[0]
    assert "pytest" in blocks[1]
    assert "README.md" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_the_docstring_of_the_package_shows_real_output() -> None:
    import doctest

    assert doctest.testmod(communique).failed == 0


def test_scheme_in_the_guidelines() -> None:
    guidelines = (ROOT / "data" / "GUIDELINES.md").read_text(encoding="utf-8")
    scheme = default_scheme()
    for label in (*scheme.entities, *scheme.events, *scheme.relations):
        assert label.name in guidelines
    assert json.loads((ROOT / "data" / "scheme.json").read_text(encoding="utf-8"))["name"] == scheme.name
