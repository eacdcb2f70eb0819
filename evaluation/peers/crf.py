"""A linear-chain CRF (sklearn-crfsuite) over words, with the features of its own tutorial for named entities."""

from collections.abc import Sequence
from typing import Any

from ...data.document import Document
from .words import from_tags, sentences


def read(train: Sequence[Document], texts: Sequence[Document]) -> list[Document]:
    """What a CRF trained on `train` makes of texts."""
    from sklearn_crfsuite import CRF

    learned = [sentence for document in train for sentence in sentences(document)]
    model = CRF(algorithm="lbfgs", c1=0.1, c2=0.1, max_iterations=100, all_possible_transitions=False)
    model.fit([_features(s.words) for s in learned], [s.tags for s in learned])
    found = []
    for document in texts:
        rows = list(sentences(document))
        found.append(from_tags(document, [(s.bounds, model.predict_single(_features(s.words))) for s in rows]))
    return found


def _features(words: Sequence[str]) -> list[dict[str, Any]]:
    rows = [_shape(word) for word in words]
    return [
        {
            "bias": 1.0,
            **rows[i],
            **_moved(rows, i, -2),
            **_moved(rows, i, -1),
            **_moved(rows, i, 1),
            **_moved(rows, i, 2),
        }
        for i in range(len(rows))
    ]


def _shape(word: str) -> dict[str, Any]:
    return {
        "lower": word.lower(),
        "suffix3": word[-3:],
        "suffix2": word[-2:],
        "upper": word.isupper(),
        "title": word.istitle(),
        "digit": word.isdigit(),
    }


def _moved(rows: Sequence[dict[str, Any]], index: int, step: int) -> dict[str, Any]:
    if not 0 <= index + step < len(rows):
        return {f"{step}:edge": True}
    return {f"{step}:{name}": value for name, value in rows[index + step].items() if abs(step) == 1 or name == "lower"}
