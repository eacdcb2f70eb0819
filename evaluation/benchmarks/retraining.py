"""`python -m communique.evaluation.benchmarks.retraining`: how well models learn labels that are not ours, from few
sentences. The domains of CrossNER are read from outside the project; the report has figures alone."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from ...data.errors import CommuniqueError
from ...data.textfile import PathLike, check_folder, write_text
from ...model.bundle import RELEASED
from ...training.recipe import Recipe
from .contestants import contestants
from .domain import Domain, load_domains
from .result import run_once
from .retraining_report import Outcome, report


def retraining(
    data: PathLike,
    base: PathLike,
    work: PathLike,
    *,
    seeds: int = 3,
    domains: Sequence[str] = (),
    released: PathLike = RELEASED,
    recipe: Recipe | None = None,
) -> list[Outcome]:
    """Runs every contestant on every domain, or takes the results of those that `work` holds.

    Args:
        data: folder of domains.
        base: folder of a plain encoder.
        work: folder for the results, a JSON file a run; what was broken off goes on there.
        seeds: runs of each contestant, with the seeds from 1.
        domains: folders in `data`. Default: all.
        released: folder of the model that retraining goes on from. Default: the released one.
        recipe: settings of our command. Default: its own.

    Raises:
        CommuniqueError: no seeds, missing or damaged data or weights, or a `work` with runs of other settings.
    """
    if seeds < 1:
        raise CommuniqueError(f"seeds is {seeds}; expected at least 1")
    check_folder(work)
    Path(work).mkdir(parents=True, exist_ok=True)
    return [
        _outcome(domain, Path(base), Path(work), seeds, Path(released), recipe)
        for domain in load_domains(data, domains)
    ]


def _outcome(domain: Domain, base: Path, work: Path, seeds: int, released: Path, recipe: Recipe | None) -> Outcome:
    entered = contestants(domain.train, base, released, recipe)
    results = []
    for seed in range(1, seeds + 1):
        for contestant in entered:
            result = run_once(contestant, domain, seed, work)
            sys.stderr.write(
                f"{domain.name}, seed {seed}, {contestant.title}: F1 {result.f1:.3f}, {result.seconds:.0f} s\n"
            )
            results.append(result)
    return Outcome(domain, [(contestant, results[place :: len(entered)]) for place, contestant in enumerate(entered)])


def main(words: Sequence[str] | None = None) -> None:
    """Runs the benchmark and writes its report."""
    from transformers.utils import logging

    parser = argparse.ArgumentParser("python -m communique.evaluation.benchmarks.retraining", description=main.__doc__)
    parser.add_argument("--data", type=Path, required=True, help="Folder of CrossNER's domains.")
    parser.add_argument("--base", type=Path, required=True, help="Folder of a plain encoder.")
    parser.add_argument("--work", type=Path, required=True, help="Folder for results; a broken-off benchmark goes on.")
    parser.add_argument("--output", type=Path, required=True, help="Markdown file to write.")
    parser.add_argument("--seeds", type=int, default=3, help="Runs of each contestant.")
    parser.add_argument("--domains", nargs="+", default=[], help="Folders in --data. Default: all.")
    told = parser.parse_args(words)
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    try:
        check_folder(told.output.parent)
        outcomes = retraining(told.data, told.base, told.work, seeds=told.seeds, domains=told.domains)
        write_text(told.output, report(outcomes, _command(told, outcomes)))
    except CommuniqueError as error:
        parser.error(str(error))


def _command(told: argparse.Namespace, outcomes: Sequence[Outcome]) -> str:
    """The command of this report, with the names of folders in place of where they lay."""
    folders = " ".join(f"--{name} {getattr(told, name).name}" for name in ("data", "base", "work"))
    names = " ".join(outcome.domain.name for outcome in outcomes)
    return (
        f"python -m communique.evaluation.benchmarks.retraining {folders} \\\n"
        f"    --output {told.output.name} --seeds {told.seeds} --domains {names}"
    )


if __name__ == "__main__":
    main()
