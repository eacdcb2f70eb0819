"""What PLOVER's rules make of an event: the type it is written as, and who is its actor and who its recipient."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from ..document import Document, Span
from .events import Event, Participant
from .visits import is_visit

AUXILIARY = {
    "actual": None,
    "historical": "historical",
    "future": "future",
    "hypothetical": "hypothetical",
    "negated": "negation",
}
"""Status → PLOVER's auxiliary mode."""
_PLANS = {
    "CONSULT": "AGREE",
    "SUPPORT": "AGREE",
    "COOPERATE": "AGREE",
    "AID": "AGREE",
    "RETREAT": "CONCEDE",
}
"""What is only planned or announced → the promise that it is written as."""
_INVITATION = re.compile(r"(?:re-?)?invit(?:es?|ed|ing|ations?)", re.IGNORECASE)
_TO_COME = re.compile(r"\bto (?:(?:pay|make|undertake) (?:\w+ ){0,4}?visit|visit|tour|come|return|travel)\b")
_SOMEBODY_TO = re.compile(
    r"(?:(?!\b(?:to|for|from|on|during|after|before|in|at|by|with|against|about)\b)[^.;:])*\bto (?:the )?",
    re.IGNORECASE,
)
_AT_THE = re.compile(r"\b[Aa]t (?:[^,.;:]{0,60} )?$")
_WAY = 100
"""Characters behind an invitation in which it says where to."""


def written_as(event: Event, document: Document) -> str:
    """The type that PLOVER gives an event.

    A CONSULT, SUPPORT, COOPERATE or AID that is still to come is an AGREE, a RETREAT that is announced a CONCEDE, and a
    REQUEST that invites to a visit an AGREE.
    """
    if _is_promise(event):
        return _PLANS[event.type]
    invites = event.type == "REQUEST" and any(invites_to_visit(trigger, document) for trigger in event.triggers)
    return "AGREE" if invites else event.type


def _is_promise(event: Event) -> bool:
    return event.status == "future" and event.type in _PLANS


def invites_to_visit(trigger: Span, document: Document) -> bool:
    """Whether a word of inviting asks somebody to come: `invited … to visit`, `to pay a visit`, `invited` somebody `to`
    a place or a state, or `at the invitation of` somebody beside a visit.

    An invitation to a gathering, to speak, to bid or to join is none, nor one to send something somewhere.
    """
    if not _INVITATION.fullmatch(trigger.text):
        return False
    start, end = _clause(trigger, document.text)
    if _TO_COME.search(document.text[trigger.end : end]):
        return True
    behind = _between(document.spans, trigger.end, end)
    places = (span for span in behind if span.label in ("PLACE", "COUNTRY"))
    if any(_SOMEBODY_TO.fullmatch(document.text[trigger.end : span.start]) for span in places):
        return True
    beside = _between(document.spans, start, end)
    invited = _AT_THE.search(document.text[start : trigger.start]) is not None
    return invited and any(is_visit(span, document.chains) for span in beside)


def auxiliary(event: Event) -> str | None:
    """PLOVER's auxiliary mode of an event; a plan that is written as a promise has none, since it has been promised."""
    return None if _is_promise(event) else AUXILIARY.get(event.status)


def sides(event: Event) -> tuple[tuple[Participant, ...], tuple[Participant, ...]]:
    """Actors and recipients of an event as PLOVER has them: the visitors act, and who received them are recipients."""
    return (event.recipients, event.actors) if event.actors_host else (event.actors, event.recipients)


def _clause(trigger: Span, text: str) -> tuple[int, int]:
    """The words around a trigger up to the end of the sentence or paragraph, or so far as they may belong to it."""
    before = text[max(0, trigger.start - _WAY) : trigger.start]
    after = text[trigger.end : trigger.end + _WAY]
    start = max(match.end() for match in re.finditer(r"^|[.!?;] |\n", before))
    end = min((match.start() for match in re.finditer(r"[.!?;](?:\s|$)|\n\s*\n", after)), default=len(after))
    return trigger.start - len(before) + start, trigger.end + end


def _between(spans: Sequence[Span], start: int, end: int) -> Sequence[Span]:
    """The spans that begin at these offsets; `spans` are in text order."""
    first = bisect_left(spans, start, key=lambda span: span.start)
    return spans[first : bisect_right(spans, end, key=lambda span: span.start)]
