"""The two sides of an event, with everybody on them once."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..document import Span
from .chains import Chains
from .people import words

if TYPE_CHECKING:
    from .events import Participant

ROLES = ("ACTOR", "RECIPIENT")
UNNAMED = ("REF", "TITLE")
"""Labels of mentions that say what somebody is, and not who."""


@dataclass(slots=True)
class _Part:
    """Somebody's part in an event, as one mention tells it."""

    participant: "Participant"
    role: str
    mention: int
    """Span id of the last mention that tells of it."""
    span: int
    """Id of the span that it leads to there."""
    homes: frozenset[tuple[str, ...]]
    """Names of the bodies and places that this is OF."""

    def tell_again(self, other: "_Part") -> None:
        """Take over what a later mention says."""
        if other.participant.state and not self.participant.state:
            self.participant = other.participant
        self.mention, self.span, self.homes = other.mention, other.span, other.homes


@dataclass(slots=True)
class Sides:
    """Those who take part in an event, gathered mention by mention; who has a part keeps it.

    Args:
        chains: of the document.
        directions: span id of each mention that tells who visits whom → whether its actors are the hosts. The first one
            decides which of the two are the actors; the parts that others give are turned to agree.
        mutual: nobody has two parts; else one mention may give both: they accused each other.
    """

    chains: Chains
    directions: Mapping[int, bool]
    mutual: bool
    _parts: list[_Part] = field(default_factory=list, init=False)
    _named: defaultdict[object, list[_Part]] = field(default_factory=lambda: defaultdict(list), init=False)

    def __getitem__(self, role: str) -> tuple["Participant", ...]:
        return tuple(part.participant for part in self._parts if part.role == role)

    @property
    def actors_host(self) -> bool:
        """Whether the actors are hosts and the recipients their guests."""
        return next(iter(self.directions.values()), False)

    def add(self, participant: "Participant", role: str, mention: int) -> None:
        """A participant with the part that a mention gives it, unless it has one."""
        span = participant.evidence[-1]
        part = _Part(participant, self._side(participant, role, mention), mention, span.id, self._homes(span))
        named = self._named[_name(participant)]
        known = [other for other in named if _is_one(other, part)]
        both = all(other.mention == mention and other.role != part.role for other in known)
        if not known or (both and not self.mutual):
            self._parts.append(part)
            named.append(part)
        else:
            known[0].tell_again(part)

    def _side(self, participant: "Participant", role: str, mention: int) -> str:
        """A meeting beside a visit adds to the side on which alone somebody of the same state is."""
        if mention in self.directions:
            return role if self.directions[mention] == self.actors_host else ROLES[role == "ACTOR"]
        of_state = {part.role for part in self._parts if part.participant.state == participant.state}
        return of_state.pop() if self.directions and participant.state and len(of_state) == 1 else role

    def _homes(self, span: Span) -> frozenset[tuple[str, ...]]:
        above = (self.chains.full_name(step) for step in self.chains.up(span))
        return frozenset(words(step.text) for step in above if step.label not in ("COUNTRY", "DEMONYM"))


def _name(participant: "Participant") -> object:
    """What two mentions of one participant have in common: the person, the state of a country, or the words."""
    if participant.person is not None:
        return participant.person.mentions[0].id
    if participant.label in ("COUNTRY", "PLACE") and participant.state:
        return participant.state
    return words(participant.name) or participant.name


def _is_one(one: _Part, other: _Part) -> bool:
    """Whether two with the same name are one: not those of different states, such as the foreign ministers of two; nor
    two that one mention leaves unnamed, or gives to different bodies."""
    if other.participant.person is not None:
        return True
    if one.mention == other.mention:
        if other.participant.label in UNNAMED:
            return one.span == other.span
        if one.homes and other.homes and one.homes.isdisjoint(other.homes):
            return False
    return len({part.participant.state for part in (one, other)} - {None}) < 2
