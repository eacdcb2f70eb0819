"""Foreign spans on whole words: what cuts a word, begins or ends on a space, or overlaps is mended, left out or a
fault."""

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field, replace
from enum import StrEnum

from ..errors import CommuniqueError, Fault
from .raw import RawDocument, RawSpan

_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
"""Letters of scripts that put no space between words: Thai, Lao, Burmese, Khmer, kana, Chinese characters."""


class Misaligned(StrEnum):
    """What becomes of a span that cuts a word, begins or ends on a space, or overlaps another."""

    ERROR = "error"
    """It is a fault."""
    EXPAND = "expand"
    """Words are completed and spaces trimmed off; of two that overlap the longer stays."""
    SKIP = "skip"
    """It is left out; of two that overlap the longer stays."""


@dataclass(slots=True)
class Aligned:
    """The spans of a document on whole words, flat and in text order."""

    spans: list[RawSpan] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    """Spans `expanded` to whole words, `trimmed` of spaces, `skipped`."""


def align(raw: RawDocument, misaligned: Misaligned) -> Aligned:
    """The spans of a document, but for those that the annotator left open.

    Never mended are spans that are empty or reach out of the text.
    """
    found = Aligned()
    pairs: list[tuple[RawSpan, RawSpan]] = []
    for span in raw.spans:
        try:
            at = None if span.unknown else _on_words(raw.text, span, misaligned)
        except CommuniqueError as error:
            found.faults.append(Fault(raw.path, span.line or raw.line, str(error)))
            continue
        if at is not None:
            pairs.append((span, at))
        elif not span.unknown:
            found.counts["skipped"] += 1
    _flatten(raw, pairs, misaligned, found)
    return found


def _on_words(text: str, span: RawSpan, misaligned: Misaligned) -> RawSpan | None:
    """The span on whole words; None where it is skipped, and an error where it is a fault."""
    given = f"{span.label} at {span.start}:{span.end}"
    if not 0 <= span.start <= span.end <= len(text):
        raise CommuniqueError(f"{given} reaches out of the text; expected 0 <= start < end <= {len(text)}, its length")
    if not text[span.start : span.end].strip():
        is_empty = f"{given} is {text[span.start : span.end]!r}"
        raise CommuniqueError(f"{is_empty}; expected at least one character that is no space")
    start, end = whole_words(text, span.start, span.end)
    torn = "\n\n" in text[start:end]
    if torn or (start, end) != (span.start, span.end):
        if misaligned is Misaligned.SKIP:
            return None
        if torn or misaligned is Misaligned.ERROR:
            raise CommuniqueError(_misalignment(span, text, start, end, torn))
    return replace(span, start=start, end=end)


def _misalignment(span: RawSpan, text: str, start: int, end: int, torn: bool) -> str:
    given = f"{span.label} {text[span.start : span.end]!r} at {span.start}:{span.end}"
    if torn:
        return f"{given} crosses a paragraph; expected one paragraph: `--on-misaligned skip` leaves such spans out"
    return (
        f"{given} begins or ends inside a word or on a space; expected whole words, such as {text[start:end]!r}: "
        f"`--on-misaligned expand` takes them, `--on-misaligned skip` leaves such spans out"
    )


def whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The bounds without spaces at their edges, and moved outwards where they cut a word."""
    while text[start].isspace():
        start += 1
    while text[end - 1].isspace():
        end -= 1
    while cuts_word(text, start):
        start -= 1
    while cuts_word(text, end):
        end += 1
    return start, end


def cuts_word(text: str, at: int) -> bool:
    """Whether a word goes on over the place before character `at`.

    Words are runs of letters and digits with their combining marks. As in the model's own reading, a word ends where
    copied pages glue two together (`2024Japan`, `HomeNews`); and scripts without spaces show no words.
    """
    if not 0 < at < len(text):
        return False
    base = at - 1
    while base > 0 and _is_mark(text[base]):
        base -= 1
    before, after = text[base], text[at]
    if not before.isalnum():
        return False
    if _is_mark(after):
        return True
    glued = after.isupper() and (before.isdigit() or before.islower())
    return after.isalnum() and not glued and not (_UNSPACED.match(before) or _UNSPACED.match(after))


def _is_mark(char: str) -> bool:
    return unicodedata.category(char)[0] == "M"


def _flatten(raw: RawDocument, pairs: list[tuple[RawSpan, RawSpan]], misaligned: Misaligned, found: Aligned) -> None:
    """Puts spans without overlap into `found`, of (span as it was, span on whole words); counts mends of those kept.

    The longer stays; of two of one length the earlier.
    """
    for span, at in sorted(pairs, key=lambda pair: (pair[1].start - pair[1].end, pair[1].start)):
        place = bisect_right(found.spans, at.start, key=lambda other: other.start)
        near = found.spans[max(place - 1, 0) : place + 1]
        other = next((other for other in near if other.start < at.end and at.start < other.end), None)
        if other is None:
            found.spans.insert(place, at)
            found.counts["trimmed"] += at.start > span.start or at.end < span.end
            found.counts["expanded"] += at.start < span.start or at.end > span.end
        elif misaligned is Misaligned.ERROR:
            found.faults.append(Fault(raw.path, span.line or raw.line, _overlap(at, other, raw.text)))
        else:
            found.counts["skipped"] += 1


def _overlap(span: RawSpan, other: RawSpan, text: str) -> str:
    given = [f"{mark.label} {text[mark.start : mark.end]!r} at {mark.start}:{mark.end}" for mark in (span, other)]
    return f"{given[0]} overlaps {given[1]}; expected flat spans: `--on-misaligned expand` or `skip` keeps the longer"
