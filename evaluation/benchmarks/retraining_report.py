"""The report of the benchmark of retraining, as Markdown: figures alone, no texts."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean

import numpy as np

from ..render import grid
from ..resampling import bootstrap_f1, interval, paired_differences
from ..scorer import Count
from .contestants import SCRIPT_EPOCHS, Contestant
from .domain import Domain
from .result import Result

HEAD = ("", "contestant", "F1, mean of the seeds", "lowest to highest", "95 %", "seconds a run", "train sentences")
VERSIONS = ("communique", "python", "torch", "transformers", "onnxruntime", "threads", "processors")
METHOD = """\
CrossNER (Liu et al., AAAI 2021), the authors' files. Labels are those of a domain's three files together; none goes \
by a name of ours, though some, such as person and country, mean nearly what ours do. A sentence is a document, its \
text the file's words with single spaces between. Everyone learns from train.txt alone and reads test.txt once; \
nothing is chosen on test.txt.

**Match rule:** exact (same start, same end, same label); micro-F1 over all labels, by the scorer of `communique \
evaluate`. Each run stands for one seed ({seeds}); the weights of a new head, the order of sentences and dropout \
hang on it. The interval of F1 is a document bootstrap (1,000 resamples of the test sentences) over the counts of \
all seeds added up.

**`communique train`** runs by its defaults, save for the seed and the base. It alone is given dev.txt: for the \
epoch at which it stops, and to calibrate scores. It learns from and reads plain text, and is not told where the \
file's words begin and end. **Hugging Face** stands for the settings of transformers' `run_ner.py`: `Trainer`, AdamW \
at 5e-5 falling along a straight line, batches of 8, {short} epochs, a word's tag on its first subword, no dev; it \
is given the file's words. Since {short} epochs of so few sentences are few steps, it also runs for as many epochs \
as our command is given at the most. On the released weights its head begins anew and all token types are 0, as the \
tokenizer gives them (in these weights they stand for the shape of letters). Its weights are learned in 32 bits.

**Weights:** SHA-256 of `model.safetensors` {weights}. **Seconds** are wall-clock, for learning and reading test \
together; other work of the machine counts in. **Versions:** {versions}.
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A domain's runs: contestants in their order, each with its results in the order of seeds."""

    domain: Domain
    runs: list[tuple[Contestant, list[Result]]]


def report(outcomes: Sequence[Outcome], command: str) -> str:
    """The whole report; `command` is that which remakes it."""
    results = [result for outcome in outcomes for _, runs in outcome.runs for result in runs]
    seeds = sorted({result.told["seed"] for result in results})
    method = METHOD.format(
        seeds=f"seeds {', '.join(map(str, seeds))}" if len(seeds) > 1 else f"seed {seeds[0]}",
        short=SCRIPT_EPOCHS,
        weights=_weights(outcomes[0]),
        versions=", ".join(f"{name} {_values(results, name)}" for name in VERSIONS),
    )
    parts = ["# Retraining on foreign labels\n", *map(_domain, outcomes), "## Method\n", method]
    return "\n".join([*parts, f"Remade by:\n\n```sh\n{command}\n```\n"])


def _weights(outcome: Outcome) -> str:
    found = {run.weights.name: results[0].told["weights_sha256"] for run, results in outcome.runs}
    return ", ".join(f"of `{name}` `{digest[:16]}…`" for name, digest in found.items())


def _values(results: Sequence[Result], name: str) -> str:
    """What the environments of all runs hold under a name, several if they differ."""
    return " or ".join(sorted({str(result.environment[name]) for result in results}))


def _domain(outcome: Outcome) -> str:
    domain = outcome.domain
    told = (
        f"{len(domain.train)} sentences to learn from, {len(domain.dev)} of dev ({domain.dropped} dropped, since train "
        f"has them too), {len(domain.test)} of test ({domain.known} of them stand in train or dev too, and are kept); "
        f"{len(domain.test[0].scheme.span_labels)} labels, {sum(len(d.spans) for d in domain.test)} spans in test.\n"
    )
    rows = [_row(number, *entry, len(domain.train)) for number, entry in enumerate(outcome.runs, 1)]
    return "\n".join([f"## {domain.name}\n", told, grid(HEAD, rows, words=2), _differences(outcome)])


def _row(number: int, contestant: Contestant, results: Sequence[Result], learned: int) -> list[str]:
    f1 = [result.f1 for result in results]
    pooled = [sum(counts, Count()) for counts in zip(*(result.counts for result in results), strict=True)]
    low, high = bootstrap_f1(pooled)
    return [
        str(number),
        contestant.title,
        f"{mean(f1):.3f}",
        f"{min(f1):.3f} to {max(f1):.3f}",
        f"{low:.3f} to {high:.3f}",
        f"{mean(result.seconds for result in results):.0f}",
        str(learned),
    ]


def _differences(outcome: Outcome) -> str:
    """What the released weights bring, by our command and by the script, and what our command brings."""
    means = [mean(result.f1 for result in results) for _, results in outcome.runs]
    pairs = {"1 less 2": (0, 1), "4 less 6": (3, 5)}
    for name, places in (("1 less the better of 3 and 4", (2, 3)), ("1 less the best of 3 to 6", (2, 3, 4, 5))):
        best = max(places, key=lambda place: means[place])
        pairs[f"{name}: {best + 1}"] = 0, best
    rows = [_difference(name, outcome.runs[one][1], outcome.runs[other][1]) for name, (one, other) in pairs.items()]
    told = (
        "Mean over the seeds, in points, with the bounds of a paired bootstrap (the same 1,000 resamples of the test "
        "sentences for both and for all seeds) and the lowest and highest of the seeds. The better ones of 3 to 6 are "
        "those with the higher mean on test, which favours them.\n"
    )
    return "\n".join([told, grid(("difference", "points", "95 %", "by seed"), rows)])


def _difference(name: str, ours: Sequence[Result], theirs: Sequence[Result]) -> list[str]:
    pairs = list(zip(ours, theirs, strict=True))
    gaps = [own.f1 - other.f1 for own, other in pairs]
    drawn = np.mean([paired_differences(other.counts, own.counts) for own, other in pairs], axis=0)
    bounds = interval(drawn)
    return [name, _points([mean(gaps)]), _points(bounds), _points([min(gaps), max(gaps)])]


def _points(values: Sequence[float]) -> str:
    return " to ".join(f"{100 * value:+.1f}" for value in values)
