"""PLOVER records of a document's events; `plover.schema.json` beside this file explains every key."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ..document import Document, Span
from ..scheme import default_scheme
from .dates import GRANULARITIES, When
from .events import Event, EventDate, Participant
from .linking import state_code
from .people import Office, office
from .recast import auxiliary, sides, written_as
from .sides import UNNAMED
from .timeline import published

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class PloverRecords:
    """The records of a document, and how many of its events lack what PLOVER requires."""

    records: tuple[Json, ...]
    """In the order in which the events are first told."""
    incomplete: int
    """Events without a resolved date or without a known actor: left out, or written with null where asked for."""


def to_plover(document: Document, *, incomplete: bool = False) -> PloverRecords:
    """The events of a document with spans and relations as PLOVER records, ready for `json.dumps`.

    An actor is known by a name, a state or a body; `they` and `the minister` alone are not.

    Args:
        incomplete: also write the events without a resolved date or a known actor, with null there. Default: they are
            left out and counted.
    """
    article = _Article(document)
    records = [article.record(event) for event in document.events]
    complete = [record for record in records if record["date"] is not None and record["actor"] is not None]
    return PloverRecords(tuple(records if incomplete else complete), len(records) - len(complete))


class _Article:
    """What all records of a document have in common."""

    def __init__(self, document: Document):
        self.document, day = document, published(document)
        self.labels = {label.name: label for label in (*default_scheme().events, *document.scheme.events)}
        self.cite_info = {
            "document": document.id,
            "published": _day(day),
            "source": document.source,
        }

    def record(self, event: Event) -> Json:
        """One event, every key always there."""
        kind = written_as(event, self.document)
        actors, recipients = (self._side(side) for side in sides(event))
        recast = kind != event.type
        return {
            "id": event.id,
            **_dates(event.dates),
            "actor": actors if any(map(_is_known, actors)) else None,
            "recipient": recipients,
            "event": kind,
            "mode": None if recast else event.mode,
            "aux_mode": auxiliary(event),
            "context": list(event.contexts),
            **self._scale(kind),
            "event_loc": [_location(span) for span in event.locations],
            "topic": [_labelled(span) for span in event.topics],
            "document": [_mention(span) for span in event.documents],
            "occasion": [_mention(span) for span in event.occasions],
            "amount": [_mention(span) for span in event.amounts],
            "status": event.status,
            "original": {"event": event.type, "mode": event.mode, **self._scale(event.type)} if recast else None,
            "confidence": event.score,
            **self._evidence(event),
            "cite_info": self.cite_info,
        }

    def _scale(self, kind: str) -> Json:
        label = self.labels[kind]
        return {"quad_code": label.quad, "event_scale": label.score}

    def _side(self, participants: Iterable[Participant]) -> list[Json]:
        return [self._participant(participant) for participant in participants]

    def _participant(self, participant: Participant) -> Json:
        held = self._office(participant)
        return {
            "name": participant.name,
            "label": participant.label,
            "country": participant.state,
            "sector": participant.sector,
            "title": held.title if held and participant.label != "REF" else None,
            "body": held.body if held else None,
            "rank": held.rank.name.lower() if held and participant.label != "REF" else None,
            "mentions": [_mention(span) for span in participant.evidence],
        }

    def _office(self, participant: Participant) -> Office | None:
        """Of a person the highest office; what a mention without a name says of one."""
        if participant.person is not None:
            return min(participant.person.offices, key=lambda held: held.rank, default=None)
        return office(participant.evidence[-1], self.document.chains) if participant.label in UNNAMED else None

    def _evidence(self, event: Event) -> Json:
        sentences = [_trimmed(self.document.text, *bounds) for bounds in event.sentences]
        start, end = sentences[0]
        triggers = [{**_mention(span), "status": span.status} for span in event.triggers]
        return {
            "text": self.document.text[start:end],
            "text_info": {
                "start": start,
                "end": end,
                "triggers": triggers,
                "sentences": [{"start": first, "end": last} for first, last in sentences],
            },
        }


def _dates(told: Sequence[EventDate]) -> Json:
    """The date of a record, and all that the text tells of it.

    Of the resolved dates the finest one is taken, of these the first told, with those that meet or follow it: `Thursday
    and Friday` is one range.
    """
    resolved = [found.when for found in told if found.when.start]
    finest = min((GRANULARITIES.index(when.granularity) for when in resolved), default=None)
    whens = [when for when in resolved if GRANULARITIES.index(when.granularity) == finest]
    when = _joined(whens) if whens else None
    return {
        "date": _day(when.start) if when else None,
        "enddate": _day(when.end) if when and when.end != when.start else None,
        "date_granularity": when.granularity if when else None,
        "date_kind": when.kind if when else None,
        "date_info": [_date_info(found) for found in told],
    }


def _joined(whens: Sequence[When]) -> When:
    """The first of the dates, widened by those that meet it or begin or end a day from it."""
    whole, *others = whens
    for other in others:
        start, end = _days(whole)
        first, last = _days(other)
        apart = max((first - end).days, (start - last).days)
        if apart <= 1 and not (start <= first and last <= end):
            whole = replace(whole, start=min(start, first), end=max(end, last), kind="range")
    return whole


def _days(when: When) -> tuple[date, date]:
    if when.start is None or when.end is None:
        raise ValueError(f"{when} is unresolved")
    return when.start, when.end


def _date_info(found: EventDate) -> Json:
    when = found.when
    days = {"date": _day(when.start), "enddate": _day(when.end)}
    return {**_mention(found.span), **days, "granularity": when.granularity, "kind": when.kind, "why": when.why}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _mention(span: Span) -> Json:
    return {"text": span.text, "start": span.start, "end": span.end}


def _labelled(span: Span) -> Json:
    return {**_mention(span), "label": span.label}


def _location(span: Span) -> Json:
    """A place with the code of its state, where it is a state or a capital."""
    return {**_labelled(span), "country": state_code(span.text)}


def _is_known(actor: Json) -> bool:
    return actor["label"] not in UNNAMED or actor["country"] is not None or actor["body"] is not None


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The bounds of a sentence without the space around it."""
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
