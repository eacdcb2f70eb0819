"""Corpora as files, documents, or data of the `datasets` library; the corpus of this project among them."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from .document import Document
from .errors import CommuniqueError, needs_extra
from .exchange import from_record, to_record
from .files import read_documents
from .scheme import Scheme
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
    """Documents as a `datasets.Dataset`, a row each, in the exchange form; `meta` is a JSON object in one column."""
    with needs_extra("train"):
        from datasets import Dataset, Features, List, Value
    text, number, share = Value("string"), Value("int64"), Value("float64")
    span = {
        "id": number,
        "start": number,
        "end": number,
        "label": text,
        "status": text,
        "score": share,
        "status_score": share,
    }
    relation = {"head": number, "label": text, "tail": number, "score": share}
    columns = dict.fromkeys(("id", "text", "date", "source", "language", "meta"), text)
    marks = {"spans": List(span), "relations": List(relation), "unknown": List(List(number))}
    features = Features({**columns, **marks})
    return Dataset.from_list([_row(document, span, relation) for document in documents], features=features)


def _row(document: Document, span: Iterable[str], relation: Iterable[str]) -> dict[str, Any]:
    record = to_record(document)
    fields = {name: record.get(name) for name in ("id", "text", "date", "source", "language")}
    return {
        **fields,
        "meta": json.dumps(document.meta),
        "spans": [{key: row.get(key) for key in span} for row in record["spans"]],
        "relations": [{key: row.get(key) for key in relation} for row in record["relations"]],
        "unknown": record.get("unknown", []),
    }


def load_documents(source: Source, scheme: Scheme | None = None, split: Sequence[str] = ()) -> list[Document]:
    """Documents from whatever holds them.

    Args:
        source: a file or folder (markup, exchange JSON lines, or a data set saved by `datasets`), several of them,
            documents, rows of the exchange form, a `datasets.Dataset`, or a `DatasetDict`.
        scheme: what may be marked; by default the guidelines' scheme, and for documents their own.
        split: names by which the wanted split of a `DatasetDict` may go.

    Raises:
        DataError, CommuniqueError: what cannot be taken, with file and line or row.
    """
    if isinstance(source, str | os.PathLike):
        return _load_path(Path(source), scheme, split)
    if hasattr(source, "column_names"):
        table: Any = _pick_split(source, split) if isinstance(source, dict) else source
        return [_from_row(row, number, scheme) for number, row in enumerate(table, 1)]
    items: Iterable[Any] = source
    documents = []
    for number, item in enumerate(items, 1):
        if isinstance(item, Document):
            documents.append(item if scheme is None else replace(item, scheme=scheme))
        elif isinstance(item, dict):
            documents.append(_from_row(item, number, scheme))
        else:
            documents += load_documents(item, scheme, split)
    return documents


def is_saved_dataset(path: PathLike) -> bool:
    """Whether it is a folder that `save_to_disk` of `datasets` wrote."""
    return any((Path(path) / name).exists() for name in ("dataset_dict.json", "dataset_info.json"))


def _load_path(path: Path, scheme: Scheme | None, split: Sequence[str]) -> list[Document]:
    if not is_saved_dataset(path):
        return read_documents([path], scheme)
    with needs_extra("train"):
        from datasets import load_from_disk
    return load_documents(load_from_disk(str(path)), scheme, split)


def _pick_split(tables: dict[str, Any], names: Sequence[str]) -> Any:
    """The one split that is meant; splits are never joined."""
    found = [name for name in names if name in tables] or (list(tables) if len(tables) == 1 else [])
    if not found:
        wanted = f"one called {' or '.join(names)}" if names else "one of them alone"
        raise CommuniqueError(
            f"the DatasetDict has the splits {', '.join(tables)}; expected {wanted}, such as data[NAME]"
        )
    return tables[found[0]]


def _from_row(row: dict[str, Any], number: int, scheme: Scheme | None) -> Document:
    try:
        meta = row.get("meta")
        return from_record({**row, **json.loads(meta)} if isinstance(meta, str) else row, scheme)
    except (CommuniqueError, ValueError) as error:
        raise CommuniqueError(f"row {number}: {error}") from None
