"""The relation head: what it may say, and that padding changes nothing."""

import pytest

torch = pytest.importorskip("torch")

from communique.data.scheme import default_scheme  # noqa: E402
from communique.model.tags import IGNORED  # noqa: E402
from communique.training.pairs import PairScorer, pair_loss  # noqa: E402

SCHEME = default_scheme()


def _inputs(*labels: str, spans: int | None = None) -> tuple[torch.Tensor, ...]:
    """States of spans with these labels, in a row padded to `spans`."""
    generator = torch.Generator().manual_seed(1)
    count, size = len(labels), spans or len(labels)
    first, last = torch.zeros(2, 1, size, 8)
    first[:, :count], last[:, :count] = torch.rand(2, 1, count, 8, generator=generator)
    numbers = torch.zeros(3, 1, size, dtype=torch.long)
    numbers[0, 0, :count] = torch.tensor([SCHEME.span_labels.index(label) for label in labels])
    numbers[1, 0, :count] = torch.arange(count) * 3
    return first, last, *numbers, torch.arange(size)[None] < count


@pytest.fixture(scope="module")
def scorer() -> PairScorer:
    torch.manual_seed(1)
    return PairScorer(8, SCHEME).eval()


def test_only_what_the_scheme_allows_can_win(scorer: PairScorer) -> None:
    labels = ("PERSON", "TITLE", "CONSULT", "DATE", "CONSULT")
    shares = scorer(*_inputs(*labels)).softmax(-1)[0]
    for head, one in enumerate(labels):
        for tail, other in enumerate(labels):
            for number, name in enumerate(SCHEME.relation_names, 1):
                legal = SCHEME.relation_fault(one, name, other) is None and head != tail
                assert (shares[head, tail, number] > 0) == legal, (one, name, other)


def test_padding_changes_nothing(scorer: PairScorer) -> None:
    alone = scorer(*_inputs("COUNTRY", "CONSULT", "COUNTRY"))
    padded = scorer(*_inputs("COUNTRY", "CONSULT", "COUNTRY", spans=7))
    assert torch.allclose(alone[0], padded[0, :3, :3], atol=1e-5)


def test_passages_without_spans_leave_the_gradients_whole() -> None:
    torch.manual_seed(1)
    scorer = PairScorer(8, SCHEME)
    one, none = _inputs("COUNTRY", "CONSULT", "DATE"), _inputs(spans=3)
    batch = [torch.cat(parts) for parts in zip(one, none, strict=True)]
    gold = torch.full((2, 3, 3), IGNORED)
    gold[0] = 0
    gold[0, 1, 0] = 1 + SCHEME.relation_names.index("ACTOR")
    pair_loss(scorer(*batch), gold).backward()
    assert all(p.grad is None or bool(p.grad.isfinite().all()) for p in scorer.parameters())


def test_loss_without_pairs_is_nothing(scorer: PairScorer) -> None:
    assert pair_loss(scorer(*_inputs("DATE")), torch.full((1, 1, 1), IGNORED)) == 0
