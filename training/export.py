"""From a trained network to a model folder: float16 weights for Hugging Face, graphs for the reader."""

import copy
import json
import logging
import tempfile
import warnings
from dataclasses import replace
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from torch import Tensor, nn

from ..data.textfile import write_text
from ..model.bundle import (
    CONFIG,
    GRAPH,
    HEADS,
    PAIR_GRAPH,
    PAIR_INPUTS,
    TOKENIZER,
    TOKENIZER_CONFIG,
    WEIGHTS,
    Manifest,
    describe_files,
)
from .network import Network, build_network
from .recipe import Recipe

_OPSET = 17


class _Graph(nn.Module):
    """What the reader runs first: one unpadded window in, log-probabilities and states out."""

    def __init__(self, network: Network):
        super().__init__()
        self.network = network

    def forward(self, input_ids: Tensor, shapes: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        scores = self.network.scores(input_ids, shapes)
        return torch.log_softmax(scores.tags, dim=-1), torch.log_softmax(scores.statuses, dim=-1), scores.states


class _PairGraph(nn.Module):
    """What it runs then: the spans of one window in, log-probabilities of their relations out."""

    def __init__(self, network: Network):
        super().__init__()
        self.pairs = network.pairs

    def forward(self, first: Tensor, last: Tensor, labels: Tensor, starts: Tensor, sentences: Tensor) -> Tensor:
        there = torch.ones_like(labels, dtype=torch.bool)
        return torch.log_softmax(self.pairs(first, last, labels, starts, sentences, there), dim=-1)


def export(network: Network, tokenizer: Tokenizer, recipe: Recipe, folder: Path, version: str) -> Manifest:
    """Writes the model folder, its scores not yet calibrated.

    The graph is made from the rounded weights that are written beside it, so that both are one model.
    """
    folder.mkdir(parents=True, exist_ok=True)
    manifest = Manifest(network.scheme, recipe.window, recipe.overlap, version=version)
    manifest.save(folder)
    network.save(folder)
    _save_tokenizer(tokenizer, folder, recipe.window + 2)
    rounded = build_network(folder, network.scheme)
    write_graph(rounded, folder / GRAPH)
    if network.scheme.relations:
        write_pair_graph(rounded, folder / PAIR_GRAPH)
    names = [name for name in (GRAPH, PAIR_GRAPH, TOKENIZER, WEIGHTS, HEADS, CONFIG) if (folder / name).exists()]
    manifest = replace(manifest, files=describe_files(folder, names))
    manifest.save(folder)
    return manifest


def _save_tokenizer(tokenizer: Tokenizer, folder: Path, longest: int) -> None:
    """The tokenizer as it is, and what transformers, 4 and 5 alike, needs to read it: `longest` is the length of the
    windows that training showed, special tokens counted; on longer ones the pipeline loses half a point and more."""
    names = {f"{name}_token": f"[{name.upper()}]" for name in ("unk", "sep", "pad", "cls", "mask")}
    inputs = ["input_ids", "token_type_ids", "attention_mask"]
    config = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "model_max_length": longest,
        "model_input_names": inputs,
        **names,
    }
    write_text(folder / TOKENIZER_CONFIG, json.dumps(config, indent=1) + "\n")
    write_text(folder / TOKENIZER, tokenizer.to_str(pretty=False))


def write_graph(network: Network, path: Path) -> None:
    """Exports the network and rounds its matrices to int8, per channel.

    Seven bits are used (`reduce_range`): processors with AVX2 but without VNNI add pairs of products in
    16 bits, which eight-bit weights would overflow.
    """
    graph = _Graph(copy.deepcopy(network)).eval()
    graph.network.classifier.set_attn_implementation("eager")
    example = torch.zeros((1, 16), dtype=torch.long), torch.zeros((1, 16), dtype=torch.long)
    axes = {name: {1: "subwords"} for name in ("input_ids", "shapes", "tags", "statuses", "states")}
    with tempfile.TemporaryDirectory() as scratch, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        plain = Path(scratch) / "plain.onnx"
        torch.onnx.export(
            graph,
            example,
            str(plain),
            input_names=["input_ids", "shapes"],
            output_names=["tags", "statuses", "states"],
            dynamic_axes=axes,
            opset_version=_OPSET,
            dynamo=False,
        )
        logging.getLogger().addFilter(_unwanted)
        try:
            quantize_dynamic(str(plain), str(path), weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
        finally:
            logging.getLogger().removeFilter(_unwanted)


def write_pair_graph(network: Network, path: Path) -> None:
    """Exports the relation head as it is: it is small, and rounding it gains nothing."""
    width = network.classifier.config.hidden_size
    states, numbers = torch.zeros((1, 2, width)), torch.zeros((1, 2), dtype=torch.long)
    axes = {name: {1: "spans"} for name in PAIR_INPUTS} | {"relations": {1: "spans", 2: "spans"}}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            _PairGraph(copy.deepcopy(network)).eval(),
            (states, states, numbers, numbers, numbers),
            str(path),
            input_names=list(PAIR_INPUTS),
            output_names=["relations"],
            dynamic_axes=axes,
            opset_version=_OPSET,
            dynamo=False,
        )


def _unwanted(record: logging.LogRecord) -> bool:
    return "pre-processing before quantization" not in record.getMessage()
