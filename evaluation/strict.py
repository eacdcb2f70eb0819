"""seqeval's view of the same predictions: strict mode, IOB2, over words cut at the edges of spans."""

from collections.abc import Sequence

from ..data.document import Document
from ..data.errors import needs_extra
from ..data.render import cut_words


def word_tags(gold: Document, predicted: Document) -> tuple[list[str], list[str]]:
    """BIO tags of both over the same words;
    words are also cut where a span of either begins or ends, so that none is lost."""
    edges = sorted({edge for span in (*gold.spans, *predicted.spans) for edge in (span.start, span.end)})
    bounds = cut_words(gold.text, edges)
    return _tags(gold, bounds), _tags(predicted, bounds)


def _tags(document: Document, bounds: Sequence[tuple[int, int]]) -> list[str]:
    tags = ["O"] * len(bounds)
    spans = iter(document.spans)
    span = next(spans, None)
    for index, (start, end) in enumerate(bounds):
        while span is not None and span.end <= start:
            span = next(spans, None)
        if span is not None and span.start <= start and end <= span.end:
            tags[index] = ("B-" if start == span.start else "I-") + span.label
    return tags


def strict_report(gold: Sequence[Document], predicted: Sequence[Document]) -> tuple[dict[str, float], str]:
    """seqeval's micro precision, recall and F1 over all spans, and its table by label."""
    with needs_extra("train"):
        from seqeval.metrics import classification_report
        from seqeval.scheme import IOB2
    pairs = [word_tags(g, p) for g, p in zip(gold, predicted, strict=True)]
    wanted, found = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    if not any(tag != "O" for tags in (*wanted, *found) for tag in tags):
        return {"precision": 0.0, "recall": 0.0, "f1": 0.0}, "(no spans)"
    options = {"mode": "strict", "scheme": IOB2, "zero_division": 0}
    table = classification_report(wanted, found, digits=3, **options)
    row = classification_report(wanted, found, output_dict=True, **options)["micro avg"]
    return {"precision": float(row["precision"]), "recall": float(row["recall"]), "f1": float(row["f1-score"])}, table
