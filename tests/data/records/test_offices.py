import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.data.records.offices import honorific, rank, sector
from communique.data.records.ranks import BELOW, BY_OWNER, PHRASES, WORDS, Rank
from communique.data.records.sectors import body_sector

LABELS = (None, "PARTY", "ORG", "IGO", "COUNTRY", "DEMONYM", "PLACE")
SECTORS = {
    "GOV",
    "MIL",
    "LEG",
    "JUD",
    "PTY",
    "COP",
    "SPY",
    "IGO",
    "NGO",
    "MED",
    "EDU",
    "BUS",
    "CVL",
    "REB",
    "OPP",
    None,
}


@pytest.mark.parametrize(
    ("title", "label", "body", "expected"),
    [
        ("President", None, None, "HEAD_OF_STATE"),
        ("State President", None, None, "HEAD_OF_STATE"),
        ("president", "COUNTRY", None, "HEAD_OF_STATE"),
        ("president", None, None, "HEAD_OF_BODY"),
        ("President", "PARTY", "Cambodian People's Party", "PARTY_LEADER"),
        ("President", "ORG", "National Assembly", "SPEAKER"),
        ("president", "ORG", "Petroleum Company", "HEAD_OF_BODY"),
        ("President", "IGO", "UN Security Council", "HEAD_OF_BODY"),
        ("president", "PLACE", None, "GOVERNOR"),
        ("King", None, None, "HEAD_OF_STATE"),
        ("Sultan", "COUNTRY", None, "HEAD_OF_STATE"),
        ("Sultan", "PLACE", None, "OTHER"),
        ("Governor-General", None, None, "HEAD_OF_STATE"),
        ("PRIME MINISTER", "DEMONYM", None, "HEAD_OF_GOVERNMENT"),
        ("Chancellor", "DEMONYM", None, "HEAD_OF_GOVERNMENT"),
        ("chancellor", "ORG", "University of Ibadan", "HEAD_OF_BODY"),
        ("premier", "PLACE", None, "GOVERNOR"),
        ("Party General Secretary", None, None, "PARTY_LEADER"),
        ("General Secretary", "ORG", "Central Committee", "PARTY_LEADER"),
        ("Secretary-General", "IGO", "UN", "HEAD_OF_BODY"),
        ("Secretary General", "ORG", "Ministry of Trade", "DEPUTY_MINISTER"),
        ("Party Secretary", "PLACE", None, "GOVERNOR"),
        ("Vice State President", None, None, "DEPUTY_HEAD"),
        ("Third Deputy Prime Minister", None, None, "DEPUTY_HEAD"),
        ("vice president", "PARTY", "Fidesz", "OFFICIAL"),
        ("Chairman", "ORG", "National Assembly", "SPEAKER"),
        ("Deputy Speaker", None, None, "LEGISLATOR"),
        ("Minister of National Defence", None, None, "MINISTER"),
        ("Foreign Minister", None, None, "MINISTER"),
        ("Secretary of State", "COUNTRY", None, "MINISTER"),
        ("Secretary of State", "ORG", "Ministry of Labour", "DEPUTY_MINISTER"),
        ("Foreign Secretary", None, None, "MINISTER"),
        ("Attorney General", None, None, "MINISTER"),
        ("Deputy Foreign Minister", None, None, "DEPUTY_MINISTER"),
        ("First Deputy Minister of Agriculture", None, None, "DEPUTY_MINISTER"),
        ("Assistant Secretary of State", None, None, "DEPUTY_MINISTER"),
        ("Undersecretary", None, None, "DEPUTY_MINISTER"),
        ("Permanent Secretary for Lands", None, None, "DEPUTY_MINISTER"),
        ("Ambassador-designate", None, None, "ENVOY"),
        ("chargé d&#39;affaires", None, None, "ENVOY"),
        ("Deputy Ambassador", None, None, "DIPLOMAT"),
        ("first secretary", "ORG", "Vietnamese Embassy", "DIPLOMAT"),
        ("first secretary", "ORG", "Union of Young Communists", "HEAD_OF_BODY"),
        ("Consul General", None, None, "DIPLOMAT"),
        ("General", None, None, "OFFICER"),
        ("Deputy Chief of the General Staff", None, None, "OFFICER"),
        ("navy chief", None, None, "OFFICER"),
        ("head", "ORG", "Royal Thai Police", "OFFICER"),
        ("Director General", None, None, "HEAD_OF_BODY"),
        ("heads", "ORG", "Commission for External Relations", "HEAD_OF_BODY"),
        ("deputy head", "ORG", "Commission for External Relations", "OFFICIAL"),
        ("senators", None, None, "LEGISLATOR"),
        ("member", "ORG", "Senate", "LEGISLATOR"),
        ("Politburo member", None, None, "OFFICIAL"),
        ("judge", None, None, "JUDGE"),
        ("Justice Minister", None, None, "MINISTER"),
        ("mayors", None, None, "GOVERNOR"),
        ("Secretary to the Prime Minister", None, None, "OFFICIAL"),
        ("Prime Minister's Special Envoy", None, None, "ENVOY"),
        ("PRESIDENT’S SPOKESMAN", None, None, "OFFICIAL"),
        ("Deputy Foreign Minister's secretary", None, None, "OFFICIAL"),
        ("Kings' Ambassador", None, None, "ENVOY"),
        ("Minister of Women's Affairs", None, None, "MINISTER"),
        ("Deputy Women's Affairs Minister", None, None, "DEPUTY_MINISTER"),
        ("People's Deputy", "ORG", "National Assembly", "LEGISLATOR"),
        ("deputy", None, None, "OFFICIAL"),
        ("counterpart", None, None, "OTHER"),
    ],
)
def test_ranks(title: str, label: str | None, body: str | None, expected: str) -> None:
    assert rank(title, label, body).name == expected


@pytest.mark.parametrize(
    ("title", "label", "body", "expected"),
    [
        (None, "COUNTRY", None, "GOV"),
        (None, "PARTY", "CPV", "PTY"),
        (None, "IGO", "ASEAN", "IGO"),
        (None, "DEMONYM", None, None),
        ("spokesman", "ORG", "Foreign Ministry", "GOV"),
        ("military attaché", "ORG", "Vietnamese Embassy", "MIL"),
        ("Prime Minister", None, None, "GOV"),
        ("Speaker", "ORG", "Jogorku Kenesh", "LEG"),
        ("Police Colonel", None, None, "COP"),
        ("Lieutenant General", "COUNTRY", None, "MIL"),
        ("Politburo member", None, None, "PTY"),
        ("hospital director", None, None, "CVL"),
        ("deputy mayor", None, None, "GOV"),
        ("Prime Minister's spokesman", None, None, "GOV"),
        ("Prime Minister's Special Envoy", None, None, "GOV"),
        ("spokesman", None, None, None),
        ("coach", "DEMONYM", None, None),
    ],
)
def test_sectors_of_offices(title: str | None, label: str | None, body: str | None, expected: str | None) -> None:
    assert sector(title, label, body) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ministry of Public Security", "GOV"),
        ("Vietnamese Embassy", "GOV"),
        ("CPV Central Committee", "PTY"),
        ("Commission for External Relations", "PTY"),
        ("Lao People's Army", "MIL"),
        ("Philippine Coast Guard", "MIL"),
        ("Senate of Cambodia", "LEG"),
        ("Supreme Court", "JUD"),
        ("Royal Court", "GOV"),
        ("Uzbek police", "COP"),
        ("National Intelligence Service", "SPY"),
        ("Kenya News Agency", "MED"),
        ("Police Academy", "EDU"),
        ("Lao Red Cross", "NGO"),
        ("Moscow Exchange", "BUS"),
        ("Steam Packet & Co.", "BUS"),
        ("Rubber Co of Fiji", "BUS"),
        ("Palm Group", "BUS"),
        ("Group of 77", None),
        ("Farmers' Co-operative", "CVL"),
        ("Japan International Co-operation Agency", "GOV"),
        ("Organisation for Economic Co-operation and Development", None),
        ("co-chair", None),
        ("Vietnam Women’s Union", "CVL"),
        ("National Resistance Front", "REB"),
        ("Opposition Coordination", "OPP"),
        ("European Union Delegation", None),
        ("VNA", None),
    ],
)
def test_sectors_of_bodies(name: str, expected: str | None) -> None:
    assert body_sector("ORG", name) == expected


@pytest.mark.parametrize(
    "title", ["Samdech Techo", "Sheikh", "Most Venerable", "Dato'", "Pehin Dato Haji", "Ayatollah", "Prince"]
)
def test_honorifics(title: str) -> None:
    assert honorific(title)
    assert rank(title) is Rank.OTHER


@pytest.mark.parametrize("title", ["King", "Sultan", "Archbishop", "Prime Minister", "Crown Prince", "Most", "", "—"])
def test_offices_are_no_honorifics(title: str) -> None:
    assert not honorific(title)


def test_the_tables_fit_together() -> None:
    outcomes = [*WORDS, *(outcome for _, outcome in PHRASES)]
    assert {outcome for outcome in outcomes if not isinstance(outcome, Rank)} == set(BY_OWNER)
    assert all("" in owners for owners in BY_OWNER.values())
    assert all(below > chief for chief, below in BELOW.items())


@given(st.text(), st.sampled_from(LABELS), st.none() | st.text())
def test_any_text_has_a_rank_and_perhaps_a_sector(text: str, label: str | None, body: str | None) -> None:
    assert rank(text, label, body) in Rank
    assert sector(text, label, body) in SECTORS
    assert sector(None, label, body) in SECTORS
    assert honorific(text) in (True, False)


@given(st.sampled_from(sorted(word for words in WORDS.values() for word in words.split())), st.sampled_from(LABELS))
def test_a_deputy_is_never_above_the_chief(word: str, label: str | None) -> None:
    assert rank(f"Deputy {word}", label, "X" if label == "ORG" else None) >= rank(
        word.title(), label, "X" if label == "ORG" else None
    )
