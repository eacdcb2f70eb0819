"""Domains of CrossNER, and folders of the same form: `train.txt`, `dev.txt` and `test.txt`, a word and its BIO tag a
line, a blank line between sentences. Each sentence is a document."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ...data.document import Document
from ...data.errors import CommuniqueError
from ...data.formats import read_format
from ...data.letters import normal
from ...data.scheme import EntityLabel, Scheme
from ...data.textfile import PathLike

PARTS = ("train", "dev", "test")


@dataclass(frozen=True, slots=True)
class Domain:
    """The documents of a folder, all of one scheme: the labels of the three files together."""

    name: str
    train: list[Document]
    dev: list[Document]
    test: list[Document]
    dropped: int
    """Documents left out of dev, since train has them too: our training refuses such."""
    known: int
    """Documents of test that train or dev has too; they stay, so that the test is that of the authors."""


def load_domains(data: PathLike, names: Sequence[str] = ()) -> list[Domain]:
    """Domains in the folders of `data`.

    Args:
        data: the folder of folders.
        names: those that are wanted, in this order; by default all that have a `train.txt`, by name.

    Raises:
        CommuniqueError: there is no domain, or a file of one is missing or damaged.
    """
    found = list(names) or sorted(path.parent.name for path in Path(data).glob("*/train.txt"))
    if not found:
        raise CommuniqueError(f"{data}: no folder with a train.txt in it; expected one a domain, such as {data}/music")
    return [_load(Path(data) / name) for name in found]


def _load(folder: Path) -> Domain:
    read = {part: read_format(folder / f"{part}.txt", "columns", encoding="BIO").documents for part in PARTS}
    labels = {span.label for documents in read.values() for document in documents for span in document.spans}
    scheme = Scheme(folder.name, tuple(map(EntityLabel, sorted(labels))))
    train, dev, test = ([replace(document, scheme=scheme) for document in read[part]] for part in PARTS)
    learned, watched = ({normal(document.text) for document in documents} for documents in (train, dev))
    kept = [document for document in dev if normal(document.text) not in learned]
    known = sum(normal(document.text) in learned | watched for document in test)
    return Domain(folder.name, train, kept, test, len(dev) - len(kept), known)
