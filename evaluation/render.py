"""Prints: tables of scores in Markdown."""

from collections.abc import Iterable, Sequence

from .clusters import ClusterScore
from .errors import NOTHING
from .rates import GroupScores, Score
from .scores import Robustness, SliceScores

_COLUMNS = ("precision", "recall", "F1", "95 % interval", "right", "predicted", "gold")


def grid(head: Sequence[str], rows: Iterable[Sequence[str]], words: int = 1) -> str:
    """A Markdown table; all columns but the first `words` are numbers."""
    rule = "|---" * words + "|---:" * (len(head) - words) + "|"
    return "".join(f"{line}\n" for line in (_line(head), rule, *map(_line, rows)))


def _line(cells: Sequence[str]) -> str:
    escaped = [cell.replace("|", r"\|") for cell in cells]
    return f"| {' | '.join(escaped)} |"


def score_table(head: str, rows: Iterable[tuple[str, Score | ClusterScore]]) -> str:
    """A score a line; the first column has the names."""
    return grid((head, *_COLUMNS), (_cells(name, score) for name, score in rows))


def _cells(name: str, found: Score | ClusterScore) -> list[str]:
    rates = [f"{value:.3f}" for value in (found.precision, found.recall, found.f1)]
    right = str(found.right) if isinstance(found, Score) else NOTHING
    return [name, *rates, interval(found), right, str(found.predicted), str(found.gold)]


def interval(found: Score | ClusterScore) -> str:
    """The bounds of the interval of F1."""
    return f"{found.low:.3f} to {found.high:.3f}"


def table(group: GroupScores) -> str:
    """A group's labels, then all of them together."""
    rows = [*group.labels.items(), ("**all (micro)**", group.micro)]
    return f"{score_table('label', rows)}\nMacro-F1 {group.macro_f1:.3f}.\n"


def rule_table(head: str, rules: dict[str, GroupScores]) -> str:
    """F1 of every label by every match rule, then of all labels together."""
    groups = list(rules.values())
    rows = {name: [group.labels[name] for group in groups] for name in groups[0].labels}
    rows["**all (micro)**"] = [group.micro for group in groups]
    lines = (
        [name, *(f"{score.f1:.3f}" for score in scores), str(scores[0].predicted), str(scores[0].gold)]
        for name, scores in rows.items()
    )
    return grid((head, *(f"F1 {rule}" for rule in rules), "predicted", "gold"), lines)


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
    return [f"{score.f1:.3f} ({interval(score)})", f"{score.precision:.3f}", f"{score.recall:.3f}", str(score.gold)]


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
    rows = [(gold, _commonest(confusion.get(gold, {}))) for gold in (*labels, NOTHING)]
    return grid(("gold", "read as"), rows, words=2)


def cause_table(causes: dict[str, dict[str, int]]) -> str:
    """Causes of errors, the commonest first, each with the labels that it befell."""
    rows = sorted(causes.items(), key=lambda item: -sum(item[1].values()))
    lines = ([cause, _commonest(labels), str(sum(labels.values()))] for cause, labels in rows)
    return grid(("cause", "of which", "all"), lines, words=2)


def _commonest(counts: dict[str, int]) -> str:
    rows = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{name} {count}" for name, count in rows)


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
