"""The tokenizer of a checkpoint: the encoder's own, with letters folded that Unicode cannot take apart."""

import json
from pathlib import Path

from tokenizers import Tokenizer, normalizers

from ..data.letters import FOLDED


def folding_tokenizer(path: Path) -> Tokenizer:
    """An uncased BERT's `tokenizer.json` with `FOLDED` in front of its own normalizer,
    without truncation and padding."""
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_truncation()
    tokenizer.no_padding()
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
