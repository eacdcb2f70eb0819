from pathlib import Path

import pytest

from communique.data.document import Document
from communique.data.errors import CommuniqueError
from communique.evaluation import evaluate


def test_documents_and_data_sets_score_alike(tiny_model: Path, samples: list[Document]) -> None:
    from communique.data.corpus import to_dataset

    first, second = evaluate(samples, tiny_model), evaluate(to_dataset(samples), tiny_model)
    assert first.scores.entities == second.scores.entities
    assert first.scores.entities["exact"].micro.f1 == 1.0
    assert "## Status: bounds, type and status all right" in first.markdown()


def test_perturbed_texts_are_read_as_such(tiny_model: Path, samples: list[Document]) -> None:
    found = evaluate(samples, tiny_model, perturb="upper case")
    assert found.predictions[0].text == "JAPAN THANKED FIJI."
    assert found.scores.entities["exact"].micro.gold == 10
    with pytest.raises(CommuniqueError, match="expected one of upper case, lower case"):
        evaluate(samples, tiny_model, perturb="shouting")


@pytest.mark.parametrize("data", [[], [Document("Fiji.")]])
def test_data_without_documents_or_marks(tiny_model: Path, data: list[Document]) -> None:
    if not data:
        with pytest.raises(CommuniqueError, match="no document in it"):
            evaluate(data, tiny_model)
    else:
        assert evaluate(data, tiny_model).scores.entities["exact"].micro.gold == 0


def test_labels_that_the_model_lacks_are_refused(tiny_model: Path, tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text("{1:PLANET|Mars}\n---\n", encoding="utf-8")
    with pytest.raises(CommuniqueError, match=r"x\.txt:1: .*unknown label"):
        evaluate(path, tiny_model)
