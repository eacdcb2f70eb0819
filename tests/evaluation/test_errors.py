from hypothesis import given
from hypothesis import strategies as st

from communique.data.document import Document, Span
from communique.evaluation.errors import align, confusion, count_errors, errors

from ..helpers import documents

TEXT = "Ola Berg met Lê Hoà in Oslo. He left."


def spans(*rows: tuple[str, str]) -> tuple[Span, ...]:
    found = []
    for number, (piece, label) in enumerate(rows, 1):
        start = TEXT.index(piece)
        found.append(Span(number, start, start + len(piece), label, piece))
    return tuple(found)


GOLD = Document(
    TEXT, spans(("Ola Berg", "PERSON"), ("met", "CONSULT"), ("Lê Hoà", "PERSON"), ("Oslo", "PLACE")), id="d"
)
READ = Document(TEXT, spans(("Ola", "PERSON"), ("Lê Hoà", "ORG"), ("Oslo. He", "ORG"), ("left", "RETREAT")), id="d")


def test_every_kind_of_error() -> None:
    assert [(e.kind.value, e.sentence) for e in errors(GOLD, READ)] == [
        ("wrong boundary", "Ola Berg met Lê Hoà in Oslo."),
        ("missed", "Ola Berg met Lê Hoà in Oslo."),
        ("wrong label", "Ola Berg met Lê Hoà in Oslo."),
        ("wrong label and boundary", "Ola Berg met Lê Hoà in Oslo. He"),
        ("invented", "He left."),
    ]
    assert errors(GOLD, GOLD) == []
    assert count_errors([GOLD], [READ])["invented"] == {"RETREAT": 1}
    assert confusion([GOLD], [READ]) == {
        "CONSULT": {"–": 1}, "PERSON": {"ORG": 1, "PERSON": 1}, "PLACE": {"ORG": 1}, "–": {"RETREAT": 1},
    }  # fmt: skip


def test_equal_bounds_pair_before_equal_labels() -> None:
    gold = spans(("Ola Berg", "PERSON"))
    read = spans(("Ola Berg", "ORG"))
    (pair,) = align(gold, read)
    assert (pair.gold, pair.predicted) == (gold[0], read[0])


@given(documents(), st.data())
def test_each_span_is_in_one_pair(document: Document, data: st.DataObject) -> None:
    kept = data.draw(st.lists(st.sampled_from(document.spans), unique=True)) if document.spans else []
    pairs = align(document.spans, kept)
    assert [p.gold for p in pairs if p.gold] == list(document.spans)
    assert {p.predicted.id for p in pairs if p.predicted} == {span.id for span in kept}
    assert sum(pair.kind is None for pair in pairs) == len(kept)
