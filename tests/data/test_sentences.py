from hypothesis import given
from hypothesis import strategies as st

from communique.data.sentences import sentence_bounds


def cut(text: str) -> list[str]:
    return [text[a:b] for a, b in sentence_bounds(text)]


@given(st.text(st.sampled_from('ab.A !?\n\r\t\u00a0\u200b\u2028\u3000"”Mr'), max_size=80))
def test_sentences_cover_the_text_without_gaps(text: str) -> None:
    assert "".join(cut(text)) == text


def test_abbreviations_do_not_end_a_sentence() -> None:
    assert cut("Mr. Long met U.S. envoy J. Hart on Sept. 6. They agreed.") == [
        "Mr. Long met U.S. envoy J. Hart on Sept. 6. ",
        "They agreed.",
    ]


def test_headlines_and_captions_stand_alone() -> None:
    assert len(cut("Fiji thanks Japan\nSUVA, 12 March\n\nThe gift came late.")) in (3, 4)


def test_wrapped_lines_belong_together() -> None:
    wrapped = (
        "The minister flew home on Monday after three days of talks that both\n"
        "delegations called useful, with the text of the fisheries accord still\n"
        "open on two points."
    )
    assert cut(wrapped) == [wrapped]
    windows = wrapped.replace("\n", "\r\n")
    assert cut(windows) == [windows]


def test_no_break_spaces() -> None:
    assert cut("He left.\u00a0She stayed.") == ["He left.\u00a0", "She stayed."]
