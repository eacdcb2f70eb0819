import re

import pytest

from communique.data.states import entries, state_pattern, states


def test_every_entry_has_one_code_of_its_own() -> None:
    codes = [code for entry in entries() for code in entry["code"]]
    assert len(codes) == len(set(codes)) == len(entries())
    assert all(re.fullmatch("[A-Z]{3}", code) for code in codes)


def test_entries_hold_spellings_and_nothing_else() -> None:
    for entry in entries():
        assert {"code", "name", "demonym"} <= set(entry) <= {"code", "name", "demonym", "capital", "other"}
        assert entry["name"]
        assert all(form == form.strip() and form for forms in entry.values() for form in forms)


def test_states_can_stand_in_for_each_other() -> None:
    assert len(states()) == 197
    assert all(state["name"] and state["demonym"] and state["capital"] for state in states())


@pytest.mark.parametrize("text", ["Hong Kong", "Soviet Union", "England", "Upper Volta"])
def test_what_is_for_looking_up_only_is_not_searched_for(text: str) -> None:
    assert not state_pattern().search(text)
    assert any(text in entry["name"] + entry.get("other", []) for entry in entries())


def test_no_spelling_belongs_to_two_states() -> None:
    owners: dict[str, set[str]] = {}
    for entry in entries():
        for kind in ("name", "demonym", "capital", "other"):
            for form in entry.get(kind, ()):
                owners.setdefault(form.casefold(), set()).update(entry["code"])
    assert {form: codes for form, codes in owners.items() if len(codes) > 1} == {}
