"""Which part of society a body belongs to, by the general words of its name and without a list of names.

The codes are those of PLOVER and CAMEO: COP police, CVL civil society, EDU education, GOV government, IGO
intergovernmental, JUD courts, LEG parliaments, MED news media, MIL armed forces, NGO relief and campaigning, BUS
companies, OPP opposition, PTY parties, REB armed rebels, SPY intelligence services. UNK is None here.
"""

import re
from html import unescape

from ..letters import fold

_RULES = (
    (
        "PTY",
        r"party|politburo|political bureau|central committee|propaganda|mass mobili[sz]ation|commission for external|"
        r"(?:external relations|organi[sz]ation|inspection) (?:commissions?|committee|board)|commission for inspection",
    ),
    (
        "GOV",
        r"ministry|ministries|ministerial|embass(?:y|ies)|consulates?|high commission|governments?|cabinet|treasury|"
        r"council of ministers|prime minister|(?:president|cabinet|foreign|home|presidential) office|presidency|"
        r"state department|department of state|royal (?:\w+ )?court|(?:central|reserve|state) bank|people committee|"
        r"securities commission",
    ),
    (
        "MED",
        r"news|newspapers?|press (?:agency|trust)|television|tv|radio|broadcast\w*|daily|gazette|herald|tribune|media|"
        r"times|journal|magazine|telegraph agency",
    ),
    ("SPY", r"intelligence|secret service|state security|security service|counterintelligence"),
    ("JUD", r"courts?|tribunal|judiciary|prosecut\w+|attorney general|magistrates?|judges?"),
    (
        "EDU",
        r"universit\w*|schools?|colleges?|academ(?:y|ies|ic)|facult(?:y|ies)|polytechnics?|institut\w*|research|"
        r"kindergartens?",
    ),
    ("COP", r"police|gendarm\w*|carabinieri|constabulary|anti narcotics"),
    (
        "MIL",
        r"arm(?:y|ies)|navy|naval|military|(?:air|land|ground|armed|defen[cs]e) forces?|brigade|battalion|regiment|"
        r"squadron|(?:army|marine|guards?|air|camel) corps|(?:border|national|revolutionary) guards?|coast ?guard|"
        r"general staff|chiefs of staff|fleet|militia|troops|garrison|peacekeep\w+|defen[cs]e (?:command|attache)s?|"
        r"(?:high|air|area|western|eastern|northern|southern|central|regional) command",
    ),
    (
        "LEG",
        r"parliament\w*|senate|assembly|legislat\w+|congress|house of (?:representatives|commons|lords|people)|"
        r"chamber of (?:deputies|representatives)|(?:lower|upper) house|federation council",
    ),
    ("NGO", r"red cross|red crescent|charit\w+|foundation|humanitarian|relief society|rescue committee|ngos?"),
    (
        "BUS",
        r"banks?|compan(?:y|ies)|corporation|corp|co(?=$| of )|ltd|inc|llc|gmbh|plc|bhd|berhad|airlines?|airways|"
        r"holdings?|exchange|chamber of commerce|business|enterprises?|industries|mining|factory|mills?|hotels?|"
        r"railways?|telecom\w*|securities|motors|refinery|shipyard|insurance|consortium|traders?|exporters?|importers?|"
        r"plant|state oil|logistics|(?<!technical )"
        r"(?<!working )(?<!contact )(?<!armed )(?<!remnant )(?<!users )(?<!friendship )group(?! of )",
    ),
    (
        "REB",
        r"rebels?|insurgents?|insurgency|guerr?illas?|militants?|mujahid\w+|liberation (?:front|movement)|resistance",
    ),
    ("OPP", r"opposition"),
    (
        "CVL",
        r"(?<!european )(?<!african )unions?|associations?|federation|clubs?|societ(?:y|ies)|leagues?|fellowship|"
        r"guilds?|brotherhood|community|co ?operatives?|women|veterans|youth|museums?|gallery|library|theatres?|"
        r"orchestra|choir|festival|zoo|fc|trust|"
        r"hospitals?|clinics?|medical (?:centre|center|complex)|church\w*|temples?|monaster\w+|pagodas?|mosques?|"
        r"convent|(?:arch)?diocese|(?:arch)?bishops?|patriarch|abb(?:ot|ess)|mufti|sangha|buddhist|catholic|religious",
    ),
    (
        "GOV",
        r"departments?|agency|authority|administration|directorates?|general|bureau|commission|offices?|services?|"
        r"customs|councils?|municipal\w*|city hall|town hall|inspectorate|boards?|provincial|governorate|district|"
        r"mission|undersecretariat|consular|section|division|desk|protocol|immigration|fire brigade|"
        r"(?:national|state|joint|border|security) (?:\w+ )?committee",
    ),
)
"""Sector and the words that show it, the most telling first: a police academy teaches, a ministry of justice governs;
the commonest words of the state come last. Commissions for external relations, organisation and inspection are organs
of ruling parties. `Co` is a company where it ends a name or `of` follows, and none in `co-chair` or `co-operation`."""
_PATTERNS = tuple((code, re.compile(rf"\b(?:{words})\b")) for code, words in _RULES)
_BY_LABEL = {"PARTY": "PTY", "IGO": "IGO"}


def body_sector(label: str | None, name: str | None) -> str | None:
    """The sector of a body: by its label where that tells, else by the first rule that its name fits.

    Args:
        label: the label of the body's span; states and places have no sector.
        name: the body's name, or any phrase that names a field.

    >>> body_sector("ORG", "Royal Thai Navy"), body_sector("ORG", "Ministry of Justice"), body_sector("ORG", "VNA")
    ('MIL', 'GOV', None)
    """
    if label in _BY_LABEL:
        return _BY_LABEL[label]
    if label in ("COUNTRY", "DEMONYM", "PLACE") or name is None:
        return None
    folded = plain(name)
    return next((code for code, pattern in _PATTERNS if pattern.search(folded)), None)


def plain(text: str) -> str:
    """Lower-case words in plain letters with single spaces between, without possessive endings.

    >>> plain("Chargé d’Affaires"), plain("People&#39;s Vice-Chairman")
    ('charge d affaires', 'people vice chairman')
    """
    letters = fold(unescape(text).replace("&", " and "))
    return " ".join(re.findall(r"[^\W_]+", re.sub(r"'s\b", "", letters, flags=re.IGNORECASE).lower()))
