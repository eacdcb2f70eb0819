"""The benchmark of retraining, on invented domains and a tiny model."""

import json
from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile, copytree

import pytest

from communique.data.errors import CommuniqueError
from communique.evaluation.benchmarks import contestants, retraining
from communique.evaluation.benchmarks.domain import load_domains
from communique.evaluation.benchmarks.result import Result, run_once
from communique.evaluation.benchmarks.retraining_report import Outcome, report
from communique.evaluation.peers import finetune
from communique.evaluation.peers.words import spaced_words
from communique.evaluation.scorer import Count
from communique.training import Recipe

SENTENCES = {
    "sea": [
        "The [Vessel Grey Heron] left [Port Lirra] .",
        "A cook of the [Vessel Tern] fell ill in [Port Orm] .",
        "[Port Lirra] has two cranes .",
        "Nobody saw the [Vessel Old Marten] .",
        "The [Vessel Tern] carries salt .",
        "[Port Orm] , says the pilot , is full .",
        "The [Vessel Plover] waits off [Port Lirra] .",
        "It rained .",
    ],
    "garden": [
        "[Plant Vetch] likes shade , [Plant dwarf rue] does not .",
        "The [Tool rake] is broken .",
        "Sow [Plant vetch] with a [Tool hand drill] .",
        "[Plant Rue] is bitter .",
        "A [Tool rake] costs little .",
        "Cut [Plant dwarf rue] back in spring .",
        "The [Tool shears] are dull .",
        "Bees came late .",
    ],
}
"""Eight sentences a domain, marks in brackets: four to learn from, two of dev and two of test."""
NAMES = [
    "ours-released",
    "ours-plain",
    "script-short-released",
    "script-long-released",
    "script-short-plain",
    "script-long-plain",
]
PLAIN = Recipe(epochs=2, batch=4, averaged_epochs=1, swap_names=0.0, swap_states=0.0, perturb={})


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The two domains as files; dev of `sea` has a sentence of train as well, in capitals."""
    folder = tmp_path_factory.mktemp("domains")
    for name, sentences in SENTENCES.items():
        parts = {"train": sentences[:4], "dev": sentences[4:6], "test": sentences[6:]}
        if name == "sea":
            parts["dev"] = [sentences[0].replace("Grey Heron", "GREY HERON"), *parts["dev"]]
        for part, rows in parts.items():
            path = folder / name / f"{part}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("\n".join(map(columns, rows)), encoding="utf-8")
    return folder


def columns(sentence: str) -> str:
    """A sentence with marks in brackets as lines of word and tag."""
    rows, label, prefix = [], None, ""
    for word in sentence.split():
        if word.startswith("["):
            label, prefix = word[1:], "B-"
            continue
        rows.append(f"{word.rstrip(']')}\t{prefix + label if label else 'O'}\n")
        prefix = "I-"
        if word.endswith("]"):
            label = None
    return "".join(rows)


def test_domains_are_read_with_the_labels_of_all_their_files(data: Path) -> None:
    garden, sea = load_domains(data)
    assert (garden.name, sea.name) == ("garden", "sea")
    assert garden.test[0].scheme.entity_names == garden.train[0].scheme.entity_names == ("Plant", "Tool")
    assert [span.text for span in sea.train[0].spans] == ["Grey Heron", "Lirra"]
    assert [len(part) for part in (sea.train, sea.dev, sea.test)] == [4, 2, 2]


def test_what_train_has_is_dropped_from_dev_and_counted_in_test(data: Path, tmp_path: Path) -> None:
    copytree(data, tmp_path, dirs_exist_ok=True)
    copyfile(tmp_path / "sea" / "dev.txt", tmp_path / "sea" / "test.txt")
    garden, sea = load_domains(tmp_path)
    assert (sea.dropped, garden.dropped) == (1, 0)
    assert "GREY HERON" not in " ".join(document.text for document in sea.dev)
    assert (sea.known, len(sea.test)) == (3, 3)


def test_a_folder_without_domains_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommuniqueError, match=r"no folder with a train\.txt"):
        load_domains(tmp_path)


def test_words_are_those_of_the_file(data: Path) -> None:
    document = load_domains(data, ["garden"])[0].train[0]
    (sentence,) = spaced_words(document)
    assert sentence.words == ["Vetch", "likes", "shade", ",", "dwarf", "rue", "does", "not", "."]
    assert sentence.tags == ["B-Plant", "O", "O", "O", "B-Plant", "I-Plant", "O", "O", "O"]


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("work")


@pytest.fixture(scope="module")
def found(data: Path, tiny_encoder: Path, tiny_model: Path, work: Path) -> list[Outcome]:
    return retraining.retraining(data, tiny_encoder, work, seeds=1, released=tiny_model, recipe=PLAIN)


def test_all_contestants_run_on_all_domains(found: list[Outcome], work: Path) -> None:
    assert [outcome.domain.name for outcome in found] == ["garden", "sea"]
    assert all([contestant.name for contestant, _ in outcome.runs] == NAMES for outcome in found)
    assert [contestant.epochs for contestant, _ in found[0].runs] == [2, 2, 3, 2, 3, 2]
    left = sorted(path.name for path in work.iterdir())
    assert left == sorted(f"{domain}-{name}-1.json" for domain in SENTENCES for name in NAMES)


def test_what_is_done_is_not_repeated(
    found: list[Outcome],
    data: Path,
    tiny_encoder: Path,
    tiny_model: Path,
    work: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def never(*_: object) -> None:
        raise AssertionError("a run is repeated")

    monkeypatch.setattr(contestants, "train", never)
    monkeypatch.setattr(finetune, "read", never)
    again = retraining.retraining(data, tiny_encoder, work, seeds=1, released=tiny_model, recipe=PLAIN)
    assert again == found
    with pytest.raises(CommuniqueError, match="the run there had another epochs and recipe"):
        retraining.retraining(data, tiny_encoder, work, seeds=1, released=tiny_model, recipe=Recipe(epochs=5))
    with pytest.raises(AssertionError, match="repeated"):
        retraining.retraining(data, tiny_encoder, work, seeds=2, released=tiny_model, recipe=PLAIN)


def test_the_report_tells_of_all_and_quotes_nothing(found: list[Outcome]) -> None:
    text = report(found, "the command")
    assert all(contestant.title in text for contestant, _ in found[0].runs)
    assert "2 of dev (1 dropped" in text
    assert "the command" in text
    domains = [outcome.domain for outcome in found]
    texts = [document.text for domain in domains for document in (*domain.train, *domain.dev, *domain.test)]
    assert not any(sentence in text for sentence in texts)


def test_results_hold_figures_alone(
    data: Path, tiny_encoder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (sea,) = load_domains(data, ["sea"])
    monkeypatch.setattr(contestants.Contestant, "read", lambda *_: [*reversed(sea.test)])
    contestant = contestants.contestants(sea.train, tiny_encoder, tiny_encoder, PLAIN)[2]
    (tmp_path / "sea-script-short-released-1.run").mkdir()
    result = run_once(contestant, sea, 1, tmp_path)
    assert result.counts == [Count(2, 2, 2), Count(0, 0, 0)]
    assert result.f1 == 1.0
    (path,) = tmp_path.glob("*.json")
    assert not any(word in path.read_text(encoding="utf-8") for word in ("Plover", "rained"))
    assert json.loads(path.read_text(encoding="utf-8"))["counts"] == [[2, 2, 2], [0, 0, 0]]
    assert not list(tmp_path.glob("*.run"))


def test_the_reports_figures_are_right(data: Path, tiny_encoder: Path) -> None:
    (sea,) = load_domains(data, ["sea"])
    entered = contestants.contestants(sea.train, tiny_encoder, tiny_encoder, PLAIN)
    right = [[2, 1], [1, 1], [0, 1], [1, 0], [0, 0], [2, 2]]
    runs = [
        (contestant, list(results(contestant.told(sea, 1), counts)))
        for contestant, counts in zip(entered, right, strict=True)
    ]
    text = report([Outcome(sea, runs)], "the command")
    assert "| 1 | `communique train`, released weights | 0.750 | 0.500 to 1.000 |" in text
    assert "| 1 less 2 | +25.0 | " in text
    assert "| 1 less the better of 3 and 4: 3 | +50.0 | " in text
    assert "| 1 less the best of 3 to 6: 6 | -25.0 | " in text
    assert "seeds 1, 2" in text
    assert "threads 1 or 2" in text


def results(told: dict[str, object], right: list[int]) -> Iterator[Result]:
    """Results of two seeds: so many spans right of two, in the first of two documents."""
    versions = dict.fromkeys(("communique", "python", "torch", "transformers", "onnxruntime", "processors"), "1.0")
    for seed, number in enumerate(right, 1):
        yield Result(told | {"seed": seed}, versions | {"threads": seed}, 3.0, [Count(number, 2, 2), Count()])


def test_the_command_writes_a_report(
    found: list[Outcome],
    data: Path,
    tiny_encoder: Path,
    work: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def given(*paths: Path, seeds: int, domains: list[str]) -> list[Outcome]:
        assert (*paths, seeds, domains) == (data, tiny_encoder, work, 2, ["garden", "sea"])
        return found

    monkeypatch.setattr(retraining, "retraining", given)
    words = ["--data", data, "--base", tiny_encoder, "--work", work, "--output", tmp_path / "report.md"]
    retraining.main([*map(str, words), "--seeds", "2", "--domains", "garden", "sea"])
    text = (tmp_path / "report.md").read_text(encoding="utf-8")
    assert f"--data {data.name} --base {tiny_encoder.name} --work {work.name}" in text
    assert "--seeds 2 --domains garden sea" in text
    monkeypatch.undo()
    with pytest.raises(SystemExit) as end:
        retraining.main([*map(str, words), "--domains", "nothing"])
    assert end.value.code == 2
    assert "nothing/train.txt: no such file" in capsys.readouterr().err
