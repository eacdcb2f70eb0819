"""spaCy's own files are read as they are meant, and no gold is lost on the way there.

`files/docbin/envoys.spacy` is what `spacy convert envoys.iob . -c conll` of spaCy 3.8.18 wrote.
"""

import zlib
from collections import Counter
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given

from communique.data.document import Document, Span
from communique.data.errors import CommuniqueError
from communique.data.formats.build import build
from communique.data.formats.docbin import parse, write
from communique.data.markup import read_markup
from communique.data.render import marked_words
from communique.data.stretches import touched

from ...helpers import documents
from .helpers import left_open, marks, open_words

spacy = pytest.importorskip("spacy")
tokens, training = pytest.importorskip("spacy.tokens"), pytest.importorskip("spacy.training")
Doc, DocBin, Marked = tokens.Doc, tokens.DocBin, tokens.Span

FILES = Path(__file__).parent / "files" / "docbin"
TEXT = "Ilva Marrin greeted Késen Oduya in Brenn ."


def made(*docs: Doc, attrs: tuple[str, ...] | None = None) -> DocBin:
    return DocBin(**({"attrs": attrs} if attrs else {}), docs=docs, store_user_data=True)


def saved(folder: Path, packed: DocBin) -> Path:
    packed.to_disk(folder / "notes.spacy")
    return folder / "notes.spacy"


@pytest.fixture
def doc() -> Doc:
    return spacy.blank("en")(TEXT)


def test_what_is_not_annotated_stays_so(tmp_path: Path) -> None:
    document = read_markup("# id: a\n{1:COUNTRY|Fiji}{?| thanked} Nauru, {?|not To}nga.\n---\n")
    assert write([document], tmp_path / "a.spacy") == {}
    (raw,), _ = parse(tmp_path / "a.spacy")
    assert left_open(raw) == ["thanked", "not To"]
    (doc,) = DocBin().from_disk(tmp_path / "a.spacy").get_docs(spacy.blank("en").vocab)
    assert [token.text for token in doc if token.ent_iob == 0] == ["thanked", "not", "To"]


def test_a_file_that_spacy_converted() -> None:
    (first, second), faults = parse(FILES / "envoys.spacy")
    assert faults == []
    assert first.text.startswith("Ilva Marrin of the Tovian Senate greeted Oduya Késen . Envoys left Brenn")
    assert marks(first) == [("Ilva Marrin", "PER"), ("Tovian Senate", "ORG"), ("Oduya Késen", "PER"), ("Brenn", "LOC")]
    assert second.text.strip() == "Nobody came ."
    assert [raw.id for raw in (first, second)] == ["envoys-1", "envoys-2"]
    assert second.spans == ()
    assert build([first, second], None).faults == ()


def test_tokens_without_annotation_are_left_open_and_o_is_not(doc: Doc, tmp_path: Path) -> None:
    doc.set_ents([Marked(doc, 0, 2, "PERSON")], missing=[doc[3:5], doc[6:7]], default="outside")
    (raw,), _ = parse(saved(tmp_path, made(doc)))
    assert marks(raw) == [("Ilva Marrin", "PERSON")]
    assert left_open(raw) == ["Késen Oduya", "Brenn"]


def test_one_token_said_to_be_nothing_leaves_the_others_open(doc: Doc, tmp_path: Path) -> None:
    doc.set_ents([], blocked=[doc[0:1]], default="missing")
    (raw,), _ = parse(saved(tmp_path, made(doc)))
    assert left_open(raw) == ["Marrin greeted Késen Oduya in Brenn ."]


def test_white_space_is_never_left_open_at_an_edge(tmp_path: Path) -> None:
    doc = spacy.blank("en")("Ilva left. \n\n Brenn  waits.\n")
    doc.set_ents([Marked(doc, 0, 1, "PERSON")], missing=[doc[3:7]], default="outside")
    (raw,), _ = parse(saved(tmp_path, made(doc)))
    assert left_open(raw) == ["Brenn  waits"]


@pytest.mark.parametrize("attrs", [None, ("TAG",)], ids=["nothing annotated", "no entities stored"])
def test_a_doc_without_annotation_is_wholly_unknown(doc: Doc, tmp_path: Path, attrs: tuple[str, ...] | None) -> None:
    (raw,), _ = parse(saved(tmp_path, made(doc, attrs=attrs)))
    assert (marks(raw), left_open(raw)) == ([], [TEXT])


def test_a_group_of_spans_is_read_where_there_are_no_entities(doc: Doc, tmp_path: Path) -> None:
    doc.spans["sc"] = [Marked(doc, 0, 2, "PERSON"), Marked(doc, 1, 2, "NAME")]
    doc.spans["mine"] = [Marked(doc, 6, 7, "PLACE")]
    path = saved(tmp_path, made(doc))
    assert marks(parse(path)[0][0]) == [("Ilva Marrin", "PERSON"), ("Marrin", "NAME")]
    assert marks(parse(path, key="mine")[0][0]) == [("Brenn", "PLACE")]
    doc.set_ents([Marked(doc, 3, 5, "PERSON")])
    assert marks(parse(saved(tmp_path, made(doc)))[0][0]) == [("Késen Oduya", "PERSON")]


def test_a_group_of_another_name_is_not_passed_over_in_silence(doc: Doc, tmp_path: Path) -> None:
    other = spacy.blank("en")("Nobody came.")
    doc.spans["mine"] = [Marked(doc, 6, 7, "PLACE")]
    (kept,), (fault,) = parse(saved(tmp_path, made(doc, other)))
    assert kept.id == "notes-2"
    assert (fault.path, fault.line) == (str(tmp_path / "notes.spacy"), 1)
    assert "no group of spans 'sc'" in fault.message
    assert "the option `key=mine`" in fault.message
    doc.set_ents([])  # now somebody looked and found no entity
    assert parse(saved(tmp_path, made(doc)))[1] == []


def test_ids_and_header_come_from_user_data(doc: Doc, tmp_path: Path) -> None:
    extended = spacy.blank("en")("Nobody came.")
    Doc.set_extension("id", default=None)
    try:
        extended._.id = 7
    finally:
        Doc.remove_extension("id")
    doc.user_data.update({"id": "a-1", "date": "2024-03-19", "source": "Tovia Post", "desk": "east", "n": 3})
    (first, second), _ = parse(saved(tmp_path, made(doc, extended)))
    assert (first.id, first.date, first.source, first.meta) == ("a-1", "2024-03-19", "Tovia Post", {"desk": "east"})
    assert second.id == "7"


@pytest.mark.parametrize("content", [b"", b"junk", zlib.compress(b"junk"), zlib.compress(b"\x80")])
def test_a_file_that_is_no_docbin_is_a_fault(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.spacy"
    path.write_bytes(content)
    found, (fault,) = parse(path)
    assert found == []
    assert fault.message.startswith("not a DocBin (")
    assert "\n" not in fault.message


def test_a_missing_file_and_a_folder_are_faults(tmp_path: Path) -> None:
    for path in (tmp_path / "none.spacy", tmp_path):
        assert parse(path)[1][0].message.startswith("cannot be read (")


def test_docs_before_a_broken_one_are_kept(doc: Doc, tmp_path: Path) -> None:
    packed = made(doc, doc)
    packed.span_groups[1] = b"junk"
    found, (fault,) = parse(saved(tmp_path, packed))
    assert [raw.id for raw in found] == ["notes-1"]
    assert fault.message.startswith("not readable after doc 1 (")


@given(documents())
def test_what_is_written_is_read_back(document: Document) -> None:
    named = replace(document, id=document.id or "x")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.spacy"
        held = write([named, named], path)
        raws, faults = parse(path)
        assert list(Path(folder).iterdir()) == [path]
    assert (held, faults, len(raws)) == (Counter(), [], 2)
    for raw in raws:
        assert raw.text == named.text
        spans = [(s.start, s.end, s.label) for s in raw.spans if not s.unknown]
        assert spans == [(s.start, s.end, s.label) for s in named.spans]
        assert open_words(raw, named) == touched(marked_words(named), named.unknown)
        assert (raw.id, raw.date, raw.source, raw.meta) == (named.id, named.date, named.source, named.meta)


def test_spacy_trains_on_every_span_even_inside_words(tmp_path: Path) -> None:
    text = "WorldTovian envoys met Brenn/Ostra\u2019s  mayor.\n\nShe left."
    names = ("Tovian", "met", "Brenn", "Ostra", "She")
    spans = [Span.of(text, text.index(n), text.index(n) + len(n), "PERSON", id=i) for i, n in enumerate(names, 1)]
    write([Document(text, tuple(spans), id="a")], tmp_path / "a.spacy")
    nlp = spacy.blank("en")
    (example,) = training.Corpus(tmp_path / "a.spacy")(nlp)
    assert example.reference.text == text
    assert [ent.text for ent in example.reference.ents] == list(names)
    assert all(token.ent_iob for token in example.reference)
    with pytest.warns(UserWarning, match="W030"):  # what spaCy's own tokens do to this gold: it is the reason for ours
        assert "-" in training.offsets_to_biluo_tags(nlp(text), [(s.start, s.end, s.label) for s in spans])


def test_what_a_file_does_not_hold_is_counted(tmp_path: Path) -> None:
    document = read_markup(
        "# id: b\n{1:COUNTRY|Fiji} will {2:CONSULT.future|visit} {3:COUNTRY|Japan}.\n---\n2 ACTOR 1\n2 RECIPIENT 3\n"
    )
    scored = replace(document, spans=tuple(replace(span, score=0.5) for span in document.spans))
    assert write([document], tmp_path / "b.spacy") == {"relations": 2, "statuses": 1}
    assert write([document, scored], tmp_path / "b.spacy") == {"relations": 4, "statuses": 2, "scores": 3}


def test_no_documents_make_a_file_of_none(tmp_path: Path) -> None:
    assert write([], tmp_path / "new" / "a.spacy") == Counter()
    assert parse(tmp_path / "new" / "a.spacy") == ([], [])


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.spacy").mkdir()
    with pytest.raises(CommuniqueError, match=r"a\.spacy: cannot be written"):
        write([], tmp_path / "a.spacy")
    assert [path.name for path in tmp_path.iterdir()] == ["a.spacy"]
