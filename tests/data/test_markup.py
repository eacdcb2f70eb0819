import pytest
from hypothesis import given

from communique.data.document import Document, Relation, Span
from communique.data.errors import CommuniqueError, DataError
from communique.data.markup import parse_markup, read_markup, write_markup

from ..helpers import documents


@given(documents())
def test_written_markup_reads_back_character_for_character(document: Document) -> None:
    again = read_markup(write_markup(document))
    assert again == document


def test_guidelines_sample() -> None:
    document = read_markup(
        "# id: s\n{1:COUNTRY|Japan} {2:AID.future|will give} {3:AMOUNT|$2} \\{x\\}.\n---\n2 ACTOR 1\n2 AMOUNT 3\n"
    )
    assert document.text == "Japan will give $2 {x}."
    assert [(s.text, s.label, s.status) for s in document.spans] == [
        ("Japan", "COUNTRY", None), ("will give", "AID", "future"), ("$2", "AMOUNT", None),
    ]  # fmt: skip
    assert document.relations == (Relation(2, "ACTOR", 1), Relation(2, "AMOUNT", 3))


@pytest.mark.parametrize(
    "text",
    [
        "---",
        "a\n---\nb",
        "\ufeffa",
        "\ufeff# a",
        "# not a header",
        "# id: x",
        "a\r\nb\r",
        "tail\n",
        "\n\nhead",
        "",
        "\\--- \\# \\",
    ],
)
def test_awkward_texts(text: str) -> None:
    assert read_markup(write_markup(Document(text))).text == text


@pytest.mark.parametrize(
    ("source", "line", "reason"),
    [
        ("{1:COUNTRY|Japan} went\n", 2, "no line `---`"),
        ("a\n{1:COUNTRY|Japan\n---\n", 2, "never closed"),
        ("a\n{1:COUNTRY|{2:COUNTRY|Fiji}}\n---\n", 2, "do not nest"),
        ("a } b\n---\n", 1, "loose '}'"),
        ("a {b} c\n---\n", 1, "loose '{'"),
        ("{1:COUNTRY|}\n---\n", 1, "is empty"),
        ("a\n{1:PLANET|Mars}\n---\n", 2, "unknown label"),
        ("{1:COUNTRY.future|Fiji}\n---\n", 1, "only triggers"),
        ("{1:AID.soon|gave}\n---\n", 1, "unknown status"),
        ("{1:COUNTRY|Fiji }\n---\n", 1, "space"),
        ("{1:COUNTRY|Fiji} {1:COUNTRY|Palau}\n---\n", 1, "used twice"),
        ("{1:AID|gave}\n---\n1 ACTOR 7\n", 3, "no span 7"),
        ("{1:AID|gave} {2:TOPIC|rice}\n---\n1 ACTOR 2\n", 3, "cannot end at TOPIC"),
        ("{1:AID|gave} {2:COUNTRY|Fiji}\n---\n1 ACTOR 2\n1 ACTOR 2\n", 4, "stands twice"),
        ("{1:AID|gave}\n---\n1 SAME 1\n", 3, "to itself"),
        ("{1:AID|gave}\n---\n1 ACTOR\n", 3, "is no relation"),
        ("a \\q\n---\n", 1, "backslash"),
        ("# id sample\nFiji\n---\n", 1, "is no header"),
        ("# id: x\n# date: 2024-13-99\nFiji\n---\n", 2, "expected a publication date"),
        ("# text: x\nFiji\n---\n", 1, "choose another"),
        ("\ufeff# id: x\nFiji\n---\n", 1, "byte order mark"),
        ("Fiji\r\n---\r\n", 3, "Windows line ends"),
        ("{1:AID|gave} {2:COUNTRY|Fiji}\n---\n1 ACTOR ²\n", 3, "is no relation"),
    ],
)
def test_every_fault_has_its_line(source: str, line: int, reason: str) -> None:
    document, faults = parse_markup(source, "f.txt")
    assert document is None
    assert any(fault.line == line and reason in fault.message for fault in faults), faults


def test_all_faults_are_named_and_the_error_shows_ten() -> None:
    source = "{1:PLANET|Mars} {2:PLANET|Venus}\n---\n1 ACTOR 2\n"
    _, faults = parse_markup(source, "f.txt")
    assert len(faults) == 3
    with pytest.raises(DataError) as caught:
        read_markup(source, "f.txt")
    assert str(caught.value).split("\n") == list(map(str, faults))
    many = "".join(f"{{{number}:PLANET|Mars}} " for number in range(12))
    with pytest.raises(DataError) as caught:
        read_markup(f"{many}\n---\n", "f.txt")
    assert str(caught.value).count("\n") == 10
    assert str(caught.value).endswith("\nand 2 more: `communique data check` on the same files lists them")


@pytest.mark.parametrize(
    ("spans", "reason"),
    [
        ([(0, 4, "COUNTRY"), (2, 6, "COUNTRY")], "overlaps"),
        ([(0, 5, "COUNTRY")], "space"),
        ([(0, 4, "PLANET")], "unknown label"),
    ],
)
def test_documents_refuse_what_the_guidelines_forbid(spans: list[tuple[int, int, str]], reason: str) -> None:
    text = "Fiji and Japan"
    with pytest.raises(CommuniqueError, match=reason):
        Document(text, tuple(Span.of(text, a, b, label, id=n) for n, (a, b, label) in enumerate(spans)))


def test_span_text_must_be_the_text_at_its_place() -> None:
    with pytest.raises(CommuniqueError, match="is not the text at 0:4"):
        Document("Fiji won", (Span(1, 0, 4, "COUNTRY", "Guam"),))
    with pytest.raises(CommuniqueError, match="expected 0 <= start < end"):
        Span(1, 3, 3, "COUNTRY", "")


@pytest.mark.parametrize(
    "header", [{"source": "a\nb"}, {"id": " a"}, {"meta": {"my key": "v"}}, {"meta": {"text": "v"}}, {"date": "soon"}]
)
def test_headers_that_cannot_be_written_are_refused(header: dict[str, object]) -> None:
    with pytest.raises(CommuniqueError, match="expected"):
        Document("Fiji", **header)


def test_unknown_stretches() -> None:
    source = "# id: a\n{1:COUNTRY|Fiji} {?|won \\{all\\}\n---x }{2:DATE|today}{?|.}\n---\n"
    document = read_markup(source)
    assert document.text == "Fiji won {all}\n---x today."
    assert document.unknown == ((5, 20), (25, 26))
    assert write_markup(document) == source


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("{?|}", "is empty"),
        ("{?|Fiji", "is never closed"),
        ("{?|a {1:COUNTRY|Fiji}}", "spans do not nest"),
        ("{?}", "loose"),
    ],
)
def test_marks_of_unknown_stretches_have_the_rules_of_others(body: str, reason: str) -> None:
    _, faults = parse_markup(f"{body}\n---\n")
    assert any(reason in fault.message for fault in faults)
