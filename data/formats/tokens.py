"""A document's tokens as spaCy and Prodigy have them."""

from ..document import Document
from ..render import marked_words


def spaced_tokens(document: Document) -> list[tuple[int, int, bool]]:
    """Offsets of tokens, and whether a space follows.

    Words are cut where a mark begins or ends, so that no mark can be out of line with them. One space behind a token
    belongs to it; all other white space is a token of its own. Together they are the text, character for character.
    """
    text, bounds, position = document.text, list[tuple[int, int]](), 0
    for start, end in (*marked_words(document), (len(document.text), len(document.text))):
        gap = position + (position > 0 and text[position : position + 1] == " ")
        bounds += [(low, high) for low, high in ((gap, start), (start, end)) if low < high]
        position = end
    return [(start, end, text[end : end + 1] == " ") for start, end in bounds]
