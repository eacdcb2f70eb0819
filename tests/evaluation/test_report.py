"""The folder that `evaluate` writes, the robustness suite, and the comparison of two models."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from communique.data.document import Document
from communique.data.errors import CommuniqueError
from communique.data.files import write_documents
from communique.data.names import HELD_OUT
from communique.data.perturb import PERTURBATIONS
from communique.evaluation import compare, evaluate
from communique.evaluation.compare import compare_readings
from communique.evaluation.page import page
from communique.evaluation.report import FEWEST
from communique.evaluation.resampling import randomisation
from communique.evaluation.scorer import Count

pytest.importorskip("pydantic")


def test_a_folder_holds_the_whole_report(tiny_model: Path, samples: list[Document], tmp_path: Path) -> None:
    gold = [*samples, replace(samples[0], id="wrong", spans=samples[0].spans[:1], relations=())]
    evaluation = evaluate(gold, tiny_model, tmp_path, seen=samples[:1], perturbations=True)
    names = {"report.html", "report.md", "scores.json", "scores.schema.json", "predictions.jsonl"}
    assert {path.name for path in tmp_path.iterdir()} == names
    scores = json.loads((tmp_path / "scores.json").read_text())
    explained = json.loads((tmp_path / "scores.schema.json").read_text())
    assert set(scores) == set(explained["properties"])
    kinds = [explained, *explained["$defs"].values()]
    assert all("description" in key for kind in kinds for key in kind["properties"].values())
    assert set(scores["robustness"]) >= set(PERTURBATIONS)
    assert len(scores["robustness"]) == len(PERTURBATIONS) + len(HELD_OUT) + 1
    assert scores["robustness"]["upper case"]["entities"]["fall"] == pytest.approx(
        evaluation.scores.entities["exact"].micro.f1 - scores["robustness"]["upper case"]["entities"]["f1"]
    )
    assert scores["errors"] == {"invented": {"COUNTRY": 1, "SUPPORT": 1}}
    assert {name: row["documents"] for name, row in scores["slices"]["name"].items()} == {
        "seen in training": 3,
        "unseen": 2,
    }


def test_the_page_needs_nothing_else_and_shows_errors_marked(
    tiny_model: Path, samples: list[Document], tmp_path: Path
) -> None:
    gold = [replace(samples[0], id="<w>", spans=samples[0].spans[:2], relations=())]
    evaluate(gold, tiny_model, tmp_path)
    page = (tmp_path / "report.html").read_text()
    assert "Japan thanked <mark>Fiji</mark>." in page
    assert "&lt;w&gt;" in page
    assert "<svg" in page
    assert not re.search(r"<(?:script|link|img|iframe)\b|url\((?!#)|@import", page)


def test_models_are_compared(tiny_model: Path, samples: list[Document], tmp_path: Path) -> None:
    same = compare(samples, tiny_model, tiny_model, tmp_path)
    assert same.overall["entities"].p == 1.0
    assert same.partings == []
    assert json.loads((tmp_path / "comparison.json").read_text())["overall"]["triggers"]["second"] == 1.0
    blind = [replace(document, spans=document.spans[:1], relations=()) for document in samples]
    worse = compare_readings(samples * 5, samples * 5, blind * 5)
    found = worse.overall["triggers"]
    assert (found.first, found.second, found.gold) == (1.0, 0.0, 15)
    assert found.low == found.high == -1.0
    assert found.p < 0.001
    assert {parting.better for parting in worse.partings} == {"first"}
    assert worse.partings[0].first == ["SUPPORT.actual 'thanked'", "COUNTRY 'Fiji'"]
    assert "| **triggers** | 1.000 | 0.000 | -100.0 |" in worse.markdown()
    assert [worse.overall[name].gold for name in ("relations", "arguments")] == [45, 35]
    other = [replace(d, spans=tuple(replace(s, status="negated") if s.status else s for s in d.spans)) for d in samples]
    status = compare_readings(samples, samples, other)
    assert (status.overall["triggers"].second, status.overall["statuses"].second) == (1.0, 0.0)
    assert status.partings[0].second == ["SUPPORT.negated 'thanked'"]
    with pytest.raises(CommuniqueError, match="no document in it"):
        compare([], tiny_model, tiny_model)


def test_readings_part_where_somebody_looked(samples: list[Document]) -> None:
    gold = [replace(d, spans=d.spans[:1], relations=(), unknown=((0, len(d.text)),)) for d in samples]
    alike = compare_readings(gold, samples, gold)
    assert alike.partings == []
    assert alike.overall["entities"].first == alike.overall["entities"].second == 1.0
    assert alike.overall["triggers"].documents == alike.overall["relations"].documents == 0
    known = [replace(d, unknown=()) for d in gold]
    assert len(compare_readings(known, samples, known).partings) == 3


def test_randomisation_by_hand() -> None:
    """Two documents, one model right in both and the other in none: of four tosses two reach the difference."""
    right, wrong = [Count(1, 1, 1)] * 2, [Count(0, 1, 1)] * 2
    assert randomisation(wrong, right) == pytest.approx(0.5, abs=0.02)
    assert randomisation(right, right) == 1.0
    assert randomisation([], []) == 1.0


def test_predictions_of_any_tool_are_scored(tiny_model: Path, samples: list[Document], tmp_path: Path) -> None:
    gold, found = tmp_path / "gold.jsonl", tmp_path / "found.jsonl"
    write_documents(samples, gold)
    write_documents(samples[::-1], found)
    evaluation = evaluate(gold, predictions=found)
    assert evaluation.scores.triggers["exact"].micro.f1 == 1.0
    assert evaluation.scores.model_sha256 is None
    assert evaluation.scores.calibration["entity"].bins == []
    assert "Given predictions." in evaluation.markdown()
    evaluation.save(tmp_path / "report")
    with pytest.raises(CommuniqueError, match="leave out model"):
        evaluate(gold, tiny_model, predictions=found)


def test_what_documents_say_of_themselves_is_text(tiny_model: Path, samples: list[Document]) -> None:
    odd = {"kind": "<script>alert(1)</script>", "genre": "a | b"}
    gold = [replace(d, id=f"{d.id}{n}", meta=odd) for n in range(FEWEST) for d in samples]
    html = page(evaluate(gold, tiny_model))
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert "a | b</td>" in html


def test_a_report_is_written_whole_or_not_at_all(tiny_model: Path, samples: list[Document], tmp_path: Path) -> None:
    evaluation = evaluate(samples, tiny_model)
    (tmp_path / "report.md").mkdir()
    with pytest.raises(CommuniqueError, match=r"report\.md: is a folder"):
        evaluation.save(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["report.md"]
    (tmp_path / "file").touch()
    with pytest.raises(CommuniqueError, match="is a file; expected a folder"):
        evaluate(samples, tiny_model, tmp_path / "file" / "report")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda d: d[1:], r"1 documents of gold have none \('a' first\)"),
        (lambda d: [*d, d[0]], "id 'a' stands twice"),
        (lambda d: [*d, Document("x")], "one has no id"),
        (
            lambda d: [Document("Japan thanks Fiji.", id="a"), *d[1:]],
            "document a, text line 1: .* from character 11 gold has 'ed Fiji.', the prediction 's Fiji.'",
        ),
    ],
)
def test_predictions_of_something_else_are_refused(
    change: Callable[[list[Document]], list[Document]], reason: str, samples: list[Document], tmp_path: Path
) -> None:
    with pytest.raises(CommuniqueError, match="an id stands twice"):
        evaluate([*samples, samples[0]], predictions=samples)
    with pytest.raises(CommuniqueError, match=reason):
        evaluate(samples, output=tmp_path / "report", predictions=change(samples))
    assert not (tmp_path / "report").exists()
