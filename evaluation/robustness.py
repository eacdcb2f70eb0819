"""The same documents in another dress: what a reader loses by case, diacritics, residue, slips, other names and other
states."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from random import Random

from ..data.document import Document
from ..data.names import swap_names, swap_states
from ..data.perturb import PERTURBATIONS
from ..model.reader import Reader
from .scorer import DocumentCounts, count_document
from .scores import Robustness, micro

TRADITIONS = ("khmer", "chinese", "east_african", "polish", "levant_maghreb", "portuguese_brazilian")
"""Naming traditions of which the persons of the documents get names."""

Change = Callable[[Document, Random], Document]


def changes() -> Iterator[tuple[str, Change]]:
    """Names of changes, and what makes them: the perturbations, names of six traditions, other states."""
    yield from PERTURBATIONS.items()
    for tradition in TRADITIONS:
        yield f"names: {tradition.replace('_', ', ')}", partial(swap_names, tradition=tradition)
    yield "other states", swap_states


def robustness(
    reader: Reader, gold: Sequence[Document], counts: Sequence[DocumentCounts]
) -> dict[str, dict[str, Robustness]]:
    """Reads the documents under every change.

    Args:
        reader: the model.
        gold: documents as they are.
        counts: how the reader did on these.

    Returns:
        Change → group → exact micro-F1, its fall, and the interval of the fall (documents resampled in pairs).
    """
    names = {"entities": reader.scheme.entity_names, "triggers": reader.scheme.event_names}
    found: dict[str, dict[str, Robustness]] = {}
    for change, function in changes():
        changed = [function(document, Random(number)) for number, document in enumerate(gold)]
        read = reader.predict_many([replace(document, spans=(), relations=()) for document in changed])
        rows = [count_document(wanted, got) for wanted, got in zip(changed, read, strict=True)]
        found[change] = {}
        for group, labels in names.items():
            before, after = ([micro(row.spans["exact"], labels) for row in part] for part in (counts, rows))
            found[change][group] = Robustness.of(before, after)
    return found
