"""Events: one entry for all mentions of a happening, with those who took part led back to their names."""

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ..document import Document, Span
from ..letters import one_line
from ..sentences import sentence_bounds
from .chains import Referent
from .dates import When
from .modes import contexts, mode
from .people import Person, sector_of, state_of
from .sides import ROLES, Sides
from .timeline import resolved_dates
from .visits import directions

CERTAINTY = ("actual", "future", "historical", "hypothetical", "negated")
"""Statuses in their order of precedence: an event of several mentions has that of its foremost one. What is still to
come is news, though a mention of it be read as background."""
MUTUAL = ("CONSULT", "COOPERATE")
"""Types whose actors act with each other; two who accuse need not be a pair."""


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who acts, or is acted upon."""

    name: str
    """Of a person the fullest name in the text; else the words of the span that names it, or the full name that the
    text puts beside these as ALIAS."""
    label: str
    """Label of that span: PERSON, COUNTRY, PARTY, …; REF and TITLE where the text gives no name."""
    person: Person | None
    state: str | None
    """ISO 3166 alpha-3 code of the state that it is or belongs to, as the text says."""
    sector: str | None
    """PLOVER sector: of a person that of the highest office."""
    evidence: tuple[Span, ...]
    """The argument's own span, then the mentions on the way to the name, the name last."""


@dataclass(frozen=True, slots=True)
class EventDate:
    """A date of an event: its span, and the days that it stands for."""

    span: Span
    when: When


@dataclass(frozen=True, slots=True)
class Event:
    """A happening, merged from the mentions that SAME joins."""

    id: str
    """Hash of the document, the type and where the event is first told: the same in every run."""
    type: str
    status: str
    """That of the foremost mention in the order of `CERTAINTY`; negated only if every mention is."""
    actors: tuple[Participant, ...]
    recipients: tuple[Participant, ...]
    locations: tuple[Span, ...]
    dates: tuple[EventDate, ...]
    occasions: tuple[Span, ...]
    topics: tuple[Span, ...]
    documents: tuple[Span, ...]
    amounts: tuple[Span, ...]
    triggers: tuple[Span, ...]
    """All mentions, the first one first."""
    sentences: tuple[tuple[int, int], ...]
    """Offsets of the sentences that the triggers stand in, half-open."""
    quad: int | None
    """Quad class of the type: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict."""
    score: float | None
    """Probability that the first mention is right, as the reader gives it; None in gold documents."""
    mode: str | None = None
    """PLOVER's mode of a CONSULT (`communique.data.records.modes`); None where words and roles do not tell."""
    contexts: tuple[str, ...] = ()
    """PLOVER's contexts that the topics show for certain."""
    scale: float | None = None
    """Place of the type on the scale from conflict (-10) to cooperation (10); None in schemes without one."""
    actors_host: bool = False
    """Whether the actors of a CONSULT are the hosts and its recipients the guests, as of `received`. Else the visitors
    act, in a meeting everybody. PLOVER's records have the visitors as actors always (`communique.data.records.recast`).
    """


def events(document: Document) -> tuple[Event, ...]:
    """The events of a document with spans and relations, in the order in which they are first told.

    An event has the arguments of all its mentions, each participant once and with the part that is told first; those
    who accused, thanked or helped each other in one mention are actors and recipients.

    Who hosts and who visits in a CONSULT is told by its mentions of receiving and of visiting alone
    (`communique.data.records.visits`), wherever they stand; the first of them tells which of the two are the actors
    (`Event.actors_host`). Other mentions, such as `met` or `talks`, add who is in none of these: to the side on which
    alone somebody of their state is, else with the part that the mention gives them.
    """
    told = _Told(document)
    return tuple(told.event(mentions) for mentions in mentions_of_events(document))


def mentions_of_events(document: Document) -> list[list[Span]]:
    """Triggers by event, joined by SAME; each list in text order, lists by their first trigger."""
    home = {span.id: [span] for span in document.triggers}
    for relation in document.relations:
        one, other = (home.get(end) for end in (relation.head, relation.tail))
        if relation.label == "SAME" and one and other and one is not other:
            one, other = (one, other) if len(one) >= len(other) else (other, one)
            one += other
            home.update(dict.fromkeys((span.id for span in other), one))
    groups = {id(group): group for group in home.values()}.values()
    return sorted((sorted(group, key=lambda span: span.start) for group in groups), key=lambda group: group[0].start)


class _Told:
    """A document's people, chains, sentences and dates, looked up once for all its events."""

    def __init__(self, document: Document):
        self.document, self.chains = document, document.chains
        self.person_of = {span.id: person for person in document.people for span in person.mentions}
        self.sentences = sentence_bounds(document.text)
        self.days = resolved_dates(document)
        self.labels = {label.name: label for label in document.scheme.events}
        self.seed = hashlib.sha256(f"{document.id or ''}\n{document.text}\n".encode("utf-8", "surrogatepass"))

    def event(self, mentions: Sequence[Span]) -> Event:
        first, label = mentions[0], self.labels[mentions[0].label]
        sides = self._sides(mentions)
        spans = {
            role: tuple(self._tails(mentions, role)) for role in ("LOCATION", "OCCASION", "TOPIC", "DOCUMENT", "AMOUNT")
        }
        event = Event(
            id=self._id(first),
            type=first.label,
            status=min((str(span.status) for span in mentions), key=_uncertainty),
            actors=sides["ACTOR"],
            recipients=sides["RECIPIENT"],
            locations=spans["LOCATION"],
            dates=tuple(EventDate(s, self.days[s.id]) for s in self._tails(mentions, "DATE") if s.id in self.days),
            occasions=spans["OCCASION"],
            topics=spans["TOPIC"],
            documents=spans["DOCUMENT"],
            amounts=spans["AMOUNT"],
            triggers=tuple(mentions),
            sentences=tuple(dict.fromkeys(self._sentence(span) for span in mentions)),
            quad=label.quad,
            score=first.score,
            contexts=contexts(spans["TOPIC"]),
            scale=label.score,
            actors_host=sides.actors_host,
        )
        return replace(event, mode=mode(event, self.chains))

    def _id(self, first: Span) -> str:
        seed = self.seed.copy()
        seed.update(f"{first.label}\n{first.start}".encode())
        return seed.hexdigest()[:16]

    def _sentence(self, span: Span) -> tuple[int, int]:
        return self.sentences[bisect_right(self.sentences, span.start, key=lambda bounds: bounds[0]) - 1]

    def _tails(self, mentions: Iterable[Span], label: str) -> list[Span]:
        """Arguments of all mentions in the order of telling; of those with the same words the first."""
        found: dict[str, Span] = {}
        for mention in mentions:
            for span in self.chains.tails(mention, label):
                found.setdefault(one_line(span.text.casefold()), span)
        return list(found.values())

    def _sides(self, mentions: Sequence[Span]) -> Sides:
        """Both sides, first from the mentions that tell who visits whom."""
        sides = Sides(self.chains, directions(mentions, self.chains), mutual=mentions[0].label in MUTUAL)
        for mention in sorted(mentions, key=lambda span: span.id not in sides.directions):
            for role in ROLES:
                for span in self.chains.tails(mention, role):
                    for found in self.chains.referents(span):
                        sides.add(self._participant(found), role, mention.id)
        return sides

    def _participant(self, found: Referent) -> Participant:
        span, person = found.span, self.person_of.get(found.span.id)
        return Participant(
            name=person.name if person else self.chains.full_name(span).text,
            label=span.label,
            person=person,
            state=(person.state if person else None) or state_of(span, self.chains),
            sector=sector_of(span, person, self.chains),
            evidence=(*found.chain, span),
        )


def _uncertainty(status: str) -> int:
    return CERTAINTY.index(status) if status in CERTAINTY else len(CERTAINTY)
