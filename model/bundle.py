"""A model folder: what lies in it, and whether it is whole.

`communique.json` (format, scheme, windows, calibration, sizes and hashes of the files), `reader.onnx`, `relations.onnx`
and `tokenizer.json` predict. `config.json`, `model.safetensors` and `tokenizer_config.json` are the same weights for
Hugging Face,
`heads.safetensors` holds the heads that are ours alone, `README.md` is the model card.
"""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from ..data.errors import CommuniqueError
from ..data.scheme import Scheme
from ..data.textfile import PathLike, write_text
from .calibration import Calibration

FORMAT = 2
MANIFEST, GRAPH, PAIR_GRAPH, TOKENIZER = "communique.json", "reader.onnx", "relations.onnx", "tokenizer.json"
PAIR_INPUTS = ("first", "last", "labels", "starts", "sentences")
"""What the relation graph takes, in order; see `communique.training.pairs`."""
CONFIG, WEIGHTS, HEADS, TOKENIZER_CONFIG = (
    "config.json",
    "model.safetensors",
    "heads.safetensors",
    "tokenizer_config.json",
)
RELEASED = Path(__file__).with_name("released")
"""The model that ships with the package."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The content of `communique.json`.

    `window` and `overlap` count subwords; `calibration` has a map for `entity`, `trigger`, `status` and `relation`;
    `thresholds` maps relations to the least probability, before calibration, at which they are read; `joined` names the
    labels of which no two spans stand side by side; `files` maps the names of files to their size in bytes and SHA-256.
    """

    scheme: Scheme
    window: int
    overlap: int
    calibration: dict[str, Calibration] = field(default_factory=dict)
    thresholds: dict[str, float] = field(default_factory=dict)
    joined: tuple[str, ...] = ()
    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    version: str = ""
    format: int = FORMAT

    def save(self, folder: Path) -> None:
        write_text(folder / MANIFEST, self._to_json())

    @property
    def sha256(self) -> str:
        """SHA-256 of the file that `save` writes."""
        return hashlib.sha256(self._to_json().encode("utf-8")).hexdigest()

    def _to_json(self) -> str:
        data = {
            **{
                name: getattr(self, name)
                for name in ("format", "version", "window", "overlap", "files", "thresholds", "joined")
            },
            "calibration": {name: asdict(value) for name, value in self.calibration.items()},
            "scheme": self.scheme.to_dict(),
        }
        return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


def describe_files(folder: Path, names: list[str]) -> dict[str, dict[str, Any]]:
    """Size and SHA-256 of files, for the manifest."""
    contents = {name: (folder / name).read_bytes() for name in names}
    return {name: {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()} for name, data in contents.items()}


def load_manifest(path: PathLike) -> Manifest:
    """Reads and checks `communique.json`.

    Raises:
        CommuniqueError: no model folder, a newer format, or a damaged manifest.
    """
    folder = Path(path)
    if not folder.is_dir():
        raise CommuniqueError(f"{folder}: no such model folder; expected one that `communique train --output DIR` made")
    try:
        data = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        found = int(data["format"])
        if found > FORMAT:
            hint = "update it: pip install --upgrade communique"
            raise CommuniqueError(f"{folder}: model format {found}, and this communique reads up to {FORMAT}; {hint}")
        manifest = Manifest(
            Scheme.from_dict(data["scheme"]),
            int(data["window"]),
            int(data["overlap"]),
            {name: Calibration(**value) for name, value in data["calibration"].items()},
            {name: float(value) for name, value in data.get("thresholds", {}).items()},
            tuple(data.get("joined", ())),
            dict(data["files"]),
            str(data["version"]),
            found,
        )
    except FileNotFoundError:
        raise CommuniqueError(
            f"{folder}: no {MANIFEST} in it, so no model of ours; expected a folder that `communique "
            f"train --output DIR` made"
        ) from None
    except CommuniqueError:
        raise
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CommuniqueError(
            f"{folder / MANIFEST}: damaged ({type(error).__name__}: {error}); copy the folder again or retrain"
        ) from None
    return manifest


def read_checked(folder: Path, manifest: Manifest, name: str) -> bytes:
    """A file of the model, if it is the one that the manifest names.

    Raises:
        CommuniqueError: it is missing or another one.
    """
    path, expected = folder / name, manifest.files.get(name, {})
    data = path.read_bytes() if path.is_file() else None
    if data is None or hashlib.sha256(data).hexdigest() != expected.get("sha256"):
        state = "missing" if data is None else f"{len(data)} bytes"
        wanted = f"expected {expected.get('bytes')} bytes with the SHA-256 in {MANIFEST}"
        raise CommuniqueError(f"{path}: {state}, {wanted}; the model folder is damaged: copy it again or retrain")
    return data
