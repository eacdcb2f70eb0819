"""The corpus that ships: whole, valid, apart by split, and of our own invention."""

from itertools import combinations

import pytest

from communique.data import corpus_documents, load_corpus, read_documents
from communique.data.agreement import agreement, summary
from communique.data.check import check_files
from communique.data.corpus import CORPUS, SPLITS
from communique.data.document import Document
from communique.data.errors import CommuniqueError
from communique.data.scheme import default_scheme
from communique.data.stats import count_labels
from communique.data.variety import variety

from ..conftest import ROOT

REQUIRED = {
    "train": [f"party-{n:04d}" for n in range(1, 61)] + [f"train-{n:04d}" for n in range(1, 541)],
    "dev": [f"dev-{n:04d}" for n in range(1, 66)] + [f"party-dev-{n:04d}" for n in range(1, 16)],
    "test": [f"test-{n:04d}" for n in range(1, 66)] + [f"party-test-{n:04d}" for n in range(1, 16)],
}
KINDS = {"party diplomacy", "diplomacy", "other news"}
FEWEST = {"AMOUNT": 150, "OCCASION": 150, "ALIAS": 150}
"""Relations of train that may be fewer than 300."""
TENTH = 60
"""Documents of train that two annotators marked."""


@pytest.fixture(scope="module")
def corpus() -> dict[str, list[Document]]:
    return {split: corpus_documents(split) for split in SPLITS}


@pytest.mark.parametrize("split", SPLITS)
def test_every_document_is_there_and_named_like_its_file(corpus: dict[str, list[Document]], split: str) -> None:
    ids = {document.id for document in corpus[split]}
    assert set(REQUIRED[split]) <= ids
    assert ids == {path.stem for path in (CORPUS / split).glob("*.txt")}


def test_every_finding_of_the_strict_check_is_mended_or_allowed_with_a_reason() -> None:
    assert check_files([CORPUS], strict=True, allowed=ROOT / "data" / "allowed.tsv")[1] == []


def test_headers_say_what_a_document_is(corpus: dict[str, list[Document]]) -> None:
    for split, documents in corpus.items():
        for document in documents:
            meta = document.meta
            assert meta["fiction"] == "yes", document.id
            assert document.date, document.id
            assert document.source, document.id
            assert meta["kind"] in KINDS, document.id
            assert all(meta[field] for field in ("region", "countries", "outlet", "genre")), document.id
            assert ("unseen-pair" in meta) == (split != "train"), document.id
            if document.triggers:
                assert document.relations, document.id


def test_unseen_pairs_are_those_that_train_never_has(corpus: dict[str, list[Document]]) -> None:
    def pairs(document: Document) -> set[tuple[str, str]]:
        return set(combinations(sorted(document.meta["countries"].split("; ")), 2))

    known = {pair for document in corpus["train"] for pair in pairs(document)}
    for document in (*corpus["dev"], *corpus["test"]):
        unseen = bool(pairs(document)) and not pairs(document) & known
        assert document.meta["unseen-pair"] == ("yes" if unseen else "no"), document.id


def test_no_text_stands_in_two_splits(corpus: dict[str, list[Document]]) -> None:
    texts = [document.text for documents in corpus.values() for document in documents]
    assert len(texts) == len(set(texts))


def test_variety_keeps_its_limits(corpus: dict[str, list[Document]]) -> None:
    found = variety([document for documents in corpus.values() for document in documents])
    assert found.faults() == []
    assert found.words >= 150_000


def test_train_shows_every_label_status_and_relation_often(corpus: dict[str, list[Document]]) -> None:
    scheme, counts = default_scheme(), count_labels(corpus["train"])
    few = [name for name in scheme.entity_names if counts["spans"][name] < 400]
    few += [name for name in scheme.event_names if counts["spans"][name] < 60]
    few += [name for name in scheme.status_names if counts["statuses"][name] < 150]
    few += [name for name in scheme.relation_names if counts["relations"][name] < FEWEST.get(name, 300)]
    assert few == []


@pytest.mark.parametrize("split", SPLITS)
def test_published_agreement_is_that_of_the_two_annotations(split: str) -> None:
    folder, scheme = ROOT / "data" / "agreement", default_scheme()
    first, second = (read_documents([folder / f"{split}-{who}.jsonl"]) for who in ("first", "second"))
    texts = {d.id: d.text for d in corpus_documents(split)}
    assert {d.id: d.text for d in first} == {d.id: texts[d.id] for d in first}
    assert len(first) == (TENTH if split == "train" else len(texts))
    found = summary(agreement(first, second), scheme.entity_names, scheme.event_names)
    assert found["entities, exact"].f1 >= 0.92
    assert found["triggers, exact"].f1 >= 0.92
    assert found["relations"].f1 >= 0.85
    published = (ROOT / "data" / "AGREEMENT.md").read_text(encoding="utf-8")
    for name, row in found.items():
        assert f"| {name} | {row.f1:.3f} | {row.both} | {row.first} | {row.second} |" in published


def test_it_loads_as_a_dataset_dict() -> None:
    pytest.importorskip("datasets")
    loaded = load_corpus()
    assert all(len(loaded[split]) >= len(REQUIRED[split]) for split in SPLITS)
    assert loaded["dev"][0]["spans"][0]["label"] in default_scheme().span_labels


def test_an_unknown_split_is_named() -> None:
    with pytest.raises(CommuniqueError, match="expected one of train, dev, test"):
        corpus_documents("validation")
