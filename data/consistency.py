"""The same words between the same neighbours, marked differently in two documents."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .document import Document

_TOKEN = re.compile(r"\w+|[^\w\s]")
_LEFT_OUT = ("REF", "DATE", "TITLE")
"""Whether these are marked hangs on their part in the event, not on the words beside them."""


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    word: str


_Context = tuple[str, ...]


def unlike_marks(documents: Sequence[Document]) -> Iterator[tuple[Document, str]]:
    """Places where a document marks words otherwise than most other documents do between the same two words.

    Yields:
        The document in the minority, and what it does, with the id of a document of the majority.
    """
    tokens = [_tokens(document.text) for document in documents]
    contexts = {context for document, row in zip(documents, tokens, strict=True) for context in _marked(document, row)}
    places: dict[_Context, list[tuple[str, int, str]]] = defaultdict(list)
    longest = max(map(len, contexts), default=0)
    for number, (document, row) in enumerate(zip(documents, tokens, strict=True)):
        labels = {(span.start, span.end): span.label for span in document.spans}
        for index in range(len(row)):
            for size in range(3, min(longest, len(row) - index) + 1):
                context = tuple(token.word for token in row[index : index + size])
                if context in contexts:
                    start, end = row[index + 1].start, row[index + size - 2].end
                    if label := labels.get((start, end)) or _rest(document, start, end):
                        places[context].append((label, number, document.text[start:end]))
    for context, found in sorted(places.items()):
        yield from _minority(documents, context, found)


def _minority(
    documents: Sequence[Document], context: _Context, found: Sequence[tuple[str, int, str]]
) -> Iterator[tuple[Document, str]]:
    counts = Counter(label for label, _, _ in found)
    if len(counts) < 2 or len({number for _, number, _ in found}) < 2 or set(_LEFT_OUT) & set(counts):
        return
    usual = max(sorted(counts), key=lambda label: (counts[label], label not in ("nothing", "a part")))
    model = next(documents[number].id for label, number, _ in found if label == usual)
    for label, number, text in found:
        if label != usual:
            words = f"{text!r} between {context[0]!r} and {context[-1]!r}"
            yield documents[number], f"{words} is {label} here and {usual} elsewhere (in {model})"


def _tokens(text: str) -> list[_Token]:
    return [_Token(match.start(), match.end(), match[0].casefold()) for match in _TOKEN.finditer(text)]


def _marked(document: Document, tokens: Sequence[_Token]) -> Iterator[_Context]:
    """Words of every span with one word before and one behind."""
    first = {token.start: index for index, token in enumerate(tokens)}
    last = {token.end: index for index, token in enumerate(tokens)}
    for span in document.spans:
        low, high = first.get(span.start, 0) - 1, last.get(span.end, len(tokens)) + 1
        if low >= 0 and high < len(tokens) and tokens[low].word.isalpha() and tokens[high].word.isalpha():
            yield tuple(token.word for token in tokens[low : high + 1])


def _rest(document: Document, start: int, end: int) -> str | None:
    """What words are that are no span; None where nobody looked."""
    if any(low < end and start < high for low, high in document.unknown):
        return None
    return "a part" if any(span.start < end and start < span.end for span in document.spans) else "nothing"
