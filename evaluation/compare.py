"""Two models on the same documents: is one better, where, and in which sentences?"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from ..data.document import Document, Span
from ..data.errors import CommuniqueError
from ..data.exchange import data_hash
from ..data.letters import one_line
from ..data.sentences import sentence_bounds
from ..data.textfile import PathLike, check_folder, write_files
from ..model.reader import Reader
from .arrows import count_relations
from .rates import micro
from .render import grid
from .report import FEWEST
from .resampling import f1_of, interval, paired_differences, randomisation
from .run import load_gold, read
from .scorer import Count, DocumentCounts, count_document, known_parts
from .slices import cut

if TYPE_CHECKING:
    from ..data.corpus import Source


Labels = dict[str, Count]
"""Label → counts of one document."""


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
    """Spans, or relations, in gold."""
    documents: int
    """Documents that have one, in gold or in a reading."""


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
    """`entities`, `triggers` → all labels together; `statuses` → triggers with their status; `relations` → all of them,
    both ends exact; `arguments` → those that lead from an event to what takes part in it. The last two only where the
    scheme has relations."""
    labels: dict[str, Difference]
    """Label of a span → difference."""
    relations: dict[str, Difference]
    """Label of a relation → difference, both ends exact."""
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
        rows += [(f"relation {name}", *_cells(found)) for name, found in self.relations.items()]
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
    first, second = known_parts(gold, first), known_parts(gold, second)
    scheme = gold[0].scheme
    groups = {"entities": scheme.entity_names, "triggers": scheme.event_names}
    counts = [[count_document(*pair) for pair in zip(gold, reading, strict=True)] for reading in (first, second)]
    spans = _exact(counts)
    overall = {group: _difference(spans, names) for group, names in groups.items()}
    statuses = [[count.statuses for count in reading] for reading in counts]
    overall["statuses"] = _difference(statuses, scheme.status_names)
    arrows = [[count_relations(*p)["exact"] for p in zip(gold, reading, strict=True)] for reading in (first, second)]
    if scheme.relations:
        overall["relations"] = _difference(arrows, scheme.relation_names)
        overall["arguments"] = _difference(arrows, scheme.argument_names)
    cuts = [cut(gold, reading, count) for reading, count in zip((first, second), counts, strict=True)]
    slices = {
        field: {
            value: {
                group: _difference(_exact((values, cuts[1][field][value])), names) for group, names in groups.items()
            }
            for value, values in table.items()
        }
        for field, table in cuts[0].items()
    }
    partings = [p for documents in zip(gold, first, second, strict=True) for p in _partings(*documents)]
    return Comparison(
        models,
        data_hash(gold),
        overall,
        _by_label(spans, scheme.span_labels),
        _by_label(arrows, scheme.relation_names),
        slices,
        partings,
    )


def _exact(readings: Iterable[Sequence[DocumentCounts]]) -> list[list[Labels]]:
    return [[count.spans["exact"] for count in reading] for reading in readings]


def _by_label(readings: Sequence[Sequence[Labels]], names: Sequence[str]) -> dict[str, Difference]:
    """Label → difference; labels that neither gold nor a reading holds are left out."""
    present = {name for reading in readings for labels in reading for name in labels}
    return {name: _difference(readings, (name,)) for name in names if name in present}


def _difference(readings: Sequence[Sequence[Labels]], names: Sequence[str]) -> Difference:
    """Over some labels together, from both readings' counts by label, one a document."""
    first, second = ([micro(labels, names) for labels in reading] for reading in readings)
    before, after = sum(first, Count()), sum(second, Count())
    low, high = interval(paired_differences(first, second))
    p = randomisation(first, second)
    documents = sum(any(c.gold or c.predicted for c in row) for row in zip(first, second, strict=True))
    return Difference(f1_of(before), f1_of(after), low, high, p, before.gold, documents)


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
    sentence = one_line(found.sentence)
    return f"- {found.document} (better: {found.better}): {sentence}  \n  {'; '.join(readings)}\n"
