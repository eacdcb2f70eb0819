"""From a name in the text to the ISO 3166 alpha-3 code of a state, by what the name itself says."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from html import unescape

from ..letters import fold
from ..states import entries

AMBIGUOUS = {
    "Congo": "both states on the river call themselves so",
    "Congolese": "of either Congo",
    "Korea": "both Korean states call themselves so in their own news",
    "Korean": "of either Korea",
    "Koreans": "of either Korea",
    "Brussels": "as a government far more often the European Union than Belgium",
    "Bruxelles": "like Brussels",
    "Victoria": "the capital of Seychelles, but news means a state of Australia",
    "Republic of Vietnam": "the former southern state, which has no code",
}
"""Spelling → why it is linked to no state, although one of `states.json` may be spelled so. Dominican, Georgia, Guinea,
Islamic Republic (Iran) and Micronesia stay with the state that news nearly always means."""

NOT_STATES = (
    *("South China", "East China Sea", "Sea of Japan", "Indian Ocean", "Mozambique Channel", "Korean Peninsula"),
    *("Persian Gulf", "Gulf of Mexico", "Gulf of Guinea", "Gulf of Thailand", "Gulf of Oman", "Solomon Sea"),
    *("Latin America", "South America", "North America", "Central America", "Inter American", "Pan American"),
    *("Latin American", "South American", "North American", "Central American", "African American", "American States"),
    *("Native American", "West Indian", "East Indian", "Turkish Cypriot", "Northern Cyprus", "Central African States"),
    *("New England", "New Jersey", "New Mexico", "New South Wales", "British Columbia", "South Georgia", "Lao Cai"),
    *("Inner Mongolia", "Inner Mongolian", "Niger Basin", "Niger Delta", "Niger River", "Niger State", "Chad Basin"),
    *("Lake Chad", "Congo Basin", "Jordan River", "Jordan Valley", "River Jordan", "North Pole", "South Pole"),
    "Islamic Republic of",
)
"""Seas, regions, rivers and peoples that hold the name of a state and name none. The last is followed by one."""

_REALM = "republic|rep|kingdom|state|sultanate|emirate|principality|duchy|commonwealth|federation|confederation|union"
_REALM_OF = re.compile(rf"(?:[\w ]+ )?(?:{_REALM}) of (?:the )?(?P<name>.+)")
_OWN_REALM = re.compile(rf"(?P<name>.+?)(?: (?:arab|islamic|people|democratic|socialist|federal))* (?:{_REALM})")
_ABROAD = frozenset(("in", "to", "for", "from", "with", "against", "on", "between", "near", "at"))
_SHARED = frozenset(("joint", "intergovernmental", "commission", "committee", "council", "board", "forum"))
_LONGEST = 9
"""Words of a name that are looked at: as many as `United Kingdom of Great Britain and Northern Ireland` has."""
_NAMES = ("name", "demonym", "other")


def state_code(text: str) -> str | None:
    """The alpha-3 code of the state that a COUNTRY, a DEMONYM or a capital used for its government names.

    Case, accents, punctuation, spaces and a leading `the` make no difference, and official names are read by their
    form (`Kingdom of X`, `X Republic`). Territories have their own codes, parts of the United Kingdom its code, and
    former states their ISO 3166-3 codes (`USSR`: SUN). None: the name is unknown, names no state (`African`,
    `Kurdish`), or stands in `AMBIGUOUS`.

    >>> state_code("Lao People's Democratic Republic"), state_code("the U.S."), state_code("Korean")
    ('LAO', 'USA', None)
    """
    codes = _codes((*_NAMES, "capital"))
    keys = (reading.replace(" ", "") for reading in _readings(" ".join(_words(text)).lower()))
    return next((codes[key] for key in keys if key in codes), None)


def body_state(text: str) -> str | None:
    """The code of the state in the name of a body or party: the first name or demonym of a state there.

    Capitals do not count. A state after `in`, `to`, `for` and the like is where a body works and not whose it is; the
    search ends there, as it does at an ambiguous name (`Workers' Party of Korea`: None). A body of two states, named
    side by side or with `and` between, is no more the one's than the other's.

    >>> body_state("Embassy of Japan in Vietnam"), body_state("Vietnam-Laos Friendship Association")
    ('JPN', None)
    """
    words, codes = _words(text), _codes(_NAMES)
    start = 0
    while start < len(words):
        size = _name_at(words, start)
        key = _key(words[start : start + size])
        if key in codes:
            other = _is_abroad(words, start) or _is_joint(words, start + size, codes[key])
            return None if other else codes[key]
        start += max(size, 1)
    return None


def _readings(folded: str) -> Iterator[str]:
    """The folded name itself, then what is left of it without the form of government."""
    yield folded
    for pattern in (_REALM_OF, _OWN_REALM):
        if match := pattern.fullmatch(folded):
            yield match["name"]


def _name_at(words: Sequence[str], start: int) -> int:
    """How many words the longest name beginning here has, of a state or of what is none; 0 where none begins."""
    for size in range(min(_LONGEST, len(words) - start), 0, -1):
        found = words[start : start + size]
        key = _key(found)
        if key in _passed() or (key in _codes(_NAMES) and (key not in _abbreviations() or "".join(found).isupper())):
            return size
    return 0


def _is_abroad(words: Sequence[str], start: int) -> bool:
    before = [word.lower() for word in words[:start] if word.lower() != "the"]
    return bool(before) and before[-1] in _ABROAD


def _is_joint(words: Sequence[str], end: int, code: str | None) -> bool:
    """Whether the body is both states': a commission, committee or council that names another state straight after the
    one that ends here, or after `and`. An association or a bank of two states sits in the first as a rule."""
    if _SHARED.isdisjoint(word.lower() for word in words):
        return False
    start = end
    for link in ("and", "the"):
        start += [word.lower() for word in words[start : start + 1]] == [link]
    key = _key(words[start : start + _name_at(words, start)])
    return _codes(_NAMES).get(key, code) != code


def _words(text: str) -> list[str]:
    """Words in plain letters, without possessive endings or a leading `the`: `St. Kitts & Nevis’s` becomes Saint,
    Kitts, and, Nevis."""
    letters = fold(unescape(text).replace("&", " and "))
    words = re.findall(r"[^\W_]+", re.sub(r"'s\b|'", "", letters, flags=re.IGNORECASE))
    words = ["Saint" if word.lower() == "st" else word for word in words]
    return words[1:] if words and words[0].lower() == "the" else words


def _key(words: Sequence[str]) -> str:
    """How a name is looked up: `Viet Nam`, `VietNam` and `VIET-NAM` are one."""
    return "".join(words).lower()


@cache
def _codes(kinds: tuple[str, ...]) -> dict[str, str | None]:
    """Key of a spelling → code; None for the ambiguous ones."""
    codes: dict[str, str | None] = {
        _key(_words(form)): entry["code"][0] for entry in entries() for kind in kinds for form in entry.get(kind, ())
    }
    return codes | {_key(_words(form)): None for form in AMBIGUOUS}


@cache
def _abbreviations() -> frozenset[str]:
    """Keys of spellings in capitals: in the name of a body `us` and `car` are words of their own."""
    forms = (_words(form) for entry in entries() for kind in _NAMES for form in entry.get(kind, ()))
    return frozenset(_key(words) for words in forms if "".join(words).isupper())


@cache
def _passed() -> frozenset[str]:
    return frozenset(_key(_words(form)) for form in NOT_STATES)
