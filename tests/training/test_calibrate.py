import shutil
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("torch")

from communique.data.document import Document
from communique.model.bundle import Manifest, load_manifest
from communique.training.calibrate import calibrate


def test_what_nobody_looked_at_decides_nothing(tiny_model: Path, samples: list[Document], tmp_path: Path) -> None:
    """Scores and thresholds are those of the marked documents, whatever is read in the others."""
    trained = replace(load_manifest(tiny_model), calibration={}, thresholds={})
    wrong = [replace(d, id=f"{d.id}-wrong", spans=d.spans[:1], relations=()) for d in samples]
    marked = [*[replace(d, id=f"{d.id}{n}") for d in samples for n in range(8)], *wrong]
    blank = [replace(d, spans=(), relations=()) for d in marked]

    def fitted(dev: list[Document], name: str) -> Manifest:
        calibrate(shutil.copytree(tiny_model, tmp_path / name), trained, dev)
        return load_manifest(tmp_path / name)

    expected = fitted(marked, "marked")
    assert expected.calibration["trigger"] != trained.calibration.get("trigger")
    unknown = [replace(d, unknown=((0, len(d.text)),)) for d in blank]
    assert fitted([*marked, *unknown], "partly") == expected
    assert fitted([*marked, *blank], "wholly").calibration != expected.calibration
