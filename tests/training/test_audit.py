import json
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("torch")

from communique.data.document import Document, Span
from communique.data.errors import CommuniqueError
from communique.model.reader import Reader
from communique.training import Recipe
from communique.training.audit import audit, doubts
from communique.training.curve import learning_curve, slope


def test_a_sure_reader_doubts_wrong_marks(tiny_model: Path, samples: list[Document]) -> None:
    reader = Reader.load(tiny_model)
    assert [doubt for document in samples for doubt in doubts(reader, document)] == []
    thanked, visit = samples[0], samples[1]
    unmarked = replace(thanked, spans=thanked.spans[:1], relations=())
    assert {(d.kind, d.gold, d.model) for d in doubts(reader, unmarked)} == {
        ("unmarked", "", "SUPPORT.actual 'thanked'"),
        ("unmarked", "", "COUNTRY 'Fiji'"),
    }
    relabelled = replace(thanked, spans=(replace(thanked.spans[0], label="PLACE"), *thanked.spans[1:]), relations=())
    (found,) = doubts(reader, relabelled)
    assert (found.kind, found.gold, found.model, found.line) == ("label", "PLACE 'Japan'", "COUNTRY 'Japan'", 1)
    assert found.context == "[[Japan]] thanked Fiji."
    told = tuple(replace(s, status="actual") if s.status else s for s in visit.spans)
    assert [d.kind for d in doubts(reader, replace(visit, spans=told))] == ["status"]
    extra = replace(thanked, spans=(*thanked.spans, Span(9, 18, 19, "AMOUNT", ".")), relations=())
    assert [(d.kind, d.gold) for d in doubts(reader, extra)] == [("marked", "AMOUNT '.'")]


def test_nothing_is_doubted_where_nobody_looked(tiny_model: Path, samples: list[Document]) -> None:
    reader, thanked = Reader.load(tiny_model), samples[0]
    unmarked = replace(thanked, spans=thanked.spans[:1], relations=())
    assert list(doubts(reader, replace(unmarked, unknown=((6, 19),)))) == []
    assert [d.model for d in doubts(reader, replace(unmarked, unknown=((6, 10),)))] == ["COUNTRY 'Fiji'"]
    part = replace(thanked, spans=(Span.of(thanked.text, 0, 2, "PLACE", id=1),), relations=())
    assert list(doubts(reader, replace(part, unknown=((2, 19),)))) == []


def test_an_audit_goes_on_where_it_stopped(tiny_encoder: Path, samples: list[Document], tmp_path: Path) -> None:
    recipe = Recipe(base=str(tiny_encoder), epochs=1, batch=2)
    documents = [
        replace(document, id=f"{document.id}{number}", text=f"{document.text} {number}")
        for number in range(2)
        for document in samples
    ]
    first = audit(documents, tmp_path, recipe, folds=2, sure=0.0)
    assert {doubt.document for doubt in first} <= {document.id for document in documents}
    assert [json.loads(line)["kind"] for line in (tmp_path / "doubts.jsonl").read_text().splitlines()] == [
        doubt.kind for doubt in first
    ]
    written = (tmp_path / "fold-1" / "reader.onnx").stat().st_mtime_ns
    assert audit(documents, tmp_path, recipe, folds=2, sure=0.0) == first
    assert (tmp_path / "fold-1" / "reader.onnx").stat().st_mtime_ns == written
    with pytest.raises(CommuniqueError, match="had another recipe"):
        audit(documents, tmp_path, replace(recipe, epochs=2), folds=2)
    with pytest.raises(CommuniqueError, match="folds is 9; expected 2 to 8"):
        audit(documents, tmp_path / "other", recipe, folds=9)


def test_a_learning_curve(tiny_encoder: Path, samples: list[Document], tmp_path: Path) -> None:
    recipe = Recipe(base=str(tiny_encoder), epochs=1, batch=2)
    dev = [replace(document, id=f"dev-{document.id}", text=f"{document.text} Soon.") for document in samples]
    points = learning_curve(samples, dev, tmp_path, recipe, shares=(0.25, 1.0), seeds=2)
    assert [(p.share, p.seed, p.documents, p.epochs) for p in points] == [
        (0.25, 1, 1, 2),
        (0.25, 2, 1, 2),
        (1.0, 1, 4, 1),
    ]
    assert json.loads((tmp_path / "curve.json").read_text())[2]["documents"] == 4
    assert "| 100% | 4 |" in (tmp_path / "curve.md").read_text()
    assert (tmp_path / "curve.svg").read_text().startswith("<?xml")
    made = [replace(p, entities=value) for p, value in zip(points, (0.2, 0.4, 0.7), strict=True)]
    assert slope(made, "entities") == pytest.approx(0.2)
    with pytest.raises(CommuniqueError, match=r"shares are \[2\]; expected numbers above 0"):
        learning_curve(samples, dev, tmp_path, recipe, shares=(2,))
