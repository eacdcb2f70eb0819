"""Data sets of the Hugging Face `datasets` library, saved by `save_to_disk` or in memory.

Read are three forms, known by their columns:

- words: `tokens` and `ner_tags`, tags as `ClassLabel` numbers or as strings. The text is the words with single spaces
  between, unless `text`, `starts` and `ends` say where the words stand. Numbers take their names from the column's own
  `ClassLabel`, so the order of labels never matters; -100, -1 and null leave a word open.
- spans: `text` and `spans` (or `entities`), a list of `start`, `end`, `label` a row.
- the exchange form, rows of `communique.data.to_dataset`: the form of spans with ids, statuses and relations.

`id`, `date`, `source` and other strings of a row are kept. `write` makes the form of words, with the text and
the words' places beside them, and -100 for the words of unknown stretches; relations, statuses other than the scheme's
default, and scores do not fit and are counted. What keeps them is the exchange form:
`to_dataset(documents).save_to_disk(path)`.
"""

import json
import os
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..document import Document
from ..errors import CommuniqueError, Fault, needs_extra
from ..render import marked_words, to_conll
from ..scheme import default_scheme
from ..stretches import touched
from .held import not_held
from .hf_rows import row_reader
from .infer import SCHEME_FILE
from .raw import RawDocument

if TYPE_CHECKING:
    from datasets import Dataset, DatasetDict

_OPEN = -100
"""A tag that the loss of transformers passes over."""


def parse(path: Path, split: str | None = None, repair: bool = False) -> tuple[list[RawDocument], list[Fault]]:
    """Reads a folder that `Dataset.save_to_disk` or `DatasetDict.save_to_disk` wrote.

    Args:
        path: the folder.
        split: which split of a `DatasetDict` to read; None takes the only one there is.
        repair: take tags that may not follow each other, as in `columns.parse`. Default: they are faults.

    Returns:
        The documents, and faults: a folder that is no saved data set, a split that is not there or not named among
        several, columns of another form, rows that do not fit. Lines of both are numbers of rows, from 1.

    Raises:
        CommuniqueError: `datasets` is not installed.
    """
    with needs_extra("train"):
        from datasets import load_from_disk
    try:
        data = load_from_disk(str(path))
    except Exception as error:  # whatever json, pyarrow and datasets raise at a broken folder
        why = f"{type(error).__name__}: {' '.join(str(error).split())}"
        return [], [Fault(str(path), 0, f"not a data set ({why}); expected a folder that save_to_disk wrote")]
    return from_dataset(data, split, repair, str(path))


def from_dataset(
    data: "Dataset | DatasetDict", split: str | None = None, repair: bool = False, path: str = "<dataset>"
) -> tuple[list[RawDocument], list[Fault]]:
    """`parse` for a data set in memory; `path` is what documents and faults name it by."""
    try:
        table = _pick(data, split)
        read = row_reader(table, repair, path)
    except CommuniqueError as error:
        return [], [Fault(path, 0, str(error))]
    documents, faults = [], []
    for number, row in enumerate(table, 1):
        try:
            documents.append(read(row, number))
        except CommuniqueError as error:
            faults.append(Fault(path, number, str(error)))
    return documents, faults


def _pick(data: Any, split: str | None) -> Any:
    """The one split that is meant; splits are never joined."""
    tables = data if isinstance(data, dict) else {str(data.split or split): data}
    if split is None and len(tables) == 1:
        return next(iter(tables.values()))
    if split not in tables:
        given = f"there is no split {split!r}" if split else "no split is named"
        example = f": name one, such as the option `split={next(iter(tables))}`" if tables else ""
        raise CommuniqueError(f"{given}; the data set has {', '.join(tables) or 'none'}{example}")
    return tables[split]


def write(documents: Sequence[Document], path: Path) -> Counter[str]:
    """Saves `to_words(documents)` as a folder, which replaces a saved `Dataset` or an empty folder of that name.

    Returns:
        How many `relations`, `statuses` and `scores` the data set does not hold; empty where it holds all.

    Raises:
        CommuniqueError: `datasets` is not installed, or `path` holds something else or cannot be written.
    """
    data, target = to_words(documents), Path(os.path.realpath(path))
    try:
        if target.exists() and not _may_go(target):
            given = "is there and is not a saved Dataset alone"
            raise CommuniqueError(f"{path}: {given}; expected a new folder to write to")
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".part-", dir=target.parent) as scratch:
            # Left to itself it gives no shard to a table without rows, which it then cannot load.
            with _no_progress_bar():
                data.save_to_disk(f"{scratch}/new", num_shards=1)
            if target.exists():
                os.replace(target, f"{scratch}/old")
            os.replace(f"{scratch}/new", target)
    except OSError as error:
        raise CommuniqueError(f"{path}: cannot be written ({error.strerror})") from None
    return not_held(documents, "unknown")


@contextmanager
def _no_progress_bar() -> Iterator[None]:
    """The library draws one otherwise, on whatever stderr is."""
    from datasets import are_progress_bars_disabled, disable_progress_bars, enable_progress_bars

    if are_progress_bars_disabled():
        yield
        return
    disable_progress_bars()
    try:
        yield
    finally:
        enable_progress_bars()


def _may_go(path: Path) -> bool:
    """Whether it is a folder with nothing but what `Dataset.save_to_disk` and `convert` leave: nothing else is
    written over."""
    own = ("dataset_info.json", "state.json", "data-*.arrow", "cache-*.arrow", SCHEME_FILE)
    return path.is_dir() and all(any(each.match(name) for name in own) for each in path.iterdir())


def to_words(documents: Sequence[Document]) -> "Dataset":
    """Documents as a `datasets.Dataset` in the form of words, a row each.

    Words are those of `Document.to_conll`; `ner_tags` is a `ClassLabel` of `O` and the scheme's labels in their order,
    -100 where a word is left open.
    """
    with needs_extra("train"):
        from datasets import ClassLabel, Dataset, Features, List, Value
    schemes = [document.scheme for document in documents] or [default_scheme()]
    labels = dict.fromkeys(label for scheme in schemes for label in scheme.span_labels)
    tags = ClassLabel(names=["O", *(f"{prefix}-{label}" for label in labels for prefix in "BI")])
    header = dict.fromkeys(("id", "date", "source", "language", "meta"), Value("string"))
    places = dict.fromkeys(("starts", "ends"), List(Value("int64")))
    words = {"tokens": List(Value("string")), "ner_tags": List(tags), "text": Value("string")}
    features = Features({**words, **places, **header})
    rows = [_row(document, tags.str2int) for document in documents]
    return Dataset.from_dict({name: [row[name] for row in rows] for name in features}, features=features)


def _row(document: Document, numbers: Any) -> dict[str, Any]:
    places = marked_words(document)
    columns = [line.split("\t") for line in to_conll(document, places).split("\n") if line]
    left = touched(places, document.unknown)
    return {
        "tokens": [word for word, _ in columns],
        "ner_tags": [_OPEN if is_open else numbers(tag) for (_, tag), is_open in zip(columns, left, strict=True)],
        "text": document.text,
        "starts": [start for start, _ in places],
        "ends": [end for _, end in places],
        **{name: getattr(document, name) for name in ("id", "date", "source", "language")},
        "meta": json.dumps(document.meta),
    }
