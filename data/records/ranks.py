"""Classes of seniority, and the words of offices, by class. Tables alone: `offices` reads them."""

from enum import IntEnum


class Rank(IntEnum):
    """Classes of seniority; the smaller the number, the more senior, so `min` gives the highest.

    Down to ministers this is the order of protocol. Below them the classes are kinds of posts more than steps.
    """

    HEAD_OF_STATE = 1
    """Presidents, monarchs and governors general, who stand in for one."""
    HEAD_OF_GOVERNMENT = 2
    PARTY_LEADER = 3
    DEPUTY_HEAD = 4
    """Deputies of heads of state and government, and crown princes."""
    SPEAKER = 5
    MINISTER = 6
    """With attorneys general and secretaries who lead a department."""
    GOVERNOR = 7
    """Who leads a province, a city or a smaller place."""
    DEPUTY_MINISTER = 8
    """With under-secretaries, permanent and state secretaries."""
    HEAD_OF_BODY = 9
    ENVOY = 10
    """Heads of missions, and special envoys."""
    LEGISLATOR = 11
    JUDGE = 12
    """With prosecutors."""
    OFFICER = 13
    """Of the armed forces and the police."""
    DIPLOMAT = 14
    OFFICIAL = 15
    """Any other post in a body."""
    OTHER = 16
    """Honorifics, professions, and what is not known."""


_FIELDS = (
    "foreign|external|home|interior|defen[cs]e|finance|treasury|trade|commerce|economy|economic|energy|agriculture|"
    "education|health|justice|labou?r|transport|transportation|environment|industry|steel|water|affairs|relations|"
    "culture|tourism|fisheries|planning|works|welfare|disaster|housing|science|technology"
)
PHRASES: tuple[tuple[str, Rank | str], ...] = (
    ("honorary (?!consul)|(?:faction|team|youth|group) leader", Rank.OFFICIAL),
    ("paramount chief", Rank.OTHER),
    ("heads? of state|governors? general|pope|supreme leader|yang di pertuan agong", Rank.HEAD_OF_STATE),
    ("heads? of government|prime ministers?", Rank.HEAD_OF_GOVERNMENT),
    ("crown prince|heir apparent", Rank.DEPUTY_HEAD),
    (
        "attorneys? general|ministers? (?:of state|delegate)|chancellor of the exchequer|state councill?ors?",
        Rank.MINISTER,
    ),
    ("(?:party|opposition) leaders?", Rank.PARTY_LEADER),
    ("under ?secretar(?:y|ies) general", Rank.OFFICIAL),
    ("(?:under ?|permanent |principal |standing |state |parliamentary )secretar(?:y|ies)", "under secretary"),
    ("^secretar(?:y|ies) of state", "secretary of state"),
    (rf"(?:{_FIELDS}) secretar(?:y|ies)|^(?:national )?secretary (?:of|for) \w+", "field secretary"),
    ("general secretar(?:y|ies)", "general secretary"),
    ("secretar(?:y|ies) general", "secretary general"),
    ("party (?:secretary|chief)", "party secretary"),
    ("first secretary", "first secretary"),
    ("(?:second|third) secretary|(?:trade|commercial) (?:commissioner|representative|agent)", Rank.DIPLOMAT),
    ("consuls?(?: general)?|minister counsell?or|(?:desk|liaison) officer", Rank.DIPLOMAT),
    ("(?:chief|executive) secretary|chief executive|editor in chief", Rank.HEAD_OF_BODY),
    ("(?:head|chief) of (?:the )?mission|high commissioner|charges?(?: d affaires)?", Rank.ENVOY),
    ("(?:permanent|special|high|executive) representative|(?:permanent|apostolic) delegate", Rank.ENVOY),
    ("members? of (?:parliament|congress)|mps?|chief whip", Rank.LEGISLATOR),
    ("prosecutors? general|chief justice", Rank.JUDGE),
    ("chief of (?:the )?(?:general|joint|defen[cs]e|naval|navy|army|air)|(?:defen[cs]e|army) chiefs?", Rank.OFFICER),
    ("(?:general|joint|army|navy|air|defen[cs]e) (?:chief of )?staff", Rank.OFFICER),
    ("chief of staff", "chief of staff"),
    ("chief minister|^first minister$|(?:village|district|commune|ward|atoll) (?:chief|head)", Rank.GOVERNOR),
    ("(?:director|inspector|surveyor|commissioner|auditor|comptroller|postmaster)s? general", "head"),
    ("(?:staff|signals|army|naval|navy|military|police) officers?", Rank.OFFICER),
    ("squadron leader|group captain|^(?:chief |detective |sub )*(?:inspector|superintendent)$", "uniform"),
    ("solicitors? general|chief engineer", Rank.OFFICIAL),
)
"""Offices that take several words to tell, first come first served; what they are, or a key of `BY_OWNER`."""
WORDS: dict[Rank | str, str] = {
    "president": "president",
    "monarch": "king queen emperor empress monarch",
    "sultan": "sultan emir amir",
    "premier": "premier",
    "chancellor": "chancellor",
    "governor": "governor regent",
    "chairman": "chairman chairwoman chairperson chair",
    "leader": "leader",
    "secretary": "secretary",
    "member": "member deputy",
    "representative": "representative delegate",
    "head": "head chief director executive rector dean principal commissioner",
    "uniform": "captain",
    Rank.MINISTER: "minister fm",
    Rank.HEAD_OF_GOVERNMENT: "pm",
    Rank.SPEAKER: "speaker",
    Rank.GOVERNOR: "mayor prefect",
    Rank.HEAD_OF_BODY: "archbishop bishop patriarch metropolitan mufti abbot abbess headmaster headmistress editor "
    "founder",
    Rank.ENVOY: "ambassador envoy nuncio mediator",
    Rank.LEGISLATOR: "senator lawmaker legislator congressman congresswoman parliamentarian councillor councilor",
    Rank.JUDGE: "judge justice magistrate prosecutor",
    Rank.OFFICER: "general colonel major captain lieutenant brigadier admiral commodore marshal sergeant corporal "
    "constable commander commandant commissar havildar lt gen col brig adm cpl sgt capt maj",
    Rank.DIPLOMAT: "counsellor counselor attache diplomat",
    Rank.OFFICIAL: "spokesman spokeswoman spokesperson adviser advisor aide official officer coordinator negotiator "
    "rapporteur clerk registrar treasurer auditor manager counsel observer curator chamberlain archivist librarian "
    "comptroller keeper caretaker warden convener harbourmaster master agent administrator inspector superintendent",
}
BY_WORD = {word: outcome for outcome, words in WORDS.items() for word in words.split()}
BY_OWNER: dict[str, dict[str, Rank]] = {
    "president": {
        "": Rank.HEAD_OF_BODY,
        "none": Rank.HEAD_OF_STATE,
        "unnamed": Rank.HEAD_OF_BODY,
        "state": Rank.HEAD_OF_STATE,
        "place": Rank.GOVERNOR,
        "party": Rank.PARTY_LEADER,
        "centre": Rank.PARTY_LEADER,
        "parliament": Rank.SPEAKER,
        "courts": Rank.JUDGE,
    },
    "monarch": {"": Rank.OTHER, "none": Rank.HEAD_OF_STATE, "state": Rank.HEAD_OF_STATE},
    "sultan": {"": Rank.OTHER, "state": Rank.HEAD_OF_STATE},
    "premier": {"": Rank.HEAD_OF_GOVERNMENT, "place": Rank.GOVERNOR},
    "chancellor": {"": Rank.HEAD_OF_BODY, "none": Rank.HEAD_OF_GOVERNMENT, "state": Rank.HEAD_OF_GOVERNMENT},
    "governor": {"": Rank.GOVERNOR, "body": Rank.HEAD_OF_BODY, "government": Rank.HEAD_OF_BODY},
    "chairman": {
        "": Rank.HEAD_OF_BODY,
        "party": Rank.PARTY_LEADER,
        "centre": Rank.PARTY_LEADER,
        "parliament": Rank.SPEAKER,
    },
    "leader": {"": Rank.OFFICIAL, "state": Rank.HEAD_OF_STATE, "party": Rank.PARTY_LEADER},
    "general secretary": {
        "": Rank.HEAD_OF_BODY,
        "none": Rank.PARTY_LEADER,
        "state": Rank.PARTY_LEADER,
        "party": Rank.PARTY_LEADER,
        "organ": Rank.PARTY_LEADER,
        "centre": Rank.PARTY_LEADER,
    },
    "secretary general": {
        "": Rank.HEAD_OF_BODY,
        "party": Rank.PARTY_LEADER,
        "organ": Rank.PARTY_LEADER,
        "centre": Rank.PARTY_LEADER,
        "ministry": Rank.DEPUTY_MINISTER,
        "parliament": Rank.OFFICIAL,
    },
    "party secretary": {"": Rank.HEAD_OF_BODY, "party": Rank.PARTY_LEADER, "place": Rank.GOVERNOR},
    "first secretary": {
        "": Rank.DIPLOMAT,
        "party": Rank.PARTY_LEADER,
        "organ": Rank.HEAD_OF_BODY,
        "body": Rank.HEAD_OF_BODY,
    },
    "under secretary": {"": Rank.DEPUTY_MINISTER, "party": Rank.OFFICIAL},
    "secretary of state": {"": Rank.MINISTER, "ministry": Rank.DEPUTY_MINISTER},
    "field secretary": {
        "": Rank.OFFICIAL,
        "none": Rank.MINISTER,
        "state": Rank.MINISTER,
        "place": Rank.MINISTER,
        "ministry": Rank.DEPUTY_MINISTER,
    },
    "secretary": {
        "": Rank.OFFICIAL,
        "state": Rank.MINISTER,
        "place": Rank.GOVERNOR,
        "ministry": Rank.DEPUTY_MINISTER,
        "organ": Rank.HEAD_OF_BODY,
    },
    "member": {"": Rank.OFFICIAL, "parliament": Rank.LEGISLATOR},
    "representative": {"": Rank.OFFICIAL, "igo": Rank.ENVOY},
    "head": {"": Rank.HEAD_OF_BODY, "forces": Rank.OFFICER},
    "uniform": {"": Rank.OFFICER, "body": Rank.OFFICIAL},
    "chief of staff": {"": Rank.OFFICIAL, "forces": Rank.OFFICER},
}
"""What an office is that depends on whose it is: key, then kind of owner as `offices` tells them; the empty kind is any
other."""
BELOW = {
    Rank.HEAD_OF_STATE: Rank.DEPUTY_HEAD,
    Rank.HEAD_OF_GOVERNMENT: Rank.DEPUTY_HEAD,
    Rank.PARTY_LEADER: Rank.OFFICIAL,
    Rank.SPEAKER: Rank.LEGISLATOR,
    Rank.MINISTER: Rank.DEPUTY_MINISTER,
    Rank.GOVERNOR: Rank.OFFICIAL,
    Rank.HEAD_OF_BODY: Rank.OFFICIAL,
    Rank.ENVOY: Rank.DIPLOMAT,
}
"""What the deputy of an office is; the others share their chief's class."""
