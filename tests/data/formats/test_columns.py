"""Columns of words and tags, as tools write them."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from seqscore.encoding import get_encoding
from seqscore.model import Mention, Span
from seqscore.validation import validate_labels

from communique.data.document import Document
from communique.data.errors import CommuniqueError
from communique.data.exchange import from_record
from communique.data.formats import read_format
from communique.data.formats.columns import parse, write
from communique.data.markup import read_markup

from ...conftest import ROOT
from ...helpers import documents
from .helpers import spans_of as found

CROSSNER = ROOT.parent / "shared" / "benchmarks" / "crossner"


CONLL2003 = """\
-DOCSTART- -X- -X- O

Ana NNP B-NP I-PER
Belmar NNP I-NP I-PER
Kesh NNP B-NP B-PER
left VBD B-VP O
Orvo NNP B-NP I-ORG

ASEA NNP B-NP I-ORG
agrees VBZ B-VP O

-DOCSTART- -X- -X- O

Nobody NN B-NP O
"""


def test_conll_2003(file: Callable[[str], Path]) -> None:
    raws, faults = parse(file(CONLL2003))
    assert faults == []
    assert [raw.text for raw in raws] == ["Ana Belmar Kesh left Orvo\nASEA agrees", "Nobody"]
    assert found(raws) == [[("Ana Belmar", "PER"), ("Kesh", "PER"), ("Orvo", "ORG"), ("ASEA", "ORG")], []]
    assert [(raw.line, [span.line for span in raw.spans]) for raw in raws] == [(3, [3, 5, 7, 9]), (14, [])]


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace(" ", "\t"),
        lambda text: text.replace(" ", "  \t"),
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\n\n", "\n \n\n"),
        lambda text: text.replace("-X- -X- O\n\n", "-X- -X- O\n").replace(
            "agrees VBZ B-VP O\n\n", "agrees VBZ B-VP O\n"
        ),
    ],
)
def test_line_ends_tabs_and_blanks_change_nothing(file: Callable[[str], Path], change: Callable[[str], str]) -> None:
    expected = parse(file(CONLL2003))[0]
    raws, faults = parse(file(change(CONLL2003)))
    assert (faults, [raw.text for raw in raws], found(raws)) == ([], [raw.text for raw in expected], found(expected))


def test_columns_can_be_chosen(file: Callable[[str], Path]) -> None:
    path = file("1\tAna\tB-PER\t-\tkim\n2\tleft\tO\t-\tkim\n")
    raws, faults = parse(path, token=1, tag=2)
    assert (faults, raws[0].text, found(raws)) == ([], "Ana left", [[("Ana", "PER")]])
    faults = parse(path, token=1, tag=5)[1]
    assert [fault.line for fault in faults] == [1, 2]


def test_a_sentence_is_a_document_where_nothing_else_is_told(file: Callable[[str], Path]) -> None:
    path = file("a\tO\n\nb\tO\n\n\nc\tB-X\n")
    assert [raw.text for raw in parse(path)[0]] == ["a", "b", "c"]
    assert [raw.text for raw in parse(path, sentences=2)[0]] == ["a\nb", "c"]
    assert [raw.text for raw in parse(path, sentences=None)[0]] == ["a\nb\nc"]
    assert found(parse(path, sentences=None)[0]) == [[("c", "X")]]
    newdoc = file("# newdoc id = x\na\tO\n\nb\tO\n\n# newdoc\nc\tB-X\n")
    assert [(raw.id, raw.text) for raw in parse(newdoc)[0]] == [("x", "a\nb"), (None, "c")]


def test_comments_are_no_words_and_a_hash_is_one(file: Callable[[str], Path]) -> None:
    content = "# id 5f2b domain=en split=train\n# text = Vitamin B-12\n# sent_id = s1\nVitamin _ _ B-MED\n# _ _ O\n"
    raws, faults = parse(file(content))
    assert (faults, [(raw.id, raw.text) for raw in raws]) == ([], [("s1", "Vitamin #")])


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        ("Ana\tO\nleft\n", 2, "'left' has too few columns (1)"),
        ("Ana\tPER\n", 1, "'Ana' has the tag 'PER'; expected O or a prefix and a label, such as B-PER"),
        ("Ana\tB-\n", 1, "has the tag 'B-'"),
        ("\tO\n", 1, "the word is empty"),
        ("Ana\tB-PER\n\nEva\tO\nKesh\tI-PER\n", 4, "'Kesh' has the tag I-PER behind O; expected O or B-LABEL (BIO)"),
        ("Ana\tB-PER\nEva\tI-ORG\n", 2, "I-ORG behind B-PER; expected I-PER or O or B-LABEL (BIO)"),
        ("Ana\tI-PER\nEva\tB-ORG\n\na\tI-ORG\n", 2, "B-ORG behind I-PER; expected B-PER or O or I-LABEL (IOB1)"),
        ("Ana\tS-PER\nEva\tB-ORG\n\na\tO\n", 2, "the sentence ends behind B-ORG; expected I-ORG or E-ORG (BIOES)"),
        (
            "Ana\tU-PER\nEva\tL-ORG\n",
            2,
            "'Eva' has the tag L-ORG behind U-PER; expected O or B-LABEL or S-LABEL (BIOES)",
        ),
    ],
)
def test_faults_have_lines(file: Callable[[str], Path], content: str, line: int, reason: str) -> None:
    raws, faults = parse(file(content + "\ngood\tO\n"))
    assert [fault.line for fault in faults] == [line]
    assert reason in faults[0].message
    assert raws[-1].text == "good"
    if "`repair=True`" in faults[0].message:
        assert parse(file(content), repair=True)[1] == []


def test_repair_begins_and_ends_spans_where_tags_do(file: Callable[[str], Path]) -> None:
    content = "a\tI-X\nb\tI-Y\nc\tO\nd\tB-X\ne\tB-X\nf\tE-X\ng\tE-X\nh\tS-X\ni\tI-X\n"
    raws, faults = parse(file(content), repair=True)
    assert faults == []
    assert found(raws) == [[("a", "X"), ("b", "Y"), ("d", "X"), ("e f", "X"), ("g", "X"), ("h", "X"), ("i", "X")]]


def test_an_encoding_can_be_asked_for(file: Callable[[str], Path]) -> None:
    path = file(CONLL2003)
    assert parse(path, encoding="IOB1")[1] == []
    assert [fault.line for fault in parse(path, encoding="BIO")[1]] == [3, 7, 9]
    with pytest.raises(CommuniqueError, match="expected one of BIO, IOB1, BIOES"):
        parse(path, encoding="IOB")


def test_unreadable_files_are_faults(tmp_path: Path) -> None:
    (tmp_path / "latin").write_bytes(b"Jos\xe9 B-PER\n")
    for name in ("latin", "missing"):
        raws, faults = parse(tmp_path / name)
        assert raws == []
        assert [(fault.path, fault.line) for fault in faults] == [(str(tmp_path / name), 0)]
    (tmp_path / "empty").write_bytes(b"\n")
    assert parse(tmp_path / "empty") == ([], [])


LABELS = st.sampled_from(["PER", "A-B"])


@given(st.lists(st.tuples(st.integers(1, 3), st.none() | LABELS), min_size=1, max_size=8))
@pytest.mark.parametrize("encoding", ["BIO", "IOB", "BIOES", "BILOU", "BMES", "BMEOW"])
def test_every_encoding_gives_the_same_spans(
    tmp_path_factory: pytest.TempPathFactory, encoding: str, pieces: list[tuple[int, str | None]]
) -> None:
    """seqscore writes the tags."""
    mentions, position = [], 0
    for length, label in pieces:
        mentions += [Mention(Span(position, position + length), label)] if label else []
        position += length
    words = [f"w{number}" for number in range(position)]
    tags = get_encoding(encoding).encode_mentions(mentions, position)
    path = tmp_path_factory.getbasetemp() / "tags.tsv"
    path.write_text("".join(f"{word}\t{tag}\n" for word, tag in zip(words, tags, strict=True)), encoding="utf-8")
    raws, faults = parse(path)
    assert faults == []
    expected = [(" ".join(words[mention.span.start : mention.span.end]), mention.type) for mention in mentions]
    assert found(raws) == [expected]


@given(tags=st.lists(st.sampled_from(["O", *(f"{prefix}-{label}" for prefix in "BIES" for label in "XY")]), min_size=1))
@pytest.mark.parametrize(("encoding", "theirs"), [("BIO", "BIO"), ("IOB1", "IOB"), ("BIOES", "BIOES")])
def test_faults_are_those_that_seqscore_finds(
    tmp_path_factory: pytest.TempPathFactory, encoding: str, theirs: str, tags: list[str]
) -> None:
    tags = [tag.replace("E-", "I-").replace("S-", "B-") for tag in tags] if encoding != "BIOES" else tags
    path = tmp_path_factory.getbasetemp() / "tags.tsv"
    path.write_text("".join(f"w\t{tag}\n" for tag in tags), encoding="utf-8")
    errors = validate_labels(tags, get_encoding(theirs)).errors
    assert len(parse(path, encoding=encoding)[1]) == len(errors)


@pytest.mark.skipif(not CROSSNER.is_dir(), reason="the benchmark files lie elsewhere")
@pytest.mark.parametrize(
    ("name", "sentences", "spans", "labels"), [("music/train.txt", 100, 648, 13), ("science/train.txt", 200, 1075, 17)]
)
def test_crossner_is_read_without_fault(name: str, sentences: int, spans: int, labels: int) -> None:
    built = read_format(CROSSNER / name, "columns")
    assert len(built.documents) == sentences
    assert sum(len(document.spans) for document in built.documents) == spans
    assert len(built.documents[0].scheme.span_labels) == labels
    assert built.counts == Counter()


def tokens(document: Any) -> tuple[list[str], list[tuple[str, str]]]:
    """Text and spans without spaces."""
    return document.text.split(), [("".join(document.text[s.start : s.end].split()), s.label) for s in document.spans]


@given(document=documents())
def test_columns_give_back_words_and_spans(tmp_path_factory: pytest.TempPathFactory, document: Document) -> None:
    path = tmp_path_factory.getbasetemp() / "words.conll"
    lost = write([document, document], path)
    raws, faults = parse(path)
    assert faults == []
    assert len(raws) == 2 - lost["documents"]
    for raw in raws:
        assert "".join(raw.text.split()) == "".join(document.text.split())
        assert tokens(raw)[1] == tokens(document)[1]
        assert (raw.text == document.text) == (lost["spacing"] == 0)
    assert lost["documents"] or path.read_text(encoding="utf-8").count("-DOCSTART-\tO\n\n") == 2


def test_writers_count_what_they_lose(tmp_path: Path) -> None:
    document = read_markup(
        "# id: a\n# date: 2024-05-04\n# desk: Asia\n{1:COUNTRY|Fiji} will {2:CONSULT.future|visit} {3:COUNTRY|Japan}. It {4:AID|helped}.\n---\n"
        "2 ACTOR 1\n2 RECIPIENT 3\n"
    )
    expected = {"relations": 2, "statuses": 1, "fields": 3, "spacing": 1, "documents": 1}
    assert write([document, Document(" ")], tmp_path / "a.conll") == expected
    assert (tmp_path / "a.conll").read_text(encoding="utf-8") == (
        "-DOCSTART-\tO\n\nFiji\tB-COUNTRY\nwill\tO\nvisit\tB-CONSULT\nJapan\tB-COUNTRY\n.\tO\n\nIt\tO\nhelped\tB-AID\n.\tO\n\n"
    )
    span = {"start": 0, "end": 4, "label": "COUNTRY", "score": 0.5}
    predicted = from_record({"text": "Fiji", "language": "eng", "spans": [span]})
    assert write([predicted], tmp_path / "b.conll") == {"scores": 1, "fields": 1}


def test_no_sentence_ends_inside_a_span(tmp_path: Path) -> None:
    document = read_markup("He read {1:DOCUMENT|What next? A plan} again. {2:COUNTRY|Fiji} left.\n---\n")
    write([document], tmp_path / "a.conll")
    raws, faults = parse(tmp_path / "a.conll")
    assert (faults, found(raws)) == ([], [[("What next ? A plan", "DOCUMENT"), ("Fiji", "COUNTRY")]])
    assert raws[0].text.count("\n") == 1
