from dataclasses import replace
from pathlib import Path

from communique.data.document import Document
from communique.evaluation import evaluate
from communique.evaluation.render import FEWEST
from communique.evaluation.slices import slice_indices


def test_documents_stand_in_the_slice_of_each_of_their_values() -> None:
    documents = [Document("x", meta={"region": "Asia; Europe"}), Document("y", meta={"region": "Asia"}), Document("z")]
    assert slice_indices(documents, ("region", "noise")) == {"region": {"(none)": [2], "Asia": [0, 1], "Europe": [0]}}


def test_a_report_has_its_slices(tiny_model: Path, samples: list[Document]) -> None:
    documents = [
        replace(document, id=f"{document.id}{number}", meta={"kind": "sport" if document.id == "d" else "news"})
        for number in range(FEWEST)
        for document in samples
    ]
    evaluation = evaluate(documents, tiny_model)
    slices = evaluation.scores.slices["kind"]
    assert {value: found.documents for value, found in slices.items()} == {"news": 15, "sport": 5}
    assert slices["news"].triggers.gold == 15
    assert (
        slices["news"].entities.gold + slices["sport"].entities.gold == evaluation.scores.entities["exact"].micro.gold
    )
    assert "| news | 15 |" in evaluation.markdown()
