"""The formats of annotations by their names. A format's module is imported when it is first used: naming formats costs
nothing, and none needs spaCy or `datasets` but those of spaCy and `datasets`."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from inspect import Parameter, signature
from typing import Any

from ..errors import CommuniqueError, Fault
from .raw import RawDocument

TOLD = ("left_out", "scheme")
"""What `parse` of some formats is told: a Counter of what it passes over, and the scheme asked for."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format of annotations. Its module has `parse` and `write`."""

    name: str
    description: str
    """One line: what it is and what it cannot hold."""
    module: str
    suffixes: tuple[str, ...] = ()
    """Of its files."""
    extra: str | None = None
    """What `pip install 'communique[EXTRA]'` adds for it; None: nothing is needed."""
    folder: bool = False
    """A folder is read as one; otherwise it stands for its files with these suffixes."""

    @property
    def parse(self) -> Callable[..., tuple[list[RawDocument], list[Fault]]]:
        """`parse(path, **options)`; its module explains the options."""
        return self._function("parse")

    @property
    def write(self) -> Callable[..., Counter[str]]:
        """`write(documents, path, **options)`; returns what the format does not hold, counted."""
        return self._function("write")

    @property
    def options(self) -> Mapping[str, Parameter]:
        """Options of `parse`."""
        return {name: found for name, found in self._parameters.items() if name not in ("path", *TOLD)}

    @property
    def told(self) -> tuple[str, ...]:
        """Those of `TOLD` that `parse` takes."""
        return tuple(name for name in TOLD if name in self._parameters)

    @property
    def _parameters(self) -> Mapping[str, Parameter]:
        return signature(self.parse, eval_str=True).parameters

    def _function(self, name: str) -> Callable[..., Any]:
        found: Callable[..., Any] = getattr(import_module(f".{self.module}", __package__), name)
        return found


def find_format(name: str) -> Format:
    """The format of this name.

    Raises:
        CommuniqueError: there is none.
    """
    if name not in FORMATS:
        raise CommuniqueError(f"format is {name!r}; expected one of {', '.join(FORMATS)}")
    return FORMATS[name]


FORMATS: dict[str, Format] = {
    entry.name: entry
    for entry in (
        Format(
            "communique",
            "inline markup (.txt, folders), or JSON lines of the exchange form, which hold everything",
            "own",
            (".txt", ".jsonl"),
        ),
        Format(
            "columns",
            "a word and its BIO, IOB1 or BIOES tag a line, as CoNLL-2003; no relations, statuses or spaces",
            "columns",
            (".conll", ".tsv", ".txt", ".bio", ".iob", ".iob2"),
        ),
        Format("conllu", "CoNLL-U with NER= in the last column; no relations", "conllu", (".conllu",)),
        Format("doccano", "JSON lines of doccano; no statuses", "doccano", (".jsonl",)),
        Format("prodigy", "JSON lines of Prodigy", "prodigy", (".jsonl",)),
        Format("label-studio", "JSON and JSON-MIN of Label Studio", "label_studio", (".json",)),
        Format("brat", "folders of brat, .ann beside .txt; no header but the id", "brat", (".ann",), folder=True),
        Format("docbin", "spaCy's DocBin; no relations or statuses", "docbin", (".spacy",), extra="spacy"),
        Format(
            "datasets",
            "data sets saved by Hugging Face datasets: words with tags, or text with spans; written as words, without "
            "relations or statuses",
            "hf",
            extra="train",
            folder=True,
        ),
    )
}
"""Name → format."""
