from dataclasses import replace

from communique.data.agreement import Agreement, agreement
from communique.data.markup import read_markup

MARKED = """# id: a
{1:COUNTRY|Fiji} {2:SUPPORT|thanked} {3:COUNTRY|Japan}. {4:PERSON|Sok} {5:CONSULT.future|may meet} {6:PERSON|Long}.
---
2 ACTOR 1
2 RECIPIENT 3
5 ACTOR 4 6
"""


def test_marks_where_one_of_two_did_not_look_are_left_out() -> None:
    """The first left the second sentence open, the second the last country."""
    whole = read_markup(MARKED)
    first = read_markup(f"{MARKED.partition('. {4')[0]}. {{?|Sok may meet Long.}}\n---\n2 ACTOR 1\n2 RECIPIENT 3\n")
    second = read_markup(MARKED.replace("{3:COUNTRY|Japan}", "{?|Japan}").replace("2 RECIPIENT 3\n", ""))
    assert first.text == second.text == whole.text
    both = {"COUNTRY": Agreement(1, 1, 1), "SUPPORT": Agreement(1, 1, 1)}
    expected = {"exact": both, "overlap": both, "status": {"actual": Agreement(1, 1, 1)}}
    expected["relations"] = {"ACTOR": Agreement(1, 1, 1)}
    assert agreement([first], [second]) == agreement([second], [first]) == expected
    known = agreement([replace(first, unknown=())], [replace(second, unknown=())])
    assert known["exact"]["COUNTRY"] == Agreement(1, 2, 1)
    assert known["exact"]["PERSON"] == Agreement(0, 0, 2)
