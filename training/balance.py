"""Class imbalance: how much each tag weighs in the loss."""

from collections import Counter
from collections.abc import Sequence

from ..data.document import Document
from ..model.tags import tag_names

_LEAST, _MOST = 0.2, 5.0


def tag_weights(documents: Sequence[Document], balance: float) -> list[float] | None:
    """A weight for each tag of the documents' scheme, `O` first; None where all weigh alike.

    Both tags of a label weigh (mean spans a label / its spans) to the power of `balance`, between a fifth and five;
    `O`, and labels that stand nowhere, weigh 1.
    """
    if not balance:
        return None
    counts = Counter(span.label for document in documents for span in document.spans)
    mean = sum(counts.values()) / max(1, len(counts))
    weights = {label: min(_MOST, max(_LEAST, (mean / count) ** balance)) for label, count in counts.items()}
    return [weights.get(name[2:], 1.0) for name in tag_names(documents[0].scheme)]
