"""People: which mentions are one person's, and which offices the text gives them."""

from time import process_time

import pytest

from communique.data.document import Document
from communique.data.markup import read_markup
from communique.data.records.people import clusters, people, sector_of, words
from communique.data.records.ranks import Rank


def document(markup: str) -> Document:
    return read_markup(markup if "\n---\n" in markup else f"{markup}\n---\n")


def names(markup: str) -> list[list[str]]:
    return [[span.text for span in group] for group in clusters(document(markup))]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("{1:PERSON|Nguyễn Phú Trọng} met. {2:PERSON|Trong} left.", [["Nguyễn Phú Trọng", "Trong"]]),
        ("{1:PERSON|Trong} met. {2:PERSON|Nguyen Phu Trong} left.", [["Trong", "Nguyen Phu Trong"]]),
        ("{1:PERSON|Abe Shinzo} is {2:PERSON|Shinzo Abe}.", [["Abe Shinzo", "Shinzo Abe"]]),
        ("{1:PERSON|John Smith} and {2:PERSON|J. Smith}.", [["John Smith", "J. Smith"]]),
        ("{1:PERSON|Hun Sen} and {2:PERSON|Hun Manet}.", [["Hun Sen"], ["Hun Manet"]]),
        ("{1:PERSON|Kim Jong-un} saw {2:PERSON|Kim}.", [["Kim Jong-un", "Kim"]]),
        (
            "{1:PERSON|Hun Sen} and {2:PERSON|Hun Manet} came; {3:PERSON|Hun} spoke.",
            [["Hun Sen"], ["Hun Manet", "Hun"]],
        ),
        ("{1:PERSON|Hun Sen}. {2:PERSON|Manet}.", [["Hun Sen"], ["Manet"]]),
        ("{1:PERSON|J. Smith} and {2:PERSON|John Smith}.", [["J. Smith", "John Smith"]]),
        ("{1:PERSON|John Smith} and {2:PERSON|J Paul Smith}.", [["John Smith"], ["J Paul Smith"]]),
        ("{1:PERSON|J Smith} is {2:PERSON|John Paul Smith}.", [["J Smith", "John Paul Smith"]]),
        ("{1:PERSON|Tran Van An} saw {2:PERSON|Tran Van A}.", [["Tran Van An"], ["Tran Van A"]]),
        ("{1:PERSON|Tran Van A} saw {2:PERSON|Tran Van An}.", [["Tran Van A"], ["Tran Van An"]]),
    ],
)
def test_mentions_of_one_person_are_together(markup: str, expected: list[list[str]]) -> None:
    assert names(markup) == expected


def test_names_beside_each_other_are_one_persons() -> None:
    text = "{1:PERSON|Kaboré Issouf}, known as {2:PERSON|Papa Sékou}, spoke. {3:PERSON|Sékou} left.\n---\n2 ALIAS 1\n"
    assert names(text) == [["Kaboré Issouf", "Papa Sékou", "Sékou"]]


def test_a_chain_of_names_beside_each_other_is_one_persons() -> None:
    text = "{1:PERSON|Ama}, {2:PERSON|Kofi} or {3:PERSON|Yaw} met {4:PERSON|Esi}.\n---\n3 ALIAS 2 1\n2 ALIAS 1\n"
    assert names(text) == [["Ama", "Kofi", "Yaw"], ["Esi"]]


def test_thousands_of_names_take_little_time() -> None:
    marked = " ".join(f"{{{n}:PERSON|Tran X y{n}}}" for n in range(8000))
    aliases = "".join(f"{n} ALIAS {n - 1}\n" for n in range(1, 8000, 2))
    long = document(f"{marked}\n---\n{aliases}")
    start = process_time()
    assert len(clusters(long)) == 4000
    assert process_time() - start < 3


def test_words_leave_case_and_diacritics_aside() -> None:
    assert words("LÊ HOÀI Trung") == words("Trung, Le Hoai") == ("hoai", "le", "trung")


OFFICES = """{1:TITLE|General Secretary} of the {2:PARTY|Communist Party of Vietnam} ({3:PARTY|CPV}) {4:PERSON|Tran Van Lam} \
met {5:DEMONYM|Lao} {6:TITLE|Prime Minister} {7:TITLE|Samdech} {8:PERSON|Khamla}. The {9:TITLE|Prime Minister} thanked \
{10:TITLE|CPV chief} {11:PERSON|Lam}.
---
4 HOLDS 1
1 OF 2
3 ALIAS 2
8 HOLDS 6 7
6 OF 5
9 COREF 8
11 HOLDS 10
"""


def test_offices_come_with_their_body_and_state() -> None:
    lam, khamla = people(document(OFFICES))
    assert (lam.name, [span.text for span in lam.mentions]) == ("Tran Van Lam", ["Tran Van Lam", "Lam"])
    first = lam.offices[0]
    assert (first.title, first.body, first.state, first.sector, first.rank) == (
        "General Secretary", "Communist Party of Vietnam", "VNM", "PTY", Rank.PARTY_LEADER,
    )  # fmt: skip
    assert [span.text for span in first.evidence] == ["General Secretary", "Communist Party of Vietnam"]
    assert [(office.title, office.state) for office in khamla.offices] == [("Prime Minister", "LAO")]
    assert khamla.honorifics == ("Samdech",)
    assert (khamla.state, khamla.rank) == ("LAO", Rank.HEAD_OF_GOVERNMENT)


def test_a_short_name_of_a_body_stands_for_the_full_one_wherever_it_is() -> None:
    text = """The {1:PARTY|Lao Front} is not the {2:PARTY|Communist Party of Vietnam} ({3:PARTY|CPV}). {4:PARTY|CPV} \
{5:TITLE|General Secretary} {6:PERSON|Lam} spoke.
---
3 ALIAS 2
6 HOLDS 5
5 OF 4
"""
    (lam,) = people(document(text))
    assert (lam.offices[0].body, lam.offices[0].state) == ("Communist Party of Vietnam", "VNM")


def test_texts_without_people_have_none() -> None:
    assert people(Document("It rained.")) == ()
    assert people(Document("")) == ()


def offices(markup: str) -> list[tuple[str, str | None, str | None, list[str]]]:
    (found,) = people(document(markup))
    return [(held.title, held.body, held.state, [span.text for span in held.evidence]) for held in found.offices]


@pytest.mark.parametrize("turned", [False, True])
def test_what_is_told_of_an_office_in_two_places_is_put_together(turned: bool) -> None:
    of_state = "{1:DEMONYM|Vietnamese} {2:TITLE|General Secretary} {3:PERSON|Tran Lam} spoke. "
    of_party = "{4:TITLE|General Secretary} of the {5:PARTY|CPV}, {6:PERSON|Tran Lam}, left. "
    text = of_party + of_state if turned else of_state + of_party
    assert offices(f"{text}\n---\n3 HOLDS 2\n2 OF 1\n6 HOLDS 4\n4 OF 5\n") == [
        ("General Secretary", "CPV", "VNM", ["General Secretary", "CPV", "Vietnamese"])
    ]


def test_offices_that_contradict_each_other_stay_apart_however_often_they_are_told() -> None:
    text = " ".join(
        f"{{{n}:DEMONYM|{state}}} {{{n + 1}:TITLE|envoy}} {{{n + 2}:PERSON|Ama}}."
        for n, state in ((1, "Fijian"), (4, "Lao"), (7, "Lao"))
    )
    relations = "3 HOLDS 2\n2 OF 1\n6 HOLDS 5\n5 OF 4\n9 HOLDS 8\n8 OF 7\n"
    assert [(body, state) for _, body, state, _ in offices(f"{text}\n---\n{relations}")] == [
        (None, "FJI"),
        (None, "LAO"),
    ]


def test_the_short_name_of_a_body_has_the_sector_of_the_full_one() -> None:
    text = "The {1:ORG|Royal Fijian Navy} ({2:ORG|RFN}) came. {3:ORG|RFN} and {4:ORG|XYZ} left.\n---\n2 ALIAS 1\n"
    found = document(text)
    assert [sector_of(span, None, found.chains) for span in found.spans] == ["MIL", "MIL", "MIL", None]


def test_a_co_chair_of_two_states_is_of_neither_and_no_company() -> None:
    text = "{1:TITLE|Co-chair} of the {2:ORG|Fijian-Lao Commission} {3:PERSON|Ama}.\n---\n3 HOLDS 1\n1 OF 2\n"
    (ama,) = people(document(text))
    assert (ama.state, ama.offices[0].sector) == (None, "GOV")
