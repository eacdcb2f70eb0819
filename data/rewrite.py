"""Changes to a document's text that carry its spans along, and parts of documents."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from .document import Document, Relation, Span
from .stretches import touched


@dataclass(frozen=True, slots=True)
class Edit:
    """The characters `start:end` become `text`; with `start == end` the text is put in before `start`."""

    start: int
    end: int
    text: str


def rewrite(document: Document, edits: Iterable[Edit]) -> Document:
    """The document with edits made.

    Spans keep their labels and ids; a span that an edit empties, or leaves with a space at an edge, is dropped with its
    relations. Text put in at a span's edge stays outside it. Unknown stretches go along in the same way.

    Args:
        edits: in text order, without overlap.

    Raises:
        ValueError: the edits overlap or are out of order.
    """
    pieces: list[str] = []
    starts, ends = [0] * (len(document.text) + 1), [0] * (len(document.text) + 1)
    position = length = 0

    def keep(upto: int) -> None:
        nonlocal position, length
        pieces.append(document.text[position:upto])
        for old in range(position, upto):
            starts[old], ends[old + 1] = length + old - position, length + old - position + 1
        length += upto - position
        position = upto

    for edit in edits:
        if edit.start < position:
            raise ValueError(f"edit {edit} overlaps the one before, which ends at {position}")
        keep(edit.start)
        for old in range(edit.start, edit.end):
            inner = min(old - edit.start, len(edit.text))
            starts[old], ends[old + 1] = length + inner, length + min(inner + 1, len(edit.text))
        if edit.end > edit.start:
            ends[edit.end] = length + len(edit.text)
        pieces.append(edit.text)
        length += len(edit.text)
        position = edit.end
    keep(len(document.text))
    return _moved(document, "".join(pieces), starts, ends)


def _moved(document: Document, text: str, starts: Sequence[int], ends: Sequence[int]) -> Document:
    spans = []
    for span in document.spans:
        start, end = starts[span.start], ends[span.end]
        found = text[start:end]
        if found and found == found.strip() and "\n\n" not in found:
            spans.append(replace(span, start=start, end=end, text=found))
    unknown = tuple((starts[low], ends[high]) for low, high in document.unknown if starts[low] < ends[high])
    relations = _between(document.relations, spans)
    return replace(document, text=text, spans=tuple(spans), relations=relations, unknown=unknown)


def _between(relations: Iterable[Relation], spans: Iterable[Span]) -> tuple[Relation, ...]:
    ids = {span.id for span in spans}
    return tuple(relation for relation in relations if relation.head in ids and relation.tail in ids)


def slice_document(document: Document, start: int, end: int) -> Document:
    """The part `start:end` of a document, with the spans and relations that lie wholly inside, and what lies inside of
    unknown stretches."""
    spans = [
        replace(s, start=s.start - start, end=s.end - start)
        for s in document.spans
        if start <= s.start and s.end <= end
    ]
    clipped = ((max(low, start) - start, min(high, end) - start) for low, high in document.unknown)
    unknown = tuple((low, high) for low, high in clipped if low < high)
    relations = _between(document.relations, spans)
    return replace(document, text=document.text[start:end], spans=tuple(spans), relations=relations, unknown=unknown)


def known_part(prediction: Document, gold: Document) -> Document:
    """What a prediction says of the part of a text that gold knows: spans that share a character with a stretch unknown
    in gold are left out, with their relations, since nobody can say whether they are right.

    Returns:
        A document in which those stretches are unknown too; the prediction itself where gold has none.
    """
    if not gold.unknown:
        return prediction
    left_out = touched([(span.start, span.end) for span in prediction.spans], gold.unknown)
    spans = [span for span, out in zip(prediction.spans, left_out, strict=True) if not out]
    relations, unknown = _between(prediction.relations, spans), (*prediction.unknown, *gold.unknown)
    return replace(prediction, spans=tuple(spans), relations=relations, unknown=unknown)
