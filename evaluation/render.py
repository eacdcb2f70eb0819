"""Prints: scores as Markdown."""

from collections.abc import Iterable

from .scores import GroupScores, Score, Scores

_COLUMNS = ("label", "precision", "recall", "F1", "95 % interval", "right", "predicted", "gold")
_HEAD = f"| {' | '.join(_COLUMNS)} |\n|---|---:|---:|---:|---|---:|---:|---:|\n"
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
    errors = ", ".join(f"{kind} {value:.3f}" for kind, value in scores.calibration_error.items())
    parts.append(f"## Beside these\n\nExpected calibration error of span scores (ten bins of equal mass): {errors}.\n")
    strict = ", ".join(f"{key} {value:.3f}" for key, value in scores.seqeval.items())
    parts.append(
        f"seqeval over all spans (mode strict, IOB2): {strict}.\n\nSpeed: {scores.words_per_second:,.0f} "
        f"words a second on this machine.\n"
    )
    return "\n".join(parts)
