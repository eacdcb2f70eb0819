from dataclasses import replace
from pathlib import Path

from communique.data.document import Document
from communique.evaluation import evaluate
from communique.evaluation.report import FEWEST


def test_a_report_has_its_slices(tiny_model: Path, samples: list[Document]) -> None:
    documents = [
        replace(document, id=f"{document.id}{number}", meta={"kind": "sport" if document.id == "d" else "news"})
        for number in range(FEWEST)
        for document in samples
    ]
    documents[0] = replace(documents[0], meta={"kind": "news", "region": "Asia; Europe", "noise": "&amp; &nbsp;"})
    evaluation = evaluate(documents, tiny_model)
    slices = evaluation.scores.slices
    assert {value: found.documents for value, found in slices["kind"].items()} == {"news": 15, "sport": 5}
    assert {value: found.documents for value, found in slices["region"].items()} == {
        "(none)": 19,
        "Asia": 1,
        "Europe": 1,
    }
    assert set(slices["noise"]) == {"(none)", "&amp; &nbsp;"}
    assert slices["kind"]["news"].triggers.gold == 15
    whole = evaluation.scores.entities["exact"].micro.gold
    assert sum(found.entities.gold for found in slices["kind"].values()) == whole
    assert sum(found.entities.gold for found in slices["sentence"].values()) == whole
    assert slices["sentence"]["1–10 words"].documents == 20
    assert "name" not in slices
    assert "| news | 15 |" in evaluation.markdown()
    assert "| Asia |" not in evaluation.markdown()
