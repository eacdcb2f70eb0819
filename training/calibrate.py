"""What dev decides after training: what scores mean, and how likely a relation has to be to be read."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from ..data.document import Document, Relation
from ..evaluation.run import read, scored_relations, scored_spans
from ..evaluation.scorer import known_parts
from ..model.bundle import Manifest
from ..model.calibration import best_threshold, fit_calibration
from ..model.reader import Reader


def calibrate(folder: Path, manifest: Manifest, dev: Sequence[Document]) -> None:
    """Fits scores and thresholds to dev and writes the manifest anew.

    Spans first: the scores of relations are products of their own and of both ends'.
    """
    manifest.save(folder)
    found = _read(folder, dev)
    maps = {kind: fit_calibration(*scored_spans(dev, found, kind)) for kind in ("entity", "trigger", "status")}
    manifest = replace(manifest, calibration=maps)
    manifest.save(folder)
    if manifest.scheme.relations:
        doubtful = dict.fromkeys(manifest.scheme.relation_names, 0.0)
        replace(manifest, thresholds=doubtful).save(folder)
        found = _read(folder, dev)
        thresholds = {name: _threshold(name, dev, found) for name in doubtful}
        kept = [_keep(document, lambda arrow: (arrow.score or 0.0) >= thresholds[arrow.label]) for document in found]
        maps = maps | {"relation": fit_calibration(*scored_relations(dev, kept))}
        replace(manifest, thresholds=thresholds, calibration=maps).save(folder)


def _read(folder: Path, dev: Sequence[Document]) -> list[Document]:
    return known_parts(dev, read(Reader.load(folder), dev))


def _threshold(name: str, dev: Sequence[Document], found: Sequence[Document]) -> float:
    gold = sum(relation.label == name for document in dev for relation in document.relations)
    only = [_keep(document, lambda arrow: arrow.label == name) for document in found]
    return best_threshold(*scored_relations(dev, only), gold)


def _keep(document: Document, wanted: Callable[[Relation], bool]) -> Document:
    return replace(document, relations=tuple(filter(wanted, document.relations)))
