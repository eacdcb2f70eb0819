"""The reader on a tiny model that knows its few sentences by heart."""

import json
import shutil
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communique.data.document import Document, Span
from communique.data.errors import CommuniqueError
from communique.model.reader import Reader


@pytest.fixture(scope="module")
def reader(tiny_model: Path) -> Reader:
    return Reader.load(tiny_model)


def marks(document: Document) -> list[tuple[str, str, str | None]]:
    return [(span.text, span.label, span.status) for span in document.spans]


def test_it_reads_what_it_learned(reader: Reader, samples: list[Document]) -> None:
    for sample in samples:
        found = reader.predict(sample.text)
        assert marks(found) == marks(sample)
        assert all(0 < (span.score or 0) <= 1 for span in found.spans)
        assert all(0 < (span.status_score or 0) <= 1 for span in found.triggers)
        assert {type(span.score) for span in found.spans} <= {float}


def test_entities_and_triggers_are_the_spans(reader: Reader) -> None:
    found = reader.predict("Japan thanked Fiji.")
    assert [s.text for s in found.entities] == ["Japan", "Fiji"]
    assert [(s.text, s.label, s.status) for s in found.triggers] == [("thanked", "SUPPORT", "actual")]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(
        st.one_of(st.sampled_from("Japan Fiji.\n\r\t\u200b\u00a0\u0301é"), st.characters(exclude_categories=["Cs"])),
        max_size=120,
    )
)
def test_any_text_gives_slices_of_itself(reader: Reader, text: str) -> None:
    found = reader.predict(text)
    assert found.text == text
    for span in found.spans:
        assert text[span.start : span.end] == span.text
        assert span.text == span.text.strip()


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u200b"])
def test_empty_texts_give_empty_documents(reader: Reader, text: str) -> None:
    assert reader.predict(text) == Document(text)


@pytest.mark.parametrize(
    "change",
    [lambda t: t.replace(" ", "\r\n"), lambda t: unicodedata.normalize("NFD", t), lambda t: f"\ufeff{t}\u200b"],
)
def test_marks_survive_line_ends_and_invisible_characters(reader: Reader, change) -> None:
    text = change("Japan thanked Fiji.")
    assert [s.text for s in reader.predict(text).entities] == ["Japan", "Fiji"]


def test_the_same_alone_and_among_others_bit_for_bit(reader: Reader, samples: list[Document]) -> None:
    texts = [sample.text for sample in samples] * 3 + [
        "Japan thanked Fiji. " * 90,
        "",
        "Fiji will visit Japan on Monday.\n\n" * 40,
    ]
    alone = [reader.predict(text) for text in texts]
    together = list(reader.predict_many(texts))
    backwards = list(reader.predict_many(texts[::-1]))[::-1]
    assert [d.spans for d in alone] == [d.spans for d in together] == [d.spans for d in backwards]


def test_threads_do_not_change_an_answer(tiny_model: Path) -> None:
    text = "Japan thanked Fiji. Fiji will visit Japan on Monday. " * 60
    assert Reader.load(tiny_model, threads=1).predict(text) == Reader.load(tiny_model, threads=4).predict(text)


def test_long_texts_are_read_to_the_end(reader: Reader) -> None:
    found = reader.predict("Japan thanked Fiji.\n\n" * 300)
    assert len(found.triggers) >= 290
    assert found.spans[-1].end > len(found.text) - 10


def test_documents_keep_their_header(reader: Reader) -> None:
    given_document = Document("Japan thanked Fiji.", id="x", date="2024-03-19", source="wire", meta={"fiction": "yes"})
    found = next(reader.predict_many([given_document]))
    assert (found.id, found.date, found.source, found.meta) == ("x", "2024-03-19", "wire", {"fiction": "yes"})


def test_predict_many_is_lazy(reader: Reader) -> None:
    def endless():
        while True:
            yield "Japan thanked Fiji."

    stream = reader.predict_many(endless())
    assert len(next(stream).spans) == 3


def test_min_score_and_labels(reader: Reader) -> None:
    assert reader.predict("Japan thanked Fiji.", min_score=1.0).spans == ()
    assert [s.label for s in reader.predict("Japan thanked Fiji.", labels=["SUPPORT"]).spans] == ["SUPPORT"]


def test_words_are_never_split(reader: Reader) -> None:
    found = reader.predict_words(["Japan", "thanked", "Fiji.", "", "\u200b"])
    assert found.text == "Japan thanked Fiji.  \u200b"
    assert [s.text for s in found.entities] == ["Japan", "Fiji."]
    glued = reader.predict_words(["Japan", "thanked", "Fiji-Japan."])
    assert [s.text for s in glued.entities] == ["Japan", "Fiji-Japan."]


@pytest.mark.parametrize(
    ("call", "reason"),
    [
        (lambda r: r.predict(b"x"), "expected a text"),
        (lambda r: r.predict("x", date="19 March"), "expected a publication date"),
        (lambda r: r.predict("x", min_score=2), "probability from 0 to 1"),
        (lambda r: r.predict("x", labels=["PLANET"]), "unknown label 'PLANET'"),
        (lambda r: r.predict("x", labels="PERSON"), "expected a list"),
        (lambda r: r.predict("x", date="20240319"), "expected a publication date"),
        (lambda r: r.predict("a\ud800b"), "half a surrogate pair"),
        (lambda r: r.predict_many("Japan thanked"), "expected several texts"),
        (lambda r: r.predict_words("Japan thanked"), "expected a list of words"),
        (lambda r: r.predict_words(["Japan ", "thanked"]), "expected words without spaces"),
    ],
)
def test_bad_calls(reader: Reader, call, reason: str) -> None:
    with pytest.raises(CommuniqueError, match=reason):
        call(reader)


def test_language_is_told(reader: Reader) -> None:
    english = "The two ministers met on Monday and discussed the border with their delegations. Talks will go on in the spring."
    assert reader.predict(english).language == "eng"
    assert reader.predict("Le ministre des Affaires étrangères a reçu mardi l'ambassadeur du Laos.").language == "fra"
    assert reader.predict("Fiji").language is None


def test_any_scores_give_a_valid_document(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the network says, spans are flat and slices of the text: combining marks, wide characters, control tokens."""
    rng = np.random.default_rng(0)

    def noise(ids: np.ndarray, shapes: np.ndarray) -> list[np.ndarray]:
        sizes = (1 + 2 * len(reader.scheme.span_labels), len(reader.scheme.statuses), 32)
        return [rng.normal(size=(len(ids), size)).astype(np.float32) * 3 for size in sizes]

    monkeypatch.setattr(reader, "_run", noise)
    pieces = [
        "中",
        "\u20dd",
        "-",
        "\u0903",
        "*",
        "\u20e3",
        " ",
        "é",
        "\u0301",
        "\u200b",
        "[SEP]",
        "Ab1",
        "\r\n",
        "\n\n",
        ".",
        "ff",
    ]
    for _ in range(300):
        text = "".join(rng.choice(pieces, size=rng.integers(1, 14)))
        found = reader.predict(text)
        assert all(text[s.start : s.end] == s.text for s in found.spans)


def test_a_texts_own_control_tokens_are_text(reader: Reader) -> None:
    from communique.model.encoding import encode

    ids = encode(reader._tokenizer, "[SEP] Japan").ids.tolist()
    assert reader._tokenizer.token_to_id("[SEP]") not in ids


def test_reading_goes_on_in_a_forked_process(reader: Reader) -> None:
    import multiprocessing

    expected = reader.predict("Japan thanked Fiji.")
    context = multiprocessing.get_context("fork")
    queue = context.SimpleQueue()
    process = context.Process(target=lambda: queue.put(len(reader.predict("Japan thanked Fiji.").spans)))
    process.start()
    process.join(timeout=30)
    alive = process.is_alive()
    process.kill()
    assert not alive
    assert queue.get() == len(expected.spans)


def test_a_stream_that_is_left_stops_working(reader: Reader) -> None:
    stream = reader.predict_many(["Japan thanked Fiji.\n\n" * 3000] * 3)
    next(stream)
    stream.close()
    assert reader._pool._work_queue.qsize() <= reader._threads


def copy_of(model: Path, to: Path) -> Path:
    return Path(shutil.copytree(model, to / "copy"))


def damage_graph(folder: Path) -> None:
    path = folder / "reader.onnx"
    path.write_bytes(path.read_bytes()[:-100])


def break_graph(folder: Path) -> None:
    path = folder / "reader.onnx"
    path.write_bytes(b"x" * path.stat().st_size)


def newer(folder: Path) -> None:
    path = folder / "communique.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | {"format": 99}), encoding="utf-8")


@pytest.mark.parametrize(
    ("harm", "reason"),
    [
        (
            damage_graph,
            r"reader.onnx: \d+ bytes, expected \d+ bytes with the SHA-256 in communique.json; the model folder is damaged",
        ),
        (break_graph, "the model folder is damaged"),
        (lambda f: (f / "tokenizer.json").unlink(), r"tokenizer.json: missing, expected"),
        (lambda f: (f / "communique.json").unlink(), "no communique.json in it"),
        (lambda f: (f / "communique.json").write_text("{"), "damaged"),
        (newer, "model format 99, and this communique reads up to 2; update it"),
    ],
)
def test_damaged_models_are_refused(tiny_model: Path, tmp_path: Path, harm, reason: str) -> None:
    folder = copy_of(tiny_model, tmp_path)
    harm(folder)
    with pytest.raises(CommuniqueError, match=reason):
        Reader.load(folder)


def test_no_such_model(tmp_path: Path) -> None:
    with pytest.raises(CommuniqueError, match="no such model folder"):
        Reader.load(tmp_path / "nowhere")


def test_a_reader_scores_marks_that_are_given(tiny_model: Path) -> None:
    reader = Reader.load(tiny_model)
    found = reader.predict("Japan thanked Fiji. Fiji will visit Japan on Monday.")
    again = reader.score(found)
    assert [s.score for s in again.spans] == pytest.approx([s.score for s in found.spans])
    assert [s.status_score for s in again.spans] == [s.status_score for s in found.spans]
    wrong = reader.score(Document(found.text, (Span(1, 0, 5, "PLACE", "Japan"), Span(2, 14, 22, "PERSON", "Fiji. Fi"))))
    assert wrong.spans[0].score < 0.5
    assert wrong.spans[1].score == 0.0
    status = next(s for s in found.spans if s.status)
    other = replace(status, status="negated")
    assert reader.score(replace(found, spans=(other,), relations=())).spans[0].status_score < status.status_score


def relations(document: Document) -> set[tuple[str, str, str]]:
    return {(document.by_id[r.head].text, r.label, document.by_id[r.tail].text) for r in document.relations}


def test_relations_are_read_with_the_spans(reader: Reader) -> None:
    found = reader.predict("Japan thanked Fiji.")
    assert relations(found) == {("thanked", "ACTOR", "Japan"), ("thanked", "RECIPIENT", "Fiji")}
    assert all(r.score is not None and 0 < r.score <= 1 for r in found.relations)


def test_relations_go_with_spans_that_are_left_out(reader: Reader) -> None:
    found = reader.predict("Japan thanked Fiji.", labels=["SUPPORT", "PLACE"])
    assert [span.text for span in found.spans] == ["thanked"]
    assert found.relations == ()


def test_spans_that_are_given_are_related(reader: Reader, samples: list[Document]) -> None:
    again = reader.relate(replace(samples[0], relations=()))
    assert relations(again) == relations(samples[0])
    assert again.spans == samples[0].spans


def test_long_texts_have_the_relations_of_their_parts(reader: Reader) -> None:
    """Each sentence stands in some window whole, and what it says is told once."""
    found = reader.predict("Japan thanked Fiji.\n\n" * 60)
    heads = [r.head for r in found.relations if r.label == "ACTOR"]
    assert len(set(heads)) == len([span for span in found.spans if span.label == "SUPPORT"])


def changed(model: Path, folder: Path, change: Callable[[dict[str, Any]], None]) -> Reader:
    """A reader of the same model with another manifest."""
    shutil.copytree(model, folder)
    manifest = json.loads((folder / "communique.json").read_text())
    change(manifest)
    (folder / "communique.json").write_text(json.dumps(manifest))
    return Reader.load(folder)


def test_readers_without_the_relation_graph_mark_spans(tiny_model: Path, tmp_path: Path) -> None:
    reader = changed(tiny_model, tmp_path / "model", lambda manifest: manifest["files"].pop("relations.onnx"))
    found = reader.predict("Japan thanked Fiji.")
    assert len(found.spans) == 3
    assert found.relations == ()


def test_a_relation_below_its_threshold_is_not_read(tiny_model: Path, tmp_path: Path) -> None:
    reader = changed(tiny_model, tmp_path / "model", lambda manifest: manifest["thresholds"].update(ACTOR=1.1))
    assert relations(reader.predict("Japan thanked Fiji.")) == {("thanked", "RECIPIENT", "Fiji")}
