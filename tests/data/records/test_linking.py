from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.data.records.linking import AMBIGUOUS, NOT_STATES, body_state, state_code
from communique.data.states import entries

CODES = {code for entry in entries() for code in entry["code"]}
SPELLINGS = [
    (form, entry["code"][0])
    for entry in entries()
    for kind in ("name", "demonym", "capital", "other")
    for form in entry.get(kind, ())
]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Vietnam", "VNM"),
        ("Việt Nam", "VNM"),
        ("VIET-NAM", "VNM"),
        ("vietnamese", "VNM"),
        ("HANOI", "VNM"),
        ("Vietnam’s", "VNM"),
        ("the U.S.", "USA"),
        ("United States of America", "USA"),
        ("Britain", "GBR"),
        ("Scottish", "GBR"),
        ("LaoPDR", "LAO"),
        ("Lao People&#39;s Democratic Republic", "LAO"),
        ("Socialist Republic of Viet Nam", "VNM"),
        ("Kingdom of Cambodia", "KHM"),
        ("Republic of the Union of Myanmar", "MMR"),
        ("Bolivarian Republic of Venezuela", "VEN"),
        ("United Republic of Tanzania", "TZA"),
        ("Gabonese Republic", "GAB"),
        ("Syrian Arab Republic", "SYR"),
        ("Republic of Korea", "KOR"),
        ("RoK", "KOR"),
        ("DPRK", "PRK"),
        ("Democratic People’s Republic of Korea", "PRK"),
        ("Republic of China", "TWN"),
        ("People's Republic of China", "CHN"),
        ("Republic of the Congo", "COG"),
        ("DR Congo", "COD"),
        ("Côte d’Ivoire", "CIV"),
        ("COTE D'IVOIRE", "CIV"),
        ("St. Kitts & Nevis", "KNA"),
        ("São Tomé and Príncipe", "STP"),
        ("Turkiye", "TUR"),
        ("Timor Leste", "TLS"),
        ("Palestinian", "PSE"),
        ("Kosovar", "XKX"),
        ("Hong Kong", "HKG"),
        ("Sahrawi republic", "ESH"),
        ("USSR", "SUN"),
        ("Dominican", "DOM"),
        ("Georgia", "GEO"),
    ],
)
def test_names_of_states_are_linked(text: str, code: str) -> None:
    assert state_code(text) == code


@pytest.mark.parametrize(
    "text", ["Korean", "Congo", "Brussels", "African", "Kurdish", "South Vietnam", "European Union", "", "the", "’s"]
)
def test_other_names_are_not(text: str) -> None:
    assert state_code(text) is None


def test_every_spelling_links_to_its_own_state() -> None:
    wrong = [(text, code) for text, code in SPELLINGS if text not in AMBIGUOUS and state_code(text) != code]
    assert wrong == []
    assert [text for text in AMBIGUOUS if state_code(text)] == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Vietnamese Ministry of Defence", "VNM"),
        ("Communist Party of Việt Nam", "VNM"),
        ("Cambodian People's Party", "KHM"),
        ("U.S. Navy", "USA"),
        ("Embassy of Japan", "JPN"),
        ("Vietnamese Embassy in Laos", "VNM"),
        ("Embassy of the Republic of Korea", "KOR"),
        ("Central Bank of the Gambia", "GMB"),
        ("University of Papua New Guinea", "PNG"),
        ("Guinea-Bissau Customs", "GNB"),
        ("Central Bank of Trinidad and Tobago", "TTO"),
        ("Ministry of Trade of Fiji and Industry", "FJI"),
        ("U.S. United States Army", "USA"),
        ("Ministry of Foreign Affairs of the Islamic Republic of Afghanistan", "AFG"),
        ("South China Sea Institute of Vietnam", "VNM"),
        ("Solidarity Front for Development of the Cambodian Motherland", "KHM"),
        ("Vietnam-Cambodia Friendship Association", "VNM"),
    ],
)
def test_bodies_are_linked_to_the_state_in_their_name(text: str, code: str) -> None:
    assert body_state(text) == code


@pytest.mark.parametrize(
    "text",
    [
        "Ministry of Foreign Affairs",
        "Workers' Party of Korea",
        "Korea-Vietnam Friendship Association",
        "Vietnam-Korea Economic Commission",
        "Russian-Cambodian Intergovernmental Commission",
        "JAPAN AND FIJI FORUM",
        "Joint Committee of Japan and the Gambia",
        "OSCE Mission in Kosovo",
        "UN Military Observer Group in India and Pakistan",
        "Embassy to the United States",
        "Latin American Integration Association",
        "Hanoi Women's Union",
        "Car Workers' Union: join us",
        "",
    ],
)
def test_bodies_without_a_state_of_their_own(text: str) -> None:
    assert body_state(text) is None


@pytest.mark.parametrize("text", NOT_STATES)
def test_regions_name_no_state(text: str) -> None:
    assert body_state(f"{text} Commission") is None


@given(st.text())
def test_any_text_gives_a_known_code_or_none(text: str) -> None:
    assert state_code(text) in CODES | {None}
    assert body_state(text) in CODES | {None}


@given(st.sampled_from(SPELLINGS), st.sampled_from([str.upper, str.lower, str.title, " {},".format, "{}’s".format]))
def test_dress_makes_no_difference(spelling: tuple[str, str], dress: Callable[[str], str]) -> None:
    assert state_code(dress(spelling[0])) == state_code(spelling[0])
