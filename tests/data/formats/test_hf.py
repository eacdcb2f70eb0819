"""Data sets as `datasets` itself saves them, of this and of an older version, and what `write` makes of documents.

`files/hf/datasets-2.14` and `files/hf/datasets-5.2` are what `save_to_disk` of these versions wrote.
"""

import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings

from communique.data import load_documents, to_dataset
from communique.data.document import Document
from communique.data.errors import CommuniqueError
from communique.data.formats.build import build
from communique.data.formats.hf import from_dataset, parse, write
from communique.data.formats.raw import RawDocument
from communique.data.markup import read_markup
from communique.data.render import marked_words
from communique.data.stretches import touched

from ...conftest import SAMPLES
from ...helpers import documents
from .helpers import left_open, marks, open_words

datasets = pytest.importorskip("datasets")
Dataset, DatasetDict, Features = datasets.Dataset, datasets.DatasetDict, datasets.Features
ClassLabel, List, Value = datasets.ClassLabel, datasets.List, datasets.Value

FILES = Path(__file__).parent / "files" / "hf"
TOKENS = ["Ilva", "Marrin", "left", "Brenn", "."]


def words(*tags: Any, names: list[str] | None = None, **more: Any) -> Any:
    """A table of one row; tags are ClassLabel numbers where there are names."""
    columns = {"tokens": [TOKENS[: len(tags)]], "ner_tags": [list(tags)], **{name: [more[name]] for name in more}}
    table = Dataset.from_dict(columns)
    return table.cast_column("ner_tags", List(ClassLabel(names=names))) if names else table


def only(data: Any) -> RawDocument:
    (raw,), faults = from_dataset(data)
    assert faults == []
    return raw


def fault(data: Any) -> str:
    found, (wrong,) = from_dataset(data)
    assert found == []
    return wrong.message


@pytest.mark.parametrize("version", ["2.14", "5.2"])
def test_a_saved_dataset_dict_of_words(version: str) -> None:
    path = FILES / f"datasets-{version}" / "words"
    (first, second), faults = parse(path, split="train")
    assert faults == []
    assert (first.text, first.id, first.path, first.line) == ("Ilva Marrin left Brenn .", "0", str(path), 1)
    assert marks(first) == [("Ilva Marrin", "PER"), ("Brenn", "LOC")]
    assert (marks(second), second.line) == ([("Tovia", "LOC")], 2)
    assert [raw.text for raw in parse(path, split="validation")[0]] == ["Késen came ."]
    assert build([first, second], None).faults == ()


def test_spans_that_an_older_version_keeps_as_an_object_of_lists() -> None:
    (first, second), faults = parse(FILES / "datasets-2.14" / "spans")
    assert faults == []
    assert marks(first) == [("Ilva Marrin", "PER"), ("Brenn", "LOC")]
    assert (second.text, second.spans) == ("Nobody came.", ())


def test_splits_are_named_where_one_has_to_be_chosen() -> None:
    path = FILES / "datasets-5.2" / "words"
    for split in (None, "dev"):
        found, (wrong,) = parse(path, split)
        assert found == []
        assert "the data set has train, validation: name one, such as the option `split=train`" in wrong.message
    assert only(DatasetDict({"dev": words("O")})).text == "Ilva"
    assert from_dataset(words("O"), split="train")[1] == []  # a table that knows no name is the one that is meant
    assert "no split 'train'" in from_dataset(Dataset.from_dict({"tokens": []}, split="dev"), "train")[1][0].message


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        (("B-PER", "I-PER", "O", "B-LOC", "O"), ["Ilva Marrin", "Brenn"]),
        (("B-PER", "B-PER", "O", "B-LOC", "B-LOC"), ["Ilva", "Marrin", "Brenn", "."]),
        (("I-PER", "I-PER", "O", "I-LOC", "O"), ["Ilva Marrin", "Brenn"]),
        (("I-PER", "B-PER", "I-LOC", "O", "O"), ["Ilva", "Marrin", "left"]),
        (("B-PER", "E-PER", "O", "S-LOC", "O"), ["Ilva Marrin", "Brenn"]),
        (("S-PER", "S-PER", "B-LOC", "I-LOC", "E-LOC"), ["Ilva", "Marrin", "left Brenn ."]),
    ],
    ids=["BIO", "BIO neighbours", "IOB1", "IOB1 neighbours", "BIOES", "BIOES neighbours"],
)
def test_tags_of_every_encoding_as_strings_and_as_numbers(tags: tuple[str, ...], expected: list[str]) -> None:
    names = sorted({*tags, "O"})
    for table in (words(*tags), words(*map(names.index, tags), names=names)):
        assert [text for text, _ in marks(only(table))] == expected


def test_tags_that_may_not_follow_each_other_are_faults_unless_repaired() -> None:
    rows = [
        {"tokens": TOKENS, "ner_tags": tags.split()}
        for tags in ("B-PER I-PER O B-LOC O", "B-PER B-PER O O O", "O I-PER O B-LOC O")
    ]
    found, (wrong,) = from_dataset(Dataset.from_list(rows))
    assert [raw.line for raw in found] == [1, 2]
    assert (wrong.path, wrong.line) == ("<dataset>", 3)
    assert "token 2: 'Marrin' has the tag I-PER behind O" in wrong.message
    found, faults = from_dataset(Dataset.from_list(rows), repair=True)
    assert faults == []
    assert marks(found[2]) == [("Marrin", "PER"), ("Brenn", "LOC")]


def test_labels_are_those_of_the_table_in_whatever_order() -> None:
    orders = [["O", "B-PER", "I-PER", "B-LOC"], ["B-LOC", "I-PER", "O", "B-PER"]]
    tags = ["B-PER", "I-PER", "O", "B-LOC"]
    tables = [words(*map(order.index, tags), names=order) for order in orders]
    assert tables[0][0]["ner_tags"] != tables[1][0]["ner_tags"]
    assert [marks(only(table)) for table in tables] == [[("Ilva Marrin", "PER"), ("Brenn", "LOC")]] * 2
    spans = {"start": Value("int64"), "end": Value("int64")}
    rows = []
    for order in (["PER", "LOC"], ["LOC", "PER"]):
        features = Features({"text": Value("string"), "spans": List({**spans, "label": ClassLabel(names=order)})})
        row = {"text": "Ilva left.", "spans": [{"start": 0, "end": 4, "label": "PER"}]}
        rows.append(only(Dataset.from_list([row], features=features)))
    assert rows[0] == rows[1]
    assert marks(rows[0]) == [("Ilva", "PER")]


def test_numbers_without_names_are_a_fault_of_the_table() -> None:
    assert "numbers without names; expected strings or a ClassLabel" in fault(words(1, 2))
    spans = [{"text": "Ilva left.", "spans": [{"start": 0, "end": 4, "label": 3}]}] * 2
    assert "'spans' are numbers without names" in fault(Dataset.from_list(spans))


def test_words_without_a_tag_are_left_open() -> None:
    names = ["O", "B-PER", "I-PER"]
    for nothing in (-100, -1, None):
        raw = only(words(1, nothing, nothing, 0, nothing, names=names))
        assert marks(raw) == [("Ilva", "PER")]
        assert left_open(raw) == ["Marrin left", "."]
    assert left_open(only(words(-100, -100, names=names))) == ["Ilva Marrin"]


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (words("B-PER", "oops"), "'oops'"),
        (words("O", ner_tags=["O", "O"]), "the row has 1 tokens and 2 ner_tags; expected one each"),
        (words("O", tokens="O"), "tokens is 'O'; expected list"),
        (words("O", tokens=[None]), "tokens 1 is None; expected str"),
        (words("O", ner_tags="O"), "ner_tags is 'O'; expected list"),
        (words("O", text="Brenn", starts=[0], ends=[5]), "expected text[start:end] of each"),
        (words("O", text="Ilva", starts=["0"], ends=[4]), "starts 1 is '0'; expected int"),
        (Dataset.from_list([{"text": "a", "spans": [{"start": None, "end": 1, "label": "X"}]}]), "spans 1: start is None"),
        (Dataset.from_list([{"text": "a", "entities": [{"start": 0, "end": 1}]}]), "entities 1: label is None"),
        (Dataset.from_list([{"text": None, "spans": []}]), "text is None; expected str"),
        (Dataset.from_list([{"text": "a", "spans": ["x"]}]), "spans 1: start is None; expected int"),
        (Dataset.from_list([{"text": "a", "spans": [], "relations": [{"head": 1}]}]), "relation 1: tail is None"),
        (Dataset.from_list([{"text": "a", "label": 1}]), "the columns are text, label; expected tokens and ner_tags, or"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told(table: Any, message: str) -> None:
    assert message in fault(table)


def test_a_row_that_does_not_fit_leaves_the_others(tmp_path: Path) -> None:
    rows = [{"tokens": ["a"], "ner_tags": tags} for tags in (["O"], ["O", "O"], ["O"])]
    Dataset.from_list(rows).save_to_disk(tmp_path / "d")
    found, (wrong,) = parse(tmp_path / "d")
    assert [raw.line for raw in found] == [1, 3]
    assert str(wrong).startswith(f"{tmp_path / 'd'}:2: the row has")


def test_a_folder_that_is_no_data_set_is_a_fault(tmp_path: Path) -> None:
    words("O").save_to_disk(tmp_path / "broken")
    (tmp_path / "broken" / "data-00000-of-00001.arrow").write_bytes(b"junk")
    for path in (tmp_path / "none", tmp_path, tmp_path / "broken"):
        found, (wrong,) = parse(path)
        assert found == []
        assert wrong.message.startswith("not a data set (")


def test_the_header_of_a_row_is_kept() -> None:
    more = {
        "id": 7,
        "date": datetime(2024, 3, 19, 8),
        "source": "Tovia Post",
        "desk": "east",
        "meta": '{"fiction": "yes"}',
    }
    raw = only(words("O", **more))
    assert (raw.id, raw.date, raw.source) == ("7", "2024-03-19", "Tovia Post")
    assert raw.meta == {"desk": "east", "fiction": "yes"}
    assert only(words("O", id="x", meta={"id": None, "kind": "note"})).id == "x"
    assert only(words("O", meta="not JSON")).meta == {}


def test_rows_of_the_exchange_form_say_what_load_documents_says() -> None:
    marked = [read_markup(sample) for sample in SAMPLES]
    more = {"date": "2024-03-19", "meta": {"fiction": "yes"}, "unknown": ((4, 6),)}
    table = to_dataset(replace(document, **more) for document in marked)
    raws, faults = from_dataset(table)
    assert faults == []
    built = build(raws, marked[0].scheme)
    assert built.faults == ()
    assert list(built.documents) == load_documents(table)
    assert sum(len(document.relations) for document in built.documents) == 9


@settings(deadline=None)
@given(documents())
def test_what_is_written_is_read_back(document: Document) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "saved"
        held = write([document, document], path)
        raws, faults = parse(path)
        assert [each.name for each in Path(folder).iterdir()] == ["saved"]
    assert (held, faults, len(raws)) == (Counter(), [], 2)
    for raw in raws:
        assert raw.text == document.text
        spans = [(s.start, s.end, s.label) for s in raw.spans if not s.unknown]
        assert spans == [(s.start, s.end, s.label) for s in document.spans]
        assert open_words(raw, document) == touched(marked_words(document), document.unknown)
        assert (raw.id, raw.date, raw.source, raw.meta) == (document.id, document.date, document.source, document.meta)


def test_words_of_unknown_stretches_have_no_tag(tmp_path: Path) -> None:
    assert write([read_markup("{1:COUNTRY|Fiji}{?| thanked} Nauru.\n---\n")], tmp_path / "d") == {}
    assert datasets.load_from_disk(tmp_path / "d")[0]["ner_tags"][1:] == [-100, 0, 0]
    assert left_open(parse(tmp_path / "d")[0][0]) == ["thanked"]


def test_columns_are_those_that_transformers_takes(tmp_path: Path) -> None:
    document = read_markup(SAMPLES[1])
    write([document], tmp_path / "d")
    table = datasets.load_from_disk(tmp_path / "d")
    row, tags = table[0], table.features["ner_tags"].feature
    assert tags.names[:3] == ["O", *(f"{prefix}-{document.scheme.span_labels[0]}" for prefix in "BI")]
    tagged = [f"{word}\t{tags.int2str(tag)}" for word, tag in zip(row["tokens"], row["ner_tags"], strict=True)]
    assert tagged == document.to_conll().splitlines()[:-1]
    assert [row["text"][start:end] for start, end in zip(row["starts"], row["ends"], strict=True)] == row["tokens"]


def test_what_a_table_does_not_hold_is_counted(tmp_path: Path) -> None:
    document = read_markup(SAMPLES[1])
    scored = replace(document, spans=tuple(replace(span, score=0.5) for span in document.spans))
    assert write([document], tmp_path / "d") == {"relations": 3, "statuses": 1}
    assert write([document, scored], tmp_path / "d") == {"relations": 6, "statuses": 2, "scores": 4}


def test_a_data_set_is_replaced_whole_and_nothing_else_is(tmp_path: Path) -> None:
    words("O").save_to_disk(tmp_path / "d", num_shards=1)
    (tmp_path / "empty").mkdir()
    for name in ("d", "empty"):
        write([], tmp_path / name)
        assert parse(tmp_path / name) == ([], [])
    DatasetDict({"train": words("O"), "dev": words("O")}).save_to_disk(tmp_path / "both")
    (tmp_path / "d" / "mine.txt").write_text("keep")
    for path in (tmp_path / "both", tmp_path / "d", tmp_path / "d" / "mine.txt"):
        with pytest.raises(CommuniqueError, match="is not a saved Dataset alone; expected a new folder"):
            write([], path)
    assert parse(tmp_path / "both", "dev")[0]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["both", "d", "empty"]


def test_torch_stays_out(tmp_path: Path) -> None:
    code = """
import sys
from pathlib import Path
from communique.data.formats import hf
from communique.data.markup import read_markup
assert "datasets" not in sys.modules
hf.write([read_markup(sys.argv[1])], Path(sys.argv[2]))
assert hf.parse(Path(sys.argv[2]))[1] == []
print("torch" in sys.modules)
"""
    command = [sys.executable, "-c", code, SAMPLES[0], str(tmp_path / "d")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout == "False\n", done.stderr
