"""Where a run ran: versions and machine, so that its figures can be understood later."""

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

import torch

from .. import __version__

LIBRARIES = ("torch", "transformers", "accelerate", "onnxruntime", "tokenizers", "numpy")


def environment() -> dict[str, Any]:
    """What `environment.json` of a run holds."""
    return {
        "communique": __version__,
        "python": platform.python_version(),
        **{name: version(name) for name in LIBRARIES},
        "platform": platform.platform(),
        "processors": os.cpu_count(),
        "threads": torch.get_num_threads(),
        "processes": int(os.environ.get("WORLD_SIZE", "1")),
        "started": datetime.now(UTC).isoformat(timespec="seconds"),
    }
