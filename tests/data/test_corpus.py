"""The corpus that ships: whole, valid, apart by split, and of our own invention."""

from collections import Counter, defaultdict

import pytest

from communique.data import corpus_documents, load_corpus, read_documents
from communique.data.agreement import agreement, summary
from communique.data.check import check_files
from communique.data.corpus import CORPUS, SPLITS
from communique.data.document import Document
from communique.data.errors import CommuniqueError
from communique.data.scheme import default_scheme

from ..conftest import ROOT

REQUIRED = {
    "train": [f"party-{n:04d}" for n in range(1, 31)] + [f"train-{n:04d}" for n in range(1, 151)],
    "dev": [f"dev-{n:04d}" for n in range(1, 25)] + [f"party-dev-{n:04d}" for n in range(1, 6)],
    "test": [f"test-{n:04d}" for n in range(1, 25)] + [f"party-test-{n:04d}" for n in range(1, 6)],
}


@pytest.fixture(scope="module")
def corpus() -> dict[str, list[Document]]:
    return {split: corpus_documents(split) for split in SPLITS}


@pytest.mark.parametrize("split", SPLITS)
def test_every_document_is_there_and_named_like_its_file(corpus: dict[str, list[Document]], split: str) -> None:
    ids = {document.id for document in corpus[split]}
    assert set(REQUIRED[split]) <= ids
    assert ids == {path.stem for path in (CORPUS / split).glob("*.txt")}


def test_no_fault_of_form() -> None:
    assert check_files([CORPUS])[1] == []


def test_every_document_says_that_it_is_invented_and_has_relations(corpus: dict[str, list[Document]]) -> None:
    for document in (d for documents in corpus.values() for d in documents):
        assert document.meta["fiction"] == "yes", document.id
        assert document.date, document.id
        assert document.source, document.id
        if document.triggers:
            assert document.relations, document.id


def test_no_text_stands_in_two_splits(corpus: dict[str, list[Document]]) -> None:
    texts = [document.text for documents in corpus.values() for document in documents]
    assert len(texts) == len(set(texts))


def test_no_person_is_in_more_than_two_documents(corpus: dict[str, list[Document]]) -> None:
    seen: dict[str, set[str | None]] = defaultdict(set)
    for document in (d for documents in corpus.values() for d in documents):
        for span in document.spans:
            if span.label == "PERSON" and " " in span.text:
                seen[" ".join(span.text.split())].add(document.id)
    assert max(map(len, seen.values())) <= 2


def test_train_shows_every_label_and_status(corpus: dict[str, list[Document]]) -> None:
    scheme = default_scheme()
    spans = Counter(span.label for document in corpus["train"] for span in document.spans)
    statuses = Counter(span.status for document in corpus["train"] for span in document.triggers)
    relations = Counter(relation.label for document in corpus["train"] for relation in document.relations)
    assert set(spans) == set(scheme.span_labels)
    assert set(statuses) == set(scheme.status_names)
    assert set(relations) == set(scheme.relation_names)


@pytest.mark.parametrize("split", ["dev", "test"])
def test_published_agreement_is_that_of_the_two_annotations(split: str) -> None:
    folder, scheme = ROOT / "data" / "agreement", default_scheme()
    first, second = (read_documents([folder / f"{split}-{who}.jsonl"]) for who in ("first", "second"))
    assert {d.id: d.text for d in first} == {d.id: d.text for d in corpus_documents(split)}
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
    assert {split: len(loaded[split]) for split in SPLITS} == {split: len(REQUIRED[split]) for split in SPLITS}
    assert loaded["dev"][0]["spans"][0]["label"] in default_scheme().span_labels


def test_an_unknown_split_is_named() -> None:
    with pytest.raises(CommuniqueError, match="expected one of train, dev, test"):
        corpus_documents("validation")
