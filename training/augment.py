"""The same passage in another dress: names of other traditions, other states, another page."""

from random import Random

from ..data.document import Document
from ..data.names import swap_names, swap_states
from ..data.perturb import PERTURBATIONS
from .recipe import Recipe


class Augmenter:
    """Changes passages by the probabilities of a recipe."""

    def __init__(self, recipe: Recipe):
        self.recipe = recipe

    def __call__(self, passage: Document, rng: Random) -> Document:
        """The passage with names and states exchanged and perturbed; what happens hangs on `rng` alone."""
        if rng.random() < self.recipe.swap_states:
            passage = swap_states(passage, rng)
        if rng.random() < self.recipe.swap_names:
            passage = swap_names(passage, rng)
        for name, probability in self.recipe.perturb.items():
            if rng.random() < probability:
                passage = PERTURBATIONS[name](passage, rng)
        return passage
