"""Our counts against seqeval (strict, IOB2) and nervaluate, and the arithmetic by hand."""

import json
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.data.agreement import agreement, summary
from communique.data.document import Document, Span
from communique.data.errors import CommuniqueError
from communique.data.scheme import default_scheme
from communique.evaluation.resampling import bootstrap_f1, f1_of, ratio
from communique.evaluation.scorer import Count, count_document
from communique.evaluation.scores import divide
from communique.evaluation.strict import strict_report, word_tags

WORDS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
TEXT = " ".join(WORDS)
LABELS = ["PERSON", "ORG", "CONSULT", "AID"]


def random_document(rng: Random) -> Document:
    """Spans over whole words of `TEXT`."""
    starts = [TEXT.index(word) for word in WORDS]
    spans, index = [], 0
    while index < len(WORDS):
        length = rng.choice([1, 1, 2, 3])
        if rng.random() < 0.5 and index + length <= len(WORDS):
            last = index + length - 1
            label = rng.choice(LABELS)
            status = rng.choice(["actual", "future"]) if label in ("CONSULT", "AID") else None
            end = starts[last] + len(WORDS[last])
            spans.append(Span.of(TEXT, starts[index], end, label, id=len(spans) + 1, status=status, score=rng.random()))
            index += length
        else:
            index += 1
    return Document(TEXT, tuple(spans), id="x")


CASES = 10_000


@pytest.fixture(scope="module")
def cases() -> list[tuple[Document, Document]]:
    """Gold and prediction over the same words, some of them without a span."""
    rng = Random(0)
    return [(random_document(rng), random_document(rng)) for _ in range(CASES)]


def exact_total(cases: list[tuple[Document, Document]]) -> Count:
    return sum((count for pair in cases for count in count_document(*pair).spans["exact"].values()), Count())


def test_exact_counts_agree_with_nervaluate_and_seqscore_case_by_case(cases: list[tuple[Document, Document]]) -> None:
    from nervaluate import Evaluator
    from seqscore.scoring import score_label_sequences

    for gold, found in cases:
        total = exact_total([(gold, found)])
        wanted, tags = word_tags(gold, found)
        score, _ = score_label_sequences([tags], [wanted], "BIO", repair=None)
        counted = (score.true_pos, score.true_pos + score.false_neg, score.true_pos + score.false_pos)
        assert counted == (total.right, total.gold, total.predicted)
        if total.gold and total.predicted:
            counts = Evaluator([wanted], [tags], tags=LABELS, loader="list").evaluate()["overall"]["strict"]
            assert (counts.correct, counts.possible, counts.actual) == (total.right, total.gold, total.predicted)


def test_exact_scores_agree_with_seqeval(cases: list[tuple[Document, Document]]) -> None:
    """In parts of one case to five hundred, since seqeval's report is slow."""
    pytest.importorskip("seqeval")
    parts = [cases[i : i + 1] for i in range(200)] + [cases[i : i + 500] for i in range(200, CASES, 500)]
    for part in parts:
        total = exact_total(part)
        strict, _ = strict_report([gold for gold, _ in part], [found for _, found in part])
        assert strict["f1"] == pytest.approx(f1_of(total))
        assert strict["precision"] == pytest.approx(ratio(total.right, total.predicted))
        assert strict["recall"] == pytest.approx(ratio(total.right, total.gold))


@settings(max_examples=100)
@given(st.integers(0, 10**9))
def test_overlap_is_never_below_exact_and_perfect_is_one(seed: int) -> None:
    rng = Random(seed)
    gold, found = random_document(rng), random_document(rng)
    counts = count_document(gold, found)
    for label, exact in counts.spans["exact"].items():
        assert exact.right <= counts.spans["overlap"][label].right <= min(exact.gold, exact.predicted)
    assert all(c.right == c.gold == c.predicted for c in count_document(gold, gold).spans["exact"].values())


def make(*spans: tuple[str, str, str | None]) -> Document:
    found = [
        Span.of(TEXT, TEXT.index(t), TEXT.index(t) + len(t), label, id=n, status=s)
        for n, (t, label, s) in enumerate(spans)
    ]
    return Document(TEXT, tuple(found), id="x")


def test_counts_by_hand() -> None:
    gold = make(
        ("one two", "PERSON", None), ("four", "CONSULT", "future"), ("six", "ORG", None), ("eight", "AID", None)
    )
    found = make(
        ("one", "PERSON", None), ("two", "PERSON", None), ("four", "CONSULT", "actual"), ("six", "PERSON", None)
    )
    counts = count_document(gold, found)
    assert counts.spans["exact"]["PERSON"] == Count(0, 3, 1)
    assert counts.spans["overlap"]["PERSON"] == Count(1, 3, 1)
    assert counts.spans["exact"]["ORG"] == Count(0, 0, 1)
    assert counts.spans["exact"]["CONSULT"] == Count(1, 1, 1)
    assert counts.statuses == {"actual": Count(0, 1, 1), "future": Count(0, 0, 1)}
    assert counts.status_given_trigger == Count(0, 1, 1)


def test_different_texts_are_refused() -> None:
    with pytest.raises(CommuniqueError, match="different texts"):
        count_document(Document("a"), Document("b"))


def test_scores_divide_and_every_key_is_plain() -> None:
    rng = Random(0)
    rows = [count_document(random_document(rng), random_document(rng)) for _ in range(30)]
    fields = ("errors", "confusion", "calibration", "seqeval", "robustness", "relations", "relation_errors")
    measured = {key: {} for key in (*fields, "people", "dates", "events", "event_errors")}
    hashes = {"model_sha256": "a", "data_sha256": "b", "perturbation": None, "seen_sha256": None}
    scores = divide(rows, default_scheme(), {}, words=300, left_out=0, words_per_second=1.0, **hashes, **measured)
    total = sum((c for row in rows for label, c in row.spans["exact"].items() if label in ("PERSON", "ORG")), Count())
    micro = scores.entities["exact"].micro
    assert (micro.right, micro.predicted, micro.gold) == (total.right, total.predicted, total.gold)
    assert micro.f1 == pytest.approx(2 * micro.precision * micro.recall / (micro.precision + micro.recall))
    assert micro.low < micro.f1 < micro.high
    assert json.loads(json.dumps(scores.to_dict()))["documents"] == 30


def test_bootstrap_of_alike_documents_has_no_width() -> None:
    assert bootstrap_f1([Count(1, 2, 2)] * 9) == (0.5, 0.5)
    assert bootstrap_f1([]) == (0.0, 0.0)


def test_agreement_by_hand() -> None:
    first = make(("one two", "PERSON", None), ("four", "CONSULT", "future"))
    second = make(("one", "PERSON", None), ("four", "CONSULT", "actual"))
    scheme = default_scheme()
    found = summary(agreement([first], [second]), scheme.entity_names, scheme.event_names)
    assert {name: row.f1 for name, row in found.items()} == {
        "entities, exact": 0.0, "entities, overlap": 1.0, "triggers, exact": 1.0, "triggers, overlap": 1.0,
        "status of triggers marked alike": 0.0, "relations": 1.0,
    }  # fmt: skip
    with pytest.raises(CommuniqueError, match="one annotation only"):
        agreement([first], [])


def test_resamples_without_a_span_do_not_count() -> None:
    rare = [Count(1, 1, 1), *[Count()] * 9]
    assert bootstrap_f1(rare) == (1.0, 1.0)
    assert bootstrap_f1([Count()] * 3) == (0.0, 0.0)
