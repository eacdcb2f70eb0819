"""What of a document a format does not hold."""

from collections import Counter
from collections.abc import Sequence
from typing import Literal

from ..document import Document


def not_held(
    documents: Sequence[Document], *held: Literal["relations", "statuses", "scores", "unknown"]
) -> Counter[str]:
    """What is lost in a format of words or characters with labels, counted; the header is the format's own matter.

    Args:
        documents: those to be written.
        held: what the format holds all the same. No format but ours holds the scores of relations.

    Returns:
        `relations`; `statuses` that are not the scheme's default; `scores` of spans, and of relations where these are
        held; `unknown` stretches. Nothing of which there is none.
    """
    lost: Counter[str] = Counter()
    for document in documents:
        default = document.scheme.default_status
        lost["relations"] += len(document.relations)
        lost["statuses"] += sum(span.status not in (None, default) for span in document.spans)
        lost["scores"] += sum(span.score is not None for span in document.spans)
        lost["unknown"] += len(document.unknown)
    for name in held:
        del lost[name]
    if "relations" in held:
        lost["scores"] += sum(relation.score is not None for document in documents for relation in document.relations)
    return +lost


def header_fields(document: Document) -> dict[str, str]:
    """The header: id, date, source and language where they are told, and what stands in `meta`."""
    known = {name: getattr(document, name) for name in ("id", "date", "source", "language")}
    return {name: value for name, value in known.items() if value is not None} | document.meta
