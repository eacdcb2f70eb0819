"""The states of the world with their codes, demonyms and capitals, as English-language news spells them."""

import json
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path


@cache
def entries() -> list[dict[str, list[str]]]:
    """States, territories and former states, an entry each.

    Keys, each a list of spellings with the commonest first: `code` (one ISO 3166 alpha-3 code; Kosovo has XKX, which
    the standard leaves free for it), `name`, `demonym` (empty where news uses none), `capital` (present states alone)
    and `other`: further spellings, old and official ones and parts of the state, for looking names up only.
    """
    rows: list[dict[str, list[str]]] = json.loads(Path(__file__).with_name("states.json").read_text(encoding="utf-8"))
    return rows


@cache
def states() -> list[dict[str, list[str]]]:
    """The entries of present states, which are those with a capital: `name`, `demonym` and `capital` are never empty,
    so that one state can stand in for another."""
    return [entry for entry in entries() if "capital" in entry]


@cache
def state_pattern(kinds: Iterable[str] = ("name", "demonym", "capital")) -> re.Pattern[str]:
    """Finds every spelling of these kinds that stands as a word, the longest first."""
    forms = {form for state in states() for kind in kinds for form in state[kind]}
    longest = sorted(forms, key=lambda form: (-len(form), form))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)")
