"""The same documents in another dress: what a reader loses by case, diacritics, residue, slips, other names and other
states."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from random import Random

from ..data.document import Document
from ..data.names import HELD_OUT, swap_names, swap_states
from ..data.perturb import PERTURBATIONS
from .scorer import DocumentCounts, count_document, known_parts
from .scores import Robustness

Change = Callable[[Document, Random], Document]


def changes() -> Iterator[tuple[str, Change]]:
    """Names of changes, and what makes them: the perturbations, names of six traditions, other states."""
    yield from PERTURBATIONS.items()
    for tradition in HELD_OUT:
        yield f"names: {tradition.replace('_', ', ')}", partial(swap_names, tradition=tradition)
    yield "other states", swap_states


def robustness(
    read: Callable[[Sequence[Document]], Sequence[Document]],
    gold: Sequence[Document],
    counts: Sequence[DocumentCounts],
) -> dict[str, dict[str, Robustness]]:
    """Reads the documents under every change.

    Args:
        read: what a model makes of documents whose marks it does not see.
        gold: documents as they are.
        counts: how the model did on these.

    Returns:
        Change → group → exact micro-F1, its fall, and the interval of the fall (documents resampled in pairs).
    """
    scheme = gold[0].scheme
    names = {"entities": scheme.entity_names, "triggers": scheme.event_names}
    found: dict[str, dict[str, Robustness]] = {}
    for change, function in changes():
        changed = [function(document, Random(number)) for number, document in enumerate(gold)]
        rows = [count_document(*pair) for pair in zip(changed, known_parts(changed, read(changed)), strict=True)]
        found[change] = {group: Robustness.of(counts, rows, labels) for group, labels in names.items()}
    return found
