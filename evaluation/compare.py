"""Two models on the same documents: is one better, where, and in which sentences?"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..data.document import Document, Span
from ..data.errors import CommuniqueError
from ..data.exchange import data_hash
from ..data.sentences import sentence_bounds
from ..data.textfile import PathLike, check_folder, write_files
from ..model.reader import Reader
from .render import FEWEST, grid
from .resampling import f1_of, paired_differences, randomisation
from .run import load_gold, read
from .scorer import Count, DocumentCounts, count_document
from .scores import micro
from .slices import cut

if TYPE_CHECKING:
    from ..data.corpus import Source


@dataclass(frozen=True, slots=True)
class Difference:
    """The second model's exact F1 against the first's, on the same documents."""

    first: float
    second: float
    low: float
    """2.5th percentile of second less first over 1,000 resamples of the documents, both models' counts together."""
    high: float
    """97.5th percentile of the same."""
    p: float
    """Two-sided p-value by approximate randomisation over documents, 10,000 rounds."""
    gold: int
    """Spans in gold."""
    documents: int
    """Documents that have such a span, in gold or in a reading."""


@dataclass(frozen=True, slots=True)
class Parting:
    """A sentence that the two models read differently."""

    document: str
    sentence: str
    gold: list[str]
    """What gold has, as `LABEL 'text'`, of triggers `LABEL.status 'text'`."""
    first: list[str]
    """What the first model alone reads."""
    second: list[str]
    """What the second model alone reads."""
    better: str
    """`first`, `second` or `neither`, by exact spans right less spans wrong."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What `communique compare` gives; differences are second less first."""

    models: tuple[str, str]
    """`Reader.sha256` of the two models; empty for given readings."""
    data_sha256: str
    """SHA-256 of the gold documents in the exchange form, in order."""
    overall: dict[str, Difference]
    """`entities`, `triggers` → all labels together; `statuses` → triggers with their status."""
    labels: dict[str, Difference]
    """Label → difference."""
    slices: dict[str, dict[str, dict[str, Difference]]]
    """Field → value → `entities`, `triggers` → difference; see `communique.evaluation.slices`."""
    partings: list[Parting]
    """Sentences that the two read differently, in the order of the documents."""

    def save(self, folder: PathLike) -> None:
        """Writes `comparison.json` and `comparison.md`."""
        content = json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n"
        write_files(folder, {"comparison.json": content, "comparison.md": self.markdown()})

    def markdown(self, most: int = 20) -> str:
        """The differences as tables, and `most` sentences where the models part."""
        head = ("what", "first", "second", "difference", "95 % interval", "p", "gold")
        rows = [(f"**{name}**", *_cells(found)) for name, found in self.overall.items()]
        rows += [(name, *_cells(found)) for name, found in self.labels.items()]
        lines = [
            "# Comparison\n",
            f"First: `{self.models[0]}`\\\nSecond: `{self.models[1]}`\\\nData: `{self.data_sha256}`\n",
            "Exact F1; differences are second less first, in points. Intervals: paired bootstrap over documents; p: "
            "approximate randomisation over documents, each row by itself: of twenty rows without any difference one "
            f"falls below .05. Slices of fewer than {FEWEST} documents stand in comparison.json alone.\n",
            grid(head, rows),
        ]
        for field, values in self.slices.items():
            rows = [
                (f"{value}: {g}", *_cells(d))
                for value, groups in values.items()
                for g, d in groups.items()
                if d.documents >= FEWEST
            ]
            if rows:
                lines.append(f"## By {field}\n\n{grid(head, rows)}")
        shown = self.partings[:: max(1, len(self.partings) // most)][:most]
        lines.append(f"## Where they part: {len(self.partings)} sentences, of which {len(shown)}\n")
        lines += [_parting(found) for found in shown]
        return "\n".join(lines)


def compare(
    data: Source, first: PathLike | None, second: PathLike | None, output: PathLike | None = None
) -> Comparison:
    """Compares two models on marked documents.

    Args:
        data: file, folder, documents or `datasets` data.
        first, second: model folders; None is the released model.
        output: folder for `comparison.json` and `comparison.md`; nothing is written by default.

    Raises:
        CommuniqueError: no documents, damaged data or model, or models with different labels.
    """
    if output is not None:
        check_folder(output)
    readers = [Reader.load(model) for model in (first, second)]
    if readers[0].scheme != readers[1].scheme:
        raise CommuniqueError(f"{first} and {second} have different labels; expected two models of one scheme")
    gold = load_gold(data, readers[0].scheme)
    readings = [read(reader, gold) for reader in readers]
    comparison = compare_readings(gold, readings[0], readings[1], (readers[0].sha256, readers[1].sha256))
    if output is not None:
        comparison.save(output)
    return comparison


def compare_readings(
    gold: Sequence[Document], first: Sequence[Document], second: Sequence[Document], models: tuple[str, str] = ("", "")
) -> Comparison:
    """`compare` for documents that are read: two readings of each gold document, in the same order."""
    scheme = gold[0].scheme
    groups = {"entities": scheme.entity_names, "triggers": scheme.event_names}
    counts = [[count_document(*pair) for pair in zip(gold, reading, strict=True)] for reading in (first, second)]
    rows = list(zip(*counts, strict=True))
    overall = {group: _difference(_exact(rows, names)) for group, names in groups.items()}
    overall["statuses"] = _difference([[micro(count.statuses, scheme.status_names) for count in row] for row in rows])
    present = {span.label for reading in (gold, first, second) for document in reading for span in document.spans}
    labels = {name: _difference(_exact(rows, (name,))) for name in scheme.span_labels if name in present}
    cuts = [cut(gold, reading, count) for reading, count in zip((first, second), counts, strict=True)]
    slices = {
        field: {
            value: {
                group: _difference(_exact(zip(values, cuts[1][field][value], strict=True), names))
                for group, names in groups.items()
            }
            for value, values in table.items()
        }
        for field, table in cuts[0].items()
    }
    partings = [p for documents in zip(gold, first, second, strict=True) for p in _partings(*documents)]
    return Comparison(models, data_hash(gold), overall, labels, slices, partings)


def _exact(rows: Iterable[tuple[DocumentCounts, ...]], names: Sequence[str]) -> list[list[Count]]:
    """Both readings' exact counts of some labels, a document a row."""
    return [[micro(count.spans["exact"], names) for count in row] for row in rows]


def _difference(rows: Sequence[Sequence[Count]]) -> Difference:
    first, second = ([row[side] for row in rows] for side in (0, 1))
    before, after = sum(first, Count()), sum(second, Count())
    low, high = np.percentile(paired_differences(first, second), [2.5, 97.5]) if rows else (0.0, 0.0)
    p = randomisation(first, second)
    documents = sum(any(count.gold or count.predicted for count in row) for row in rows)
    return Difference(f1_of(before), f1_of(after), float(low), float(high), p, before.gold, documents)


def _partings(gold: Document, first: Document, second: Document) -> Iterator[Parting]:
    for start, end in sentence_bounds(gold.text):
        marks = [
            {(s.start, s.end, s.label, s.status): _named(s) for s in document.spans if start <= s.start < end}
            for document in (gold, first, second)
        ]
        if marks[1].keys() != marks[2].keys():
            wrong = [len(marks[0].keys() ^ marks[side].keys()) for side in (1, 2)]
            better = "neither" if wrong[0] == wrong[1] else "first" if wrong[0] < wrong[1] else "second"
            one, other = ([marks[a][key] for key in marks[a] if key not in marks[b]] for a, b in ((1, 2), (2, 1)))
            sentence = gold.text[start:end].strip()
            yield Parting(gold.id or "", sentence, list(marks[0].values()), one, other, better)


def _named(span: Span) -> str:
    return f"{span.label}{f'.{span.status}' if span.status else ''} {span.text!r}"


def _cells(found: Difference) -> tuple[str, ...]:
    points = [f"{100 * value:+.1f}" for value in (found.second - found.first, found.low, found.high)]
    rates = (f"{found.first:.3f}", f"{found.second:.3f}")
    return (*rates, points[0], f"{points[1]} to {points[2]}", f"{found.p:.4f}", str(found.gold))


def _parting(found: Parting) -> str:
    readings = [
        f"{name}: {', '.join(marks) or 'nothing more'}"
        for name, marks in (("first", found.first), ("second", found.second))
    ]
    sentence = " ".join(found.sentence.split())
    return f"- {found.document} (better: {found.better}): {sentence}  \n  {'; '.join(readings)}\n"
