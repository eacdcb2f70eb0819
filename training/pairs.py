"""The relation head: every ordered pair of spans of a window is scored in one go.

A span is what the encoder says at its first and at its last subword, and its label. The spans of a window then read
each other (one attention layer), so that a trigger knows which participants its neighbours have; a pair is scored from
both ends and from how far apart they stand. Nothing is read twice: the states are those that the tags come from.
"""

import torch
from torch import Tensor, nn

from ..data.scheme import Scheme
from ..model.tags import IGNORED

WIDTH = 192
"""Numbers by which a span is known here."""
_LABEL_WIDTH = 64
_HEADS = 4
_STEPS = 18
"""Buckets of a distance in one direction: 0 to 3, then two for each doubling."""
_SENTENCES = 4
"""Sentences apart that are told from each other."""


class PairScorer(nn.Module):
    """Logits of no relation and of every relation, for every ordered pair of spans.

    Args:
        states: width of the encoder's states.
        scheme: what may be marked; pairs whose labels no relation joins are never given one.
        dropout: probability in training.
    """

    allowed: Tensor

    def __init__(self, states: int, scheme: Scheme, dropout: float = 0.1):
        super().__init__()
        self.label = nn.Embedding(len(scheme.span_labels), _LABEL_WIDTH)
        self.span = nn.Sequential(nn.Dropout(dropout), nn.Linear(2 * states + _LABEL_WIDTH, WIDTH), nn.LayerNorm(WIDTH))
        self.among = _Attention(dropout)
        self.head, self.tail = nn.Linear(WIDTH, WIDTH), nn.Linear(WIDTH, WIDTH)
        self.subwords_apart = nn.Embedding(2 * _STEPS, WIDTH)
        self.spans_apart = nn.Embedding(2 * _STEPS, WIDTH)
        self.sentences_apart = nn.Embedding(2 * _SENTENCES + 1, WIDTH)
        self.out = nn.Sequential(nn.GELU(), nn.Dropout(dropout), nn.Linear(WIDTH, 1 + len(scheme.relations)))
        self.register_buffer("allowed", _allowed(scheme), persistent=False)

    def forward(
        self, first: Tensor, last: Tensor, labels: Tensor, starts: Tensor, sentences: Tensor, there: Tensor
    ) -> Tensor:
        """Logits, shape (batch, spans, spans, 1 + relations): heads in rows, tails in columns, `none` first.

        Args:
            first, last: states at the spans' first and last subwords, shape (batch, spans, states).
            labels, starts, sentences: numbers of each span's label, first subword and sentence, shape (batch, spans);
                spans are in text order.
            there: true where a row of the batch has a span, shape (batch, spans).
        """
        spans = self.span(torch.cat((first, last, self.label(labels)), dim=-1))
        spans = self.among(spans, there)
        order = torch.cumsum(torch.ones_like(starts), dim=1)
        sentence = _apart(sentences).clamp(-_SENTENCES, _SENTENCES) + _SENTENCES
        pairs = (
            self.head(spans)[:, :, None]
            + self.tail(spans)[:, None]
            + self.subwords_apart(_bucket(_apart(starts)))
            + self.spans_apart(_bucket(_apart(order)))
            + self.sentences_apart(sentence)
        )
        itself = (_apart(order) == 0)[..., None]
        fits = self.allowed[labels[:, :, None], labels[:, None]]
        fits = fits & ~(itself & _is_relation(fits))
        logits: Tensor = self.out(pairs).masked_fill(~fits, torch.finfo(torch.float32).min / 2)
        return logits


class _Attention(nn.Module):
    """One pre-norm transformer layer, written out since the graph of torch's own holds to the number of spans that it
    was traced with."""

    def __init__(self, dropout: float):
        super().__init__()
        self.norm, self.inputs, self.outputs = nn.LayerNorm(WIDTH), nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.feed = nn.Sequential(
            nn.LayerNorm(WIDTH),
            nn.Linear(WIDTH, 2 * WIDTH),
            nn.GELU(),
            nn.Dropout(dropout),
            nn.Linear(2 * WIDTH, WIDTH),
        )
        self.dropout = nn.Dropout(dropout)

    def forward(self, spans: Tensor, there: Tensor) -> Tensor:
        query, key, value = self.inputs(self.norm(spans)).unflatten(-1, (3, _HEADS, -1)).permute(2, 0, 3, 1, 4)
        bias = torch.where(there, 0.0, -1e4)[:, None, None]
        weights = ((query @ key.transpose(-1, -2)) * (WIDTH // _HEADS) ** -0.5 + bias).softmax(-1)
        mixed = (weights @ value).transpose(1, 2).flatten(-2)
        spans = spans + self.dropout(self.outputs(mixed))
        read: Tensor = spans + self.dropout(self.feed(spans))
        return read


def pair_loss(logits: Tensor, gold: Tensor) -> Tensor:
    """Cross-entropy over the pairs that may have a relation.

    Args:
        logits: as `PairScorer` gives them.
        gold: numbers of relations, 0 for none, `IGNORED` where there is no pair; shape (batch, spans, spans).
    """
    open_pairs = (gold != IGNORED) & (logits[..., 1:].max(-1).values > torch.finfo(torch.float32).min / 4)
    if not bool(open_pairs.any()):
        return logits.new_zeros(())
    return nn.functional.cross_entropy(logits[open_pairs], gold[open_pairs])


def _allowed(scheme: Scheme) -> Tensor:
    """Whether a relation may join two labels, shape (labels, labels, 1 + relations); `none` always may."""
    names = scheme.span_labels
    rows = [
        [[True, *(scheme.relation_fault(head, name, tail) is None for name in scheme.relation_names)] for tail in names]
        for head in names
    ]
    return torch.tensor(rows)


def _is_relation(fits: Tensor) -> Tensor:
    return torch.arange(fits.shape[-1], device=fits.device) > 0


def _apart(places: Tensor) -> Tensor:
    """How far each tail's place lies behind each head's, shape (batch, heads, tails)."""
    return places[:, None] - places[:, :, None]


def _bucket(distance: Tensor) -> Tensor:
    """The bucket of a distance; those before a span have buckets of their own."""
    size = distance.abs()
    far = (2 * torch.log2(size.clamp(min=1).float())).long().clamp(max=_STEPS - 1)
    return torch.where(size < 4, size, far) + _STEPS * (distance < 0).long()
