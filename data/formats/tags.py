"""Words with the tags of their spans: the encodings, which tag may follow which, and what spans tags mean."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from ..errors import CommuniqueError

ENCODINGS: dict[str, dict[str, tuple[str, str]]] = {
    "BIO": {"O": ("OB", "OB"), "B": ("BI", "OB"), "I": ("BI", "OB")},
    "IOB1": {"O": ("OI", "OI"), "B": ("BI", "OI"), "I": ("BI", "OI")},
    "BIOES": {"O": ("OBS", "OBS"), "B": ("IE", ""), "I": ("IE", ""), "E": ("BS", "OBS"), "S": ("BS", "OBS")},
}
"""Which prefixes may follow a prefix: with the same label, and otherwise. BIO is IOB2; BILOU is read as BIOES."""
_TAG = re.compile(r"([BIESLUMW])-(\S.*)")
_ALIASES = {"L": "E", "U": "S", "M": "I", "W": "S"}


@dataclass(frozen=True, slots=True)
class TaggedWord:
    """A word and its tag. One that is empty, or whose tag is none, is refused."""

    line: int
    """Where it stands, for error messages: a line of a file, or a place in a row."""
    form: str
    tag: str

    def __post_init__(self) -> None:
        if not self.form:
            raise CommuniqueError("the word is empty; expected at least one character")
        if not is_tag(self.tag):
            expected = "expected O or a prefix and a label, such as B-PER"
            raise CommuniqueError(f"{self.form!r} has the tag {self.tag!r}; {expected}")

    @property
    def prefix(self) -> str:
        """One of O, B, I, E, S."""
        return _ALIASES.get(self.tag[0], self.tag[0])

    @property
    def label(self) -> str:
        return self.tag[2:]


def is_tag(tag: str) -> bool:
    """Whether it is O, or a prefix and a label."""
    return tag == "O" or _TAG.fullmatch(tag) is not None


def detect_encoding(sentences: Sequence[Sequence[TaggedWord]]) -> str:
    """E and S belong to BIOES alone; of the other two it is the one of which fewer rules are broken."""
    if any(word.prefix in "ES" for words in sentences for word in words):
        return "BIOES"
    broken = {name: sum(1 for words in sentences for _ in illegal_tags(words, name)) for name in ("BIO", "IOB1")}
    return min(broken, key=lambda name: broken[name])


def illegal_tags(words: Sequence[TaggedWord], encoding: str) -> Iterator[tuple[int, str]]:
    """Tags of a sentence that may not stand where they stand, as (line, reason)."""
    table = ENCODINGS[encoding]
    for before, word in _with_edges(words):
        prefix, label = (before.prefix, before.label) if before else ("O", "")
        same, other = table.get(prefix, table["O"])
        if (word.prefix if word else "O") not in (same if word and word.label == label else other):
            place = f"behind {before.tag}" if before else "at the head of a sentence"
            given = f"{word.form!r} has the tag {word.tag} {place}" if word else f"the sentence ends {place}"
            legal = [f"{each}-{label}" for each in same if each not in other]
            legal += ["O" if each == "O" else f"{each}-LABEL" for each in other]
            reason = f"{given}; expected {' or '.join(legal)} ({encoding}); the option `repair=True` takes it as it is"
            yield (word or words[-1]).line, reason


def _with_edges(words: Sequence[TaggedWord]) -> Iterator[tuple[TaggedWord | None, TaggedWord | None]]:
    """Neighbours, with None before the first and behind the last word."""
    return pairwise([None, *words, None]) if words else iter(())


def tag_runs(words: Sequence[TaggedWord]) -> list[tuple[int, int]]:
    """Spans as half-open ranges of words: in every encoding one goes on where I or E follows B or I of its label."""
    runs: list[tuple[int, int]] = []
    for at, word in enumerate(words):
        before = words[at - 1] if at else None
        if before and word.prefix in "IE" and before.prefix in "BI" and before.label == word.label:
            runs[-1] = runs[-1][0], at + 1
        elif word.prefix != "O":
            runs.append((at, at + 1))
    return runs


def open_runs(missing: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Runs of words that the annotator left open, as half-open ranges."""
    for is_open, group in groupby(range(len(missing)), key=missing.__getitem__):
        run = list(group)
        if is_open:
            yield run[0], run[-1] + 1
