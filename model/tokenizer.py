"""The tokenizer of a checkpoint: the encoder's own, with letters folded that Unicode cannot take apart."""

import json
from pathlib import Path

from tokenizers import Tokenizer, normalizers

from ..data.letters import FOLDED


def load_tokenizer(path: Path) -> Tokenizer:
    """A `tokenizer.json` that reads a text's own `[SEP]` as five characters and truncates nothing."""
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.encode_special_tokens = True
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def folding_tokenizer(path: Path) -> Tokenizer:
    """An uncased BERT's `tokenizer.json` with `FOLDED` in front of its own normalizer,
    without truncation and padding."""
    tokenizer = load_tokenizer(path)
    if not _folds(tokenizer):
        folds = [normalizers.Replace(letter, to) for letter, to in FOLDED.items()]
        tokenizer.normalizer = normalizers.Sequence([*folds, tokenizer.normalizer])
    return tokenizer


def _folds(tokenizer: Tokenizer) -> bool:
    normalizer = json.loads(tokenizer.to_str())["normalizer"]
    return (
        normalizer is not None
        and normalizer["type"] == "Sequence"
        and normalizer["normalizers"][0]["type"] == "Replace"
    )
