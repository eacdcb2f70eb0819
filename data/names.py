"""Other names for the persons and states of a document: invented ones of many naming traditions, and other states.

Our corpus is written by few hands; a reader that learns its names by heart would be lost on real news. So names are
exchanged while it learns, and the robustness figures tell how it reads names of traditions of their choice.
"""

import json
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from .document import Document, Span
from .rewrite import Edit, rewrite
from .states import state_pattern, states

HELD_OUT = ("khmer", "chinese", "east_african", "polish", "levant_maghreb", "portuguese_brazilian")
"""Traditions that are drawn only when asked for: training never draws them, so that robustness figures tell how a
reader takes names of a making that it was not shown on purpose."""
_INSIDE = ("ORG", "PARTY", "IGO", "OCCASION", "DOCUMENT", "PLACE", "COUNTRY", "DEMONYM")


@cache
def _traditions() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(Path(__file__).with_name("names.json").read_text(encoding="utf-8"))
    return data


def traditions() -> list[str]:
    """The naming traditions at hand, such as `khmer`."""
    return sorted(_traditions())


def swap_names(document: Document, rng: Random, tradition: str | None = None) -> Document:
    """Every PERSON gets a name of one tradition, drawn for this document from those not held out if none is given;
    parts of a name stay parts of it."""
    chosen = tradition or rng.choice([name for name in traditions() if name not in HELD_OUT])
    persons = [span for span in document.spans if span.label == "PERSON"]
    invented: dict[str, list[str]] = {}
    for span in sorted(persons, key=lambda s: -len(s.text.split())):
        if _owner(span, invented) is None:
            invented[span.text] = invent_name(chosen, rng)
    edits = [Edit(span.start, span.end, _mention(span, invented)) for span in persons]
    return rewrite(document, edits)


def invent_name(tradition: str, rng: Random) -> list[str]:
    """Words of a full name of a tradition in `names.json`;
    the last one listed there is how the person is called later."""
    parts = _traditions()[tradition]
    given, family = rng.choice(parts["given"]), rng.choice(parts["family"])
    if parts.get("middle") and rng.random() < 0.6:
        given = (
            f"{rng.choice(parts['middle'])} {given}"
            if parts["order"] == "family-first"
            else f"{given} {rng.choice(parts['middle'])}"
        )
    return (f"{family} {given}" if parts["order"] == "family-first" else f"{given} {family}").split()


def _owner(span: Span, invented: dict[str, list[str]]) -> str | None:
    """The longer name that this mention is a part of."""
    words = set(span.text.split())
    return next((full for full in invented if words <= set(full.split())), None)


def _mention(span: Span, invented: dict[str, list[str]]) -> str:
    owner = _owner(span, invented)
    if owner is None:
        return span.text
    new, count = invented[owner], len(span.text.split())
    if span.text == owner or count >= len(new):
        return " ".join(new)
    return " ".join(new[-count:])


def swap_states(document: Document, rng: Random) -> Document:
    """The states of a document become others, with their demonyms and capitals, inside names of bodies too."""
    forms = {
        form: (number, kind)
        for number, state in enumerate(states())
        for kind in ("name", "demonym", "capital")
        for form in state[kind]
    }
    met = sorted({forms[m[0]][0] for m in state_pattern().finditer(document.text) if m[0] in forms})
    chosen = dict(zip(met, rng.sample(range(len(states())), len(met)), strict=True))
    edits = []
    for span in document.spans:
        if span.label in _INSIDE:
            for match in state_pattern().finditer(span.text):
                number, kind = forms[match[0]]
                edits.append(
                    Edit(span.start + match.start(), span.start + match.end(), states()[chosen[number]][kind][0])
                )
    return rewrite(document, edits)
