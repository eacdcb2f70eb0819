"""Documents without some of their relations."""

from dataclasses import replace

from communique.data.document import Document


def without(document: Document, *relations: tuple[int, str, int]) -> Document:
    """The document without these relations."""
    kept = tuple(r for r in document.relations if (r.head, r.label, r.tail) not in relations)
    assert len(kept) == len(document.relations) - len(relations)
    return replace(document, relations=kept)
