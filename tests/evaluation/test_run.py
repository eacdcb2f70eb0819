from dataclasses import replace
from pathlib import Path

import pytest

from communique.data.document import Document
from communique.data.errors import CommuniqueError
from communique.data.exchange import read_lines
from communique.data.markup import read_markup
from communique.evaluation import evaluate
from communique.evaluation.run import evaluate_predictions

MARKED = """# id: a
{1:DEMONYM|Lao} {2:TITLE|President} {3:PERSON|Bounmy Vong} {4:CONSULT|met} {5:PERSON|Sok} in {6:PLACE|Hanoi}.
{7:PERSON|Vong} {8:SUPPORT|thanked} {9:PERSON|Hun} on {10:DATE|Monday}.
---
2 OF 1
3 HOLDS 2
4 ACTOR 3 5
4 LOCATION 6
8 ACTOR 7
8 RECIPIENT 9
8 DATE 10
"""
"""All that can be read; gold has the first sentence, and nobody looked at the second."""
FIRST = MARKED.partition("\n{7")[0]
RELATIONS = "---\n2 OF 1\n3 HOLDS 2\n4 ACTOR 3 5\n4 LOCATION 6\n"
REST = "Vong thanked Hun on Monday"


def test_documents_and_data_sets_score_alike(tiny_model: Path, samples: list[Document]) -> None:
    from communique.data.corpus import to_dataset

    first, second = evaluate(samples, tiny_model), evaluate(to_dataset(samples), tiny_model)
    assert first.scores.entities == second.scores.entities
    assert first.scores.entities["exact"].micro.f1 == 1.0
    assert "## Status: bounds, type and status all right" in first.markdown()


def test_perturbed_texts_are_read_as_such(tiny_model: Path, samples: list[Document]) -> None:
    found = evaluate(samples, tiny_model, perturb="upper case")
    assert found.predictions[0].text == "JAPAN THANKED FIJI."
    assert found.scores.entities["exact"].micro.gold == 10
    with pytest.raises(CommuniqueError, match="expected one of upper case, lower case"):
        evaluate(samples, tiny_model, perturb="shouting")


@pytest.mark.parametrize("data", [[], [Document("Fiji.")]])
def test_data_without_documents_or_marks(tiny_model: Path, data: list[Document]) -> None:
    if not data:
        with pytest.raises(CommuniqueError, match="no document in it"):
            evaluate(data, tiny_model)
    else:
        assert evaluate(data, tiny_model).scores.entities["exact"].micro.gold == 0


def test_labels_that_the_model_lacks_are_refused(tiny_model: Path, tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text("{1:PLANET|Mars}\n---\n", encoding="utf-8")
    with pytest.raises(CommuniqueError, match=r"x\.txt:1: .*unknown label"):
        evaluate(path, tiny_model)


def scored(markup: str) -> Document:
    """What a reader may have read, with a wrong label, and scores."""
    read = read_markup(markup.replace("{5:PERSON|Sok}", "{5:ORG|Sok}"))
    relations = tuple(replace(relation, score=0.7) for relation in read.relations)
    return replace(read, spans=tuple(replace(s, score=0.9, status_score=0.8) for s in read.spans), relations=relations)


def test_what_is_read_where_nobody_looked_is_not_counted(tmp_path: Path) -> None:
    """All scores, those of relations, people and events too, are as if nothing had been read there."""
    gold, known = (read_markup(f"{FIRST}\n{rest}.\n{RELATIONS}") for rest in (f"{{?|{REST}}}", REST))
    partly = evaluate_predictions([gold], [scored(MARKED)], seen=[known])
    expected = evaluate_predictions([known], [scored(f"{FIRST}\n{REST}.\n{RELATIONS}")], seen=[known])
    assert partly.scores.left_out == 4
    assert replace(partly.scores, left_out=0, data_sha256=expected.scores.data_sha256) == expected.scores
    assert partly.seqeval_report == expected.seqeval_report
    assert evaluate_predictions([known], [scored(MARKED)]).scores.errors["invented"] != {}
    line = "where nobody looked for marks: 4."
    assert line in partly.markdown()
    assert "looked for marks" not in expected.markdown()
    partly.save(tmp_path)
    (written,) = read_lines((tmp_path / "predictions.jsonl").read_text("utf-8").splitlines())
    assert [written.text[start:end] for start, end in written.unknown] == [REST]
    assert evaluate([gold], predictions=[scored(MARKED)]).scores.left_out == 4


def test_documents_that_are_known_are_not_copied(samples: list[Document]) -> None:
    found = evaluate_predictions(samples, samples)
    assert found.scores.left_out == 0
    assert all(one is other for one, other in zip(found.predictions, samples, strict=True))


def test_a_reader_is_not_blamed_for_what_nobody_looked_at(tiny_model: Path, samples: list[Document]) -> None:
    first = replace(samples[0], spans=samples[0].spans[:1], relations=(), unknown=((5, 19),))
    found = evaluate([first, *samples[1:]], tiny_model).scores
    assert (found.left_out, found.spans.precision, found.errors) == (2, 1.0, {})
    assert found.relations["read"]["exact"].labels.micro.precision == 1.0
    assert evaluate([first], tiny_model, perturb="upper case").scores.left_out > 0
