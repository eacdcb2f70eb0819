"""Spans on whole words."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.data.corpus import corpus_documents
from communique.data.formats.align import Misaligned, cuts_word, whole_words
from communique.data.formats.build import build
from communique.data.formats.raw import RawDocument, RawSpan
from communique.data.scheme import default_scheme

from .helpers import SCHEME_OF_TWO as SCHEME
from .helpers import raw


def marked(text: str, misaligned: Misaligned) -> tuple[list[str], Counter[str], list[str]]:
    """Builds a text whose spans stand between brackets; spans may not nest."""
    plain, spans = "", []
    for number, piece in enumerate(text.replace("]", "[").split("[")):
        if number % 2:
            spans.append(RawSpan(len(plain), len(plain) + len(piece), "PER", line=number))
        plain += piece
    built = build([raw(plain, *spans)], SCHEME, misaligned)
    found = [span.text for document in built.documents for span in document.spans]
    return found, built.counts, [str(fault) for fault in built.faults]


@pytest.mark.parametrize(
    ("text", "expanded", "counts"),
    [
        ("Ana [Bel]mar spoke", ["Belmar"], {"expanded": 1}),
        ("Ana B[elmar] spoke", ["Belmar"], {"expanded": 1}),
        ("Ana[ Belmar] spoke", ["Belmar"], {"trimmed": 1}),
        ("Ana [Belmar ]spoke", ["Belmar"], {"trimmed": 1}),
        ("Ana[ Bel]mar spoke", ["Belmar"], {"trimmed": 1, "expanded": 1}),
        ("Ana [Jose]\u0301 spoke", ["Jose\u0301"], {"expanded": 1}),
        ("Ana J[o\u0301se] spoke", ["Jo\u0301se"], {"expanded": 1}),
        ("Ana \u00a0[\u00a0Belmar] spoke", ["Belmar"], {"trimmed": 1}),
        ("on [4] and [1]2 May", ["4", "12"], {"expanded": 1}),
        ("the [un][believ][able] Ana", ["unbelievable"], {"expanded": 1, "skipped": 2}),
    ],
)
def test_misaligned_spans_are_faults_or_mended_or_left_out(
    text: str, expanded: list[str], counts: dict[str, int]
) -> None:
    found, none, faults = marked(text, Misaligned.ERROR)
    assert (found, none) == ([], Counter())
    assert faults
    assert all("--on-misaligned expand" in fault and "skip" in fault for fault in faults)
    assert marked(text, Misaligned.EXPAND) == (expanded, Counter(counts), [])
    found, skipped, faults = marked(text, Misaligned.SKIP)
    assert faults == []
    assert set(skipped) == {"skipped"}
    assert skipped["skipped"] + len(found) == text.count("[")


@pytest.mark.parametrize(
    "text",
    [
        "[Ana Belmar], of [U.S.]-led [anti]-[war] groups",
        "on [4 May 2024][Kenora] News",  # glued by a copied page, as the model reads it
        "the Home[News] site",
        "总统[王伟]访问[东京]",  # no spaces between words
        "[José]'s ([Ana])",
        "[x]",
    ],
)
@pytest.mark.parametrize("misaligned", Misaligned)
def test_whole_words_stay_as_they_are(text: str, misaligned: Misaligned) -> None:
    found, counts, faults = marked(text, misaligned)
    assert (len(found), counts, faults) == (text.count("["), Counter(), [])


def test_a_fault_names_file_line_text_and_what_was_expected() -> None:
    built = build([raw("Ana Belmar spoke", RawSpan(4, 7, "PER", line=3))], SCHEME)
    assert [str(fault) for fault in built.faults] == [
        "notes.ann:3: PER 'Bel' at 4:7 begins or ends inside a word or on a space; expected whole words, such as 'Belmar': "
        "`--on-misaligned expand` takes them, `--on-misaligned skip` leaves such spans out"
    ]


@pytest.mark.parametrize("misaligned", Misaligned)
@pytest.mark.parametrize(("start", "end"), [(0, 9), (-1, 2), (3, 2), (2, 2), (3, 4), (9, 12)])
def test_empty_and_out_of_bounds_is_always_a_fault(start: int, end: int, misaligned: Misaligned) -> None:
    good = raw("Ana left", id="good")
    built = build([raw("Ana left", RawSpan(start, end, "PER", line=2)), good], SCHEME, misaligned)
    assert [fault.line for fault in built.faults] == [2]
    assert [document.id for document in built.documents] == ["good"]


def test_overlap_is_a_fault_that_names_both_and_the_option() -> None:
    spans = RawSpan(0, 10, "PER", line=1), RawSpan(4, 10, "ORG", line=2)
    (fault,) = build([raw("Ana Belmar", *spans)], SCHEME).faults
    assert fault.line == 2
    for part in ("ORG 'Belmar' at 4:10", "PER 'Ana Belmar' at 0:10", "--on-misaligned expand", "skip"):
        assert part in fault.message


def test_a_span_over_paragraphs_can_be_skipped_alone() -> None:
    document = raw("Ana\n\nBelmar", RawSpan(0, 11, "PER"))
    for misaligned in (Misaligned.ERROR, Misaligned.EXPAND):
        (fault,) = build([document], SCHEME, misaligned).faults
        assert "crosses a paragraph" in fault.message
        assert "--on-misaligned skip" in fault.message
    assert build([document], SCHEME, Misaligned.SKIP).counts == {"skipped": 1}


@st.composite
def raws(draw: st.DrawFn) -> RawDocument:
    text = draw(st.text(st.sampled_from("ab1 \n.\u00e9\u0301\u00a0王Z"), min_size=1, max_size=30))
    bounds = st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))
    spans = [RawSpan(a, b, "PER") for a, b in draw(st.lists(bounds, max_size=6)) if text[a:b].strip()]
    return raw(text, *(span for span in spans if "\n\n" not in text[slice(*whole_words(text, span.start, span.end))]))


@given(raws())
def test_mending_never_fails_and_nothing_is_lost_in_silence(document: RawDocument) -> None:
    for misaligned in (Misaligned.EXPAND, Misaligned.SKIP):
        built = build([document], SCHEME, misaligned)
        assert built.faults == ()
        spans = built.documents[0].spans
        assert len(spans) + built.counts["skipped"] == len(document.spans)
        assert not any(cuts_word(document.text, edge) for span in spans for edge in (span.start, span.end))
    strict = build([document], SCHEME)
    assert bool(strict.faults) == bool(built.counts)


def test_our_corpus_is_aligned() -> None:
    """The guidelines' own marks are none that need mending."""
    for document in corpus_documents("dev"):
        raws = [RawDocument("x", 0, document.text, tuple(RawSpan(s.start, s.end, s.label) for s in document.spans))]
        assert build(raws, default_scheme()).faults == ()
