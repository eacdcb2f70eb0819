"""How a text of any length is read by an encoder that takes a few hundred subwords at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate


@dataclass(frozen=True, slots=True)
class Window:
    """Subwords `start:end` go through the encoder;
    those of `keep_start:keep_end` take their scores from this window."""

    start: int
    end: int
    keep_start: int
    keep_end: int


def plan_windows(lengths: Sequence[int], size: int, overlap: int) -> list[Window]:
    """Overlapping windows over a text, cut at sentence ends.

    The plan is made in subword space, since that is where the encoder's limit lies: a limit in words
    or characters would be exceeded by names and figures. Nothing is truncated. Windows are made of whole
    sentences; only a sentence longer than half a window is cut into units of a quarter, so that neighbouring
    windows can share context inside it as well. Every unit is kept once, in the window where the smaller of its
    two contexts is largest; the beginning and the end of the text count as boundless context, since nothing more is
    there to see.

    Args:
        lengths: subwords of each sentence, in order.
        size: subwords that a window may hold, special tokens not counted.
        overlap: subwords that two neighbouring windows share at the least, where half a window allows it; 0 for none at
        all.

    Returns:
        Windows in order; their kept ranges follow each other without a gap and cover the text.
    """
    if not (size >= 4 and 0 <= 2 * overlap <= size):
        raise ValueError(f"overlap={overlap} with size={size}; expected size >= 4 and 0 <= overlap <= size / 2")
    ends = list(accumulate(unit for length in lengths for unit in _units(length, size)))
    starts = [0, *ends][:-1]
    spans = _cover(starts, ends, size, overlap)
    kept = _keep(spans, starts, ends)
    return [Window(*spans[n], kept[n][0], kept[n][-1]) for n in sorted(kept)]


def _units(length: int, size: int) -> list[int]:
    if length <= size // 2:
        return [length] if length else []
    quarter = size // 4
    return [quarter] * (length // quarter) + ([length % quarter] if length % quarter else [])


def _cover(starts: list[int], ends: list[int], size: int, overlap: int) -> list[tuple[int, int]]:
    """Greedy windows of whole units; each begins early enough to share `overlap` subwords with the last one,
    but never half a window."""
    spans: list[tuple[int, int]] = []
    first = 0
    while first < len(starts):
        last = first
        while last + 1 < len(starts) and ends[last + 1] - starts[first] <= size:
            last += 1
        spans.append((starts[first], ends[last]))
        if last + 1 == len(starts):
            break
        first = last + 1
        while first > 0 and ends[last] - starts[first] < overlap and ends[last] - starts[first - 1] <= size // 2:
            first -= 1
    return spans


def _keep(spans: list[tuple[int, int]], starts: list[int], ends: list[int]) -> dict[int, list[int]]:
    """Number of a window → the bounds of the units it keeps.
    Windows holding a unit are neighbours, so both ends only move on."""
    kept: dict[int, list[int]] = {}
    first = 0
    for start, end in zip(starts, ends, strict=True):
        while spans[first][1] < end:
            first += 1
        last = first
        while last + 1 < len(spans) and spans[last + 1][0] <= start:
            last += 1
        best = max(range(first, last + 1), key=lambda n: _context(spans[n], start, end, ends[-1]))
        kept.setdefault(best, []).extend((start, end))
    return kept


def _context(span: tuple[int, int], start: int, end: int, total: int) -> float:
    left = float("inf") if span[0] == 0 else start - span[0]
    right = float("inf") if span[1] == total else span[1] - end
    return min(left, right)
