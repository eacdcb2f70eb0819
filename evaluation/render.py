"""Prints: scores as Markdown."""

from collections.abc import Iterable, Sequence

from ..model.bundle import MANIFEST
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
    escaped = [cell.replace("|", r"\|") for cell in cells]
    return f"| {' | '.join(escaped)} |"


def _cells(name: str, score: Score) -> list[str]:
    rates = [f"{value:.3f}" for value in (score.precision, score.recall, score.f1)]
    counts = [str(count) for count in (score.right, score.predicted, score.gold)]
    return [name, *rates, _interval(score), *counts]


def _interval(found: Score) -> str:
    return f"{found.low:.3f} to {found.high:.3f}"


def table(group: GroupScores) -> str:
    """A group's labels, then all of them together."""
    rows = [*group.labels.items(), ("**all (micro)**", group.micro)]
    body = grid(("label", *_COLUMNS), (_cells(name, score) for name, score in rows))
    return f"{body}\nMacro-F1 {group.macro_f1:.3f}.\n"


def slice_table(field: str, slices: dict[str, SliceScores]) -> str:
    """Entities and triggers for every value of a field."""
    rates = ("F1 (95 %)", "P", "R", "gold")
    head = (
        field,
        "documents",
        *(f"{group} {rate}" for group in ("entities", "triggers") for rate in rates),
        "ECE (by chance)",
    )
    rows = [
        [
            value,
            str(found.documents),
            *(cell for score in (found.entities, found.triggers) for cell in _short(score)),
            _error(found.calibration_error, found.chance_error),
        ]
        for value, found in slices.items()
    ]
    return grid(head, rows)


def _short(score: Score) -> list[str]:
    if not score.gold and not score.predicted:
        return [NOTHING] * 4
    return [f"{score.f1:.3f} ({_interval(score)})", f"{score.precision:.3f}", f"{score.recall:.3f}", str(score.gold)]


def _error(found: float | None, chance: float | None) -> str:
    return NOTHING if found is None or chance is None else f"{found:.3f} ({chance:.3f})"


def _points(gain: float) -> str:
    """Hundredths with their sign; nothing has no minus."""
    return f"{round(100 * gain, 1) + 0.0:+.1f}"


def error_table(errors: dict[str, dict[str, int]], labels: Sequence[str]) -> str:
    """Errors by label and kind, the commonest kind first."""
    kinds = sorted(errors, key=lambda kind: -sum(errors[kind].values()))
    rows = [[label, *(str(errors[kind].get(label, 0)) for kind in kinds)] for label in labels]
    rows.append(["**all**", *(str(sum(errors[kind].values())) for kind in kinds)])
    return grid(("label", *kinds), rows)


def confusion_table(confusion: dict[str, dict[str, int]], labels: Sequence[str]) -> str:
    """What spans of each gold label are read as, the commonest first; `–` is nothing, in gold or in the reading."""
    rows = []
    for gold in (*labels, NOTHING):
        row = sorted(confusion.get(gold, {}).items(), key=lambda item: (-item[1], item[0]))
        rows.append([gold, ", ".join(f"{read} {count}" for read, count in row)])
    return grid(("gold", "read as"), rows, words=2)


def robustness_table(found: dict[str, dict[str, Robustness]]) -> str:
    """F1 under every change, and what that is in points against the documents as they are."""
    whats = ("F1", "change", "95 %", "ECE (by chance)")
    head = ("change", *(f"{group} {what}" for group in ("entities", "triggers") for what in whats))
    rows = [
        [
            change,
            *(
                cell
                for row in groups.values()
                for cell in (
                    f"{row.f1:.3f}",
                    _points(-row.fall),
                    f"{_points(-row.high)} to {_points(-row.low)}",
                    _error(row.calibration_error, row.chance_error),
                )
            ),
        ]
        for change, groups in found.items()
    ]
    return grid(head, rows)


def markdown(scores: Scores, title: str = "Evaluation") -> str:
    """The whole report."""
    return "\n".join(_parts(scores, title))


def _summary(scores: Scores) -> str:
    rows = [
        _cells(f"{name}, {rule}", group.micro)
        for name, groups in (("entity spans", scores.entities), ("triggers", scores.triggers))
        for rule, group in groups.items()
    ]
    rows.append(_cells("triggers with their status, exact", scores.statuses.micro))
    return grid(("what", *_COLUMNS), rows)


def _parts(scores: Scores, title: str) -> Iterable[str]:
    yield f"# {title}\n"
    yield f"Model: SHA-256 of {MANIFEST} `{scores.model_sha256}`.\n" if scores.model_sha256 else "Given predictions.\n"
    yield f"Data: {scores.documents} documents, {scores.words:,} words, SHA-256 `{scores.data_sha256}`.\n"
    if scores.perturbation is not None:
        yield f"All documents were read under the change *{scores.perturbation}*.\n"
    if scores.seen_sha256 is not None:
        yield f"Names count as seen by documents with SHA-256 `{scores.seen_sha256}`.\n"
    yield "Intervals are at 95 % and resample documents (1,000 times, fixed seed).\n"
    yield f"## In short: micro scores\n\n{_summary(scores)}"
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
    yield (
        "## Errors\n\nGold and read spans that overlap are paired, those with the same bounds first. Rows are gold's "
        "labels; an invented span meets none of gold's and stands under its own label. What is predicted and not right "
        "is invented, or paired and wrong.\n"
    )
    yield error_table(scores.errors, labels)
    yield "Confusion: what the spans of each gold label are read as; – is nothing.\n"
    yield confusion_table(scores.confusion, labels)
    yield (
        "## Calibration\n\nExpected calibration error (ECE): ten bins of equal mass; right means exact span and label, "
        "of statuses the right status of a trigger found exactly. *By chance*: what scores without a fault would show "
        "on as many predictions. A model's scores are fitted on its own dev split, which therefore flatters them.\n"
    )
    rows = [
        [kind, f"{found.error:.3f}", f"{found.chance:.3f}", str(sum(part.count for part in found.bins))]
        for kind, found in scores.calibration.items()
    ]
    yield grid(("scores of", "ECE", "by chance", "predictions"), rows)
    yield (
        f"## Slices, exact match, of {FEWEST} documents or more\n\nECE over all spans of the slice. A document may "
        "stand in several slices of a field; intervals of fewer than ten documents are too narrow. `unseen-pair`: "
        "no two of the document's states meet in a document of our train split.\n"
    )
    for field, slices in scores.slices.items():
        enough = {value: found for value, found in slices.items() if found.documents >= FEWEST}
        if enough:
            yield slice_table(field, enough)
        if len(enough) < len(slices):
            yield f"{field}: {len(slices) - len(enough)} more values have fewer documents (see scores.json).\n"
    if scores.robustness:
        yield (
            "## Robustness, exact match; changes in points of F1\n\nOne draw of each change. Our recipes show the same "
            "kinds of change in training, with other draws, so this says how well that took, not how the model takes "
            "changes of new kinds.\n"
        )
        yield robustness_table(scores.robustness)
    strict = ", ".join(f"{key} {value:.3f}" for key, value in scores.seqeval.items())
    yield (
        f"## Beside these\n\nOver all spans, exact: seqeval (mode strict, IOB2) {strict}; ours f1 "
        f"{scores.spans.f1:.3f}.\n"
    )
    if scores.words_per_second is not None:
        yield f"Speed: {scores.words_per_second:,.0f} words a second, whole path, on the machine of this run.\n"
