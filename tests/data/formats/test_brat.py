from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.data.document import Document, Relation, Span
from communique.data.errors import CommuniqueError
from communique.data.formats.brat import parse, write
from communique.data.formats.raw import RawDocument
from communique.data.scheme import EntityLabel, EventLabel, RelationLabel, Scheme, StatusLabel

from .helpers import arrows, marked, marks, shape

FILES = Path(__file__).with_name("files") / "brat"
TEXT = "Apia hosts talks\nin Suva."
GOOD = "T1\tPLACE 0 4\tApia\n"


def parse_marks(folder: Path, content: str, text: str = TEXT) -> tuple[list[RawDocument], list[tuple[int, str]]]:
    (folder / "a.txt").write_text(text, encoding="utf-8")
    (folder / "a.ann").write_text(content, encoding="utf-8")
    found, faults = parse(folder)
    assert all(fault.path == str(folder / "a.ann") for fault in faults)
    return found, [(fault.line, fault.message) for fault in faults]


def test_folder() -> None:
    left_out: Counter[str] = Counter()
    found, faults = parse(FILES, left_out)
    assert not faults
    assert [document.id for document in found] == ["niue-2", "niue-4", "palau-1"]
    assert marks(found[0]) == [("Niue", "COUNTRY"), ("opened", "COOPERATE")]
    assert not found[1].spans
    assert left_out == {"unannotated texts": 1, "equivalences": 1, "attributes": 1}


def test_events_are_relations_from_their_triggers() -> None:
    found, faults = parse(FILES / "palau-1.ann")
    assert not faults
    assert arrows(found[0]) == [
        ("meet", "ACTOR", "Ruluked Ngirbai"),
        ("meet", "ACTOR", "leader"),
        ("meet", "LOCATION", "Koror"),
        ("meet", "DATE", "next week"),
        ("Ruluked Ngirbai", "HOLDS", "president"),
        ("signed", "ACTOR", "Both sides"),
        ("meet", "SAME", "meet"),
    ]
    assert {span.label: span.status for span in found[0].spans if span.status} == {
        "CONSULT": "future",
        "SUPPORT": "negated",
    }
    assert [span.line for span in found[0].spans][:4] == [1, 2, 3, 4]
    assert found[0].relations[0].line == 5


def test_a_mark_that_brat_cut_at_a_line_break_is_one_span() -> None:
    found, _ = parse(FILES / "palau-1.txt")
    assert ("Pacific\nIslands Forum", "IGO") in marks(found[0])


@pytest.mark.parametrize("given", ["talks in", "talks\\nin"])
def test_a_mark_over_a_line_break_in_one_piece(tmp_path: Path, given: str) -> None:
    found, faults = parse_marks(tmp_path, f"T1\tTOPIC 11 19\t{given}\n")
    assert not faults
    assert marks(found[0]) == [("talks\nin", "TOPIC")]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("T2\tPLACE 0 4;11 16\tApia talks", "T2 is in pieces, 0 4;11 16; expected one: spans are contiguous"),
        ("T2\tPLACE 20 24;0 4\tSuva Apia", "is in pieces"),
        ("T2\tPLACE 0 4\tSuva", "T2 'Suva' is said to stand at 0 4, where 'Apia' stands"),
        ("T2\tPLACE 20 99\tSuva. and more", "where 'Suva.' stands"),
        ("T1\tPLACE 0 4\tApia", "T1 stands twice"),
        ("T2 PLACE 0 4 Apia", "expected a line like 'T1\\tLABEL 0 5\\tfirst'"),
        ("T2\tPLACE 0 4", "cannot be read"),
        ("T2\tPLACE 4\tApia", "cannot be read"),
        ("T2\tPLACE 0 " + "9" * 5000 + "\tApia", "cannot be read"),
        ("R1\tOF Arg1:T1", "expected a line like 'R1\\tLABEL Arg1:T1 Arg2:T2'"),
        ("R1\tOF T1 T1", "cannot be read"),
        ("E1\tCONSULT Actor:T1", "expected a line like 'E1\\tLABEL:T1 Role:T2 Role:T3'"),
        ("E1\tPLACE:T7 Actor:T1", "the event is PLACE, its trigger T7 is missing"),
        ("E1\tCONSULT:T1", "the event is CONSULT, its trigger T1 is PLACE; expected one label"),
        ("A1\tStatus", "expected a line like 'A1\\tStatus T1 future'"),
        ("A1\tStatus T1", "the status of T1 has no value"),
        ("A1\tStatus T9 future", "there is no mark T9 to have the status future"),
        ("X1\tPLACE 0 4\tApia", "expected a line that begins with one of T, R, E, A, M, N, #, *"),
        (" T2\tPLACE 0 4\tApia", "cannot be read"),
    ],
)
def test_faults_have_lines(tmp_path: Path, line: str, message: str) -> None:
    found, faults = parse_marks(tmp_path, f"{GOOD}\n{line}\n")
    assert not found
    assert [number for number, _ in faults] == [3]
    assert message in faults[0][1]


def test_all_faults_are_named_in_order_and_good_documents_kept(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("Fiji", encoding="utf-8")
    (tmp_path / "b.ann").write_text("", encoding="utf-8")
    found, faults = parse_marks(tmp_path, f"A1\tStatus T9 future\n{GOOD}T2\tPLACE 0 4\tSuva\nwrong\n")
    assert [document.id for document in found] == ["b"]
    assert [number for number, _ in faults] == [1, 3, 4]


def test_two_statuses_are_a_fault(tmp_path: Path) -> None:
    _, faults = parse_marks(tmp_path, f"{GOOD}A1\tStatus T1 future\nA2\tStatus T1 negated\n")
    assert faults == [(3, "T1 has the status negated and future; expected one status a trigger")]


def test_arguments_in_either_order(tmp_path: Path) -> None:
    suva = "T2\tORG 20 24\tSuva\n"
    found, _ = parse_marks(tmp_path, f"{GOOD}{suva}R1\tOF Arg2:T1 Arg1:T2\n")
    assert arrows(found[0]) == [("Suva", "OF", "Apia")]
    found, _ = parse_marks(tmp_path, f"{GOOD}{suva}R1\tOF Part:T2 Whole:T1\n")
    assert arrows(found[0]) == [("Suva", "OF", "Apia")]


def test_roles_are_fitted_to_the_scheme(tmp_path: Path) -> None:
    talks = "T2\tTALKS 11 16\ttalks\nE1\tTALKS:T2 theme2:T1 Site:T1 Rank10:T1\n"
    relations = tuple(RelationLabel(name, ("TALKS",), ("PLACE",)) for name in ("Theme", "Rank10"))
    scheme = Scheme("talks", (EntityLabel("PLACE"),), (EventLabel("TALKS"),), (StatusLabel("actual"),), relations)
    parse_marks(tmp_path, GOOD + talks)
    found, faults = parse(tmp_path, scheme=scheme)
    assert not faults
    assert [arrow.label for arrow in found[0].relations] == ["Theme", "Site", "Rank10"]


def test_events_of_one_trigger_share_their_arrows(tmp_path: Path) -> None:
    talks = "T2\tCONSULT 11 16\ttalks\nE1\tCONSULT:T2 Location:T1\nE2\tCONSULT:T2 Location:T1\n"
    found, faults = parse_marks(tmp_path, GOOD + talks)
    assert not faults
    assert arrows(found[0]) == [("talks", "LOCATION", "Apia")]


def test_windows_line_ends_in_the_marks(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "a.ann").write_bytes(b"\xef\xbb\xbfT1\tPLACE 0 4\tApia\r\nA1\tStatus T1 future\r\n")
    found, faults = parse(tmp_path)
    assert not faults
    assert found[0].spans[0].status == "future"


def test_long_broken_lines_are_read_in_no_time(tmp_path: Path) -> None:
    _, faults = parse_marks(tmp_path, "E1\tCONSULT:T1" + " a:b:c:d" * 500 + " broken\n")
    assert "cannot be read" in faults[0][1]


def test_missing_files(tmp_path: Path) -> None:
    assert "no .ann file in this folder" in parse(tmp_path)[1][0].message
    (tmp_path / "a.ann").write_text("", encoding="utf-8")
    _, faults = parse(tmp_path)
    assert [fault.path for fault in faults] == [str(tmp_path / "a.ann")]
    assert "a.txt: no such file" in faults[0].message


@given(st.lists(marked(), max_size=3))
def test_round_trip(tmp_path_factory: pytest.TempPathFactory, given: list[Document]) -> None:
    folder = tmp_path_factory.mktemp("brat")
    named = [replace(document, id=f"d-{number}") for number, document in enumerate(given)]
    lost = write(named, folder)
    found, faults = parse(folder)
    assert not faults or not named
    held = [replace(document, date=None, source=None, meta={}) for document in named]
    assert [shape(document) for document in found] == [shape(document) for document in held]
    fields = sum((d.date is not None) + (d.source is not None) + len(d.meta) for d in named)
    assert lost == +Counter(fields=fields, unknown=sum(len(document.unknown) for document in named))


def test_files(tmp_path: Path) -> None:
    spans = (
        Span.of(TEXT, 0, 4, "PLACE", id=3, score=0.5),
        Span.of(TEXT, 5, 10, "CONSULT", id=0, status="future"),
        Span.of(TEXT, 11, 19, "TOPIC", id=1),
    )
    document = Document(TEXT, spans, (Relation(0, "LOCATION", 3),), id="a.1", date="2026-05-04", meta={"desk": "x"})
    assert write([document], tmp_path / "new") == {"fields": 2, "scores": 1}
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["a.1.ann", "a.1.txt", "annotation.conf"]
    assert (tmp_path / "new" / "a.1.txt").read_text() == TEXT
    assert (tmp_path / "new" / "a.1.ann").read_text().splitlines() == [
        "T3\tPLACE 0 4\tApia",
        "T0\tCONSULT 5 10\thosts",
        "T1\tTOPIC 11 16;17 19\ttalks in",
        "R1\tLOCATION Arg1:T0 Arg2:T3",
        "A1\tStatus T0 future",
    ]


def test_configuration(tmp_path: Path) -> None:
    write([Document("a", id="a")], tmp_path)
    sections = (tmp_path / "annotation.conf").read_text().split("\n\n")
    assert [section.split("\n")[0] for section in sections] == ["[entities]", "[relations]", "[events]", "[attributes]"]
    rows = sections[1].split("\n")
    assert "COREF\tArg1:REF|TITLE, Arg2:PERSON|PARTY|IGO|ORG|COUNTRY|DEMONYM|REF|TITLE|PLACE" in rows
    assert "ALIAS\tArg1:PERSON, Arg2:PERSON" in rows
    assert sections[3].rstrip().endswith(", Value:actual|future|hypothetical|negated|historical")


@pytest.mark.parametrize(
    ("documents", "message"),
    [
        ([Document("a")], "id None cannot name a file; expected letters"),
        ([Document("a", id="a/b")], "id 'a/b' cannot name a file"),
        ([Document("a", id="x"), Document("b", id="x")], "two documents have the id 'x'"),
        (
            [Document("a", id="x"), Document("b", id="y", scheme=Scheme("mine", (EntityLabel("A"),)))],
            "document fine follows the scheme 'communique', y 'mine'; expected one",
        ),
    ],
)
def test_all_or_nothing(tmp_path: Path, documents: list[Document], message: str) -> None:
    with pytest.raises(CommuniqueError, match=message):
        write([Document("fine", id="fine"), *documents], tmp_path / "out")
    assert not (tmp_path / "out").exists()


@given(st.lists(st.lists(st.sampled_from([*"TRE AM#*:;\t0129", "Arg1:T1", "Status", "T1\t", "E1\t"]), max_size=9)))
def test_no_content_raises(tmp_path_factory: pytest.TempPathFactory, lines: list[list[str]]) -> None:
    found, faults = parse_marks(tmp_path_factory.mktemp("any"), "\n".join("".join(line) for line in lines))
    assert bool(found) != bool(faults)
