"""How varied a corpus is: person names, sentences alike, sentence openings, growth of the vocabulary."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from random import Random

from .document import Document
from .errors import CommuniqueError
from .sentences import sentence_bounds

NAMES_PER_DOCUMENT = 1.5
"""Distinct person names that a document brings at the least, on average."""
DOCUMENTS_PER_NAME = 2
"""Documents in which one person name may stand."""
ALIKE = 0.5
"""Share of its word 5-grams above which a sentence is alike to one of another document."""
STOCK = 0.2
"""Share of alike sentences in documents of kind `party diplomacy`, a genre of set phrases; none elsewhere."""
OPENINGS = 0.08
"""Share of all sentences that the 20 commonest openings of three words may begin."""

_WORD = re.compile(r"\w+")
_GRAM, _LONG, _OPENING, _COMMONEST = 5, 12, 3, 20
_CURVE = (500, 1000, 2000, 3000, 5000, 10_000, 20_000, 50_000, 100_000, 200_000)
_SHUFFLES = 20


@dataclass(frozen=True, slots=True)
class Alike:
    """A sentence of twelve words or more that shares most of its word 5-grams with one of another document."""

    document: str
    sentence: str
    other: str
    """Id of the other document."""
    model: str
    """The sentence there."""
    share: float
    """Share of 5-grams, above 0.5."""
    stock: bool
    """Whether both documents are of kind `party diplomacy`."""


@dataclass(frozen=True, slots=True)
class Variety:
    """What `communique data variety` prints."""

    documents: int
    words: int
    sentences: int
    names: int
    """Distinct person names; a name within a longer one of the same document (`Trong`) is not counted."""
    spread: dict[str, tuple[str, ...]]
    """Names in more documents than two → ids of these."""
    alike: tuple[Alike, ...]
    stock_share: float
    """Of the sentences of documents of kind `party diplomacy`, the share alike to one in another such document."""
    openings: tuple[tuple[str, int], ...]
    """The 20 commonest openings of three words, with the sentences that begin so."""
    opening_share: float
    """Share of sentences that begin with one of them."""
    curve: dict[int, float]
    """Running words → distinct words among so many, mean over 20 orders of the documents."""

    def faults(self) -> list[str]:
        """The limits that are broken, a line each."""
        found = []
        if self.names < NAMES_PER_DOCUMENT * self.documents:
            found.append(f"{self.names} person names in {self.documents} documents; expected {NAMES_PER_DOCUMENT} each")
        found += [f"{name!r} stands in {', '.join(ids)}; expected two documents" for name, ids in self.spread.items()]
        found += [
            f"{row.document}: {row.sentence!r} shares {row.share:.0%} of its 5-grams with {row.other}: {row.model!r}"
            for row in self.alike
            if not row.stock
        ]
        if self.stock_share > STOCK:
            found.append(f"{self.stock_share:.0%} of sentences of party diplomacy are stock; expected {STOCK:.0%}")
        if self.opening_share >= OPENINGS:
            found.append(f"20 openings begin {self.opening_share:.1%} of the sentences; expected {OPENINGS:.0%}")
        return found


def variety(documents: Sequence[Document]) -> Variety:
    """Measures how varied documents are; without marks the names are missing.

    Raises:
        CommuniqueError: no document.
    """
    if not documents:
        raise CommuniqueError("no document to measure; expected at least one")
    sentences = [
        (number, document.text[start:end].strip())
        for number, document in enumerate(documents)
        for start, end in sentence_bounds(document.text)
    ]
    spread = _name_documents(documents)
    alike, stock_share = _alike(documents, sentences)
    begun = Counter(" ".join(words[:_OPENING]) for _, s in sentences if len(words := _words(s)) >= _OPENING)
    return Variety(
        documents=len(documents),
        words=sum(len(document.text.split()) for document in documents),
        sentences=len(sentences),
        names=len(spread),
        spread={name: tuple(ids) for name, ids in sorted(spread.items()) if len(ids) > DOCUMENTS_PER_NAME},
        alike=tuple(alike),
        stock_share=stock_share,
        openings=tuple(begun.most_common(_COMMONEST)),
        opening_share=sum(count for _, count in begun.most_common(_COMMONEST)) / max(1, begun.total()),
        curve=type_token_curve([document.text for document in documents]),
    )


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _name_documents(documents: Iterable[Document]) -> dict[str, list[str]]:
    """Full person names, folded → ids of the documents that have them."""
    spread: dict[str, list[str]] = defaultdict(list)
    for number, document in enumerate(documents, 1):
        forms = [_name(span.text) for span in document.spans if span.label == "PERSON"]
        names = {frozenset(form): " ".join(form) for form in forms if form}
        for words, name in names.items():
            if not any(words < longer for longer in names):
                spread[name].append(document.id or str(number))
    return spread


def _name(text: str) -> list[str]:
    bare = "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))
    return _words(bare)


def _alike(documents: Sequence[Document], sentences: Sequence[tuple[int, str]]) -> tuple[list[Alike], float]:
    grams = [_grams(_words(sentence)) for _, sentence in sentences]
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, found in enumerate(grams):
        for gram in found:
            holders[gram].append(index)
    party = [document.meta.get("kind") == "party diplomacy" for document in documents]
    alike, stock = [], 0
    for index, (number, sentence) in enumerate(sentences):
        shared = Counter(i for gram in grams[index] for i in holders[gram] if sentences[i][0] != number)
        other, count = shared.most_common(1)[0] if shared else (index, 0)
        if len(_words(sentence)) >= _LONG and count > ALIKE * len(grams[index]):
            there, model = sentences[other]
            both = party[number] and party[there]
            stock += both
            ids = (documents[i].id or str(i + 1) for i in (number, there))
            alike.append(Alike(next(ids), sentence, next(ids), model, count / len(grams[index]), both))
    return alike, stock / max(1, sum(party[number] for number, _ in sentences))


def _grams(words: Sequence[str]) -> set[tuple[str, ...]]:
    return set(zip(*(islice(words, i, None) for i in range(_GRAM)), strict=False))


def type_token_curve(texts: Sequence[str]) -> dict[int, float]:
    """Running words → distinct words among so many, as far as the texts go; mean over 20 orders of the texts."""
    words = [_words(text) for text in texts]
    sizes = [size for size in _CURVE if size <= sum(map(len, words))]
    totals = dict.fromkeys(sizes, 0.0)
    for seed in range(_SHUFFLES):
        order = Random(seed).sample(words, len(words))
        seen: set[str] = set()
        running = (word for text in order for word in text)
        done = 0
        for size in sizes:
            seen.update(islice(running, size - done))
            done = size
            totals[size] += len(seen) / _SHUFFLES
    return totals


def markdown(found: Variety, beside: dict[int, float] | None = None) -> str:
    """The measures with their limits, the openings, and the type-token curve, as Markdown.

    Args:
        found: what was measured.
        beside: another corpus's type-token curve, to stand beside this one.
    """
    rest = [row for row in found.alike if not row.stock]
    lines = [
        "| measure | value | limit |\n|---|---:|---:|\n",
        f"| documents | {found.documents} | |\n| words | {found.words} | |\n| sentences | {found.sentences} | |\n",
        f"| person names a document | {found.names / found.documents:.2f} | ≥ {NAMES_PER_DOCUMENT} |\n",
        f"| names in more than {DOCUMENTS_PER_NAME} documents | {len(found.spread)} | 0 |\n",
        f"| sentences alike to one elsewhere | {len(rest)} | 0 |\n",
        f"| the same within party diplomacy, share | {found.stock_share:.3f} | ≤ {STOCK} |\n",
        f"| share of the {_COMMONEST} commonest openings | {found.opening_share:.3f} | < {OPENINGS} |\n",
        "\n| opening | sentences |\n|---|---:|\n",
        *(f"| {opening} | {count} |\n" for opening, count in found.openings),
        "\n| running words | distinct words |" + (" beside |\n|---:|---:|---:|\n" if beside else "\n|---:|---:|\n"),
    ]
    for size, types in found.curve.items():
        other = f" {beside[size]:,.0f} |" if beside and size in beside else " |" if beside else ""
        lines.append(f"| {size:,} | {types:,.0f} |{other}\n")
    return "".join(lines)
