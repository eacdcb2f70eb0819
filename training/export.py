"""From a trained network to a model folder: float16 weights for Hugging Face, an int8 graph for the reader."""

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
from ..model.bundle import CONFIG, GRAPH, HEADS, TOKENIZER, TOKENIZER_CONFIG, WEIGHTS, Manifest, describe_files
from .network import Network, build_network
from .recipe import Recipe

_OPSET = 17


class _Graph(nn.Module):
    """What the reader runs: one unpadded window in, log-probabilities out."""

    def __init__(self, network: Network):
        super().__init__()
        self.network = network

    def forward(self, input_ids: Tensor, shapes: Tensor) -> tuple[Tensor, Tensor]:
        scores = self.network.scores(input_ids, shapes)
        return torch.log_softmax(scores.tags, dim=-1), torch.log_softmax(scores.statuses, dim=-1)


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
    manifest = replace(manifest, files=describe_files(folder, [GRAPH, TOKENIZER, WEIGHTS, HEADS, CONFIG]))
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
    axes = {name: {1: "subwords"} for name in ("input_ids", "shapes", "tags", "statuses")}
    with tempfile.TemporaryDirectory() as scratch, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        plain = Path(scratch) / "plain.onnx"
        torch.onnx.export(
            graph,
            example,
            str(plain),
            input_names=["input_ids", "shapes"],
            output_names=["tags", "statuses"],
            dynamic_axes=axes,
            opset_version=_OPSET,
            dynamo=False,
        )
        logging.getLogger().addFilter(_unwanted)
        try:
            quantize_dynamic(str(plain), str(path), weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
        finally:
            logging.getLogger().removeFilter(_unwanted)


def _unwanted(record: logging.LogRecord) -> bool:
    return "pre-processing before quantization" not in record.getMessage()
