"""The strings that marks cover: with which labels, and how often they stand there unmarked."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..data.document import Document
from ..data.letters import normal, one_line
from ..data.render import cut_words
from ..data.stretches import Stretch, joined, touched

Words = tuple[str, ...]
"""A string as it is looked for: its words and marks of punctuation, whatever space is between them."""

_PARAGRAPH = re.compile(r"\n\n")


@dataclass(frozen=True, slots=True)
class MarkedString:
    """A string that is marked somewhere."""

    text: str
    """As it stands where it is first marked, on one line."""
    labels: dict[str, int]
    """Label → marks, the commonest first."""
    unmarked: int
    """Times that it stands outside of all marks and of what nobody looked at, and not within a longer such string."""

    @property
    def label(self) -> str:
        """The commonest label."""
        return next(iter(self.labels))

    @property
    def marks(self) -> int:
        """Marks of all labels."""
        return sum(self.labels.values())

    @property
    def odd(self) -> int:
        """Marks of another label than the commonest."""
        return self.marks - self.labels[self.label]


class StringIndex:
    """Finds strings among words: by their first word, then by length, so that time grows with the text alone."""

    def __init__(self, strings: Iterable[Words]):
        self._strings = frozenset(strings)
        sizes: defaultdict[str, set[int]] = defaultdict(set)
        for string in self._strings:
            sizes[string[0]].add(len(string))
        self._sizes = {word: sorted(found, reverse=True) for word, found in sizes.items()}

    def find(self, words: Words) -> Iterator[tuple[int, Words]]:
        """Strings with the index of their first word: from left to right, the longest first, none over another."""
        at = 0
        while at < len(words):
            for size in self._sizes.get(words[at], ()):
                if (piece := words[at : at + size]) in self._strings:
                    yield at, piece
                    at += len(piece)
                    break
            else:
                at += 1


def marked_strings(documents: Sequence[Document]) -> dict[Words, MarkedString]:
    """All strings that are marked in documents; `WHO` and `who` are two."""
    labels: defaultdict[Words, Counter[str]] = defaultdict(Counter)
    texts: dict[Words, str] = {}
    for span in (span for document in documents for span in document.spans):
        words = words_at(span.text, cut_words(span.text, ()))
        labels[words][span.label] += 1
        texts.setdefault(words, one_line(span.text))
    unmarked = _count_unmarked(documents, StringIndex(labels))
    return {words: MarkedString(texts[words], _ordered(found), unmarked[words]) for words, found in labels.items()}


def without_case(strings: Mapping[Words, MarkedString]) -> list[MarkedString]:
    """Strings that differ in small and capital letters alone, put together.

    What stands unmarked in letters of another case than those marked is not counted: `who` is no unmarked `WHO`.
    """
    groups: defaultdict[str, list[MarkedString]] = defaultdict(list)
    for words, string in strings.items():
        groups[normal(" ".join(words))].append(string)
    return [
        MarkedString(
            group[0].text,
            _ordered(sum((Counter(string.labels) for string in group), Counter())),
            sum(string.unmarked for string in group),
        )
        for group in groups.values()
    ]


def word_runs(document: Document, taken: Iterable[Stretch]) -> Iterator[list[Stretch]]:
    """Offsets of words that nothing taken touches, in runs that neither it nor the end of a paragraph breaks."""
    barriers = joined([*taken, *(match.span() for match in _PARAGRAPH.finditer(document.text))])
    words = cut_words(document.text, ())
    reaches = [(before, end) for before, (_, end) in zip((0, *(end for _, end in words)), words, strict=False)]
    run: list[Stretch] = []
    for word, broken, gone in zip(words, touched(reaches, barriers), touched(words, barriers), strict=True):
        if broken and run:
            yield run
            run = []
        if not gone:
            run.append(word)
    if run:
        yield run


def words_at(text: str, words: Sequence[Stretch]) -> Words:
    """The words at these offsets, in one form whatever the encoding made of them."""
    return tuple(unicodedata.normalize("NFKC", text[start:end]) for start, end in words)


def _count_unmarked(documents: Sequence[Document], index: StringIndex) -> Counter[Words]:
    runs = ((document.text, run) for document in documents for run in word_runs(document, _taken(document)))
    return Counter(string for text, run in runs for _, string in index.find(words_at(text, run)))


def _taken(document: Document) -> list[Stretch]:
    """What is marked, and what nobody looked at."""
    return [*((span.start, span.end) for span in document.spans), *document.unknown]


def _ordered(counts: Counter[str]) -> dict[str, int]:
    """The commonest first; of the same count by name."""
    return dict(sorted(counts.items(), key=lambda row: (-row[1], row[0])))
