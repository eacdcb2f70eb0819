"""The five seed articles: our retellings, and the originals where they are at hand."""

import hashlib
import json
import re
from pathlib import Path

import pytest

from communique.data.check import check_files
from communique.data.document import Document
from communique.data.exchange import from_record
from communique.data.files import read_documents
from communique.evaluation.scorer import Count, count_document
from communique.model.reader import Reader

from .conftest import ROOT

SEEDS = ROOT / "seeds"
ORIGINALS = ROOT.parent / "shared" / "seeds"
GOLD = sorted((SEEDS / "originals").glob("*.json"))

needs_originals = pytest.mark.skipif(not ORIGINALS.is_dir(), reason="the publishers' texts are not at hand")


def original(path: Path) -> Document:
    """The gold document of an original, its text joined to our marks."""
    gold = json.loads(path.read_text(encoding="utf-8"))
    content = (ORIGINALS / gold["name"]).read_bytes()
    assert hashlib.sha256(content).hexdigest() == gold["sha256"]
    return from_record(
        {
            "id": gold["name"],
            "text": content.decode(),
            "date": gold["date"],
            "spans": gold["spans"],
            "relations": gold["relations"],
        }
    )


def test_retellings_are_valid_and_without_slips() -> None:
    count, faults = check_files([SEEDS / "retold"], strict=True, allowed=SEEDS / "allowed.tsv")
    assert (count, faults) == (5, [])


def test_gold_of_the_originals_holds_no_text() -> None:
    assert len(GOLD) == 5
    for path in GOLD:
        gold = json.loads(path.read_text(encoding="utf-8"))
        assert set(gold) == {"name", "sha256", "date", "spans", "relations"}
        assert all(set(span) <= {"id", "start", "end", "label", "status"} for span in gold["spans"])


@needs_originals
@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_gold_fits_the_originals(path: Path) -> None:
    assert len(original(path).spans) > 40


def grams(text: str, length: int = 12) -> set[str]:
    words = re.findall(r"\w+", text.lower())
    return {" ".join(words[i : i + length]) for i in range(len(words) - length + 1)}


@needs_originals
def test_no_sentence_of_the_publishers_is_in_our_documents() -> None:
    theirs = set().union(*(grams(path.read_text(encoding="utf-8")) for path in ORIGINALS.glob("*.txt")))
    assert theirs
    for document in read_documents([SEEDS / "retold", ROOT / "data" / "corpus"]):
        assert not grams(document.text) & theirs, document.id


def found_share(gold: Document, found: Document, labels: set[str]) -> float:
    """Share of gold spans of these labels that are met by a predicted span of the same label."""
    rows = count_document(gold, found).spans["overlap"]
    total = sum((count for label, count in rows.items() if label in labels), Count())
    return total.right / total.gold


@pytest.fixture(scope="module")
def released() -> Reader:
    return Reader.load()


MAIN = {"PERSON", "TITLE", "PARTY", "COUNTRY"}


def test_people_offices_parties_and_states_of_the_retellings_are_found(released: Reader) -> None:
    for gold in read_documents([SEEDS / "retold"]):
        found = released.predict(gold.text)
        assert found_share(gold, found, MAIN) >= 0.8, gold.id
        assert found_share(gold, found, {"CONSULT", "AGREE", "SUPPORT"}) >= 0.6, gold.id


@needs_originals
def test_people_offices_parties_and_states_of_the_originals_are_found(released: Reader) -> None:
    for path in GOLD:
        gold = original(path)
        found = released.predict(gold.text)
        assert found_share(gold, found, MAIN) >= 0.8, gold.id
        assert found_share(gold, found, {"CONSULT", "AGREE", "SUPPORT"}) >= 0.6, gold.id


def test_plain_texts_are_those_of_the_marked_retellings() -> None:
    for document in read_documents([SEEDS / "retold"]):
        assert (SEEDS / "plain" / f"{str(document.id)[-3:]}.txt").read_bytes().decode() == document.text
