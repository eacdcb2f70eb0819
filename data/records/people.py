"""People: one entry a person, with every mention of the name and the offices that the text gives them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ..document import Document, Span
from ..letters import fold
from .chains import Chains
from .linking import body_state, state_code
from .offices import honorific, rank, sector
from .ranks import Rank
from .sectors import body_sector

_BODIES = ("PARTY", "ORG", "IGO")


@dataclass(frozen=True, slots=True)
class Office:
    """An office as the text gives it."""

    title: str
    body: str | None
    """The nearest body or party that it is an office of, as the text names it."""
    state: str | None
    """ISO 3166 alpha-3 code of the state that it belongs to; None where the text says none."""
    sector: str | None
    """PLOVER sector, such as GOV, LEG or PTY."""
    rank: Rank
    evidence: tuple[Span, ...]
    """The title, and the bodies and states that it is OF."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody that a text names."""

    name: str
    """The fullest form, as it stands first."""
    mentions: tuple[Span, ...]
    """Spans with the name or a part of it, in text order."""
    offices: tuple[Office, ...]
    """In text order, each once."""
    honorifics: tuple[str, ...]
    """Titles of nobility and religion, which are no offices."""
    state: str | None
    """ISO 3166 alpha-3 code of the first state that an office or the text gives them."""
    rank: Rank | None
    """The highest of the offices."""


def people(document: Document) -> tuple[Person, ...]:
    """The persons of a document with spans and relations, in the order in which they come up."""
    return tuple(_person(mentions, document.chains) for mentions in clusters(document))


def clusters(document: Document) -> list[list[Span]]:
    """PERSON spans by person, each in text order, persons by their first mention.

    Two names are one person's if they have the same words, in any order and with or without diacritics, or if all words
    of one are among the other's (`Trong`, `J. Smith`); a short form that fits several persons goes to the one named
    last before it. Names that the text puts beside each other as ALIAS are one person's.
    """
    groups: list[_Group] = []
    by_word: dict[str, list[_Group]] = defaultdict(list)
    named = [(_Name.read(span.text), span) for span in document.spans if span.label == "PERSON"]
    for name, span in sorted(named, key=lambda pair: (*pair[0].brevity, pair[1].start)):
        # The rarest word leads to the fewest persons; a family name may be that of all.
        near = min((by_word.get(word, []) for word in name.whole), key=len, default=[])
        fitting = [group for group in near if name.is_part(group.name)]
        if fitting:
            home = fitting[0] if len(fitting) == 1 else max(fitting, key=lambda group: _nearness(span, group.spans))
            home.spans.append(span)
            continue
        groups.append(_Group(name, [span]))
        for word in set(name.words):
            by_word[word].append(groups[-1])
    joined = _join_aliases([group.spans for group in groups], document.chains)
    return sorted((sorted(spans, key=lambda span: span.start) for spans in joined), key=lambda spans: spans[0].start)


def words(name: str) -> tuple[str, ...]:
    """The words of a name without case, diacritics and punctuation, sorted.

    >>> words("Nguyễn Phú-Trọng")
    ('nguyen', 'phu', 'trong')
    """
    return tuple(sorted(re.findall(r"\w+", fold(name).casefold())))


@dataclass(frozen=True, slots=True)
class _Name:
    """A name taken apart."""

    words: tuple[str, ...]
    pointed: frozenset[str]
    """The single letters with a point behind them."""

    @classmethod
    def read(cls, text: str) -> "_Name":
        return cls(words(text), frozenset(re.findall(r"\b(\w)\.", fold(text).casefold())))

    @property
    def whole(self) -> tuple[str, ...]:
        """The words that are more than a letter."""
        return tuple(word for word in self.words if len(word) > 1)

    @property
    def brevity(self) -> tuple[int, int]:
        """Names of many words come first, and of those as long the ones with the fewest initials."""
        return -len(self.words), -len(self.whole)

    def is_part(self, full: "_Name") -> bool:
        """Whether every word has one of its own in another name.

        A single letter stands for a word that it begins, if it has a point or the names differ in length: `J. Smith` is
        `John Smith`, `Nguyen Van A` is not `Nguyen Van An`.
        """
        rest = list(full.words)
        for word in sorted(self.words, key=len, reverse=True):
            is_initial = word in self.pointed or (len(word) == 1 and len(self.words) != len(full.words))
            match = next((other for other in rest if other == word or (is_initial and other.startswith(word))), None)
            if match is None:
                return False
            rest.remove(match)
        return bool(self.whole)


@dataclass(frozen=True, slots=True)
class _Group:
    """Mentions of one person, and the fullest name of them."""

    name: _Name
    spans: list[Span]


def _nearness(span: Span, group: Iterable[Span]) -> tuple[bool, int]:
    """Those named before come first, the nearest of them; then those named later."""
    before = [other.start for other in group if other.start <= span.start]
    return (True, max(before)) if before else (False, -min(other.start for other in group))


def _join_aliases(groups: Sequence[list[Span]], chains: Chains) -> list[list[Span]]:
    """Groups with an ALIAS between them as one, the smaller poured into the larger."""
    home = {span.id: group for group in groups for span in group}
    for span in [span for group in groups for span in group]:
        for name in chains.tails(span, "ALIAS"):
            small, large = sorted((home[span.id], home.get(name.id, home[span.id])), key=len)
            if small is not large:
                large += small
                home |= {other.id: large for other in small}
    return list({id(group): group for group in home.values()}.values())


def _person(mentions: Sequence[Span], chains: Chains) -> Person:
    titles = _titles(mentions, chains)
    offices = _distinct([office(title, chains) for title in titles if not honorific(title.text)])
    states = [found.state for found in offices if found.state]
    states += [code for span in mentions for code in [state_of(span, chains)] if code]
    return Person(
        name=max(mentions, key=lambda span: (len(words(span.text)), -span.start)).text,
        mentions=tuple(mentions),
        offices=offices,
        honorifics=tuple(dict.fromkeys(title.text for title in titles if honorific(title.text))),
        state=states[0] if states else None,
        rank=min((found.rank for found in offices), default=None),
    )


def _titles(mentions: Sequence[Span], chains: Chains) -> list[Span]:
    """Titles that are held by the name, or by a mention that stands for it, or that stand for it themselves."""
    pointers = [head for span in mentions for head in chains.heads(span, "COREF")]
    held = [title for span in (*mentions, *pointers) for title in chains.tails(span, "HOLDS")]
    bare = [span for span in pointers if span.label == "TITLE" and len(chains.tails(span, "COREF")) == 1]
    return sorted({span.id: span for span in (*held, *bare)}.values(), key=lambda span: span.start)


def office(title: Span, chains: Chains) -> Office:
    """A title with the body and the state that it is OF."""
    above = list(chains.up(title))
    body = next((span for span in above if span.label in _BODIES), None)
    label = body.label if body else above[0].label if above else None
    name = chains.full_name(body).text if body else None
    return Office(
        title=title.text,
        body=name,
        state=state_of(title, chains),
        sector=sector(title.text, label, name),
        rank=rank(title.text, label, name),
        evidence=(title, *above),
    )


def sector_of(span: Span, person: Person | None, chains: Chains) -> str | None:
    """The PLOVER sector of who takes part: a person's by the highest office that gives one, a state's is its
    government's, a body's by its name, an unnamed mention's by its words and by what it is OF."""
    if person is not None:
        held = sorted((found for found in person.offices if found.sector), key=lambda found: found.rank)
        return held[0].sector if held else None
    if span.label in ("COUNTRY", "PLACE"):
        return "GOV"
    if span.label in _BODIES:
        return body_sector(span.label, chains.full_name(span).text) or body_sector(span.label, span.text)
    return office(span, chains).sector if span.label in ("TITLE", "REF") else None


def state_of(span: Span, chains: Chains) -> str | None:
    """The state that a span names or is OF: the first on its way up, else the first named inside a body's name."""
    way = [chains.full_name(step) for step in (span, *chains.up(span))]
    named = (state_code(step.text) for step in way if step.label in ("COUNTRY", "DEMONYM", "PLACE"))
    inside = (body_state(step.text) for step in way if step.label in ("PARTY", "ORG"))
    return next((code for code in (*named, *inside) if code), None)


def _distinct(offices: Sequence[Office]) -> tuple[Office, ...]:
    """Each office once: what the text tells of it in several places is put together."""
    kept: list[Office] = []
    for found in offices:
        same = next((number for number, other in enumerate(kept) if _is_same(found, other)), None)
        if same is None:
            kept.append(found)
        else:
            kept[same] = _merged(kept[same], found)
    return tuple(kept)


def _is_same(one: Office, other: Office) -> bool:
    """Whether two offices have the same words, and no two bodies or states between them."""
    pairs = ((one.body, other.body), (one.state, other.state))
    return words(one.title) == words(other.title) and all(a is None or b is None or a == b for a, b in pairs)


def _merged(first: Office, second: Office) -> Office:
    """The fuller one, a body counting before a state, with the state and the evidence that only the other has."""
    fuller = max(first, second, key=lambda found: (found.body is not None, found.state is not None))
    other = second if fuller is first else first
    if fuller.state is not None or other.state is None:
        return fuller
    return replace(fuller, state=other.state, evidence=fuller.evidence + other.evidence[1:])
