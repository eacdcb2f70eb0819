import json
from pathlib import Path

import pytest

from communique.data.corpus import load_documents, to_dataset
from communique.data.document import Document
from communique.data.errors import CommuniqueError
from communique.data.files import find_files, read_documents, write_documents
from communique.data.textfile import read_text, write_text
from communique.data.texts import read_texts

GOOD = "# id: g\n{1:COUNTRY|Fiji} \r{2:SUPPORT|thanked} us.\n---\n2 ACTOR 1\n"


def test_newlines_are_not_translated(tmp_path: Path) -> None:
    write_text(tmp_path / "a", "x\r\ny\rz\n")
    assert (tmp_path / "a").read_bytes() == b"x\r\ny\rz\n"
    assert read_text(tmp_path / "a") == "x\r\ny\rz\n"


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a"
    write_text(path, "old")
    with pytest.raises(UnicodeEncodeError):
        write_text(path, "new \ud800")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda p: None, "no such file"),
        (lambda p: p.mkdir(), "is a folder"),
        (lambda p: p.write_bytes(b"caf\xe9"), r"byte 3 is 0xe9, which is not UTF-8; convert it: iconv"),
    ],
)
def test_unreadable_files(tmp_path: Path, make, reason: str) -> None:
    make(tmp_path / "a.txt")
    with pytest.raises(CommuniqueError, match=reason):
        read_text(tmp_path / "a.txt")


def test_folders_stand_for_their_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "sub/c.jsonl", "d.md"):
        write_text(tmp_path / name, "")
    assert [p.name for p in find_files([tmp_path])] == ["a.txt", "b.txt", "c.jsonl"]
    assert [p.name for p in find_files([tmp_path], (".txt",))] == ["a.txt", "b.txt"]
    with pytest.raises(CommuniqueError, match=r"no \.csv file in this folder"):
        find_files([tmp_path], (".csv",))
    with pytest.raises(CommuniqueError, match="no such file or folder"):
        find_files([tmp_path / "none"])


@pytest.mark.parametrize("target", ["all.jsonl", "folder"])
def test_forms_convert_without_loss(tmp_path: Path, samples: list[Document], target: str) -> None:
    write_documents(samples, tmp_path / target)
    assert read_documents([tmp_path / target]) == samples


def test_documents_that_do_not_fit_the_target(tmp_path: Path, samples: list[Document]) -> None:
    with pytest.raises(CommuniqueError, match="one document a file"):
        write_documents(samples, tmp_path / "x.txt")
    for identity in (None, "../evil", "x" * 300):
        with pytest.raises(CommuniqueError, match="cannot name a file"):
            write_documents([Document("x", id="good"), Document("x", id=identity)], tmp_path / "x")
    with pytest.raises(CommuniqueError, match="two documents have the id 'a'"):
        write_documents([samples[0], samples[0]], tmp_path / "x")
    with pytest.raises(CommuniqueError, match=r"ends in \.json; expected \.jsonl"):
        write_documents(samples, tmp_path / "x.json")
    assert list(tmp_path.iterdir()) == []


def test_writing_keeps_links_modes_and_pipes(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("old")
    (tmp_path / "real").chmod(0o600)
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write_text(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "new"
    assert (tmp_path / "real").stat().st_mode & 0o777 == 0o600
    write_text("/dev/null", "x")
    assert not Path("/dev/null").is_file()
    for target in (tmp_path, tmp_path / "real" / "x"):
        with pytest.raises(CommuniqueError, match="cannot be written"):
            write_text(target, "x")


def test_datasets_carry_documents_both_ways(samples: list[Document], tmp_path: Path) -> None:
    datasets = pytest.importorskip("datasets")
    table = to_dataset(samples)
    assert load_documents(table) == samples
    both = datasets.DatasetDict({"train": table, "dev": to_dataset(samples[:1])})
    assert load_documents(both, split=("dev",)) == samples[:1]
    both.save_to_disk(tmp_path / "saved")
    assert load_documents(tmp_path / "saved", split=("train",)) == samples
    for splits in ((), ("test",)):
        with pytest.raises(CommuniqueError, match="has the splits train, dev; expected one"):
            load_documents(both, split=splits)
    assert load_documents([*samples]) == samples
    assert load_documents([{"id": "a", "text": "Fiji."}]) == [Document("Fiji.", id="a")]
    headed = [Document("Fiji.", id="a", meta={"fiction": "yes"}, language="eng")]
    assert load_documents(to_dataset(headed)) == headed


def test_labels_outside_the_scheme_are_named(samples: list[Document]) -> None:
    from communique.data.scheme import EntityLabel, Scheme

    with pytest.raises(CommuniqueError, match="unknown label; expected one of PERSON"):
        load_documents(samples, Scheme("small", entities=(EntityLabel("PERSON"),)))


def test_texts_of_every_kind(tmp_path: Path) -> None:
    write_text(tmp_path / "a.txt", "One.")
    write_text(
        tmp_path / "b.jsonl", '{"text": "Two.", "id": 7, "date": "2020-01-02", "url": "u"}\n\n{"text": "Three."}\n'
    )
    found = read_texts([tmp_path, tmp_path / "b.jsonl"], "2024-03-19")
    assert found[1].meta == {"url": "u"}
    assert [(d.id, d.text, d.date) for d in found] == [
        ("a", "One.", "2024-03-19"), ("7", "Two.", "2020-01-02"), ("b-3", "Three.", "2024-03-19"),
    ]  # fmt: skip


@pytest.mark.parametrize("line", ["{", "[]", '{"txt": "a"}', '{"text": 1}', "[" * 100000])
def test_json_lines_without_text(tmp_path: Path, line: str) -> None:
    write_text(tmp_path / "b.jsonl", f'{{"text": "Two."}}\n{line}\n')
    with pytest.raises(CommuniqueError, match=r"b\.jsonl:2: .*expected an object such as"):
        read_texts([tmp_path / "b.jsonl"])


def test_ids_and_sources_become_one_line(tmp_path: Path) -> None:
    write_text(tmp_path / " my  note .txt", "One.")
    write_text(tmp_path / "b.jsonl", json.dumps({"text": "Two.", "id": "a\nb", "source": "VNA "}))
    found = read_texts([tmp_path, tmp_path / "b.jsonl"])
    assert [(d.id, d.source) for d in found] == [("my note", None), ("a b", "VNA")]


@pytest.mark.parametrize("date", ["20240319", "soon", "2024-13-01", 20240319])
def test_json_lines_with_bad_dates(tmp_path: Path, date: object) -> None:
    write_text(tmp_path / "b.jsonl", json.dumps({"text": "Two.", "date": date}))
    with pytest.raises(CommuniqueError, match=r"b\.jsonl:1: .*date"):
        read_texts([tmp_path / "b.jsonl"])
