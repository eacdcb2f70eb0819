"""Modes and contexts by rule against a hundred events judged by hand: what is reached may only rise."""

import csv
from collections.abc import Iterator

from communique.data.corpus import corpus_documents
from communique.data.records.events import Event

from ...conftest import ROOT

Row = tuple[Event, str, str]


def judged() -> Iterator[Row]:
    """Events with the mode and the contexts that a reader gave them."""
    events = {(d.id, e.triggers[0].start): e for d in corpus_documents("dev") for e in d.events}
    with (ROOT / "data" / "modes" / "dev.tsv").open(encoding="utf-8") as lines:
        for document, start, kind, mode, contexts, _ in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            event = events[document, int(start)]
            assert event.type == kind
            yield event, mode, contexts


def test_modes() -> None:
    rows = [(event.mode or "-", mode) for event, mode, _ in judged() if mode != "."]
    given, there = ([row for row in rows if row[side] != "-"] for side in (0, 1))
    right = sum(found == mode for found, mode in given)
    print(f"modes: {len(rows)} events, {len(given)} given, {right} of them right, {len(there)} there")
    assert len(rows) == 60
    assert right / len(given) >= 0.86
    assert right / len(there) >= 0.51


def test_contexts() -> None:
    rows = [(set(event.contexts), set(told.split(",")) - {"-"}) for event, _, told in judged() if told != "."]
    given, there, right = (sum(map(len, sets)) for sets in zip(*((a, b, a & b) for a, b in rows), strict=True))
    print(f"contexts: {len(rows)} events, {given} given, {right} of them right, {there} there")
    assert right / given >= 0.9
    assert right / there >= 0.53
