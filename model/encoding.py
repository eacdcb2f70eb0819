"""From a text to what the encoder reads: subwords, letter shapes, sentences, windows."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from ..data.sentences import sentence_bounds
from .windows import Window, plan_windows

UNKNOWN, LOWER, CAPITALISED, UPPER, DIGITS, MIXED = range(6)
SHAPES = 6
"""Letter shapes take the place of token types: an uncased encoder hides capitals, and this gives them back.
0 is what every other user of the checkpoint sends, and what words without letters or digits get."""


def word_shape(word: str) -> int:
    """The letter shape of a word, combining marks left aside."""
    letters = [char for char in word if char.isalpha()]
    digits = any(char.isdigit() for char in word)
    if not letters:
        return DIGITS if digits else UNKNOWN
    upper = [char.isupper() or char.istitle() for char in letters]
    if digits or (any(upper[1:]) and not all(upper)):
        return MIXED
    if len(letters) > 1 and all(upper):
        return UPPER
    return CAPITALISED if upper[0] else LOWER


@dataclass(frozen=True, slots=True)
class EncodedText:
    """The subwords of a text, shape (n,) each.

    `ids` and `shapes` are the encoder's input; `starts` and `ends` are code-point offsets;
    `continues` is true where a subword carries on the word of the one before, `spaced` where nothing but space stands
    between the two; `sentences` are half-open ranges of subwords.
    """

    ids: NDArray[np.int64]
    shapes: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    continues: NDArray[np.bool_]
    spaced: NDArray[np.bool_]
    sentences: list[tuple[int, int]]

    def tokens(self, start: int, end: int) -> tuple[int, int] | None:
        """The subwords of a stretch of the text, half-open; None where it has none or cuts a word."""
        first = int(np.searchsorted(self.ends, start, side="right"))
        last = int(np.searchsorted(self.starts, end, side="left"))
        if first >= last or self.starts[first] < start or self.ends[last - 1] > end or self.continues[first]:
            return None
        return (first, last) if last == len(self.ids) or not self.continues[last] else None

    def windows(self, size: int, overlap: int) -> list[Window]:
        """`plan_windows` over the sentences of this text."""
        return plan_windows([end - start for start, end in self.sentences], size, overlap)


def encode(tokenizer: Tokenizer, text: str) -> EncodedText:
    """Subwords of a text, without special tokens and without truncation.

    Args:
        tokenizer: of the checkpoint.
        text: any text; characters that the tokenizer drops (zero-width ones, spaces) have no subword.
    """
    encoding = tokenizer.encode(text, add_special_tokens=False)
    offsets = np.array(encoding.offsets, dtype=np.int64).reshape(-1, 2)
    numbers = _word_numbers(text, offsets, encoding.word_ids)
    shapes = _shapes(text, offsets, numbers)
    continues = np.zeros(len(numbers), dtype=np.bool_)
    continues[1:] = numbers[1:] == numbers[:-1]
    starts, ends = offsets.T
    spaced = np.array(
        [text[end:start].isspace() for end, start in zip(np.append(0, ends), starts, strict=False)], np.bool_
    )
    sentences = _token_ranges(starts, sentence_bounds(text))
    ids = np.array(encoding.ids, dtype=np.int64)
    return EncodedText(ids, shapes, starts, ends, continues, spaced, sentences)


def _word_numbers(text: str, offsets: NDArray[np.int64], words: Sequence[int | None]) -> NDArray[np.int64]:
    """The number of each subword's word;
    a word ends, too, where copied pages glue two together (`2024Japan`, `HomeNews`)."""
    numbers, number, previous = np.zeros(len(words), dtype=np.int64), -1, None
    for index, (word, (start, _)) in enumerate(zip(words, offsets.tolist(), strict=True)):
        glued = start > 0 and text[start].isupper() and (text[start - 1].isdigit() or text[start - 1].islower())
        number += word != previous or glued
        numbers[index], previous = number, word
    return numbers


def _shapes(text: str, offsets: NDArray[np.int64], numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    shapes = np.zeros(len(numbers), dtype=np.int64)
    heads = np.flatnonzero(np.diff(numbers, prepend=-1))
    for first, last in pairwise([*heads, len(numbers)]):
        shapes[first:last] = word_shape(text[offsets[first, 0] : offsets[last - 1, 1]])
    return shapes


def _token_ranges(starts: NDArray[np.int64], bounds: list[tuple[int, int]]) -> list[tuple[int, int]]:
    cuts = np.searchsorted(starts, [end for _, end in bounds]).tolist()
    return [(first, last) for first, last in pairwise([0, *cuts]) if last > first]


def tidy_bounds(text: str, start: int, end: int, limit: int) -> tuple[int, int]:
    """Bounds of subwords as bounds of a span.

    The end takes in combining marks that belong to its last letter (a tokenizer that strips accents gives them no
    subword), up to `limit`, where the next subword begins; both edges leave out spaces and invisible format
    characters. The result may be empty.
    """
    while end < limit and unicodedata.category(text[end]) in ("Mn", "Me", "Mc"):
        end += 1
    while start < end and _hollow(text[start]):
        start += 1
    while start < end and _hollow(text[end - 1]):
        end -= 1
    return start, end


def _hollow(char: str) -> bool:
    return char.isspace() or unicodedata.category(char) in ("Cf", "Cc")
