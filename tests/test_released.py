"""The released model on dev, against the figures on its card and through Hugging Face's pipeline."""

import re
from pathlib import Path
from typing import Any

import pytest

from communique.data import corpus_documents
from communique.data.document import Document
from communique.evaluation.run import Evaluation, evaluate
from communique.model.bundle import RELEASED


@pytest.fixture(scope="module")
def dev() -> list[Document]:
    return corpus_documents("dev")


@pytest.fixture(scope="module")
def evaluation(dev: list[Document]) -> Evaluation:
    return evaluate(dev)


def test_the_card_tells_the_shipped_graphs_figures(evaluation: Evaluation) -> None:
    """Other processors round int8 products otherwise, so the third decimal is left to them."""
    card = (RELEASED / "README.md").read_text(encoding="utf-8")
    rows = [float(row) for row in re.findall(r"\*\*all \(micro\)\*\* \| [\d.]+ \| [\d.]+ \| ([\d.]+)", card)]
    scores = evaluation.scores
    assert rows == [
        pytest.approx(scores.entities["exact"].micro.f1, abs=0.01),
        pytest.approx(scores.triggers["exact"].micro.f1, abs=0.01),
        pytest.approx(scores.relations["read"]["overlap"].labels.micro.f1, abs=0.01),
    ]


def test_scores_are_calibrated_on_dev(evaluation: Evaluation) -> None:
    assert evaluation.scores.calibration["entity"].error < 0.05
    assert evaluation.scores.calibration["trigger"].error < 0.10


def test_capitals_and_lower_case_are_read_too(dev: list[Document], evaluation: Evaluation) -> None:
    clean = evaluation.scores.entities["exact"].micro.f1
    for perturb in ("upper case", "lower case"):
        assert evaluate(dev, perturb=perturb).scores.entities["exact"].micro.f1 > clean - 0.15


def test_hugging_faces_pipeline_costs_at_most_three_points(dev: list[Document], evaluation: Evaluation) -> None:
    transformers = pytest.importorskip("transformers")
    pipeline = transformers.pipeline(
        "token-classification", model=str(RELEASED), aggregation_strategy="average", stride=128
    )
    wanted = {(d.id, s.start, s.end, s.label) for d in dev for s in d.spans}
    ours = {(d.id, s.start, s.end, s.label) for d in evaluation.predictions for s in d.spans}
    theirs = {(d.id, row["start"], row["end"], row["entity_group"]) for d in dev for row in pipeline(d.text)}
    assert f1(wanted, theirs) >= f1(wanted, ours) - 0.03, (f1(wanted, ours), f1(wanted, theirs))


def f1(wanted: set[Any], found: set[Any]) -> float:
    return 2 * len(wanted & found) / (len(wanted) + len(found))


def test_weights_and_graph_are_one_model(dev: list[Document]) -> None:
    """The graph's tags are those of the float16 weights beside it, up to what int8 rounds."""
    torch = pytest.importorskip("torch")
    from communique.model.encoding import encode
    from communique.model.reader import Reader
    from communique.model.tokenizer import folding_tokenizer
    from communique.training.network import build_network

    reader = Reader.load(threads=1)
    network = build_network(RELEASED, reader.scheme).eval()
    tokenizer = folding_tokenizer(Path(RELEASED) / "tokenizer.json")
    same = total = 0
    for document in dev[:8]:
        encoded = encode(tokenizer, document.text[:800])
        first, last = reader._special
        with torch.no_grad():
            ids = torch.tensor([[first, *encoded.ids.tolist(), last]])
            scores = network.scores(ids, torch.tensor([[0, *encoded.shapes.tolist(), 0]]))
        tags = scores.tags[0, 1:-1].argmax(-1).numpy()
        same += int((reader._run(encoded.ids, encoded.shapes)[0].argmax(-1) == tags).sum())
        total += len(tags)
    assert same / total > 0.97
