"""Annotations in the formats of other tools, read and written.

A module a format: `parse` gives what a file says (`raw`), faults included, and `build` makes documents of it; `write`
tells what the format does not hold.
"""

from .align import Misaligned
from .build import Built, build
from .convert import Converted, convert
from .files import read_format, write_format
from .infer import infer_scheme
from .own import inferred_scheme
from .raw import RawDocument, RawRelation, RawSpan
from .registry import FORMATS, Format

__all__ = [
    "FORMATS",
    "Built",
    "Converted",
    "Format",
    "Misaligned",
    "RawDocument",
    "RawRelation",
    "RawSpan",
    "build",
    "convert",
    "infer_scheme",
    "inferred_scheme",
    "read_format",
    "write_format",
]
