"""The network that is trained: an encoder, a tag for every subword, a status for every trigger, a relation for every
pair of spans."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from transformers import AutoConfig, BertForTokenClassification

from ..data.scheme import Scheme
from ..model.bundle import HEADS, MANIFEST, WEIGHTS, load_manifest
from ..model.encoding import SHAPES
from ..model.tags import IGNORED, tag_names
from .pairs import PairScorer, pair_loss


@dataclass(frozen=True, slots=True)
class Scores:
    """Logits of tags, shape (batch, subwords, tags), and of statuses, shape (batch, subwords, statuses), and the states
    that they and the relations come from, shape (batch, subwords, width)."""

    tags: Tensor
    statuses: Tensor
    states: Tensor


class Network(nn.Module):
    """`BertForTokenClassification` as Hugging Face knows it, and a status head of ours on the same states."""

    tag_weights: Tensor | None

    def __init__(self, classifier: BertForTokenClassification, scheme: Scheme, weights: Sequence[float] | None = None):
        super().__init__()
        self.register_buffer("tag_weights", None if weights is None else torch.tensor(weights), persistent=False)
        self.classifier = classifier
        self.scheme = scheme
        self.status = nn.Linear(classifier.config.hidden_size, max(1, len(scheme.statuses)))
        self.pairs = PairScorer(classifier.config.hidden_size, scheme)

    def scores(self, input_ids: Tensor, token_type_ids: Tensor, attention_mask: Tensor | None = None) -> Scores:
        """Logits for a batch; `token_type_ids` carry letter shapes."""
        states = self.classifier.bert(
            input_ids, token_type_ids=token_type_ids, attention_mask=attention_mask
        ).last_hidden_state
        states = self.classifier.dropout(states)
        return Scores(self.classifier.classifier(states), self.status(states), states)

    def forward(
        self,
        input_ids: Tensor,
        token_type_ids: Tensor,
        attention_mask: Tensor,
        labels: Tensor | None = None,
        statuses: Tensor | None = None,
        spans: Tensor | None = None,
        relations: Tensor | None = None,
    ) -> dict[str, Tensor]:
        """What the Trainer asks for: logits, and the loss where gold is given (`IGNORED` marks places without it).

        `spans` are gold spans as `Passages` gives them, shape (batch, spans, 4): first and last subword, label,
        sentence; `relations` are the numbers of their relations, shape (batch, spans, spans).
        """
        scores = self.scores(input_ids, token_type_ids, attention_mask)
        out = {"logits": scores.tags, "status_logits": scores.statuses}
        if labels is not None and statuses is not None:
            loss = nn.functional.cross_entropy(
                scores.tags.flatten(0, 1), labels.flatten(), self.tag_weights, ignore_index=IGNORED
            )
            if bool((statuses != IGNORED).any()):
                loss = loss + STATUS_WEIGHT * nn.functional.cross_entropy(
                    scores.statuses.flatten(0, 1), statuses.flatten(), ignore_index=IGNORED
                )
            if spans is not None and relations is not None and spans.shape[1] and self.scheme.relations:
                logits = self.pair_scores(scores.states, spans, (relations != IGNORED).any(-1))
                out["pair_logits"] = logits
                loss = loss + PAIR_WEIGHT * pair_loss(logits, relations)
            out = {"loss": loss, **out}
        return out

    def pair_scores(self, states: Tensor, spans: Tensor, there: Tensor) -> Tensor:
        """Logits of the relations between spans, shape (batch, spans, spans, 1 + relations)."""
        first, last, labels, sentences = spans.unbind(-1)
        rows = torch.arange(len(spans), device=spans.device)[:, None]
        logits: Tensor = self.pairs(states[rows, first], states[rows, last], labels, first, sentences, there)
        return logits

    def save(self, folder: Path) -> None:
        """Writes `config.json` and `model.safetensors` for the standard class,
        and `heads.safetensors` beside them, all as float16."""
        self.classifier.half()
        self.classifier.save_pretrained(folder)
        self.classifier.float()
        heads = {**self.status.state_dict(prefix="status."), **self.pairs.state_dict(prefix="pairs.")}
        save_file({name: value.half().contiguous() for name, value in heads.items()}, folder / HEADS, {"format": "pt"})


STATUS_WEIGHT = 0.3
"""Share of the status loss beside the tag loss: there are about ten subwords with a tag for each trigger."""
PAIR_WEIGHT = 3.0
"""Share of the relation loss beside the tag loss."""


def build_network(base: str | Path, scheme: Scheme, weights: Sequence[float] | None = None) -> Network:
    """A network on a plain encoder, or on a checkpoint of ours, whose heads go on where they name the same labels.

    Args:
        base: a folder with `config.json` and `model.safetensors`.
        scheme: what is to be marked; its tags become the checkpoint's `id2label`.
        weights: of the tags in the loss; alike if None.
    """
    names = tag_names(scheme)
    known = list(AutoConfig.from_pretrained(base).id2label.values())
    same = known == names
    config = AutoConfig.from_pretrained(
        base, num_labels=len(names), id2label=dict(enumerate(names)), label2id={n: i for i, n in enumerate(names)}
    )
    classifier = BertForTokenClassification.from_pretrained(
        base, config=config, dtype=torch.float32, ignore_mismatched_sizes=not same
    )
    if not same:
        nn.init.normal_(classifier.classifier.weight, std=config.initializer_range)
        nn.init.zeros_(classifier.classifier.bias)
        _keep_tags(classifier.classifier, Path(base), known, names)
    if config.type_vocab_size < SHAPES:
        _grow_shapes(classifier)
    network = Network(classifier, scheme, weights)
    if (Path(base) / HEADS).exists() and (Path(base) / MANIFEST).exists():
        _load_heads(network, Path(base))
    return network


def _keep_tags(head: nn.Linear, base: Path, known: Sequence[str], names: Sequence[str]) -> None:
    """The rows of tags that the base knows by the same names go on; `O` only beside another."""
    old = load_file(base / WEIGHTS)
    if set(known) & set(names) - {"O"} and "classifier.weight" in old:
        _take_rows(head.weight.data, old["classifier.weight"], names, known)
        _take_rows(head.bias.data, old["classifier.bias"], names, known)


def _load_heads(network: Network, base: Path) -> None:
    """Takes over what a checkpoint of ours knows of the same statuses, relations and labels, by their names."""
    known, wanted = load_manifest(base).scheme, network.scheme
    rows = {
        "status.": (wanted.status_names, known.status_names),
        "pairs.label.": (wanted.span_labels, known.span_labels),
        "pairs.out.2.": (("none", *wanted.relation_names), ("none", *known.relation_names)),
    }
    related = set(wanted.relation_names) & set(known.relation_names)
    old = load_file(base / HEADS)
    for name, value in network.state_dict().items():
        if name in old and (related or not name.startswith("pairs.")):
            names = next((names for prefix, names in rows.items() if name.startswith(prefix)), None)
            if names is None:
                value.copy_(old[name])
            else:
                _take_rows(value, old[name], *names)


def _take_rows(new: Tensor, old: Tensor, names: Sequence[str], known: Sequence[str]) -> None:
    """Copies the rows of those names that are known, wherever they stood."""
    for row, name in enumerate(names):
        if name in known:
            new[row] = old[known.index(name)]


def _grow_shapes(classifier: BertForTokenClassification) -> None:
    """Every letter shape starts as the plain encoder's token type 0."""
    old = classifier.bert.embeddings.token_type_embeddings.weight.data
    new = nn.Embedding(SHAPES, old.shape[1])
    new.weight.data = old[:1].repeat(SHAPES, 1).clone()
    classifier.bert.embeddings.token_type_embeddings = new
    classifier.config.type_vocab_size = SHAPES
