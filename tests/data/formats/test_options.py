import pytest

from communique.data.errors import CommuniqueError
from communique.data.formats import FORMATS
from communique.data.formats.options import read_options


@pytest.mark.parametrize(
    ("name", "given", "expected"),
    [
        ("columns", ["tag=-2", "token=1"], {"tag": -2, "token": 1}),
        ("columns", ["sentences=None", "repair=True"], {"sentences": None, "repair": True}),
        (
            "columns",
            ["sentences=3", "encoding=BIO", "repair=false"],
            {"sentences": 3, "encoding": "BIO", "repair": False},
        ),
        ("datasets", ["split=train=2"], {"split": "train=2"}),
        ("doccano", ["units=characters"], {"units": "characters"}),
        ("label-studio", ["key=article"], {"key": "article"}),
        ("communique", [], {}),
    ],
)
def test_values_are_those_of_parse(name: str, given: list[str], expected: dict[str, object]) -> None:
    assert read_options(given, FORMATS[name]) == expected


@pytest.mark.parametrize(
    ("name", "given", "reason"),
    [
        ("columns", "tag", "expected NAME=VALUE with an option of columns, which has token, tag, sentences"),
        ("columns", "path=x", "expected NAME=VALUE"),
        ("columns", "tag=last", "tag=last: expected a number"),
        ("columns", "sentences=many", "expected none or a number"),
        ("columns", "repair=1", "expected true or false"),
        ("doccano", "units=bytes", "expected utf16 or characters"),
        ("brat", "scheme=x", "which has none"),
    ],
)
def test_what_is_no_option_is_told(name: str, given: str, reason: str) -> None:
    with pytest.raises(CommuniqueError, match=reason):
        read_options([given], FORMATS[name])
