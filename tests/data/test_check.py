"""Faults of form, likely slips, unlike marks, and the allow-list."""

from pathlib import Path

import pytest

from communique.data.check import check_files
from communique.data.errors import CommuniqueError, DataError
from communique.data.files import read_documents
from communique.data.textfile import write_text

GOOD = "# id: a\n{1:COUNTRY|Japan} {2:SUPPORT|thanked} them.\n---\n2 ACTOR 1\n"


def strict(folder: Path, *bodies: str, allowed: Path | None = None) -> list[str]:
    """Findings over documents d1, d2, … with these bodies."""
    for number, body in enumerate(bodies, 1):
        write_text(folder / f"d{number}.txt", f"# id: d{number}\n{body}")
    files = sorted(folder.glob("d*.txt"))
    assert check_files(files)[1] == []
    return [fault.message for fault in check_files(files, strict=True, allowed=allowed)[1]]


def test_check_names_all_faults_of_all_files(tmp_path: Path) -> None:
    write_text(tmp_path / "a.txt", GOOD)
    write_text(tmp_path / "b.txt", GOOD.replace("ACTOR 1", "ACTOR 9"))
    write_text(tmp_path / "c.jsonl", '{"text": 3}\n{\n{"text": "x", "id": "q"}\n{"text": "y", "id": "q"}\n')
    write_text(tmp_path / "d.txt", GOOD)
    count, faults = check_files([tmp_path])
    assert count == 4
    found = [(Path(fault.path).name, fault.line) for fault in faults]
    assert found == [("b.txt", 4), ("c.jsonl", 1), ("c.jsonl", 2), ("c.jsonl", 0), ("d.txt", 0)]
    with pytest.raises(DataError) as caught:
        read_documents([tmp_path])
    assert str(caught.value).split("\n") == [str(fault) for fault in faults if fault.message.find("is taken") < 0]


@pytest.mark.parametrize(
    ("body", "finding"),
    [
        ("{1:PLACE|the river}\n---\n", "begins with a determiner"),
        ("{1:PLACE|Suva,}\n---\n", "punctuation or a possessive"),
        ("{1:COUNTRY|Fiji’s} team\n---\n", "punctuation or a possessive"),
        ("{1:REF|they} left\n---\n", "takes part in no event"),
        ("{1:TOPIC|rice}\n---\n", "has no relation"),
        ("{1:SUPPORT|thanked}\n---\n", "has no relation at all"),
        ("{1:COUNTRY|Fiji} and Fiji\n---\n", "'Fiji' is COUNTRY elsewhere and unmarked in text line 1"),
        ("A team from Chad\n---\n", "'Chad' is a state or a people and unmarked in text line 1"),
        ("the {1:TITLE|King} slept\n---\n", "has no holder, no body, and stands for nobody"),
        (
            "{1:PERSON|Ola Berg} {2:SUPPORT|thanked} {3:COUNTRY|Fiji}.\n---\n2 RECIPIENT 3\n",
            "2:SUPPORT 'thanked' (text line 1) has no ACTOR, and 'Ola Berg' before it takes no part",
        ),
        (
            "{1:COUNTRY|Fiji} spoke.\n\nIt {2:SUPPORT|thanked} us.\n---\n2 ACTOR 1\n",
            "2:SUPPORT 'thanked' (text line 3) ACTOR 1 'Fiji' leaves the sentence",
        ),
    ],
)
def test_slips(tmp_path: Path, body: str, finding: str) -> None:
    found = strict(tmp_path, body)
    assert any(finding in message for message in found), found


@pytest.mark.parametrize(
    "body",
    [
        "They sang in Lao.\n---\n",
        "{1:PERSON|Ola Berg} slept while {2:COUNTRY|Fiji} was {3:SUPPORT|thanked}.\n---\n3 RECIPIENT 2\n",
        "{1:PERSON|Ola Berg}, the {2:TITLE|King}\n---\n1 HOLDS 2\n",
        "{1:COUNTRY|Fiji} {2:CONSULT|met} us.\n\nIt was {3:DATE|Monday}.\n---\n2 ACTOR 1\n2 DATE 3\n",
    ],
)
def test_what_is_no_slip(tmp_path: Path, body: str) -> None:
    assert strict(tmp_path, body) == []


def test_unlike_marks_between_like_words(tmp_path: Path) -> None:
    marked = "{1:COUNTRY|Fiji} {2:SUPPORT|thanked} the crew\n---\n2 ACTOR 1\n"
    other = "{1:COUNTRY|Fiji} thanked the crew\n---\n"
    found = strict(tmp_path, marked, marked, other)
    assert found == ["'thanked' between 'fiji' and 'the' is nothing here and SUPPORT elsewhere (in d1)"]


def test_allowed_findings_are_left_out_and_stale_ones_named(tmp_path: Path) -> None:
    body, finding = "A team from Chad\n---\n", "'Chad' is a state or a people and unmarked in text line 1"
    allowed = tmp_path / "allowed.tsv"
    write_text(allowed, f"d1\t{finding}\ta person of this name\nd9\tsomething\tnot read here\n")
    assert strict(tmp_path, body, allowed=allowed) == []
    assert strict(tmp_path, "A team\n---\n", allowed=allowed) == [f"d1 has no finding {finding!r} now; delete it"]


@pytest.mark.parametrize("line", ["d1 no tabs", "d1\tfinding\t", "d1\tfinding"])
def test_an_allow_list_gives_reasons(tmp_path: Path, line: str) -> None:
    write_text(tmp_path / "allowed.tsv", f"{line}\n")
    write_text(tmp_path / "a.txt", GOOD)
    with pytest.raises(CommuniqueError, match=r"allowed\.tsv:1: .*expected `id TAB finding TAB reason`"):
        check_files([tmp_path / "a.txt"], strict=True, allowed=tmp_path / "allowed.tsv")


def test_nothing_is_unmarked_where_nobody_looked(tmp_path: Path) -> None:
    write_text(tmp_path / "a.txt", "# id: a\n{1:COUNTRY|Fiji} won. Fiji lost. Tonga ran.\n---\n")
    assert len(check_files([tmp_path], strict=True)[1]) == 2
    write_text(tmp_path / "a.txt", "# id: a\n{1:COUNTRY|Fiji} won. {?|Fiji lost. Tonga ran.}\n---\n")
    assert check_files([tmp_path], strict=True)[1] == []
