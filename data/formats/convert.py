"""`convert`: from a file in one format to a file in another."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..corpus import is_saved_dataset
from ..document import Document
from ..errors import CommuniqueError
from ..files import FORMS
from ..scheme import Scheme
from ..textfile import PathLike, write_text
from .align import Misaligned
from .files import read_format, write_format
from .infer import SCHEME_FILE
from .options import read_options
from .registry import FORMATS, find_format

OWN = "communique"
_MENDED = {
    "expanded": "spans expanded to whole words",
    "trimmed": "spans trimmed of spaces",
    "skipped": "spans and relations skipped",
    "renamed": "names renamed",
    "fields": "header fields left out",
}
_LOST = {
    "fields": "header fields",
    "unknown": "unknown stretches",
    "spacing": "documents' spacing",
    "documents": "documents without a word",
}


@dataclass(frozen=True, slots=True)
class Converted:
    """What came of a conversion."""

    documents: tuple[Document, ...]
    mended: Counter[str]
    """What was mended or left out, as `Built.counts` tells it, and what the reader of the format passed over."""
    lost: Counter[str]
    """What the format written does not hold."""
    scheme_file: Path | None
    """Where the inferred scheme is; None where a scheme was given."""

    def report(self, source: PathLike, target: PathLike) -> str:
        """What there is to tell, a line each: what was read, what was mended or left out, what was written and what the
        file does not hold."""
        unknown = sum(len(document.unknown) for document in self.documents)
        read = {
            "documents": len(self.documents),
            "spans": sum(len(document.spans) for document in self.documents),
            "relations": sum(len(document.relations) for document in self.documents),
            **({"unknown stretches": unknown} if unknown else {}),
        }
        lines = [f"read from {source}: {_said(read, {})}"]
        lines += [f"mended or left out: {_said(self.mended, _MENDED)}"] if self.mended else []
        lines += [f"written to {target}" + (f", which does not hold {_said(self.lost, _LOST)}" if self.lost else "")]
        if self.scheme_file:
            lines += [f"the scheme that they follow is in {self.scheme_file}: `--scheme {self.scheme_file}` takes it"]
        return "\n".join(lines) + "\n"


def convert(
    source: PathLike,
    target: PathLike,
    source_format: str | None = None,
    target_format: str | None = None,
    scheme: Scheme | None = None,
    misaligned: Misaligned = Misaligned.ERROR,
    options: Iterable[str] = (),
) -> Converted:
    """Reads documents and writes them in another format; where anything is at fault nothing is written.

    Args:
        source: a file or folder.
        target: a file or folder to write.
        source_format, target_format: names in `FORMATS`. Default: our own form, where the name is one of ours.
        scheme: what may be marked; None infers it, and writes it beside the documents. Default: None.
        misaligned: what becomes of spans that cut words, begin or end on spaces, or overlap. Default: they are faults.
        options: of the format read, such as `tag=1`.

    Raises:
        DataError: with every fault of every file.
        CommuniqueError: no such file, format or option, an extra that is not installed, a place that cannot be written;
            documents without a mark, where no format was named: it may be another one.
    """
    chosen, wanted = source_format or own_format(source, "--from"), target_format or own_format(target, "--to")
    given = read_options(options, find_format(chosen))
    find_format(wanted)
    if chosen == OWN and misaligned is not Misaligned.ERROR:
        raise CommuniqueError(
            f"--on-misaligned {misaligned} says nothing of our own forms, whose marks stand where they say"
        )
    built = read_format(source, chosen, scheme, misaligned, **given)
    if source_format is None and built.documents and not any(document.spans for document in built.documents):
        ours = f"if it is another tool's, say which with --from; if it is ours, --from {OWN} takes it"
        raise CommuniqueError(f"{source}: {len(built.documents)} documents and not a single mark; {ours}")
    inferred = _scheme_text(built.documents[0].scheme) if scheme is None and built.documents else None
    if inferred is not None:
        _check_scheme_file(scheme_beside(Path(target)), inferred)
    lost = write_format(built.documents, target, wanted)
    scheme_file = None
    if inferred is not None:
        scheme_file = scheme_beside(Path(target))
        write_text(scheme_file, inferred)
    return Converted(built.documents, built.counts, lost, scheme_file)


def _scheme_text(scheme: Scheme) -> str:
    return json.dumps(scheme.to_dict(), ensure_ascii=False, indent=1) + "\n"


def _check_scheme_file(path: Path, inferred: str) -> None:
    """Refuses to write over a scheme that somebody mended."""
    if path.exists() and path.read_text(encoding="utf-8") != inferred:
        raise CommuniqueError(
            f"{path}: another scheme than the documents seem to follow, and it would be lost; give it with "
            f"--scheme {path}, or take it away"
        )


def _said(counts: Mapping[str, int], names: Mapping[str, str]) -> str:
    return ", ".join(f"{count} {names.get(name, name)}" for name, count in counts.items())


def scheme_beside(target: Path) -> Path:
    """Where the scheme of documents goes: into their folder, or beside their file."""
    return target / SCHEME_FILE if target.is_dir() else target.with_name(f"{target.name}.{SCHEME_FILE}")


def own_format(path: PathLike, option: str) -> str:
    """The name of our own form, where the file or folder is called or filled as ours are: contents are never guessed.

    Args:
        path: a file or folder, which need not be there.
        option: what a message tells to use.

    Raises:
        CommuniqueError: it is not.
    """
    place = Path(path)
    inside = {file.suffix for file in place.rglob("*") if file.name != SCHEME_FILE} if place.is_dir() else set()
    foreign = sorted(inside & {suffix for entry in FORMATS.values() for suffix in entry.suffixes} - {*FORMS})
    if is_saved_dataset(place) or place.suffix in FORMS or (not foreign and (place.is_dir() or not place.suffix)):
        return OWN
    found = f"holds {', '.join(foreign)} files" if foreign else f"ends in {place.suffix}"
    raise CommuniqueError(
        f"{path}: {found}, which does not tell its format; give {option} with one of {', '.join(FORMATS)}"
    )
