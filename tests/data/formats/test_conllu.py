"""CoNLL-U with the spaces of the text in it, as UDPipe writes it."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given

from communique.data.corpus import corpus_documents
from communique.data.document import Document
from communique.data.errors import CommuniqueError
from communique.data.exchange import from_record
from communique.data.formats import Misaligned, build, read_format, write_format
from communique.data.formats.conllu import parse, write
from communique.data.markup import read_markup

from ...helpers import documents
from .helpers import spans_of as found

UDPIPE = """\
# newdoc id = day-1
# meta::date = 2024-05-04
# meta::desk = Asia
# newpar
# sent_id = 1
# text = Ana can't visit Orvo.
1\tAna\tAna\tPROPN\tNNP\t_\t3\tnsubj\t_\tNER=B-PER
2-3\tcan't\t_\t_\t_\t_\t_\t_\t_\t_
2\tca\tcan\tAUX\tMD\t_\t4\taux\t_\t_
3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_
4\tvisit\tvisit\tVERB\tVB\t_\t0\troot\t_\tNER=O
4.1\tsoon\tsoon\tADV\tRB\t_\t_\t_\t_\tCopyOf=-1
5\tOrvo\tOrvo\tPROPN\tNNP\t_\t4\tobj\t_\tSpaceAfter=No|NER=B-ORG
6\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\tSpacesAfter=\\n\\n

# sent_id = 2
1\tAbout\tabout\tADP\tIN\t_\t0\troot\t_\t_
2\t10\t10\tNUM\tCD\t_\t1\tdep\t_\tSpaceAfter=No
3\t%\t%\tSYM\tNN\t_\t2\tdep\t_\t_
"""


def test_conllu(file: Callable[[str], Path]) -> None:
    raws, faults = parse(file(UDPIPE))
    assert faults == []
    (raw,) = raws
    assert raw.text == "Ana can't visit Orvo.\n\nAbout 10%"
    assert found(raws) == [[("Ana", "PER"), ("Orvo", "ORG")]]
    assert (raw.id, raw.date, raw.meta, [span.line for span in raw.spans]) == (
        "day-1",
        "2024-05-04",
        {"desk": "Asia"},
        [7, 13],
    )


def test_conllu_without_text_or_with_a_chosen_column(file: Callable[[str], Path]) -> None:
    content = "\n".join(line for line in UDPIPE.split("\n") if not line.startswith("#")).replace("NER=B", "Entity=B")
    raws, faults = parse(file(content))
    assert (faults, [raw.text for raw in raws]) == ([], ["Ana ca n't visit Orvo.\n\n", "About 10%"])
    assert found(raws) == [[("Ana", "PER"), ("Orvo", "ORG")], []]
    content = content.replace("\t_\t3\tnsubj", "\tB-X\t3\tnsubj")
    assert found(parse(file(content), tag=5)[0]) == [[("Ana", "X")], []]
    with pytest.raises(CommuniqueError, match="0 to 9"):
        parse(file(content), tag=10)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("1\tAna\t_", "has 3 columns; expected the ten of CoNLL-U"),
        ("Ana" + "\t_" * 9, "a number first"),
        ("1\tAna" + "\t_" * 7 + "\tNER=PER", "expected O or a prefix and a label"),
        ("1\tAna" + "\t_" * 7 + "\tEntity=(1-person", "expected O or a prefix and a label"),
    ],
)
def test_faults_of_conllu_have_lines(file: Callable[[str], Path], row: str, reason: str) -> None:
    raws, (fault,) = parse(file(f"# sent_id = 1\n{row}\n"))
    assert (raws, fault.line) == ([], 2)
    assert reason in fault.message


@given(document=documents())
def test_conllu_gives_back_everything(tmp_path_factory: pytest.TempPathFactory, document: Document) -> None:
    path = tmp_path_factory.getbasetemp() / "words.conllu"
    assert not write([document, document], path) - Counter(documents=2, unknown=2 * len(document.unknown))
    raws, faults = parse(path)
    assert faults == []
    for raw in raws:
        spans = [(span.start, span.end, span.label, span.status) for span in raw.spans]
        assert (raw.text, spans) == (document.text, [(s.start, s.end, s.label, s.status) for s in document.spans])
        header = document.id, document.date, document.source, document.meta
        assert (raw.id, raw.date, raw.source, raw.meta) == header


def test_conllu_of_the_corpus(tmp_path: Path) -> None:
    gold = corpus_documents("dev")
    lost = write_format(gold, tmp_path / "dev.conllu", "conllu")
    assert lost == {"relations": sum(len(document.relations) for document in gold)}
    built = read_format(tmp_path / "dev.conllu", "conllu", gold[0].scheme)
    assert [(d.id, d.text, d.meta) for d in built.documents] == [(d.id, d.text, d.meta) for d in gold]
    for document, expected in zip(built.documents, gold, strict=True):
        assert [(s.start, s.end, s.label, s.status) for s in document.spans] == [
            (s.start, s.end, s.label, s.status) for s in expected.spans
        ]


def test_words_glued_to_a_span_are_misaligned(file: Callable[[str], Path]) -> None:
    rows = ["1\tnon" + "\t_" * 7 + "\tSpaceAfter=No", "2\tmember" + "\t_" * 7 + "\tNER=B-X", ""]
    raws, _ = parse(file("\n".join(rows)))
    assert len(build(raws, None).faults) == 1
    assert build(raws, None, Misaligned.EXPAND).documents[0].spans[0].text == "nonmember"


def test_rows_and_what_is_lost(tmp_path: Path) -> None:
    document = read_markup(
        "# id: a\n# date: 2024-05-04\n# desk: Asia\n{1:COUNTRY|Fiji} will {2:CONSULT.future|visit} {3:COUNTRY|Japan}. It {4:AID|helped}.\n---\n"
        "2 ACTOR 1\n2 RECIPIENT 3\n"
    )
    assert write([document], tmp_path / "a.conllu") == {"relations": 2}
    rows = (tmp_path / "a.conllu").read_text(encoding="utf-8").split("\n")
    assert rows[:4] == [
        "# newdoc id = a",
        "# meta::date = 2024-05-04",
        "# meta::desk = Asia",
        "# text = Fiji will visit Japan.",
    ]
    assert rows[6] == "3\tvisit" + "\t_" * 7 + "\tNER=B-CONSULT|Status=future"
    assert rows[8:10] == ["5\t." + "\t_" * 7 + "\tSpacesAfter=\\s", ""]
    span = {"start": 0, "end": 4, "label": "COUNTRY", "score": 0.5}
    predicted = from_record({"text": "Fiji", "language": "eng", "spans": [span]})
    assert write([predicted], tmp_path / "b.conllu") == {"scores": 1, "fields": 1}
