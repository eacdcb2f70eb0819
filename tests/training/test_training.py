import json
import shutil
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from communique.data.document import Document, Span
from communique.data.errors import CommuniqueError
from communique.data.files import write_documents
from communique.data.markup import read_markup
from communique.data.scheme import EntityLabel, Scheme
from communique.model.reader import Reader
from communique.training import Recipe
from communique.training.recipe import SHIPPED

from ..conftest import dev_of

torch = pytest.importorskip("torch")

from safetensors.torch import load_file  # noqa: E402

from communique.data.corpus import to_dataset  # noqa: E402
from communique.model.tags import tag_names  # noqa: E402
from communique.model.tokenizer import folding_tokenizer  # noqa: E402
from communique.training import TrainingEvent, train  # noqa: E402
from communique.training.augment import Augmenter  # noqa: E402
from communique.training.network import build_network  # noqa: E402
from communique.training.passages import Lost, Passages, cut_passages, lost_spans  # noqa: E402
from communique.training.targets import MOST_SUBWORDS  # noqa: E402

QUICK = {"epochs": 4, "batch": 2, "averaged_epochs": 2, "learning_rate": 1e-3}


def test_shipped_recipe_is_valid_and_names_its_base() -> None:
    recipe = Recipe.load(SHIPPED["release"])
    assert recipe.base == "sentence-transformers/all-MiniLM-L6-v2"
    assert recipe.base_sha256 == "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def test_recipes_save_and_load(tmp_path: Path) -> None:
    recipe = Recipe(epochs=3, perturb={"upper case": 0.5})
    recipe.save(tmp_path / "recipe.json")
    assert Recipe.load(tmp_path / "recipe.json") == recipe


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("{", r"recipe.json:1: not JSON"),
        ("[]", "expected an object"),
        ('{"epoch": 3}', "unknown setting 'epoch'; expected one of base, "),
        ('{"epochs": "3"}', "epochs is '3'; expected int"),
        ('{"epochs": true}', "expected int"),
        ('{"epochs": 0}', "epochs is 0; expected at least 1"),
        ('{"dropout": 2}', "dropout is 2; expected 0 to 1"),
        ('{"window": 600}', "16 to 510"),
        ('{"perturb": {"shout": 0.1}}', "perturb has 'shout'"),
        ('{"perturb": {"upper case": "x"}}', "perturb has 'upper case': 'x'"),
        ('{"seed": -1}', "seed is -1; expected 0 to"),
        ('{"frozen_layers": -1}', "0 or more"),
    ],
)
def test_bad_recipes(tmp_path: Path, content: str, reason: str) -> None:
    (tmp_path / "recipe.json").write_text(content)
    with pytest.raises(CommuniqueError, match=reason):
        Recipe.load(tmp_path / "recipe.json")


def test_passages_hold_every_span_once(tiny_encoder: Path, samples: list[Document]) -> None:
    tokenizer = folding_tokenizer(tiny_encoder / "tokenizer.json")
    text = "\n\n".join(d.text for d in samples * 9)
    spans, offset = [], 0
    for document in samples * 9:
        spans += [
            Span.of(text, s.start + offset, s.end + offset, s.label, id=len(spans) + i, status=s.status)
            for i, s in enumerate(document.spans)
        ]
        offset += len(document.text) + 2
    whole = Document(text, tuple(spans))
    passages = cut_passages(whole, tokenizer, 64)
    assert len(passages) > 3
    assert [s.text for p in passages for s in p.spans] == [s.text for s in whole.spans]
    assert lost_spans([whole], tokenizer) == []
    items = Passages([whole], tokenizer, 64)
    assert all(len(items[i]["input_ids"]) == len(items[i]["labels"]) <= MOST_SUBWORDS + 2 for i in range(len(items)))


def test_a_span_that_subwords_cannot_represent_is_counted(tiny_encoder: Path) -> None:
    tokenizer = folding_tokenizer(tiny_encoder / "tokenizer.json")
    inside = Document("Fijian", (Span(1, 0, 4, "COUNTRY", "Fiji"),))
    assert [span.text for _, span in lost_spans([inside], tokenizer)] == ["Fiji"]


def test_a_span_over_a_sentence_end_is_counted_as_lost(tiny_encoder: Path) -> None:
    tokenizer = folding_tokenizer(tiny_encoder / "tokenizer.json")
    text = "The talks in Hanoi ended. The ministers left."
    over = Document(text, (Span.of(text, 13, 29, "PLACE", id=1), Span.of(text, 30, 39, "REF", id=2)))
    assert [span.text for _, span in lost_spans([over], tokenizer)] == ["Hanoi ended. The"]


def test_a_run_tells_its_epochs_and_leaves_a_whole_folder(
    tiny_encoder: Path, samples: list[Document], tmp_path: Path
) -> None:
    events: list[TrainingEvent] = []
    recipe = Recipe(base=str(tiny_encoder), **QUICK)
    result = train(to_dataset(samples), dev_of(samples), tmp_path / "run", recipe, listener=events.append)
    assert [event.epoch for event in events] == [1, 2, 3, 4]
    assert events[-1].loss < events[0].loss
    assert {p.name for p in (tmp_path / "run").iterdir()} == {
        "README.md", "communique.json", "config.json", "curves.svg", "data.json", "diagnosis.md", "environment.json", "figures.json",
        "heads.safetensors", "log.jsonl", "model.safetensors", "reader.onnx", "recipe.json", "relations.onnx", "tokenizer.json",
        "tokenizer_config.json",
    }  # fmt: skip
    card = (tmp_path / "run" / "README.md").read_text()
    assert "$" not in card.replace("US$", "")
    assert f"{result.dev.scores.entities['exact'].micro.f1:.3f}" in card
    assert len((tmp_path / "run" / "log.jsonl").read_text().splitlines()) == 4
    assert result.lost == Lost(0, 0, 18)


def test_graph_and_weights_are_one_model(tiny_model: Path, samples: list[Document]) -> None:
    """The graph's scores are those of the float16 weights, up to int8."""
    from communique.model.encoding import encode

    reader = Reader.load(tiny_model)
    network = build_network(tiny_model, reader.scheme).eval()
    encoded = encode(folding_tokenizer(tiny_model / "tokenizer.json"), samples[1].text)
    graph = reader._run(encoded.ids, encoded.shapes)[0]
    special = reader._special
    ids = torch.tensor([[special[0], *encoded.ids.tolist(), special[1]]])
    shapes = torch.tensor([[0, *encoded.shapes.tolist(), 0]])
    with torch.no_grad():
        weights = torch.log_softmax(network.scores(ids, shapes).tags, -1)[0, 1:-1].numpy()
    assert (graph.argmax(-1) == weights.argmax(-1)).all()
    assert abs(graph - weights).max() < 1.0


def test_hugging_face_loads_the_checkpoint_without_a_warning(tiny_model: Path) -> None:
    code = (
        "import sys, transformers\n"
        f"reader = transformers.pipeline('token-classification', model={str(tiny_model)!r}, aggregation_strategy='simple')\n"
        "found = [(e['word'], e['entity_group']) for e in reader('Japan thanked Fiji.')]\n"
        "assert found == [('japan', 'COUNTRY'), ('thanked', 'SUPPORT'), ('fiji', 'COUNTRY')], found\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "not initialized" not in done.stderr
    assert "UNEXPECTED" not in done.stderr
    assert "MISSING" not in done.stderr


def test_training_goes_on_from_a_model_of_ours(tiny_model: Path, samples: list[Document], tmp_path: Path) -> None:
    still = {"learning_rate": 1e-9, "head_rate": 1e-9, "perturb": {}, "swap_names": 0.0, "swap_states": 0.0}
    train(samples, dev_of(samples), tmp_path / "run", Recipe(base=str(tiny_model), epochs=1, batch=4, **still))
    before, after = (load_file(folder / "model.safetensors") for folder in (tiny_model, tmp_path / "run"))
    assert all(torch.allclose(before[name].float(), after[name].float(), atol=1e-3) for name in before)
    assert [s.text for s in Reader.load(tmp_path / "run").predict("Japan thanked Fiji.").spans] == [
        "Japan",
        "thanked",
        "Fiji",
    ]


def test_heads_go_on_by_the_names_of_what_they_mark(tiny_model: Path, samples: list[Document]) -> None:
    scheme = samples[0].scheme
    known = build_network(tiny_model, scheme)
    turned = build_network(
        tiny_model, replace(scheme, entities=scheme.entities[::-1], relations=scheme.relations[::-1], name="turned")
    )
    for label in ("COUNTRY", "CONSULT"):
        old, new = (tag_names(network.scheme).index(f"B-{label}") for network in (known, turned))
        assert torch.equal(known.classifier.classifier.weight[old], turned.classifier.classifier.weight[new])
        old, new = (network.scheme.span_labels.index(label) for network in (known, turned))
        assert torch.equal(known.pairs.label.weight[old], turned.pairs.label.weight[new])
    old, new = (1 + network.scheme.relation_names.index("ACTOR") for network in (known, turned))
    assert torch.equal(known.pairs.out[2].weight[old], turned.pairs.out[2].weight[new])
    assert torch.equal(known.pairs.span[1].weight, turned.pairs.span[1].weight)


def test_other_statuses_and_other_labels_get_new_heads(tiny_model: Path, samples: list[Document]) -> None:
    scheme = samples[0].scheme
    known = build_network(tiny_model, scheme)
    turned = build_network(tiny_model, replace(scheme, statuses=scheme.statuses[::-1]))
    assert torch.equal(known.classifier.classifier.weight, turned.classifier.classifier.weight)
    assert not torch.equal(known.status.weight, turned.status.weight)
    fewer = build_network(tiny_model, replace(scheme, statuses=scheme.statuses[:2]))
    assert fewer.status.out_features == 2
    mine = Scheme("mine", entities=(EntityLabel("STATE"), EntityLabel("SHIP")))
    rows = build_network(tiny_model, mine).classifier.classifier.weight
    assert not any(torch.equal(row, other) for row in rows for other in known.classifier.classifier.weight)


def test_another_scheme_gets_a_new_head(tiny_model: Path, tmp_path: Path) -> None:
    scheme = Scheme("mine", entities=(EntityLabel("STATE"),))
    documents = [Document("Japan thanked Fiji.", (Span(1, 0, 5, "STATE", "Japan"),), scheme=scheme, id="x")]
    dev = [Document("Fiji.", (Span(1, 0, 4, "STATE", "Fiji"),), scheme=scheme, id="y")]
    train(documents, dev, tmp_path / "run", Recipe(base=str(tiny_model), epochs=1), scheme=scheme)
    assert Reader.load(tmp_path / "run").scheme == scheme
    assert json.loads((tmp_path / "run" / "config.json").read_text())["id2label"] == {
        "0": "O",
        "1": "B-STATE",
        "2": "I-STATE",
    }


def test_a_killed_run_goes_on_and_ends_the_same(tiny_encoder: Path, samples: list[Document], tmp_path: Path) -> None:
    recipe = Recipe(base=str(tiny_encoder), replay=1, **QUICK)
    recipe.save(tmp_path / "recipe.json")
    write_documents(samples * 3, tmp_path / "train.jsonl")
    write_documents(dev_of(samples), tmp_path / "dev.jsonl")
    whole = train(tmp_path / "train.jsonl", tmp_path / "dev.jsonl", tmp_path / "whole", recipe).folder
    words = [
        "--train",
        tmp_path / "train.jsonl",
        "--dev",
        tmp_path / "dev.jsonl",
        "--output",
        tmp_path / "cut",
        "--recipe",
        tmp_path / "recipe.json",
    ]
    command = [sys.executable, "-m", "communique", "train", *map(str, words)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE)
    log = tmp_path / "cut" / "log.jsonl"
    deadline = time.monotonic() + 120
    while not (log.exists() and len(log.read_text().splitlines()) >= 2) and time.monotonic() < deadline:
        time.sleep(0.02)
    process.kill()
    process.communicate()
    refused = subprocess.run(command, capture_output=True, text=True, check=False)
    assert refused.returncode == 2
    assert "go on with --resume" in refused.stderr
    subprocess.run([*command, "--resume"], check=True, capture_output=True)
    for name in ("model.safetensors", "heads.safetensors"):
        first, second = load_file(whole / name), load_file(tmp_path / "cut" / name)
        assert all(torch.equal(first[key], second[key]) for key in first)
    for name in ("reader.onnx", "relations.onnx", "communique.json"):
        assert (whole / name).read_bytes() == (tmp_path / "cut" / name).read_bytes(), name


def test_a_run_that_stops_early_averages_up_to_its_best_epoch(
    monkeypatch: pytest.MonkeyPatch, tiny_encoder: Path, samples: list[Document], tmp_path: Path
) -> None:
    from communique.training import loop

    scores = iter([0.1, 0.9, 0.5, 0.4, 0.3, 0.2])
    monkeypatch.setattr(loop, "_metrics", lambda names: lambda prediction: {"f1": next(scores)})
    averaged: list[str] = []
    real = loop.load_file
    monkeypatch.setattr(loop, "load_file", lambda path: (averaged.append(Path(path).parent.name), real(path))[1])
    recipe = Recipe(base=str(tiny_encoder), epochs=9, patience=3, averaged_epochs=2, batch=4)
    events: list[TrainingEvent] = []
    train(samples, dev_of(samples), tmp_path / "run", recipe, listener=events.append)
    assert [event.epoch for event in events] == [1, 2, 3, 4, 5]
    assert averaged == ["checkpoint-1", "checkpoint-2"]


def test_a_run_broken_off_while_it_exports_goes_on(
    monkeypatch: pytest.MonkeyPatch, tiny_encoder: Path, samples: list[Document], tmp_path: Path
) -> None:
    from communique.training import run

    recipe = Recipe(base=str(tiny_encoder), **QUICK)
    with monkeypatch.context() as broken:
        broken.setattr(run, "calibrate", lambda *rest: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            train(samples, dev_of(samples), tmp_path / "run", recipe)
    with pytest.raises(CommuniqueError, match=r"no communique\.json in it"):
        Reader.load(tmp_path / "run")
    with pytest.raises(CommuniqueError, match="had other data"):
        train(samples[:2], dev_of(samples), tmp_path / "run", recipe, resume=True)
    turned = replace(samples[0].scheme, entities=samples[0].scheme.entities[::-1])
    with pytest.raises(CommuniqueError, match=r"had other data \(scheme\)"):
        train(samples, dev_of(samples), tmp_path / "run", recipe, scheme=turned, resume=True)
    with monkeypatch.context() as several:
        several.setattr(run.processes, "count", lambda: 2)
        with pytest.raises(CommuniqueError, match=r"had other data \(processes\)"):
            train(samples, dev_of(samples), tmp_path / "run", recipe, resume=True)
    with pytest.raises(CommuniqueError, match="had another recipe"):
        train(samples, dev_of(samples), tmp_path / "run", Recipe(base=str(tiny_encoder)), resume=True)
    train(samples, dev_of(samples), tmp_path / "run", recipe, resume=True)
    assert Reader.load(tmp_path / "run").scheme == samples[0].scheme


def test_our_labels_under_another_name_are_measured_before_and_after(
    tiny_model: Path, samples: list[Document], tmp_path: Path
) -> None:
    scheme = replace(samples[0].scheme, name="mine")
    found = train(samples, dev_of(samples), tmp_path / "run", Recipe(base=str(tiny_model), epochs=1), scheme=scheme)
    assert found.retention.before.keys() == found.retention.after.keys() == {"dev", "communique's dev"}


def test_a_run_that_marks_nothing_right_goes_on(
    monkeypatch: pytest.MonkeyPatch, tiny_encoder: Path, samples: list[Document], tmp_path: Path
) -> None:
    from communique.training import loop

    monkeypatch.setattr(loop, "_metrics", lambda names: lambda prediction: {"f1": 0.0})
    events: list[TrainingEvent] = []
    recipe = Recipe(base=str(tiny_encoder), epochs=4, patience=1, averaged_epochs=1, batch=4)
    train(samples, dev_of(samples), tmp_path / "run", recipe, listener=events.append)
    assert len(events) == 4


def test_what_nobody_looked_at_is_not_learned(tiny_encoder: Path, samples: list[Document], tmp_path: Path) -> None:
    """Trained on texts where one of two states is marked, a model marks both if the other was left open."""
    plain = {"swap_names": 0.0, "swap_states": 0.0, "perturb": {}, "dropout": 0.0, "freeze_embeddings": False}
    recipe = Recipe(base=str(tiny_encoder), epochs=8, batch=4, learning_rate=5e-3, head_rate=2e-2, averaged_epochs=1, **plain)  # fmt: skip
    found = {}
    for name, other in (("open", "{?|Fiji}"), ("closed", "Fiji")):
        texts = [
            f"{{1:COUNTRY|Japan}} {{2:SUPPORT|thanked}} {other}.",
            f"{other} {{1:SUPPORT|thanked}} {{2:COUNTRY|Japan}}.",
        ]
        documents = [replace(read_markup(f"{text}\n---\n"), id=f"{n}") for n, text in enumerate(texts * 12)]
        result = train(documents, dev_of(samples), tmp_path / name, recipe)
        spans = Reader.load(result.folder).predict("Fiji thanked Fiji.").spans
        found[name] = [span.label for span in spans if span.text == "Fiji"]
    assert found["closed"] == []
    assert found["open"] == ["COUNTRY"] * 2


def test_what_is_refused(tiny_encoder: Path, samples: list[Document], tmp_path: Path) -> None:
    recipe = Recipe(base=str(tiny_encoder), epochs=1)
    dev = dev_of(samples)
    with pytest.raises(CommuniqueError, match=r"1 documents are in train and in dev \(a of dev\)"):
        train(samples, [*dev, samples[0]], tmp_path / "a", recipe)
    with pytest.raises(CommuniqueError, match="dev: 0 documents without a single mark"):
        train(samples, [], tmp_path / "a", recipe)
    with pytest.raises(CommuniqueError, match="SHA-256"):
        train(samples, dev, tmp_path / "a", Recipe(base=str(tiny_encoder), base_sha256="0" * 64))
    with pytest.raises(CommuniqueError, match="expected a folder with an encoder's"):
        train(samples, dev, tmp_path / "a", Recipe(base=str(tmp_path)))
    spaced = [
        replace(dev[0], id="z", text=samples[0].text.replace(" ", "\u00a0 ").upper(), spans=(), relations=()),
        *dev,
    ]
    with pytest.raises(CommuniqueError, match=r"1 documents are in train and in dev \(z of dev\)"):
        train(samples, spaced, tmp_path / "a", recipe)
    (tmp_path / "file").write_text("mine")
    with pytest.raises(CommuniqueError, match="is a file; expected a folder for the run"):
        train(samples, dev, tmp_path / "file", recipe)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.txt").write_text("mine")
    with pytest.raises(CommuniqueError, match="holds other files"):
        train(samples, dev, tmp_path / "full", recipe)


def test_a_finished_run_is_not_written_over(
    tiny_model: Path, tiny_encoder: Path, samples: list[Document], tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(tiny_model, tmp_path / "run"))
    with pytest.raises(CommuniqueError, match="holds a finished run; choose another --output"):
        train(samples, dev_of(samples), folder, Recipe(base=str(tiny_encoder)), resume=True)


def test_replayed_passages_are_drawn_anew_for_every_epoch(tiny_encoder: Path, samples: list[Document]) -> None:
    tokenizer = folding_tokenizer(tiny_encoder / "tokenizer.json")
    ours = [replace(document, id=f"ours-{n}") for n, document in enumerate(samples * 5)]
    made = []
    for seed in (1, 1, 2):
        passages = Passages(samples, tokenizer, 64, Augmenter(Recipe(seed=seed)))
        passages.replay(ours, 6)
        epochs = []
        for epoch in range(3):
            passages.begin(epoch)
            assert [passage.id for passage in passages.passages[:4]] == ["a", "b", "c", "d"]
            assert len(passages) == 10
            epochs.append([passage.id for passage in passages.passages[4:]])
        made.append(epochs)
    assert made[0] == made[1] != made[2]
    assert made[0][0] != made[0][1] != made[0][2]
    passages.replay(ours[:2], 6)
    assert len(passages) == 6


def test_a_large_dev_is_watched_in_a_sample(tiny_encoder: Path, samples: list[Document]) -> None:
    tokenizer = folding_tokenizer(tiny_encoder / "tokenizer.json")
    kept = [Passages(samples * 5, tokenizer, 64) for _ in range(3)]
    for passages, seed in zip(kept, (1, 1, 2), strict=True):
        passages.keep(7, seed)
    assert [len(passages) for passages in kept] == [7, 7, 7]
    assert kept[0].passages == kept[1].passages != kept[2].passages
    kept[0].keep(50, 1)
    assert len(kept[0]) == 7


def test_dev_is_watched_no_longer_than_train_is_learned(
    monkeypatch: pytest.MonkeyPatch, tiny_encoder: Path, samples: list[Document], tmp_path: Path
) -> None:
    from communique.training import run

    watched: list[int] = []
    monkeypatch.setattr(run, "_FEWEST_WATCHED", 5)
    monkeypatch.setattr(run, "fit", lambda network, learned, dev, *rest: watched.append(len(dev)) or 1 / 0)
    with pytest.raises(ZeroDivisionError):
        train(samples, dev_of(samples) * 3, tmp_path / "run", Recipe(base=str(tiny_encoder), epochs=1))
    assert watched == [5]
