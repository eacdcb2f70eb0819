import pytest

from communique.data.document import Document, Span
from communique.data.variety import markdown, type_token_curve, variety

LONG = "The boats of the northern fleet came home before the storm had reached the harbour wall."


def named(number: int, name: str, text: str = "", kind: str = "diplomacy") -> Document:
    whole = f"{name} slept. {text}"
    spans = (Span(1, 0, len(name), "PERSON", name),)
    return Document(whole.strip(), spans, id=f"d{number}", meta={"kind": kind})


def test_names_are_counted_once_and_by_their_fullest_form() -> None:
    text = "Ola Berg met Lê Hoà. Berg left."
    spans = (
        Span(1, 0, 8, "PERSON", "Ola Berg"),
        Span(2, 13, 19, "PERSON", "Lê Hoà"),
        Span(3, 21, 25, "PERSON", "Berg"),
    )
    found = variety([Document(text, spans, id="a"), named(2, "Le Hoa"), named(3, "OLA BERG")])
    assert found.names == 2
    assert found.spread == {}
    assert found.faults()[0] == "2 person names in 3 documents; expected 1.5 each"


def test_a_name_in_three_documents_is_a_fault() -> None:
    documents = [named(number, "Ola Berg") for number in range(3)]
    assert "'ola berg' stands in d0, d1, d2; expected two documents" in variety(documents).faults()


def test_sentences_alike_are_found_and_stock_is_forgiven_in_part() -> None:
    other = LONG.replace("had reached the harbour wall", "was over us")
    found = variety([named(1, "Ola Berg", LONG), named(2, "Per Lie", other), named(3, "Kai Moe")])
    assert [(row.document, row.other, row.stock) for row in found.alike] == [("d1", "d2", False), ("d2", "d1", False)]
    assert all(row.share > 0.5 for row in found.alike)
    party = [named(1, "Ola Berg", LONG, "party diplomacy"), named(2, "Per Lie", other, "party diplomacy")]
    assert variety(party).stock_share == 0.5
    assert "50% of sentences of party diplomacy are stock; expected 20%" in variety(party).faults()
    assert not any("5-grams" in fault for fault in variety(party).faults())


def test_openings_and_the_curve() -> None:
    documents = [Document("It was said that. It was not. Rain fell here."), Document("It was hot.")]
    found = variety(documents)
    assert found.openings[0] == ("it was said", 1)
    assert found.opening_share == 1.0
    curve = type_token_curve(["a b " * 300, "c d " * 300])
    assert curve[500] == pytest.approx(2)
    assert curve[1000] == pytest.approx(4)
    assert 2000 not in curve
    assert "| 500 | 2 | 7 |" in markdown(variety([Document("a b " * 300)]), {500: 7.0})
