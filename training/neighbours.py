"""Labels of which no two spans stand side by side, by what the training documents show."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from ..data.document import Document

_FEWEST = 50
"""Spans from which a label's habits can be told."""
_RAREST = 0.005
"""Share of spans right behind one of their own label that still counts as none: slips of marking, and oddities."""


def joined_labels(documents: Sequence[Document]) -> tuple[str, ...]:
    """Labels whose spans, but for rare cases, never follow one of their own with nothing but space between."""
    spans, followers = Counter[str](), Counter[str]()
    for document in documents:
        spans.update(span.label for span in document.spans)
        followers.update(
            one.label
            for one, other in pairwise(document.spans)
            if one.label == other.label and document.text[one.end : other.start].strip(" ") == ""
        )
    names = documents[0].scheme.span_labels
    return tuple(name for name in names if spans[name] >= _FEWEST and followers[name] < _RAREST * spans[name])
