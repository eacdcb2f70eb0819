"""Offsets in UTF-16 units, which programs in JavaScript count: an emoji has two."""

from itertools import accumulate


def to_utf16(text: str) -> list[int]:
    """How many units stand before each character, and at the end how many there are."""
    return [0, *accumulate(1 + (char > "\uffff") for char in text)]


def from_utf16(text: str) -> dict[int, int]:
    """Units → characters; a place inside a character is not among them."""
    return {unit: character for character, unit in enumerate(to_utf16(text))}
