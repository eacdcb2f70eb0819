"""Ways in which the same news reaches a reader in another dress: case, diacritics, wrapping, residue, slips.

Every function takes a document and a random generator and gives a document with the same marks. Training
uses them so that a reader learns to see through them; the robustness figures use them to tell whether it does.
"""

import re
import unicodedata
from collections.abc import Callable
from random import Random

from .document import Document
from .letters import FOLDED
from .rewrite import Edit, rewrite

Perturbation = Callable[[Document, Random], Document]

_RESIDUE = (
    "Share",
    "Share this article",
    "Print",
    "Font size A A A",
    "Updated",
    "READ MORE",
    "Read more »",
    "Photo",
    "File photo",
    "Comments (0)",
    "ADVERTISEMENT",
    "Follow us",
    "Subscribe",
    "Home / News / World",
    "Back to top",
    "(0)",
    "|",
    "- - -",
    "Loading…",
    "Email Print Share",
    "Story continues below",
    "Listen to this story",
    "2 min read",
    "Copy link",
    "Related stories",
    "***",
    "&nbsp;",
    "Caption",
    "(L)",
    "(R)",
)


def _each_char(document: Document, change: Callable[[str], str]) -> Document:
    edits = [Edit(i, i + 1, new) for i, char in enumerate(document.text) if (new := change(char)) != char]
    return rewrite(document, edits)


def upper_case(document: Document, rng: Random) -> Document:
    """ALL CAPITALS, as in agency headlines; letters whose capital is longer stay as they are."""
    return _each_char(document, lambda char: char.upper() if len(char.upper()) == 1 else char)


def lower_case(document: Document, rng: Random) -> Document:
    """no capitals, as in chats and bad transcripts."""
    return _each_char(document, lambda char: char.lower() if len(char.lower()) == 1 else char)


def title_case(document: Document, rng: Random) -> Document:
    """Every Word Of Four Letters and More, as in headlines."""
    edits = [
        Edit(m.start(), m.start() + 1, m[0][0].upper())
        for m in re.finditer(r"[a-z][\w’']{3,}", document.text)
        if _word_start(document.text, m.start())
    ]
    return rewrite(document, edits)


def _word_start(text: str, index: int) -> bool:
    return index == 0 or not (text[index - 1].isalnum() or text[index - 1] in "’'")


def strip_diacritics(document: Document, rng: Random) -> Document:
    """`Đỗ Quang Thịnh` as `Do Quang Thinh`."""

    def plain(char: str) -> str:
        base = "".join(c for c in unicodedata.normalize("NFD", char) if not unicodedata.combining(c))
        return FOLDED.get(base, base) if char.isalpha() else char

    return _each_char(document, plain)


def decompose(document: Document, rng: Random) -> Document:
    """Letters and their diacritics as characters apart (NFD)."""
    return _each_char(document, lambda char: unicodedata.normalize("NFD", char))


def hard_wrap(document: Document, rng: Random, width: int = 72) -> Document:
    """Lines broken at 72 characters."""
    edits, line_start, last_space = [], 0, -1
    for i, char in enumerate(document.text):
        if char == "\n":
            line_start, last_space = i + 1, -1
        elif i - line_start > width and last_space > line_start:
            edits.append(Edit(last_space, last_space + 1, "\n"))
            line_start, last_space = last_space + 1, -1
        if char == " ":
            last_space = i
    return rewrite(document, edits)


def residue(document: Document, rng: Random) -> Document:
    """Buttons, captions and counters of a page between the paragraphs."""
    cuts = [0, *(m.end() for m in re.finditer(r"\n+", document.text)), len(document.text)]
    cuts = [cut for cut in cuts if not any(span.start < cut < span.end for span in document.spans)]
    chosen = sorted(rng.sample(sorted(set(cuts)), min(len(set(cuts)), rng.randint(1, 3))))
    return rewrite(
        document,
        [
            Edit(
                cut,
                cut,
                ("\n" if cut == len(document.text) else "") + rng.choice(_RESIDUE) + rng.choice(["\n", "\n\n", " "]),
            )
            for cut in chosen
        ],
    )


def glue(document: Document, rng: Random) -> Document:
    """No space after full stops, paragraphs run together."""
    edits = []
    for match in re.finditer(r"(?<=[a-z)”\"][.!?])([ ]+(?=[A-Z“\"])|\n+)", document.text):
        if rng.random() < 0.7:
            edits.append(Edit(match.start(), match.end(), "" if match[0][0] == " " else " "))
    return rewrite(document, edits)


def typing_errors(document: Document, rng: Random, rate: float = 0.01) -> Document:
    """One letter in a hundred dropped, doubled or changed places with its neighbour."""
    edits, i = [], 1
    while i < len(document.text) - 2:
        pair = document.text[i : i + 2]
        if pair.isalpha() and document.text[i - 1].isalpha() and rng.random() < rate:
            edits.append(Edit(i, i + 2, rng.choice([pair[0], pair[0] + pair, pair[::-1]])))
            i += 2
        i += 1
    return rewrite(document, edits)


def straight_quotes(document: Document, rng: Random) -> Document:
    """Typewriter quotation marks for printers' ones, hyphens for dashes."""
    return _each_char(
        document, lambda char: {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-"}.get(char, char)
    )


PERTURBATIONS: dict[str, Perturbation] = {
    "upper case": upper_case,
    "lower case": lower_case,
    "title case": title_case,
    "diacritics stripped": strip_diacritics,
    "diacritics decomposed": decompose,
    "wrapped at 72": hard_wrap,
    "page residue": residue,
    "sentences glued": glue,
    "typing errors": typing_errors,
    "straight quotes": straight_quotes,
}
"""Name → function, for augmentation and for the robustness figures."""
