"""Prints: the whole report in Markdown."""

from collections.abc import Iterator

from ..model.bundle import MANIFEST
from .clusters import ClusterScore
from .rates import Score
from .render import (
    cause_table,
    confusion_table,
    error_table,
    grid,
    interval,
    robustness_table,
    rule_table,
    score_table,
    slice_table,
    table,
)
from .scores import Scores

FEWEST = 5
"""Documents that a slice holds at the least to stand in the report; `scores.json` has them all."""
_RULES = {
    "exact": "exact match: same bounds, same label",
    "overlap": "overlap match: same label, a character in common, one to one",
}
_ARROWS = {
    "exact": "exact match: both ends agree in bounds and label",
    "overlap": "overlap match: both ends agree in label and share a character, one to one",
}


def markdown(scores: Scores, title: str = "Evaluation") -> str:
    """The whole report."""
    return "\n".join(_parts(scores, title))


def _parts(scores: Scores, title: str) -> Iterator[str]:
    yield from _head(scores, title)
    yield f"## In short: micro scores\n\n{score_table('what', _summary(scores))}"
    yield from _span_parts(scores)
    if scores.relations:
        yield from _relation_parts(scores)
    if scores.people:
        yield from _people_parts(scores)
    if scores.dates:
        yield from _date_parts(scores)
    if scores.events:
        yield from _event_parts(scores)
    yield from _error_parts(scores)
    yield from _calibration_parts(scores)
    yield from _slice_parts(scores)
    if scores.robustness:
        yield from _robustness_parts(scores)
    yield from _last_parts(scores)


def _head(scores: Scores, title: str) -> Iterator[str]:
    yield f"# {title}\n"
    yield f"Model: SHA-256 of {MANIFEST} `{scores.model_sha256}`.\n" if scores.model_sha256 else "Given predictions.\n"
    yield f"Data: {scores.documents} documents, {scores.words:,} words, SHA-256 `{scores.data_sha256}`.\n"
    if scores.left_out:
        yield (
            "Predicted spans left out, with their relations, since they touch a stretch where nobody looked for marks: "
            f"{scores.left_out:,}.\n"
        )
    if scores.perturbation is not None:
        yield f"All documents were read under the change *{scores.perturbation}*.\n"
    if scores.seen_sha256 is not None:
        yield f"Names count as seen by documents with SHA-256 `{scores.seen_sha256}`.\n"
    yield "Intervals are at 95 % and resample documents (1,000 times, fixed seed).\n"


def _summary(scores: Scores) -> Iterator[tuple[str, Score | ClusterScore]]:
    for name, groups in (("entity spans", scores.entities), ("triggers", scores.triggers)):
        yield from ((f"{name}, {rule}", group.micro) for rule, group in groups.items())
    yield "triggers with their status, exact", scores.statuses.micro
    if scores.relations:
        yield from ((f"relations, {rule}", found.labels.micro) for rule, found in scores.relations["read"].items())
    if scores.people:
        yield "people: names put together, B³", scores.people["read"].b_cubed
        yield "offices of people", scores.people["read"].offices
    if scores.dates:
        yield "dates, first and last day", scores.dates["read"].days
    if scores.events:
        yield from ((f"events, {rule}", group.micro) for rule, group in scores.events["read"].items())


def _span_parts(scores: Scores) -> Iterator[str]:
    for name, groups in (("Entity spans", scores.entities), ("Triggers", scores.triggers)):
        for rule, group in groups.items():
            if group.labels:
                yield f"## {name}, {_RULES[rule]}\n\n{table(group)}"
    yield f"## Bounds alone, whatever the label\n\n{score_table('group', scores.boundaries.items())}"
    if scores.statuses.labels:
        given = scores.status_given_trigger
        yield f"## Status: bounds, type and status all right\n\n{table(scores.statuses)}"
        yield (
            f"Of {given.gold} triggers found exactly, {given.right} have the right status "
            f"({given.f1:.3f}, {interval(given)}).\n"
        )


def _relation_parts(scores: Scores) -> Iterator[str]:
    for reading, title in (("read", "end to end"), ("read on gold spans", "on gold spans")):
        for rule, found in scores.relations.get(reading, {}).items():
            if rule == "exact" or reading == "read":
                yield f"## Relations, {title}: {_ARROWS[rule]}\n\n{table(found.labels)}"
    rows = (
        (f"{reading}, {rule}", found.arguments)
        for reading, rules in scores.relations.items()
        for rule, found in rules.items()
    )
    yield "## Arguments of events\n\n`nearest` is the baseline of `communique.evaluation.nearest`.\n"
    yield score_table("reading", rows)
    if scores.relation_errors:
        yield (
            "## Relations: causes of errors\n\nEnd to end, by overlap. Missed: *head*, *tail* or *both ends not found* "
            "as spans of their label; both found and *not joined*, or joined by an *other relation* (another label, or "
            "the other direction). The rest, *in gold*, are invented.\n"
        )
        yield cause_table(scores.relation_errors)


def _people_parts(scores: Scores) -> Iterator[str]:
    yield (
        "## People\n\nA person is all names that their words or ALIAS put together, in gold as well; mentions by exact "
        "bounds. *Whole*: all mentions of the person and no other. *Offices*: the holders share a mention, and title, "
        "body and state are the same.\n"
    )
    rows: Iterator[tuple[str, Score | ClusterScore]] = (
        row
        for reading, found in scores.people.items()
        for row in (
            (f"mentions, {reading}", found.mentions),
            (f"whole persons, {reading}", found.whole),
            (f"B³, {reading}", found.b_cubed),
            (f"CEAF φ4, {reading}", found.ceaf),
            (f"offices, {reading}", found.offices),
        )
    )
    yield score_table("what", rows)


def _date_parts(scores: Scores) -> Iterator[str]:
    yield (
        "## Dates\n\nAgainst days found by hand; spans meet by overlap. *Days*: first and last day agree. *Kind*: "
        "days, granularity and kind all agree. On *gold spans* the rules that resolve stand alone.\n"
    )
    rows = (
        row
        for reading, found in scores.dates.items()
        for row in (
            (f"days, {reading}", found.days),
            (f"single days, {reading}", found.single_days),
            *((f"kind {kind}, {reading}", score) for kind, score in found.kinds.labels.items()),
        )
    )
    yield score_table("dates", rows)
    for reading, found in scores.dates.items():
        yield (
            f"{reading.capitalize()}: of {found.given_up.gold} dates found that gold resolves, {found.given_up.right} "
            f"were left unresolved; of {found.guessed.gold} that gold leaves unresolved, {found.guessed.right} were "
            "resolved.\n"
        )


def _event_parts(scores: Scores) -> Iterator[str]:
    yield (
        "## Events, mentions joined\n\n*Told*: type and status agree, and the first trigger that was read overlaps one "
        "of the event's. *Actors*: they are the same set as well, by overlapping spans or a mention of the same "
        "person. *Whole*: recipients, dates and locations too.\n"
    )
    rows = (
        (f"{rule}, {reading}", group.micro) for reading, rules in scores.events.items() for rule, group in rules.items()
    )
    yield score_table("events", rows)
    yield rule_table("type, read", scores.events["read"])
    faults = sorted(scores.event_errors.items(), key=lambda item: -item[1])
    whole = scores.events["read"]["whole"].micro
    yield (
        f"Of {whole.gold} events of gold, {whole.right} are read whole. What is wrong with the others, each counted "
        f"under all that differs: {', '.join(f'{fault} {count}' for fault, count in faults)}.\n"
    )


def _error_parts(scores: Scores) -> Iterator[str]:
    labels = [*scores.entities["exact"].labels, *scores.triggers["exact"].labels]
    yield (
        "## Errors\n\nGold and read spans that overlap are paired, those with the same bounds first. Rows are gold's "
        "labels; an invented span meets none of gold's and stands under its own label. What is predicted and not right "
        "is invented, or paired and wrong.\n"
    )
    yield error_table(scores.errors, labels)
    yield "Confusion: what the spans of each gold label are read as; – is nothing.\n"
    yield confusion_table(scores.confusion, labels)


def _calibration_parts(scores: Scores) -> Iterator[str]:
    yield (
        "## Calibration\n\nExpected calibration error (ECE): ten bins of equal mass; right means exact span and label, "
        "of statuses the right status of a trigger found exactly, of relations both ends exact. *By chance*: what "
        "scores without a fault would show on as many predictions. A model's scores are fitted on its own dev split, "
        "which therefore flatters them.\n"
    )
    rows = (
        [kind, f"{found.error:.3f}", f"{found.chance:.3f}", str(sum(part.count for part in found.bins))]
        for kind, found in scores.calibration.items()
    )
    yield grid(("scores of", "ECE", "by chance", "predictions"), rows)


def _slice_parts(scores: Scores) -> Iterator[str]:
    yield (
        f"## Slices, exact match, of {FEWEST} documents or more\n\nECE over all spans of the slice. A document may "
        "stand in several slices of a field; intervals of fewer than ten documents are too narrow. `unseen-pair`: "
        "no two of the document's states meet in a document of our train split.\n"
    )
    for field, slices in scores.slices.items():
        enough = {value: found for value, found in slices.items() if found.documents >= FEWEST}
        if enough:
            yield slice_table(field, enough)
        if len(enough) < len(slices):
            yield f"{field}: {len(slices) - len(enough)} more values have fewer documents (see scores.json).\n"


def _robustness_parts(scores: Scores) -> Iterator[str]:
    yield (
        "## Robustness, exact match; changes in points of F1\n\nOne draw of each change. Our recipes show the same "
        "kinds of change in training, with other draws, so this says how well that took, not how the model takes "
        "changes of new kinds. Names are of traditions whose names training does not draw.\n"
    )
    yield robustness_table(scores.robustness)


def _last_parts(scores: Scores) -> Iterator[str]:
    strict = ", ".join(f"{key} {value:.3f}" for key, value in scores.seqeval.items())
    yield (
        f"## Beside these\n\nOver all spans, exact: seqeval (mode strict, IOB2) {strict}; ours f1 "
        f"{scores.spans.f1:.3f}.\n"
    )
    if scores.words_per_second is not None:
        yield f"Speed: {scores.words_per_second:,.0f} words a second, whole path, on the machine of this run.\n"
