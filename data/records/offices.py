"""What an office is: how senior, of which sector, or no office but an honorific. Read from its words, without names."""

import re
from dataclasses import dataclass
from html import unescape

from ..letters import fold
from .ranks import BELOW, BY_OWNER, BY_WORD, PHRASES, Rank
from .sectors import body_sector, plain

__all__ = ["Rank", "honorific", "rank", "sector"]

_DEPUTY = re.compile(r"\b(?:deputy|depty|vice|assistant|associate|junior|lieutenant(?= governor))\b ?(?=\w)(?!for\b)")
_FORCES = re.compile(r"\b(?:army|navy|naval|air force|police|gendarmerie|coast guard)\b")
_MINISTRY = re.compile(r"\b(?:ministr|department)")
_POLICE = re.compile(r"\b(?:police|gendarme\w*|constable|inspector|superintendent)\b")
_WORDED = (Rank.HEAD_OF_BODY, Rank.OFFICIAL, Rank.DIPLOMAT)
"""Classes whose sector lies in the words of the title: `hospital director`, `naval attaché`."""
_KINDS = {"PTY": "organ", "LEG": "parliament", "GOV": "government", "MIL": "forces", "COP": "forces", "JUD": "courts"}
_SECTORS = {
    Rank.PARTY_LEADER: "PTY",
    Rank.SPEAKER: "LEG",
    Rank.LEGISLATOR: "LEG",
    Rank.JUDGE: "JUD",
    Rank.OFFICER: "MIL",
    Rank.OTHER: None,
}
"""Sector of an office by its class; that of the others is government."""
_NOBLE = (
    "afioga ajahn alhagie alhaji allama archimandrite ayatollah baron baroness brother canon cardinal chumteav count "
    "countess dame dasho datin dato datu datuk deacon don duchess duke father giani hagg haji hajj hajji hojatoleslam "
    "je khenpo khru lady lama lok lord luang lyonpo maharaj maharaja maharani mas maulana maulavi mawlana mawlawi mom "
    "monsignor mullah nana neak nii okhna oknha pangeran pehin pengiran phra pir preah prince princess puan raden "
    "raja rajawongse rani ratu rev revd reverend samdach samdech sayadaw sayyed sayyid seri shaikh sharif shaykh "
    "sheik sheikh sheikha sir sister somdet sri swami tan techo tengku thera thero thura tuan tuanku tun tunku ugaas "
    "ustaz venerable "
)
_HONORIFICS = frozenset(_NOBLE.split())
_LINKS = frozenset(("most", "right", "very", "the", "and", "of", "utama", "di", "kumar"))
"""Words that stand between or before honorifics and are none by themselves."""


@dataclass(frozen=True, slots=True)
class _Office:
    """A title taken apart."""

    words: str
    """The office, or the one whose deputy this is, in plain letters; `Secretary to the King` and `King's Secretary` are
    `secretary`."""
    whole: str
    """The title in plain letters, with those whom the office serves."""
    deputy: bool
    owner: str
    """What kind of owner it has, as `BY_OWNER` names them."""

    @classmethod
    def read(cls, title: str, label: str | None, body: str | None) -> "_Office":
        own = re.split(r" (?:designate|elect|to)\b", plain(_without_owner(title)))[0]
        words = _DEPUTY.sub("", own)
        owner = "forces" if _FORCES.search(words) else _owner(label, body)
        # A president of nothing that is named is a state's if written with a capital, else as a rule a club's.
        return cls(words, plain(title), words != own, "unnamed" if owner == "none" and title == "president" else owner)

    def rank(self) -> Rank:
        """The class of the office, deputy or not."""
        outcome = _outcome(self.words)
        if isinstance(outcome, Rank):
            return outcome
        owners = BY_OWNER[outcome]
        return owners.get(self.owner, owners[""])

    def sector(self) -> str | None:
        """What its own words tell of its sector."""
        found = self.rank()
        if found is Rank.OFFICER and _POLICE.search(self.words):
            return "COP"
        if found in _WORDED:
            state = found is Rank.DIPLOMAT or self.owner == "state"
            return body_sector("ORG", self.whole) or ("GOV" if state else None)
        return _SECTORS.get(found, "GOV")


def rank(title: str, body_label: str | None = None, body: str | None = None) -> Rank:
    """How senior an office is, by its head words and by what it is of.

    Args:
        title: the office as the text has it, such as `Deputy Foreign Minister`.
        body_label: the label of what it is OF: PARTY, ORG, IGO, COUNTRY, DEMONYM or PLACE; None where nothing is named,
            and then a President and a king are taken for heads of state and a general secretary for a party's leader.
        body: the name of that body.

    >>> rank("President").name, rank("president", "ORG", "Chamber of Commerce").name, rank("Vice State President").name
    ('HEAD_OF_STATE', 'HEAD_OF_BODY', 'DEPUTY_HEAD')
    """
    office = _Office.read(title, body_label, body)
    found = office.rank()
    return BELOW.get(found, found) if office.deputy else found


def sector(title: str | None, body_label: str | None, body: str | None) -> str | None:
    """PLOVER's code for the part of society that an office or a body belongs to; None where the words do not tell.

    The body decides. Where it is unknown, of the government or a school, soldiers, police, judges and legislators keep
    a sector of their own (`military attaché` of an embassy: MIL). A state without a title is its government.

    >>> sector("spokesman", "ORG", "Foreign Ministry"), sector("Police Colonel", "DEMONYM", "Thai")
    ('GOV', 'COP')
    """
    of_body = body_sector(body_label, body)
    if title is None:
        return "GOV" if body_label == "COUNTRY" else of_body
    if of_body not in (None, "GOV", "EDU"):
        return of_body
    return _Office.read(title, body_label, body).sector() or of_body


def honorific(title: str) -> bool:
    """Whether a title is one of nobility or religion (`Samdech Techo`, `Most Venerable`) and no office.

    Kings, sultans and bishops hold offices.
    """
    words = set(plain(title).split()) - _LINKS
    return bool(words) and words <= _HONORIFICS


def _without_owner(title: str) -> str:
    """What follows another's office in the possessive: `Prime Minister's Special Envoy` is an envoy.

    `People's Deputy` and `Minister of Women's Affairs` stay whole: no office owns them.
    """
    owner, *own = re.split(r"(?:'s|(?<=s)') ", fold(unescape(title)), maxsplit=1, flags=re.IGNORECASE)
    words = plain(owner)
    is_office = not re.search(r"\b(?:of|for)\b", words) and _outcome(words) is not Rank.OTHER
    return own[0] if own and is_office else title


def _outcome(office: str) -> Rank | str:
    """The class of an office, or the key of `BY_OWNER` that it hangs on."""
    for phrase, outcome in PHRASES:
        if re.search(rf"\b(?:{phrase})\b", office):
            return outcome
    head = re.split(r"\b(?:of|for|in|on|at|from|with)\b", office)[0].split()
    return BY_WORD.get(_singular(head[-1]), Rank.OTHER) if head else Rank.OTHER


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return word.removesuffix("ies") + "y"
    return word.removesuffix("s") if word not in BY_WORD else word


def _owner(label: str | None, body: str | None) -> str:
    if label in ("COUNTRY", "DEMONYM"):
        return "state"
    if label in ("PLACE", "PARTY", "IGO"):
        return label.lower()
    if body is None:
        return "none" if label is None else "body"
    if "central committee" in plain(body):
        return "centre"
    if _MINISTRY.search(plain(body)):
        return "ministry"
    return _KINDS.get(body_sector("ORG", body) or "", "body")
