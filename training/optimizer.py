"""Which weights learn, and how fast."""

from torch import nn
from torch.optim import AdamW, Optimizer
from torch.optim.lr_scheduler import LRScheduler
from transformers import get_linear_schedule_with_warmup

from .network import Network
from .recipe import Recipe


def build_optimizer(network: Network, recipe: Recipe, steps: int) -> tuple[Optimizer, LRScheduler]:
    """AdamW with a rate a layer: the lower the layer, the slower; embeddings and the lowest layers may stand still.

    The encoder knows more of English than our corpus can teach; what it learns here should change
    it as little as the task allows, or words that training never showed would drift.
    """
    bert = network.classifier.bert
    layers = list(bert.encoder.layer)
    shapes = bert.embeddings.token_type_embeddings
    rates: list[tuple[nn.Module, float]] = [
        (network.classifier.classifier, recipe.head_rate),
        (network.status, recipe.head_rate),
        (network.pairs, recipe.pair_rate),
        (shapes, recipe.head_rate),
    ]
    for depth, layer in enumerate(layers):
        frozen = depth < recipe.frozen_layers
        rates.append((layer, 0.0 if frozen else recipe.learning_rate * recipe.layer_decay ** (len(layers) - 1 - depth)))
    lowest = 0.0 if recipe.freeze_embeddings else recipe.learning_rate * recipe.layer_decay ** len(layers)
    rates += [(module, lowest) for module in bert.embeddings.children() if module is not shapes]
    groups = []
    for module, rate in rates:
        for parameter in module.parameters():
            parameter.requires_grad_(rate > 0)
            if rate > 0:
                groups.append(
                    {
                        "params": [parameter],
                        "lr": rate,
                        "weight_decay": recipe.weight_decay if parameter.ndim > 1 else 0.0,
                    }
                )
    optimizer = AdamW(groups)
    return optimizer, get_linear_schedule_with_warmup(optimizer, round(recipe.warmup * steps), steps)
