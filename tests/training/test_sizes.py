import pytest

from communique.data.document import Document
from communique.training.recipe import Recipe
from communique.training.sizes import fitting_recipe


@pytest.mark.parametrize(
    ("documents", "words", "epochs", "batch"),
    [(1, 5, 20, 1), (20, 230, 20, 1), (60, 20, 20, 3), (100, 20, 20, 5), (200, 230, 20, 5), (628, 230, 12, 5), (2000, 230, 6, 5)],
)  # fmt: skip
def test_few_documents_are_seen_more_often_in_smaller_steps(
    documents: int, words: int, epochs: int, batch: int
) -> None:
    recipe = fitting_recipe([Document(" ".join(["envoys"] * words))] * documents)
    assert (recipe.epochs, recipe.batch) == (epochs, batch)
    assert recipe.base == Recipe().base


def test_a_long_document_counts_as_its_passages() -> None:
    assert fitting_recipe([Document(" ".join(["envoys"] * 3000))] * 4).batch == 2
