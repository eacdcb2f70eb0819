import unicodedata
from pathlib import Path

import pytest

from communique.data.letters import FOLDED
from communique.model.encoding import CAPITALISED, DIGITS, LOWER, MIXED, UNKNOWN, UPPER, encode, tidy_bounds, word_shape
from communique.model.tokenizer import folding_tokenizer


@pytest.mark.parametrize(
    ("word", "shape"),
    [("talks", LOWER), ("Hanoi", CAPITALISED), ("A", CAPITALISED), ("ASEAN", UPPER), ("2024", DIGITS), ("G20", MIXED), ("iPhone", MIXED),
     ("McKay", MIXED), ("-", UNKNOWN), ("Đỗ", CAPITALISED), ("ĐỖ", UPPER), (unicodedata.normalize("NFD", "Việt"), CAPITALISED), ("北京", LOWER)],
)  # fmt: skip
def test_letter_shapes(word: str, shape: int) -> None:
    assert word_shape(word) == shape


def test_folding_is_one_character_to_one() -> None:
    assert all(len(letter) == len(to) == 1 for letter, to in FOLDED.items())


def test_folded_and_plain_spellings_are_the_same_subwords(tiny_encoder: Path) -> None:
    tokenizer = folding_tokenizer(tiny_encoder / "tokenizer.json")
    plain = encode(tokenizer, "Do Quang, Lodz, 'Ørsted'".replace("Ø", "O"))
    marked = encode(tokenizer, "Đỗ Quang, Łódź, ‘Ørsted’")
    assert plain.ids.tolist() == marked.ids.tolist()
    assert plain.starts.tolist() == marked.starts.tolist()


def test_folding_twice_changes_nothing(tiny_encoder: Path, tmp_path: Path) -> None:
    once = folding_tokenizer(tiny_encoder / "tokenizer.json")
    once.save(str(tmp_path / "tokenizer.json"))
    assert folding_tokenizer(tmp_path / "tokenizer.json").to_str() == once.to_str()


@pytest.mark.parametrize(
    "text", ["Hà Nội", unicodedata.normalize("NFD", "Hà Nội"), "Ha\u200b Noi", "Ha\r\nNoi", "\ufeffHa Noi\u00a0"]
)
def test_offsets_are_those_of_the_text(tiny_encoder: Path, text: str) -> None:
    encoded = encode(folding_tokenizer(tiny_encoder / "tokenizer.json"), text)
    start, end = tidy_bounds(text, int(encoded.starts[0]), int(encoded.ends[-1]), len(text))
    assert text[start:end] == text.strip("\ufeff\u00a0")


def test_words_glued_by_a_page_are_two(tiny_encoder: Path) -> None:
    encoded = encode(folding_tokenizer(tiny_encoder / "tokenizer.json"), "2024Fiji")
    heads = [int(start) for start, goes_on in zip(encoded.starts, encoded.continues, strict=True) if not goes_on]
    assert heads == [0, 4]


def test_texts_without_subwords(tiny_encoder: Path) -> None:
    tokenizer = folding_tokenizer(tiny_encoder / "tokenizer.json")
    for text in ("", " \n\t", "\u200b\u200b"):
        assert len(encode(tokenizer, text).ids) == 0
        assert encode(tokenizer, text).windows(16, 4) == []
