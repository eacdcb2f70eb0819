"""The states of the world with their demonyms and capitals, as English-language news spells them."""

import json
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path


@cache
def states() -> list[dict[str, list[str]]]:
    """A state an entry: `name`, `demonym` and `capital`, each a list of spellings with the commonest first."""
    rows: list[dict[str, list[str]]] = json.loads(Path(__file__).with_name("states.json").read_text(encoding="utf-8"))
    return rows


@cache
def state_pattern(kinds: Iterable[str] = ("name", "demonym", "capital")) -> re.Pattern[str]:
    """Finds every spelling of these kinds that stands as a word, the longest first."""
    forms = {form for state in states() for kind in kinds for form in state[kind]}
    longest = sorted(forms, key=lambda form: (-len(form), form))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)")
