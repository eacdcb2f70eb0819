"""Settings that fit the number of documents."""

from collections.abc import Sequence

from ..data.document import Document
from .recipe import Recipe


def fitting_recipe(documents: Sequence[Document]) -> Recipe:
    """The recipe for training on these documents, from the released model."""
    return Recipe()
