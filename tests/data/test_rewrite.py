import unicodedata
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.data.document import Document, Relation, Span
from communique.data.names import swap_names, swap_states
from communique.data.perturb import PERTURBATIONS, hard_wrap
from communique.data.rewrite import Edit, known_part, rewrite, slice_document
from communique.data.stretches import touched

from ..helpers import documents

TEXT = "Fiji thanked Japan."
DOCUMENT = Document(TEXT, (Span.of(TEXT, 0, 4, "COUNTRY", id=1), Span.of(TEXT, 13, 18, "COUNTRY", id=2)))


@pytest.mark.parametrize(
    ("edits", "text", "spans"),
    [
        ([Edit(0, 4, "Palau")], "Palau thanked Japan.", ["Palau", "Japan"]),
        ([Edit(0, 0, "> ")], "> Fiji thanked Japan.", ["Fiji", "Japan"]),
        ([Edit(4, 4, "!")], "Fiji! thanked Japan.", ["Fiji", "Japan"]),
        ([Edit(5, 12, "x")], "Fiji x Japan.", ["Fiji", "Japan"]),
        ([Edit(13, 18, "")], "Fiji thanked .", ["Fiji"]),
        ([Edit(2, 3, "jj"), Edit(18, 19, "")], "Fijji thanked Japan", ["Fijji", "Japan"]),
    ],
)
def test_spans_go_along(edits: list[Edit], text: str, spans: list[str]) -> None:
    changed = rewrite(DOCUMENT, edits)
    assert changed.text == text
    assert [span.text for span in changed.spans] == spans


@pytest.mark.parametrize(
    ("edits", "text", "unknown"),
    [
        ([Edit(0, 4, "Palau")], "Palau thanked Japan.", ["thanked", "."]),
        ([Edit(5, 5, "> ")], "Fiji > thanked Japan.", ["thanked", "."]),
        ([Edit(7, 9, "xxx")], "Fiji thxxxked Japan.", ["thxxxked", "."]),
        ([Edit(5, 12, ""), Edit(19, 19, "!")], "Fiji  Japan.!", ["."]),
        ([Edit(3, 8, "")], "Fijnked Japan.", ["nked", "."]),
    ],
)
def test_unknown_stretches_go_along(edits: list[Edit], text: str, unknown: list[str]) -> None:
    changed = rewrite(replace(DOCUMENT, unknown=((5, 12), (18, 19))), edits)
    assert changed.text == text
    assert [text[start:end] for start, end in changed.unknown] == unknown


@pytest.mark.parametrize(
    ("start", "end", "unknown"), [(0, 19, ((5, 12), (18, 19))), (5, 12, ((0, 7),)), (7, 10, ((0, 3),)), (12, 18, ())]
)
def test_slices_clip_unknown_stretches(start: int, end: int, unknown: tuple[tuple[int, int], ...]) -> None:
    assert slice_document(replace(DOCUMENT, unknown=((5, 12), (18, 19))), start, end).unknown == unknown


def test_what_touches_an_unknown_stretch_is_left_out_with_its_relations() -> None:
    spans = (*DOCUMENT.spans, Span.of(TEXT, 5, 12, "SUPPORT", id=3))
    read = replace(DOCUMENT, spans=spans, relations=(Relation(3, "ACTOR", 1), Relation(3, "RECIPIENT", 2)))
    assert known_part(read, DOCUMENT) is read
    known = known_part(read, Document(TEXT, unknown=((17, 19),)))
    assert [span.text for span in known.spans] == ["Fiji", "thanked"]
    assert known.relations == (Relation(3, "ACTOR", 1),)
    assert known.unknown == ((17, 19),)
    assert known_part(read, Document(TEXT, unknown=((4, 5), (12, 13)))).relations == read.relations


@given(documents(), documents())
def test_the_known_part_has_what_the_stretches_do_not_touch(read: Document, other: Document) -> None:
    unknown = tuple((start, min(end, len(read.text))) for start, end in other.unknown if start < len(read.text))
    gold = Document(read.text, unknown=unknown)
    known = known_part(read, gold)
    places = {(span.start, span.end) for span in known.spans}
    for span in read.spans:
        out = any(start < span.end and span.start < end for start, end in gold.unknown)
        assert ((span.start, span.end) in places) != out
    assert known_part(known, gold) == known
    assert all(touched(gold.unknown, known.unknown))


@pytest.mark.parametrize("name", sorted(PERTURBATIONS))
def test_perturbations_keep_what_is_unknown(name: str) -> None:
    text = "Fiji thanked Japan. “Palau” met Nauru – today. " * 4
    start = text.index("“Palau")
    document = Document(text, (Span.of(text, 0, 4, "COUNTRY", id=1),), unknown=((start, len(text)),))
    changed = PERTURBATIONS[name](document, Random(1))
    ((low, high),) = changed.unknown
    assert changed.text[low] in '“"'
    assert high >= changed.text.rindex(".")
    assert changed.text[:low].casefold().rstrip().endswith("japan.")


def test_overlapping_edits_are_refused() -> None:
    with pytest.raises(ValueError, match="overlaps"):
        rewrite(DOCUMENT, [Edit(0, 4, "a"), Edit(3, 5, "b")])


@settings(max_examples=60)
@given(document=documents(), name=st.sampled_from(sorted(PERTURBATIONS)), seed=st.integers(0, 9))
def test_perturbations_give_valid_documents(document: Document, name: str, seed: int) -> None:
    changed = PERTURBATIONS[name](document, Random(seed))
    assert {span.id for span in changed.spans} <= {span.id for span in document.spans}
    assert PERTURBATIONS[name](document, Random(seed)) == changed


@given(documents(), st.integers(0, 60), st.integers(0, 60))
def test_slices_keep_what_lies_inside(document: Document, start: int, end: int) -> None:
    part = slice_document(document, start, end)
    assert all(span.text == document.text[start:end][span.start : span.end] for span in part.spans)


def test_what_perturbations_do() -> None:
    text = "Đỗ Quang Thịnh met the “envoy” from Łódź. They talked."
    document = Document(text, (Span.of(text, 0, 14, "PERSON", id=1),))
    changed = {name: change(document, Random(1)) for name, change in PERTURBATIONS.items()}
    assert changed["upper case"].spans[0].text == "ĐỖ QUANG THỊNH"
    assert changed["lower case"].text.islower()
    assert changed["diacritics stripped"].text.startswith("Do Quang Thinh met the “envoy” from Lodz.")
    assert changed["diacritics decomposed"].spans[0].text == unicodedata.normalize("NFD", text[:14])
    assert '"envoy"' in changed["straight quotes"].text
    assert changed["title case"].text.endswith("They Talked.")
    assert len(changed["page residue"].text) > len(text)
    assert changed["page residue"].spans[0].text == text[:14]


def test_wrapped_lines_are_no_longer_than_72() -> None:
    text = "word " * 60
    wrapped = hard_wrap(Document(text), Random(0)).text
    assert max(map(len, wrapped.split("\n"))) <= 73
    assert wrapped.replace("\n", " ") == text


def test_persons_get_other_names_and_parts_follow() -> None:
    text = "Tran Van Hoa met Bounmy. Hoa smiled; Tran Van Hoa left."
    places = [(0, 12), (17, 23), (25, 28), (37, 49)]
    document = Document(text, tuple(Span.of(text, a, b, "PERSON", id=n) for n, (a, b) in enumerate(places)))
    for seed in range(20):
        full, _, part, again = (span.text for span in swap_names(document, Random(seed)).spans)
        assert full == again != "Tran Van Hoa"
        assert full.endswith(part)


def test_states_are_exchanged_with_demonyms_and_capitals() -> None:
    text = "Vietnamese envoys left Hanoi; Vietnam thanked the Vietnamese Embassy in Laos."
    places = [(0, 10, "DEMONYM"), (23, 28, "PLACE"), (30, 37, "COUNTRY"), (50, 68, "ORG"), (72, 76, "COUNTRY")]
    document = Document(text, tuple(Span.of(text, a, b, label, id=n) for n, (a, b, label) in enumerate(places)))
    demonym, capital, country, embassy, other = (span.text for span in swap_states(document, Random(3)).spans)
    assert "Vietnam" not in " ".join([demonym, capital, country, embassy])
    assert embassy == f"{demonym} Embassy"
    assert other != country
