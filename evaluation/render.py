"""Prints: scores as Markdown."""

from collections.abc import Iterable, Sequence

from .errors import NOTHING
from .scores import GroupScores, Robustness, Score, Scores, SliceScores

FEWEST = 5
"""Documents that a slice holds at the least to stand in the report; `scores.json` has them all."""
_RULES = {
    "exact": "exact match: same bounds, same label",
    "overlap": "overlap match: same label, a character in common, one to one",
}
_COLUMNS = ("precision", "recall", "F1", "95 % interval", "right", "predicted", "gold")


def grid(head: Sequence[str], rows: Iterable[Sequence[str]], words: int = 1) -> str:
    """A Markdown table; all columns but the first `words` are numbers."""
    rule = "|---" * words + "|---:" * (len(head) - words) + "|"
    return "".join(f"{line}\n" for line in (_line(head), rule, *map(_line, rows)))


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cells(name: str, score: Score) -> list[str]:
    rates = [f"{value:.3f}" for value in (score.precision, score.recall, score.f1)]
    counts = [str(count) for count in (score.right, score.predicted, score.gold)]
    return [name, *rates, _interval(score), *counts]


def _interval(found: Score | Robustness) -> str:
    return f"{found.low:.3f} to {found.high:.3f}"


def table(group: GroupScores) -> str:
    """A group's labels, then all of them together."""
    rows = [*group.labels.items(), ("**all (micro)**", group.micro)]
    body = grid(("label", *_COLUMNS), (_cells(name, score) for name, score in rows))
    return f"{body}\nMacro-F1 {group.macro_f1:.3f}.\n"


def slice_table(field: str, slices: dict[str, SliceScores]) -> str:
    """Entities and triggers for every value of a header field that enough documents have."""
    rates = ("P", "R", "F1", "95 %", "gold")
    head = (field, "documents", *(f"{group} {rate}" for group in ("entities", "triggers") for rate in rates))
    rows = [
        [value, str(found.documents), *(cell for score in (found.entities, found.triggers) for cell in _short(score))]
        for value, found in slices.items()
        if found.documents >= FEWEST
    ]
    return grid(head, rows)


def _short(score: Score) -> list[str]:
    if not score.gold and not score.predicted:
        return [NOTHING] * 5
    rates = [f"{value:.3f}" for value in (score.precision, score.recall, score.f1)]
    return [*rates, _interval(score), str(score.gold)]


def error_table(errors: dict[str, dict[str, int]], labels: Sequence[str]) -> str:
    """Errors by label and kind, those of most labels first."""
    kinds = sorted(errors, key=lambda kind: -sum(errors[kind].values()))
    rows = [[label, *(str(errors[kind].get(label, 0)) for kind in kinds)] for label in labels]
    rows.append(["**all**", *(str(sum(errors[kind].values())) for kind in kinds)])
    return grid(("label", *kinds), rows)


def confusion_table(confusion: dict[str, dict[str, int]], most: int = 15) -> str:
    """The commonest ways in which one label is read for another, or for nothing."""
    found = [(n, g, p) for g, row in confusion.items() for p, n in row.items() if g != p and NOTHING not in (g, p)]
    rows = [[gold, read, str(count)] for count, gold, read in sorted(found, key=lambda row: (-row[0], row[1:]))[:most]]
    return grid(("gold", "read as", "spans"), rows, words=2)


def robustness_table(found: dict[str, dict[str, Robustness]]) -> str:
    """F1 under every change, and its fall in points."""
    head = ("change", *(f"{group} {what}" for group in ("entities", "triggers") for what in ("F1", "fall", "95 %")))
    rows = [
        [
            change,
            *(
                cell
                for row in groups.values()
                for cell in (
                    f"{row.f1:.3f}",
                    f"{100 * row.fall:+.1f}",
                    f"{100 * row.low:+.1f} to {100 * row.high:+.1f}",
                )
            ),
        ]
        for change, groups in found.items()
    ]
    return grid(head, rows)


def markdown(scores: Scores, title: str = "Evaluation") -> str:
    """The whole report."""
    return "\n".join(_parts(scores, title))


def _parts(scores: Scores, title: str) -> Iterable[str]:
    yield f"# {title}\n"
    yield f"Model: SHA-256 of reader.onnx `{scores.model_sha256}`.\n" if scores.model_sha256 else "Given predictions.\n"
    yield f"Data: {scores.documents} documents, {scores.words:,} words, SHA-256 `{scores.data_sha256}`.\n"
    yield "Intervals are at 95 % and resample documents (1,000 times, fixed seed).\n"
    for name, groups in (("Entity spans", scores.entities), ("Triggers", scores.triggers)):
        for rule, group in groups.items():
            if group.labels:
                yield f"## {name}, {_RULES[rule]}\n\n{table(group)}"
    bounds = [_cells(group, score) for group, score in scores.boundaries.items()]
    yield f"## Bounds alone, whatever the label\n\n{grid(('group', *_COLUMNS), bounds)}"
    if scores.statuses.labels:
        given = scores.status_given_trigger
        yield f"## Status: bounds, type and status all right\n\n{table(scores.statuses)}"
        yield (
            f"Of {given.gold} triggers found exactly, {given.right} have the right status "
            f"({given.f1:.3f}, {_interval(given)}).\n"
        )
    labels = [*scores.entities["exact"].labels, *scores.triggers["exact"].labels]
    yield "## Errors\n\nOverlapping spans are paired, those with the same bounds first.\n"
    yield error_table(scores.errors, labels)
    yield confusion_table(scores.confusion)
    yield "## Calibration\n\nTen bins of equal mass; right means exact span and label.\n"
    rows = [
        [kind, f"{found.error:.3f}", str(sum(part.count for part in found.bins))]
        for kind, found in scores.calibration.items()
    ]
    yield grid(("scores of", "expected calibration error", "predictions"), rows)
    yield f"## Slices, exact match, of {FEWEST} documents or more\n"
    yield from (slice_table(field, slices) for field, slices in scores.slices.items())
    if scores.robustness:
        yield f"## Robustness, exact match; falls in points of F1\n\n{robustness_table(scores.robustness)}"
    strict = ", ".join(f"{key} {value:.3f}" for key, value in scores.seqeval.items())
    yield f"## Beside these\n\nseqeval over all spans (mode strict, IOB2): {strict}.\n"
    if scores.words_per_second is not None:
        yield f"Speed: {scores.words_per_second:,.0f} words a second on this machine.\n"
