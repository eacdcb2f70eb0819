"""A diagnosis as Markdown that a terminal of 100 columns shows as it is."""

import textwrap
from collections.abc import Container, Iterable, Iterator, Sequence

from ..evaluation.errors import NOTHING
from ..evaluation.render import interval
from ..evaluation.resampling import ratio
from .diagnosis import FEWEST, SHORTEST, Diagnosis, SplitCounts
from .strings import MarkedString

_WHAT = ("documents", "documents without a mark", "words", "unknown stretches", "spans", "relations")
_EXAMPLES, _LONGEST, _WIDTH = 5, 40, 99


def markdown(found: Diagnosis) -> str:
    """Counts, spans by label with the baseline, what was noticed, and the warnings last."""
    facts = (*_baseline(found), *_strings(found), *_repeats(found), *_losses(found))
    items = (*facts, *(f"**Warning**: {text}." for text in found.warnings()))
    return f"{_split_table(found)}\n{_label_table(found)}\n{''.join(map(_item, items))}"


def _split_table(found: Diagnosis) -> str:
    rows = zip(_WHAT, _sizes(found.train), _sizes(found.dev), strict=True)
    return _table(("what", "train", "dev"), [(what, f"{one:,}", f"{other:,}") for what, one, other in rows], {0})


def _sizes(split: SplitCounts) -> tuple[int, ...]:
    """What stands beside `_WHAT`."""
    return split.documents, split.bare, split.words, split.unknown, split.all_spans, split.relations


def _label_table(found: Diagnosis) -> str:
    """Labels that either split has, then all together."""
    rows = [_label_row(found, name) for name in found.labels if name in found.train.spans or name in found.dev.spans]
    total = (f"{found.train.all_spans:,}", f"{found.dev.all_spans:,}", f"{found.baseline.micro.f1:.3f}")
    head = ("label", "train", "dev", "baseline F1", "note")
    return _table(head, [*rows, ("**all**", *total, "")], {0, 4})


def _label_row(found: Diagnosis, label: str) -> tuple[str, ...]:
    train, dev = (split.spans.get(label, 0) for split in (found.train, found.dev))
    notes = [] if train >= FEWEST else ["too rare to learn" if train else "never in train"]
    notes += [] if dev else ["never in dev: no figure"]
    f1 = f"{found.baseline.labels[label].f1:.3f}" if dev else NOTHING
    return label, f"{train:,}", f"{dev:,}", f1, "; ".join(notes)


def _baseline(found: Diagnosis) -> Iterator[str]:
    score = found.baseline.micro
    yield (
        f"Baseline, strings marked as train most often marks them: F1 {score.f1:.3f} on dev ({interval(score)}), "
        f"precision {score.precision:.3f}, recall {score.recall:.3f}; {score.right:,} right of {score.predicted:,} "
        f"marked and {score.gold:,} in gold. A model that has learnt does better."
    )
    if never := [label for label in found.labels if label not in found.train.spans]:
        yield f"Labels of the scheme never in train, {len(never)} of {len(found.labels)}: {', '.join(never)}"


def _strings(found: Diagnosis) -> Iterator[str]:
    share = _of(sum(string.marks for string in found.conflicts), found.train.all_spans, " spans")
    several = (f"{_quoted(string.text)} {_by_label(string)}" for string in found.conflicts)
    yield f"Strings with marks of several labels: {len(found.conflicts):,}, on {share}{_examples(several)}"
    left = (f"{_quoted(string.text)} {_by_label(string)}, unmarked {string.unmarked}" for string in found.forgotten)
    yield f"Strings left unmarked at least as often as marked: {len(found.forgotten):,}{_examples(left)}"


def _repeats(found: Diagnosis) -> Iterator[str]:
    pairs = _examples(f"{_quoted(one)} is {_quoted(other)}" for one, other in found.repeats)
    yield f"Documents of train that repeat another: {len(found.repeats):,}{pairs}"
    yield f"Dev sentences of {SHORTEST} words or more that stand in train too: {_of(found.shared, found.sentences)}"


def _losses(found: Diagnosis) -> Iterator[str]:
    lost = found.lost
    yield (
        f"Lost of train and dev: {_of(lost.spans, found.all_spans, ' spans')}, which subwords or sentence ends cut; "
        f"{_of(lost.relations, lost.all_relations, ' relations')}, which passages cut"
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[str]], words: Container[int]) -> str:
    """A table with its columns in line; those not among `words` are numbers."""
    lines = [head, *rows]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    cells = [
        [f"{cell:{'<' if number in words else '>'}{widths[number]}}" for number, cell in enumerate(line)]
        for line in lines
    ]
    rule = ["-" * width + ("-" if number in words else ":") for number, width in enumerate(widths)]
    shown = [f"| {' | '.join(line)} |\n" for line in cells]
    return "".join((shown[0], f"|-{'|-'.join(rule)}|\n", *shown[1:]))


def _item(text: str) -> str:
    return textwrap.fill(f"- {text}", _WIDTH, subsequent_indent="  ", break_on_hyphens=False) + "\n"


def _examples(found: Iterable[str]) -> str:
    shown = list(found)[:_EXAMPLES]
    return f", such as {'; '.join(shown)}" if shown else ""


def _quoted(text: str) -> str:
    """A text in quotation marks, cut where it is long; what would move a terminal's cursor is escaped."""
    return repr(text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…")


def _by_label(string: MarkedString) -> str:
    return ", ".join(f"{label} {count}" for label, count in string.labels.items())


def _of(part: int, whole: int, things: str = "") -> str:
    return f"{part:,} of {whole:,}{things} ({ratio(part, whole):.1%})"
