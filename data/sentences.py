"""Where the sentences of a text begin and end.

News copied from pages has captions, headlines and hard-wrapped lines, so lines are looked at
first: blank lines always separate; a single newline separates unless the lines around it look
wrapped at a fixed width. What is left goes through sentencex, with Unicode spaces folded to
plain ones (it fails on a no-break space otherwise).
"""

import re
from collections.abc import Iterator

import sentencex

_BLANK = re.compile(r"(?>\r\n|\r|\n)[^\S\r\n]*(?>\r\n|\r|\n)\s*")
_LINE = re.compile(r"[^\r\n]*(?>\r\n|\r|\n|$)")
_SPACE = re.compile(r"[^\S ]")
_WIDTH = range(55, 91)
_CLOSED = (".", "!", "?", ":", "”", '"')


def sentence_bounds(text: str) -> list[tuple[int, int]]:
    """The sentences of a text.

    Returns:
        Half-open code-point offsets that follow each other without a gap and cover the text; an
        empty text has none.
    """
    bounds: list[tuple[int, int]] = []
    for block_start, block_end in _blocks(text):
        for start, end in _line_groups(text, block_start, block_end):
            bounds += _split(text, start, end)
    return bounds


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _BLANK.finditer(text):
        if match.end() > start:
            yield start, match.end()
            start = match.end()
    if start < len(text):
        yield start, len(text)


def _line_groups(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Runs of lines that belong together: one line each, or all lines of a wrapped paragraph."""
    lines = [(m.start(), m.end()) for m in _LINE.finditer(text, start, end) if m.end() > m.start()]
    stripped = [text[a:b].rstrip() for a, b in lines]
    wrapped = len(lines) > 1 and sum(len(line) in _WIDTH for line in stripped[:-1]) > (len(lines) - 1) / 2
    group_start = start
    for number, (_, line_end) in enumerate(lines):
        last = number == len(lines) - 1
        goes_on = wrapped and not last and len(stripped[number]) in _WIDTH and not stripped[number].endswith(_CLOSED)
        if not goes_on:
            yield group_start, line_end
            group_start = line_end


def _split(text: str, start: int, end: int) -> list[tuple[int, int]]:
    folded = _SPACE.sub(" ", text[start:end])
    ends = [start + piece["end_index"] for piece in sentencex.get_sentence_boundaries("en", folded)]
    ends = [*(cut for cut in ends if start < cut < end), end]
    return list(zip([start, *ends[:-1]], ends, strict=True))
