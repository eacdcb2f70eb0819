"""Prints: scores as Markdown."""

from collections.abc import Iterable

from .scores import GroupScores, Score, Scores, SliceScores

_COLUMNS = ("label", "precision", "recall", "F1", "95 % interval", "right", "predicted", "gold")
_HEAD = f"| {' | '.join(_COLUMNS)} |\n|---|---:|---:|---:|---|---:|---:|---:|\n"
FEWEST = 5
"""Documents that a slice holds at the least to stand in the report; `scores.json` has them all."""
_RULES = {
    "exact": "exact match: same bounds, same label",
    "overlap": "overlap match: same label, a character in common, one to one",
}


def row(name: str, score: Score) -> str:
    """One line of a score table."""
    rates = f"{score.precision:.3f} | {score.recall:.3f} | {score.f1:.3f} | {score.low:.3f}–{score.high:.3f}"
    return f"| {name} | {rates} | {score.right} | {score.predicted} | {score.gold} |\n"


def table(group: GroupScores) -> str:
    """A group's labels, then all of them together."""
    lines = [row(name, score) for name, score in group.labels.items()]
    return _HEAD + "".join(lines) + row("**all (micro)**", group.micro) + f"\nMacro-F1 {group.macro_f1:.3f}.\n"


def slice_table(field: str, slices: dict[str, SliceScores]) -> str:
    """Entities and triggers for every value of a header field that enough documents have."""
    pairs = ("entities", "triggers")
    columns = [field, "documents", *(f"{name}: {rate}" for name in pairs for rate in ("P", "R", "F1 (95 %)", "gold"))]
    lines = [f"| {' | '.join(columns)} |\n|---|{'---:|' * (len(columns) - 1)}\n"]
    for value, found in slices.items():
        if found.documents >= FEWEST:
            lines.append(f"| {value} | {found.documents} | {_cells(found.entities)} | {_cells(found.triggers)} |\n")
    return "".join(lines)


def _cells(score: Score) -> str:
    interval = f"({score.low:.3f}–{score.high:.3f})"
    return f"{score.precision:.3f} | {score.recall:.3f} | {score.f1:.3f} {interval} | {score.gold}"


def markdown(scores: Scores, title: str, notes: Iterable[str] = ()) -> str:
    """The whole report."""
    parts = [f"# {title}\n", *(f"{note}\n" for note in notes)]
    parts.append(
        f"{scores.documents} documents, {scores.words:,} words. Intervals resample documents (1,000 "
        f"times, fixed seed).\n"
    )
    for name, groups in (("Entity spans", scores.entities), ("Triggers", scores.triggers)):
        for rule, group in groups.items():
            if group.labels:
                parts.append(f"## {name}, {_RULES[rule]}\n\n{table(group)}")
    if scores.statuses.labels:
        given = scores.status_given_trigger
        parts.append(f"## Status: bounds, type and status all right\n\n{table(scores.statuses)}")
        parts.append(
            f"Of {given.gold} triggers found exactly, {given.right} have the right status "
            f"({given.f1:.3f}, {given.low:.3f}–{given.high:.3f}).\n"
        )
    if scores.slices:
        tables = "\n".join(slice_table(field, slices) for field, slices in scores.slices.items())
        parts.append(f"## Slices, exact match, of {FEWEST} documents or more\n\n{tables}")
    errors = ", ".join(f"{kind} {value:.3f}" for kind, value in scores.calibration_error.items())
    parts.append(f"## Beside these\n\nExpected calibration error of span scores (ten bins of equal mass): {errors}.\n")
    strict = ", ".join(f"{key} {value:.3f}" for key, value in scores.seqeval.items())
    parts.append(
        f"seqeval over all spans (mode strict, IOB2): {strict}.\n\nSpeed: {scores.words_per_second:,.0f} "
        f"words a second on this machine.\n"
    )
    return "\n".join(parts)
