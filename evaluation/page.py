"""The report as one HTML file: the Markdown's tables, plots, and the errors in their sentences."""

from __future__ import annotations

import html
import io
import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markdown_it import MarkdownIt

from ..data.document import Span
from ..data.errors import needs_extra
from ..model.calibration import Bin
from .clusters import ClusterScore
from .errors import Error, ErrorKind, errors
from .rates import GroupScores, Score
from .record_scores import DateScores, PeopleScores, RelationScores
from .report import markdown
from .scores import Reliability, Robustness, Scores, SliceScores

if TYPE_CHECKING:
    from .run import Evaluation

EXAMPLES = 4
"""Errors shown of each kind and label."""
_PARTS: tuple[Any, ...] = (
    *(Scores, Score, GroupScores, SliceScores, Reliability, Bin, Robustness),
    *(RelationScores, PeopleScores, ClusterScore, DateScores),
)
"""The kinds of object in `scores.json`."""
_STYLE = Path(__file__).with_name("page.css")


def page(evaluation: Evaluation) -> str:
    """A self-contained page, for the screen and for print."""
    report = MarkdownIt("commonmark", {"html": False}).enable("table").render(markdown(evaluation.scores))
    parts = [
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>communique: evaluation</title>',
        f'<meta name="viewport" content="width=device-width"><style>\n{_STYLE.read_text(encoding="utf-8")}</style>',
        "</head><body>",
        report.replace("<table>", '<div class="wide"><table>').replace("</table>", "</table></div>"),
        f"<h2>Calibration curves</h2>\n<figure>{reliability_plot(evaluation.scores)}</figure>",
        "<h2>Errors in their sentences</h2>",
        f"<p>Up to {EXAMPLES} of each kind and label, from all over the data.",
        "<ins>Underlined</ins>: gold. <mark>Shaded</mark>: read.</p>",
        *_error_sections(evaluation),
        f"<h2>seqeval's report</h2><pre>{html.escape(evaluation.seqeval_report)}</pre>",
        "</body></html>\n",
    ]
    return "\n".join(parts)


def schema() -> dict[str, Any]:
    """The JSON Schema of `scores.json`, every key explained."""
    with needs_extra("train"):
        from pydantic import ConfigDict, TypeAdapter
    settings = ConfigDict(use_attribute_docstrings=True)
    for part in _PARTS:
        part.__pydantic_config__ = settings
    return TypeAdapter(Scores).json_schema()


def reliability_plot(scores: Scores) -> str:
    """Share right over score, by kind of score, as an SVG element."""
    with needs_extra("train"):
        from matplotlib.figure import Figure
    kinds = {kind: found for kind, found in scores.calibration.items() if found.bins}
    figure = Figure(figsize=(2.9 * max(1, len(kinds)), 3), layout="constrained")
    for place, (kind, found) in enumerate(kinds.items(), 1):
        axes = figure.add_subplot(1, len(kinds), place)
        axes.plot([0, 1], [0, 1], color="#999", linewidth=1)
        axes.plot([part.score for part in found.bins], [part.right for part in found.bins], "o-", color="#1b6ca8")
        axes.set(title=f"{kind} ({found.error:.3f})", xlabel="mean score", xlim=(0, 1), ylim=(0, 1), aspect="equal")
        if place == 1:
            axes.set_ylabel("share right")
    stream = io.StringIO()
    figure.savefig(stream, format="svg", metadata={"Date": None})
    return stream.getvalue()[stream.getvalue().index("<svg") :]


def _error_sections(evaluation: Evaluation) -> Iterator[str]:
    found = [e for pair in zip(evaluation.gold, evaluation.predictions, strict=True) for e in errors(*pair)]
    for kind in ErrorKind:
        of_kind = [error for error in found if error.kind == kind]
        yield f"<h3>{kind.value.capitalize()} ({len(of_kind)})</h3>"
        for label in sorted({error.pair.label for error in of_kind}):
            rows = [error for error in of_kind if error.pair.label == label]
            step = max(1, len(rows) // EXAMPLES)
            yield f"<h4>{label} ({len(rows)})</h4>\n<ul>{''.join(map(_item, rows[::step][:EXAMPLES]))}</ul>"


def _item(error: Error) -> str:
    notes = [
        f"{name} {_named(span)}" for name, span in (("gold", error.pair.gold), ("read", error.pair.predicted)) if span
    ]
    source = html.escape(error.document)
    return f"<li><p>{_sentence(error)}</p><small>{source} · {' · '.join(notes)}</small></li>\n"


def _named(span: Span) -> str:
    status = f".{span.status}" if span.status and span.status != "actual" else ""
    score = f" ({span.score:.2f})" if span.score is not None else ""
    return html.escape(f"{span.label}{status}{score}")


def _sentence(error: Error) -> str:
    """The sentence with both spans marked; they may overlap, so it is cut at every edge."""
    spans = [span for span in (error.pair.gold, error.pair.predicted) if span is not None]
    end = error.start + len(error.sentence)
    cuts = sorted({error.start, end, *(edge for span in spans for edge in (span.start, span.end))})
    return "".join(
        _piece(error, html.escape(error.sentence[low - error.start : high - error.start]), low)
        for low, high in itertools.pairwise(cuts)
    )


def _piece(error: Error, text: str, place: int) -> str:
    for span, tag in ((error.pair.gold, "ins"), (error.pair.predicted, "mark")):
        if span is not None and span.start <= place < span.end:
            text = f"<{tag}>{text}</{tag}>"
    return text
