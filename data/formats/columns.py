"""Words in lines with their tags in columns: CoNLL-2003 with its many heirs.

A file holds words, so the text is made of them: words by single spaces, sentences by newlines. Documents begin at
`-DOCSTART-` lines or `# newdoc` comments. In a file without them neighbours need not belong together, and no sentence
may be read in the light of another: each is a document, unless the caller says how many make one.

Columns hold no relations, statuses, scores, header fields, unknown stretches nor spaces: `write` counts what is lost.
"""

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from ..document import Document
from ..errors import CommuniqueError, Fault
from ..textfile import write_text
from .held import header_fields, not_held
from .raw import RawDocument
from .tags import is_tag
from .word_lines import DOCSTART, Style, WordLine, parse_words, sentence_words

_WORDS = re.compile(r"[^ ]+")


def parse(
    path: Path,
    token: int = 0,
    tag: int = -1,
    sentences: int | None = 1,
    encoding: str | None = None,
    repair: bool = False,
) -> tuple[list[RawDocument], list[Fault]]:
    """Reads columns between tabs, or between spaces in lines without a tab.

    Lines that begin with `# ` are comments where they read `# name = value`, or their tag column holds no tag.

    Args:
        path: the file.
        token: column of the word, from 0; negative ones count from the end.
        tag: column of the tag.
        sentences: how many make a document in a file that does not tell where documents begin; None: all of them.
        encoding: `BIO`, `IOB1` or `BIOES` (also for BILOU); by default the one of which the file breaks fewest rules.
        repair: take tags that may not follow each other: an `I-` that goes on with nothing begins a span, and a span
            that is not finished ends where its tags end. Default: they are faults.

    Raises:
        CommuniqueError: an encoding of another name.
    """

    def word(line: int, source: str) -> WordLine | None:
        columns = [column.strip(" ") for column in source.split("\t")] if "\t" in source else _WORDS.findall(source)
        needed = max(column + 1 if column >= 0 else -column for column in (token, tag))
        if len(columns) < max(needed, 2):
            raise CommuniqueError(
                f"{source!r} has too few columns ({len(columns)}); expected a word and a tag at least, or a blank line"
            )
        if source.startswith("# ") and not is_tag(columns[tag]):
            return None
        return WordLine(line, columns[token], columns[tag])

    return parse_words(path, Style(word, sentences, encoding, repair))


def write(documents: Sequence[Document], path: Path) -> Counter[str]:
    """Writes word and BIO tag, a tab between; blank lines between sentences, and `-DOCSTART-` before each document.

    Words are those of `Document.to_conll`, sentences our own.

    Returns:
        What the file does not hold: `relations`, `statuses` other than the default, `scores`, header `fields`,
        `unknown` stretches, documents whose `spacing` is lost, and `documents` without a word; empty where it holds
        all.

    Raises:
        CommuniqueError: the file cannot be written.
    """
    lost, pieces = not_held(documents), []
    for document in documents:
        sentences = [[(row.form, row.tag) for row in rows] for rows in sentence_words(document)]
        text = "\n".join(" ".join(form for form, _ in rows) for rows in sentences)
        lost["documents"] += not sentences
        lost["spacing"] += bool(sentences) and text != document.text
        lost["fields"] += len(header_fields(document))
        pieces += [f"{DOCSTART}\tO\n\n"] if sentences else []
        pieces += ["".join(f"{form}\t{tag}\n" for form, tag in rows) + "\n" for rows in sentences]
    write_text(path, "".join(pieces))
    return +lost
