"""PLOVER's modes of CONSULT and its contexts, read from words and roles; empty where these do not tell."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..document import Span
from .chains import Chains
from .linking import state_code
from .visits import folded, is_feast, is_hosting, is_reception, is_visit, on_a_line

if TYPE_CHECKING:
    from .events import Event, Participant

MODES = ("visit", "third-party", "multilateral", "phone")
"""PLOVER's modes of CONSULT: `visit` is a journey to the other side or its reception by the host; `third-party` is
mediation, or a meeting of two states in a third; `multilateral` has three sides and more; `phone` is any talk from
afar, by video too."""

_WAY = 45
"""Characters beside a trigger in which words tell how a talk was held; `by telephone` may follow a name with titles."""
_PHONE = re.compile(
    r".*\b(?:(?:tele)?phon(?:es?|ed|ing)|telephone|video(?:conference| call| link)?)\b.*|rang|rings?|rung"
)
_MEDIATION = re.compile(r"mediat(?:es?|ed|ing|ion)|good offices|shuttl(?:es?|ed|ing)|(?:brought|brings?) together")
_MEETING = re.compile(
    r"met|meets?|meetings?|talks?|talked|sat(?: down)?|sits?(?: down)|sitting down|conferred|sessions?|rounds?|"
    r"negotiat(?:es?|ed|ing|ions?)|consultations?|dialogue|summit|gather(?:s|ed|ing)?|encounters?|conversation|spoke|"
    r"spoken|speak(?:s|ing)?|discuss(?:es|ed|ing|ions?)?|exchange[ds]? views|compared notes|confers?|call"
)
_SOMEBODY = re.compile(
    r" (?!(?:(?:first|again|also|later|back) )?(?:on|upon|at|by|in|for|off|to|out|it|from|and|when)\b)\w"
)
_BY_TELEPHONE = re.compile(
    r"\b(?:by|over|on|via|through|in) (?:a |an |the )?(?:\w+ ){0,2}?(?:(?:tele)?phone|video ?(?:link|conference|call)?|"
    r"videoconference)\b|\b(?:tele)?phone (?:call|conversation|talks?)\b",
)
_REMOTE = re.compile(r"\b(?:(?:tele)?phone|video|virtual|online)[ -](?:\w+ )?$", re.IGNORECASE)
_MANY = re.compile(
    r"\b(?:trilateral|three-(?:way|party|sided)|tripartite|quadrilateral|four-(?:way|party)|six-party|multilateral) "
    r"(?:\w+ )?$",
    re.IGNORECASE,
)
_BROKERED = re.compile(
    r"\b(?:mediat\w+|broker(?:ed|ing|s)?|good offices|go-between|in the chair|chairmanship)\b|"
    r"\b(?:host|chair)(?:s|ed|ing)? (?:[\w-]+ ){0,4}?(?:between|of (?:the two|both))\b",
    re.IGNORECASE,
)
_TWO_SIDES = re.compile(r" (?:both|the two) (?:sides|parties)\b")
_FACE_TO_FACE = re.compile(r"met|meet\w*|sat\b.*|sits?\b.*|sessions?|gather\w*")
_SENT = re.compile(
    r"[^,.;:!?]{0,60}? (?:letters?|messages?|cables?|telegrams?|credentials|credence|calls?|cop(?:y|ies))\b"
)

_CONTEXTS = {
    "military": r"military|defen[cs]e(?! lawyers?)|army|armies|navy|naval|troops|arms|weapons?|weaponry|missiles?|"
    r"warships?|air force|warplanes?|fighter jets?|ammunition|nuclear tests?",
    "economic": r"econom\w+|trade|trading|investments?|tariffs?|exports?|imports?|customs|commerc\w+|financ\w+|"
    r"(?<!seed )(?<!blood )(?<!river )banks?|"
    r"banking|loans?|debts?|tax\w*|markets?|tourism|industr\w+|business\w*|currency|agricultur\w+|"
    r"double taxation|wages|quotas?|prices?|poverty|microcredit",
    "diplomatic": r"diploma\w+|embass(?:y|ies)|consul(?:ar|ates?)|foreign (?:policy|affairs)|ambassadors?",
    "territory": r"territor\w+|boundar(?:y|ies)|demarcat\w+|delimit\w+|sovereignty|annexation|"
    r"border (?:disputes?|conflicts?|lines?|markers?|pillars?|issues?|questions?|claims?)",
    "resource": r"(?<!palm )(?<!rose )(?<!olive )(?<!coconut )(?<!cooking )(?<!vegetable )"
    r"oil(?! (?:spills?|palms?))|petroleum|gas|coal|"
    r"(?<!de )mining|minerals?|energy|hydropower|electricity|power (?:lines?|"
    r"plants?|stations?)|water|irrigation|fisher(?:y|ies)|fishing|timber|forestry|uranium|rare earths?|potash|bauxite|"
    r"lithium|solar power|fuel|hydrocarbons?|geothermal|desalination",
    "health": r"health\w*|medic(?:al|ine|ines)|hospitals?|vaccin\w+|malaria|dengue|nurs(?:es?|ing)|clinics?|epidemics?|"
    r"pandemics?|covid|diseases?|surgery|surgeons?|doctors|insulin|dialysis|pharmac(?:y|ies|euticals?)|hiv|aids|cholera",
    "disaster": r"disasters?|floods?|flooding|earthquakes?|cyclones?|hurricanes?|typhoons?|storms?|droughts?|tsunamis?|"
    r"avalanches?|landslides?|wildfires?|forest fires?|famine|eruptions?",
    "crime": r"crimes?|criminals?|narcotics|opium|heroin|methamphetamines?|anti drugs?|"
    r"drugs? (?:control|traffic\w*|smuggling|crimes?|patrols?|interdiction|offences|routes|trade)|traffick\w+|"
    r"smuggl\w+|piracy|fraud|scams?|launder\w+|forged|counterfeit\w*|theft|robbery|poach(?:ing|ed|ers?)|kidnapping|ransom|policing|"
    r"police|law enforcement|cybercrime",
    "terrorism": r"(?:counter)?terror\w*",
    "environment": r"environment\w*|climate|pollution|emissions?|biodiversity|deforestation|wildlife|"
    r"glaciers?|ecosystems?|carbon|mangroves?|reforestation|loss and damage|"
    r"(?:nature|forest|reef|marine|wildlife|soil|water) (?:protection|conservation)",
    "migration": r"(?:im|e)?migra(?:tion|nts?)|refugees?|asylum|resettlement|overstayers?|displaced persons",
    "culture": r"cultur\w+|heritage|museums?|arts?|music\w*|films?|cinema|theatres?|dances?|sports?(?! medicine)|"
    r"football|monuments?|archaeolog\w+|literature|folklore|festivals?|murals?",
    "cyber": r"cyber\w*|hack(?:ers?|ing)|malware|ransomware",
    "legal": r"legal|laws?(?! enforcement)|judicia\w+|courts?|justice|extradit\w+|arbitration|prosecut\w+|lawsuits?|"
    r"sentenced persons",
    "election": r"elections?|electoral|voting|ballots?|referend\w+|voters?",
    "legislative": r"(?:inter ?)?parliament\w*|legislat\w+|lawmak\w+|lawmaking",
}
CONTEXTS = tuple(_CONTEXTS)
"""PLOVER's contexts that words of a topic can show for certain. The manual has more, which are never written."""
_CONTEXT_WORDS = tuple((name, re.compile(rf"\b(?:{words})\b")) for name, words in _CONTEXTS.items())
_OF_BEASTS = re.compile(r"\b(?:veterinary|livestock|cattle|poultry|animals?|plants?|crops?|foot and mouth)\b")
"""Medicine and diseases that are no matter of health policy."""


def mode(event: "Event", chains: Chains) -> str | None:
    """PLOVER's mode of a CONSULT event: one of `MODES`; None of another event and where words and roles do not tell.

    The first mention that tells decides; then the number of sides; then where they met.

    Args:
        event: with its triggers, sentences and participants.
        chains: of its document.
    """
    if event.type != "CONSULT":
        return None
    told = (_told(trigger, event, chains) for trigger in event.triggers)
    return next((found for found in told if found), None) or _by_sides(event, chains)


def contexts(topics: Iterable[Span]) -> tuple[str, ...]:
    """PLOVER's contexts that the words of topics show, in the order of the topics; none where none is certain.

    >>> contexts([Span.of("vaccine trade", 0, 13, "TOPIC", id=1)])
    ('economic', 'health')
    """
    words = (re.sub(r"[^\w']+", " ", topic.text.lower()) for topic in topics if topic.label == "TOPIC")
    found = (name for topic in words for name in _contexts_of(topic))
    return tuple(dict.fromkeys(found))


def _contexts_of(topic: str) -> list[str]:
    found = [name for name, pattern in _CONTEXT_WORDS if pattern.search(topic)]
    return [name for name in found if name != "health" or not _OF_BEASTS.search(topic)]


def _told(trigger: Span, event: "Event", chains: Chains) -> str | None:
    """What a mention's own words say of the mode."""
    before, after = _beside(trigger, event, chains.document.text)
    words = folded(trigger.text)
    if is_reception(trigger, chains) and not is_feast(trigger):
        letter = _SENT.match(after) is not None
        return None if letter else "third-party" if _TWO_SIDES.match(after) else "visit"
    if is_visit(trigger, chains):
        return "visit"
    if _MEDIATION.fullmatch(words):
        return "third-party"
    if _PHONE.fullmatch(words) or _REMOTE.search(before) or _is_telephoned(words, after):
        return "phone"
    return "multilateral" if _MANY.search(before) else None


def _is_telephoned(words: str, after: str) -> bool:
    """`spoke … by telephone`, `called the minister`; of `met A and briefed B by telephone` the first was no call."""
    if words in ("called", "calls", "calling") and _SOMEBODY.match(after):
        return True
    clause = after.split(" and ")[0] if _FACE_TO_FACE.fullmatch(words) else after
    return _MEETING.fullmatch(words) is not None and _BY_TELEPHONE.search(clause) is not None


def _by_sides(event: "Event", chains: Chains) -> str | None:
    """The mode of a meeting by who meets where; of other acts, such as writing, the number of sides says nothing."""
    meetings = [trigger for trigger in event.triggers if _MEETING.fullmatch(folded(trigger.text))]
    if not meetings or any(is_hosting(trigger) for trigger in event.triggers):
        return None
    participants = (*event.actors, *event.recipients)
    sides = {side for side in map(_side, participants) if side}
    sentences = " ".join(on_a_line(chains.document.text[start:end]) for start, end in event.sentences)
    if len(sides) > 2:
        if re.search(r"\bseparately\b", sentences):
            return None
        return "third-party" if len(sides) == 3 and _BROKERED.search(sentences) else "multilateral"
    return "third-party" if _is_elsewhere(event, {participant.state for participant in participants}) else None


def _is_elsewhere(event: "Event", states: set[str | None]) -> bool:
    """Whether two states, and nobody whose state is unknown, meet in one third state that the text names."""
    places = {code for span in event.locations if (code := state_code(span.text))}
    return len(states) == 2 and None not in states and len(places) == 1 and not places & states


def _side(participant: "Participant") -> str | None:
    return participant.state or (participant.name if participant.label == "IGO" else None)


def _beside(trigger: Span, event: "Event", text: str) -> tuple[str, str]:
    """The words before and after a trigger in its sentence, each on one line."""
    start, end = next(bounds for bounds in event.sentences if bounds[0] <= trigger.start < bounds[1])
    before, after = text[max(start, trigger.start - _WAY) : trigger.start], text[trigger.end : trigger.end + 2 * _WAY]
    return on_a_line(before), on_a_line(after[: max(0, end - trigger.end)])
