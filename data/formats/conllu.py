"""CoNLL-U: ten columns, the tag in the last one as `NER=B-PER`.

The text is made of the words. The file may tell the spaces between them (`# text`, `SpaceAfter=No`, and `SpacesAfter`
and `SpacesBefore` as UDPipe writes them), and then the text is as it was. Documents begin at `# newdoc` comments; where
there are none, each sentence is one, as for columns.

Statuses stand as `Status=` beside the tag, the header as `# meta::date = …`. A file does not hold relations, scores,
unknown stretches and the language: `write` counts them.
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
from .word_lines import META, Style, WordLine, parse_words, sentence_words

_BESIDE = re.compile(r"[0-9]+[-.][0-9]+")
_ESCAPES = {" ": r"\s", "\t": r"\t", "\r": r"\r", "\n": r"\n", "|": r"\p", "\\": "\\\\"}
_UNESCAPES = {escape: char for char, escape in _ESCAPES.items()}


def parse(
    path: Path,
    tag: int | None = None,
    sentences: int | None = 1,
    encoding: str | None = None,
    repair: bool = False,
) -> tuple[list[RawDocument], list[Fault]]:
    """Reads a file; lines of multiword tokens and of empty nodes are passed over.

    Args:
        path: the file.
        tag: column of the tag, from 0, where `_` means O; None: `NER=` or `Entity=` in the last column.
        sentences, encoding, repair: as for `columns.parse`.

    Raises:
        CommuniqueError: an encoding of another name, or an eleventh column.
    """
    if tag is not None and tag not in range(-10, 10):
        raise CommuniqueError(f"tag is column {tag}; expected one of the ten of CoNLL-U, 0 to 9")

    def word(line: int, source: str) -> WordLine | None:
        columns = source.split("\t")
        if source.startswith("#") or _BESIDE.fullmatch(columns[0]):
            return None
        if len(columns) != 10 or not columns[0].isdecimal():
            raise CommuniqueError(f"{source!r} has {len(columns)} columns; expected the ten of CoNLL-U, a number first")
        misc = dict(pair.partition("=")[::2] for pair in columns[9].split("|"))
        given = misc.get("NER", misc.get("Entity", "O")) if tag is None else columns[tag]
        return WordLine(
            line,
            columns[1],
            "O" if given == "_" else given,
            _unescaped(misc["SpacesAfter"]) if "SpacesAfter" in misc else None,
            _unescaped(misc.get("SpacesBefore", "")),
            misc.get("SpaceAfter") == "No",
            misc.get("Status"),
        )

    return parse_words(path, Style(word, sentences, encoding, repair))


def _unescaped(spaces: str) -> str:
    return re.sub(r"\\.", lambda match: _UNESCAPES.get(match[0], match[0]), spaces)


def _escaped(spaces: str) -> str:
    return "".join(_ESCAPES.get(char, char) for char in spaces)


def write(documents: Sequence[Document], path: Path) -> Counter[str]:
    """Writes `NER=` and `Status=` in the last column; `parse` gives back the text, spaces included.

    Returns:
        What the file does not hold: `relations`, `scores`, `unknown` stretches, the header `fields` language, and
        `documents` without a word; empty where it holds all.

    Raises:
        CommuniqueError: the file cannot be written.
    """
    lost, pieces = not_held(documents, "statuses"), []
    for document in documents:
        sentences = list(sentence_words(document))
        lost["documents"] += not sentences
        lost["fields"] += document.language is not None
        header = {name: value for name, value in header_fields(document).items() if name not in ("id", "language")}
        pieces += [f"# newdoc id = {document.id}\n" if document.id else "# newdoc\n"] if sentences else []
        pieces += [f"# {META}{name} = {value}\n" for name, value in header.items() if value] if sentences else []
        for rows in sentences:
            text = "".join(row.form + (" " if row.after else "") for row in rows)
            lines = [_line(number, row, row is rows[-1]) for number, row in enumerate(rows, 1)]
            pieces += [f"# text = {text.strip()}\n", *lines, "\n"]
    write_text(path, "".join(pieces))
    return +lost


def _line(number: int, word: WordLine, last: bool) -> str:
    misc = {} if word.tag == "O" else {"NER": word.tag}
    if word.status:
        misc["Status"] = word.status
    if word.before:
        misc["SpacesBefore"] = _escaped(word.before)
    if not word.after and not last:
        misc["SpaceAfter"] = "No"
    elif word.after and (last or word.after != " "):
        misc["SpacesAfter"] = _escaped(word.after)
    pairs = "|".join(f"{name}={value}" for name, value in misc.items())
    return "\t".join((str(number), word.form, *"_______", pairs or "_")) + "\n"
