"""Corpora as files, documents, or data of the `datasets` library; the corpus of this project among them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from .document import Document
from .errors import CommuniqueError, needs_extra
from .exchange import from_record, to_record
from .files import read_documents
from .scheme import Scheme, default_scheme
from .textfile import PathLike

if TYPE_CHECKING:
    from datasets import Dataset, DatasetDict

    Source: TypeAlias = PathLike | Sequence[PathLike] | Sequence[Document] | Dataset | DatasetDict

CORPUS = Path(__file__).with_name("corpus")
SPLITS = ("train", "dev", "test")


def corpus_documents(split: str) -> list[Document]:
    """The documents of one split (`train`, `dev`, `test`) of the corpus that ships with communique."""
    if split not in SPLITS:
        raise CommuniqueError(f"split is {split!r}; expected one of {', '.join(SPLITS)}")
    return read_documents([CORPUS / split])


def load_corpus() -> DatasetDict:
    """The corpus that ships with communique, as a `DatasetDict` with the splits `train`, `dev` and `test`.

    Rows have the fields of the exchange form; `load_documents` takes them back.
    """
    with needs_extra("train"):
        from datasets import DatasetDict
    return DatasetDict({split: to_dataset(corpus_documents(split)) for split in SPLITS})


def to_dataset(documents: Iterable[Document]) -> Dataset:
    """Documents as a `datasets.Dataset`, a row each, in the exchange form."""
    with needs_extra("train"):
        from datasets import Dataset, Features, List, Value
    text, number = Value("string"), Value("int64")
    span = {"id": number, "start": number, "end": number, "label": text, "status": text}
    features = Features(
        {
            "id": text,
            "text": text,
            "date": text,
            "source": text,
            "spans": List(span),
            "relations": List({"head": number, "label": text, "tail": number}),
        }
    )
    return Dataset.from_list([_row(document) for document in documents], features=features)


def _row(document: Document) -> dict[str, Any]:
    record = to_record(document)
    spans = [{key: span.get(key) for key in ("id", "start", "end", "label", "status")} for span in record["spans"]]
    relations = [{key: relation[key] for key in ("head", "label", "tail")} for relation in record["relations"]]
    return {
        "id": document.id,
        "text": document.text,
        "date": document.date,
        "source": document.source,
        "spans": spans,
        "relations": relations,
    }


def load_documents(source: Source, scheme: Scheme | None = None) -> list[Document]:
    """Documents from whatever holds them.

    Args:
        source: a file or folder (markup, exchange JSON lines, or a data set saved by `datasets`), several of them,
        documents,
            a `datasets.Dataset`, or a `DatasetDict`, whose splits are joined.
        scheme: what may be marked; the guidelines' scheme by default.

    Raises:
        DataError, CommuniqueError: what cannot be taken, with file and line or row.
    """
    if isinstance(source, str | os.PathLike):
        return _load_path(Path(source), scheme)
    if hasattr(source, "column_names"):
        tables: Iterable[Any] = source.values() if isinstance(source, dict) else [source]
        return [_from_row(row, number, scheme) for table in tables for number, row in enumerate(table)]
    documents = []
    items: Iterable[Any] = source
    for item in items:
        documents += [_fitting(item, scheme)] if isinstance(item, Document) else load_documents(item, scheme)
    return documents


def _load_path(path: Path, scheme: Scheme | None) -> list[Document]:
    if not ((path / "dataset_dict.json").exists() or (path / "dataset_info.json").exists()):
        return read_documents([path], scheme)
    with needs_extra("train"):
        from datasets import load_from_disk
    return load_documents(load_from_disk(str(path)), scheme)


def _from_row(row: dict[str, Any], number: int, scheme: Scheme | None) -> Document:
    try:
        return from_record(row, scheme)
    except CommuniqueError as error:
        raise CommuniqueError(f"row {number}: {error}") from None


def _fitting(document: Document, scheme: Scheme | None) -> Document:
    wanted = scheme or default_scheme()
    missing = {span.label for span in document.spans} - set(wanted.span_labels)
    if missing:
        raise CommuniqueError(
            f"document {document.id} has the label {min(missing)!r}; expected one of {', '.join(wanted.span_labels)}"
        )
    return document
