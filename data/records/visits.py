"""Who comes to whom: the words of receiving and of travelling, and what they make of those who take part."""

import re
from collections.abc import Sequence

from ..document import Span
from .chains import Chains

_TRAVEL = re.compile(
    r"visit(?:s|ed|ing)?|tour(?:s|ed|ing)?|trips?|journey(?:s|ed|ing)?|travel(?:s|l?ed|l?ing)?|arriv(?:es?|ed|ing|al)|"
    r"(?:fly|flies|flew|flown|flying)(?: in| home)?|land(?:s|ed|ing)?|cross(?:es|ed|ing)?|departs?|departed|departure|"
    r"(?:come|comes|came|coming|go|goes|went|going|return|returns|returned)(?: home)?|drove|drives?|"
    r"sailed|left|leav(?:es?|ing)"
)
_HOSTING = re.compile(
    r"receiv(?:es?|ed|ing)|host(?:s|ed|ing)?|welcom(?:es?|ed|ing)|greet(?:s|ed|ing)?|(?:sees?|saw|seen) off|"
    r"(?:bids?|bade|bidding) farewell|show[ns]? (?:a?round)"
)
_FEAST = re.compile(r"receptions?|banquets?|audiences?|dinners?|suppers?|lunch(?:es|eons?)?|breakfasts?")
_IS = re.compile(r"\b(?:is|are|was|were|been|being|be) (?:\w+ )?$")
_CALL = re.compile(r"call(?:s|ed|ing)?")
_COURTESY = re.compile(r"(?:courtesy|farewell|goodwill|introductory) $")
_ON_SOMEBODY = re.compile(
    r"(?: \w+){0,2}? (?:up)?on (?!(?:[A-Z][a-z]+day|[A-Z][a-z]+ \d|\d|the (?:same|first|next|second))\b)| at the "
)
_LEAVE_TAKEN = re.compile(r"\b(?:takes?|took|taken|taking) (?:\w+ )?$", re.IGNORECASE)
_WAY = 90
"""Characters beside a trigger in which its own words stand."""


def directions(triggers: Sequence[Span], chains: Chains) -> dict[int, bool]:
    """Span id of each trigger of receiving or visiting, in the order given → whether its actors are the hosts."""
    receive = {trigger.id: is_reception(trigger, chains) for trigger in triggers}
    return {t.id: receive[t.id] for t in triggers if receive[t.id] or is_visit(t, chains)}


def is_reception(trigger: Span, chains: Chains) -> bool:
    """Whether the actors of a CONSULT trigger are the hosts and its recipients the guests, or whose word they hear.

    `received`, `hosted` and their like are, and `was met by`, a banquet and a dinner that somebody gives for somebody;
    but only those that have a recipient: who hosts a fair or receives a petition has no guest.
    """
    if trigger.label != "CONSULT" or not chains.tails(trigger, "RECIPIENT"):
        return False
    met = folded(trigger.text) == "met" and _IS.search(_before(trigger, chains)) is not None
    given = bool(chains.tails(trigger, "ACTOR")) and (met or is_feast(trigger))
    return given or is_hosting(trigger)


def is_hosting(trigger: Span) -> bool:
    """Whether a word of a CONSULT is one of hosting, with or without a guest."""
    return _HOSTING.fullmatch(folded(trigger.text)) is not None


def is_feast(trigger: Span) -> bool:
    """Whether a word of a CONSULT is one of entertaining; guests of the house need not have come from abroad for it."""
    return _FEAST.fullmatch(folded(trigger.text)) is not None


def is_visit(trigger: Span, chains: Chains) -> bool:
    """Whether the actors of a CONSULT trigger are the visitors and its recipients the hosts: `visited`, `called on`."""
    if trigger.label != "CONSULT":
        return False
    words, before = folded(trigger.text), _before(trigger, chains)
    if _CALL.fullmatch(words):
        after = on_a_line(chains.document.text[trigger.end : trigger.end + _WAY])
        return _COURTESY.search(before) is not None or _ON_SOMEBODY.match(after) is not None
    return _TRAVEL.fullmatch(words) is not None and not (words == "leave" and _LEAVE_TAKEN.search(before))


def folded(text: str) -> str:
    """Words in small letters, on one line."""
    return on_a_line(text.lower())


def on_a_line(text: str) -> str:
    """Words with single spaces between."""
    return re.sub(r"\s+", " ", text)


def _before(trigger: Span, chains: Chains) -> str:
    return on_a_line(chains.document.text[max(0, trigger.start - _WAY) : trigger.start])
