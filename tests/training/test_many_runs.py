"""Runs by seeds and by settings: each run as `train` makes it, taken as it is when it is done."""

import json
from dataclasses import asdict, replace
from pathlib import Path
from statistics import mean, stdev

import pytest

pytest.importorskip("torch")

from communique.data.document import Document
from communique.data.errors import CommuniqueError
from communique.model.reader import Reader
from communique.training import Recipe, TrainingEvent, search, train_seeds
from communique.training.recipe import find_recipe
from communique.training.run import train_once
from communique.training.trials import Tried

from ..conftest import dev_of


@pytest.fixture
def quick(tiny_encoder: Path) -> Recipe:
    return Recipe(base=str(tiny_encoder), epochs=2, batch=4, averaged_epochs=1, learning_rate=1e-3)


def test_seeds_are_told_apart_and_averaged(quick: Recipe, samples: list[Document], tmp_path: Path) -> None:
    events: list[TrainingEvent] = []
    runs = train_seeds(samples, dev_of(samples), tmp_path, replace(quick, seed=4), seeds=2, listener=events.append)
    assert [run.seed for run in runs] == [4, 5]
    assert [Recipe.load(run.folder / "recipe.json").seed for run in runs] == [4, 5]
    assert len(events) == 4
    table = (tmp_path / "seeds.md").read_text()
    spans = [run.figures.spans for run in runs]
    assert f"| **mean** | {mean(spans):.3f} |" in table
    assert f"| standard deviation | {stdev(spans):.3f} |" in table
    assert [row["spans"] for row in json.loads((tmp_path / "seeds.json").read_text())] == spans
    Reader.load(runs[1].folder)
    again = train_seeds(samples, dev_of(samples), tmp_path, replace(quick, seed=4), seeds=2, listener=events.append)
    assert again == runs
    assert len(events) == 4, "what is done is not trained again"


def test_a_finished_run_with_replay_is_known_again(quick: Recipe, samples: list[Document], tmp_path: Path) -> None:
    runs = [train_once(samples, dev_of(samples), tmp_path / "run", replace(quick, replay=1), None) for _ in range(2)]
    assert runs[0] == runs[1]
    with pytest.raises(CommuniqueError, match="had other data"):
        train_once(samples[1:], dev_of(samples), tmp_path / "run", replace(quick, replay=1), None)


def test_one_seed_is_refused(quick: Recipe, samples: list[Document], tmp_path: Path) -> None:
    with pytest.raises(CommuniqueError, match="seeds is 1; expected at least 2"):
        train_seeds(samples, dev_of(samples), tmp_path, quick, seeds=1)


def more_epochs(found: list[Tried]) -> int:
    """Epochs of the third trial."""
    return next(tried.recipe.epochs for tried in found if tried.folder.name == "trial-003")


def test_a_search_ranks_its_trials_and_goes_on(quick: Recipe, samples: list[Document], tmp_path: Path) -> None:
    pytest.importorskip("optuna")
    events: list[TrainingEvent] = []
    first = search(samples, dev_of(samples), tmp_path, quick, trials=2, listener=events.append)
    told = len(events)
    assert {tried.folder.name for tried in first} == {"trial-001", "trial-002"}
    assert Recipe.load(tmp_path / "trial-001" / "recipe.json") == quick, "the recipe itself comes first"
    more = search(samples, dev_of(samples), tmp_path, quick, trials=3, listener=events.append)
    again = [event.epoch for event in events[told:]]
    assert again == list(range(1, more_epochs(more) + 1)), "only the third trial is trained"
    assert len({json.dumps(asdict(tried.recipe)) for tried in more}) == 3
    assert {tried.folder.name: tried.recipe for tried in first}.items() <= {
        tried.folder.name: tried.recipe for tried in more
    }.items()
    spans = [tried.figures.spans for tried in more]
    assert spans == sorted(spans, reverse=True)
    assert find_recipe(tmp_path / "best.json") == more[0].recipe
    assert [row["trial"] for row in json.loads((tmp_path / "search.json").read_text())] == [t.folder.name for t in more]
    assert f"| {more[0].folder.name} | {spans[0]:.3f} |" in (tmp_path / "search.md").read_text().splitlines()[2]


def test_no_trials_are_refused(quick: Recipe, samples: list[Document], tmp_path: Path) -> None:
    with pytest.raises(CommuniqueError, match="trials is 0; expected at least 1"):
        search(samples, dev_of(samples), tmp_path, quick, trials=0)
