"""Files with a word and its tag a line and blank lines between sentences: what columns and CoNLL-U have in common."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path

from ..document import Document
from ..errors import CommuniqueError, Fault
from ..render import marked_words, to_conll
from ..sentences import sentence_bounds
from ..textfile import read_text
from .raw import RawDocument, RawSpan
from .tags import ENCODINGS, TaggedWord, detect_encoding, illegal_tags, tag_runs

DOCSTART = "-DOCSTART-"
META = "meta::"
"""Before the name of a header field in a comment."""
_COMMENT = re.compile(r"# +(newdoc(?: id)?|[\w:-]+(?= *=))(?: *= *(.*))?")


@dataclass(frozen=True, slots=True)
class WordLine(TaggedWord):
    """A line, with the spaces around its word where it tells them."""

    after: str | None = None
    """None where the line does not tell which spaces follow."""
    before: str = ""
    glued: bool = False
    """Nothing follows, unless `after` says otherwise."""
    status: str | None = None


@dataclass(frozen=True, slots=True)
class Style:
    """How a file is read."""

    word: Callable[[int, str], WordLine | None]
    """From the number of a line and what stands there; None passes it over, a CommuniqueError is a fault."""
    sentences: int | None
    """How many make a document in a file that does not tell where documents begin; None: all of them."""
    encoding: str | None
    """None: the one of which the file breaks fewest rules."""
    repair: bool
    """Whether tags that may not follow each other are taken."""


@dataclass(slots=True)
class _Sentence:
    """Lines between blank lines. `opens` says that a document begins with it; `fields` are of its comments."""

    words: list[WordLine] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)
    opens: bool = False


def parse_words(path: Path, style: Style) -> tuple[list[RawDocument], list[Fault]]:
    """Reads a file.

    Raises:
        CommuniqueError: an encoding of another name.
    """
    if style.encoding not in (None, *ENCODINGS):
        raise CommuniqueError(f"encoding is {style.encoding!r}; expected one of {', '.join(ENCODINGS)}, or None")
    try:
        content = read_text(path)
    except CommuniqueError as error:
        return [], [Fault(str(path), 0, str(error).removeprefix(f"{path}: "))]
    sentences = _sentences(content, str(path), style.word)
    encoding = style.encoding or detect_encoding([sentence.words for sentence in sentences])
    documents, faults = [], []
    for group in _documents(sentences, style.sentences):
        wrong = [fault for sentence in group for fault in sentence.faults]
        for sentence in group if not (style.repair or wrong) else ():
            wrong += [Fault(str(path), line, message) for line, message in illegal_tags(sentence.words, encoding)]
        faults += wrong
        if not wrong:
            documents.append(_raw(str(path), group))
    return documents, faults


def _sentences(content: str, path: str, word: Callable[[int, str], WordLine | None]) -> list[_Sentence]:
    found = [_Sentence()]
    for number, line in enumerate(content.removeprefix("\ufeff").split("\n"), 1):
        source = line.rstrip("\r")
        starts = source.startswith(DOCSTART)
        blank = starts or not source.strip()
        if blank and (found[-1].words or found[-1].faults):
            found.append(_Sentence())
        found[-1].opens |= starts
        if comment := _COMMENT.fullmatch(source):
            found[-1].opens |= comment[1].startswith("newdoc")
            found[-1].fields[comment[1]] = comment[2] or ""
        elif not blank:
            try:
                row = word(number, source)
                found[-1].words += [row] if row else []
            except CommuniqueError as error:
                found[-1].faults.append(Fault(path, number, str(error)))
    return [sentence for sentence in found if sentence.words or sentence.faults]


def _documents(sentences: list[_Sentence], most: int | None) -> list[list[_Sentence]]:
    if not any(sentence.opens for sentence in sentences):
        size = most or len(sentences) or 1
        return [sentences[start : start + size] for start in range(0, len(sentences), size)]
    groups: list[list[_Sentence]] = []
    for sentence in sentences:
        if sentence.opens or not groups:
            groups.append([])
        groups[-1].append(sentence)
    return groups


def _raw(path: str, group: Sequence[_Sentence]) -> RawDocument:
    text, spans = "", []
    for sentence in group:
        bounds = []
        for word, after in zip(sentence.words, _spaces(sentence, sentence is group[-1]), strict=True):
            text += word.before
            bounds.append((len(text), len(text) + len(word.form)))
            text += word.form + after
        for first, last in tag_runs(sentence.words):
            word = sentence.words[first]
            start, end = bounds[first][0], bounds[last - 1][1]
            spans.append(RawSpan(start, end, word.label, status=word.status, line=word.line))
    head = group[0].fields
    meta = {name.removeprefix(META): value for name, value in head.items() if name.startswith(META)}
    identity = head.get("newdoc id", head.get("sent_id") if len(group) == 1 else None)
    date, source = meta.pop("date", None), meta.pop("source", None)
    return RawDocument(path, group[0].words[0].line, text, tuple(spans), (), identity, date, source, meta)


def _spaces(sentence: _Sentence, last: bool) -> list[str]:
    """What follows each word: as the line itself tells, or else `# text`, or else a space; a sentence ends its line."""
    words = sentence.words
    between = r"(\s*)".join(re.escape(word.form) for word in words)
    match = re.fullmatch(between, sentence.fields.get("text", "").strip())
    told = match.groups() if match else ["" if word.glued else " " for word in words[:-1]]
    spaces = zip(words, (*told, "" if last else "\n"), strict=True)
    return [space if word.after is None else word.after for word, space in spaces]


def sentence_words(document: Document) -> Iterator[list[WordLine]]:
    """The words of each sentence. No sentence ends inside a span, or where no space would show it."""
    text, spans = document.text, document.spans
    words = marked_words(document)
    tags = [row.rpartition("\t")[2] for row in to_conll(document, words).split("\n")[: len(words)]]
    status = {span.start: span.status for span in spans}
    following = [*(start for start, _ in words[1:]), len(text)]
    rows = [
        WordLine(0, text[start:end], tag, text[end:after], status=status.get(start))
        for (start, end), after, tag in zip(words, following[: len(words)], tags, strict=True)
    ]
    rows[:1] = [replace(row, before=text[: words[0][0]]) for row in rows[:1]]
    ends = [end for _, end in sentence_bounds(text) if text[end - 1].isspace()]
    ends = [end for end in ends if not any(span.start < end < span.end for span in spans)]
    for _, sentence in groupby(range(len(rows)), key=lambda at: bisect_right(ends, words[at][0])):
        yield [rows[at] for at in sentence]
