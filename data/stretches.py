"""Stretches of a text, as pairs of half-open offsets."""

from collections.abc import Iterable, Iterator, Sequence

Stretch = tuple[int, int]


def joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    """The same characters in text order; stretches that overlap or touch are one."""
    found: list[Stretch] = []
    for start, end in sorted(stretches):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return found


def without(stretches: Iterable[Stretch], taken: Sequence[Stretch]) -> Iterator[Stretch]:
    """What is left of stretches without the characters of others; both are flat and in text order."""
    at = 0
    for start, end in stretches:
        while at < len(taken) and taken[at][0] < end:
            low, high = taken[at]
            if start < low:
                yield start, low
            if end < high:
                start = end
                break
            start, at = max(start, high), at + 1
        if start < end:
            yield start, end


def touched(places: Sequence[Stretch], stretches: Sequence[Stretch]) -> list[bool]:
    """Whether each place has a character in common with any of the stretches; both are flat and in text order."""
    found, at = [], 0
    for start, end in places:
        while at < len(stretches) and stretches[at][1] <= start:
            at += 1
        found.append(at < len(stretches) and stretches[at][0] < end)
    return found
