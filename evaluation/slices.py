"""Cuts: documents by what their headers say of them, so that each kind is scored by itself."""

from collections.abc import Sequence

from ..data.document import Document

SLICES = ("kind", "region", "outlet", "genre", "noise", "phenomena", "unseen-pair")
"""Header fields by which our corpus is cut; several values stand with `; ` between them."""
ABSENT = "(none)"


def slice_indices(documents: Sequence[Document], fields: Sequence[str] = SLICES) -> dict[str, dict[str, list[int]]]:
    """Which documents have which value of each header field.

    Returns:
        Field → value → indices of documents. A document with several values stands in each of them, one without the
        field under `(none)`; fields that no document has are left out.
    """
    found: dict[str, dict[str, list[int]]] = {}
    for field in fields:
        if any(field in document.meta for document in documents):
            values: dict[str, list[int]] = {}
            for index, document in enumerate(documents):
                for value in document.meta.get(field, ABSENT).split("; "):
                    values.setdefault(value, []).append(index)
            found[field] = dict(sorted(values.items()))
    return found
