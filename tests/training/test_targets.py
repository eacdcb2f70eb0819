"""What the network is shown of gold; needs no torch."""

import pytest
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from communique.data.document import Document
from communique.data.markup import read_markup
from communique.model.encoding import encode
from communique.model.tags import IGNORED, tag_names
from communique.training.targets import shows_something, targets


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    """A few words whole, all else in letters."""
    pieces = [*"abcdefghijklmnopqrstuvwxyz.", *(f"##{letter}" for letter in "abcdefghijklmnopqrstuvwxyz")]
    names = ["[UNK]", "japan", "fiji", "thanked", "and", *pieces]
    made = Tokenizer(models.WordPiece({name: number for number, name in enumerate(names)}, unk_token="[UNK]"))
    made.normalizer = normalizers.BertNormalizer(lowercase=True)
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return made


def shown(document: Document, tokenizer: Tokenizer) -> list[str]:
    """The tags of subwords; `?` is out of the loss."""
    names = tag_names(document.scheme)
    found = targets(document, encode(tokenizer, document.text))
    return ["?" if tag == IGNORED else names[tag] for tag in found.tags]


@pytest.mark.parametrize(
    ("source", "tags"),
    [
        ("{1:COUNTRY|Japan} {2:SUPPORT|thanked} Fiji.", ["B-COUNTRY", "B-SUPPORT", "O", "O"]),
        ("{1:COUNTRY|Japan} {?|thanked} Fiji.", ["B-COUNTRY", "?", "O", "O"]),
        ("{1:COUNTRY|Japan}{?| thanked }{2:COUNTRY|Fiji}{?|.}", ["B-COUNTRY", "?", "B-COUNTRY", "?"]),
        ("{?|Jap}an {1:SUPPORT|thanked} Fiji.", ["?", "B-SUPPORT", "O", "O"]),
        ("Japan{?| }and Fiji", ["O", "O", "O"]),
    ],
)
def test_subwords_of_unknown_stretches_are_out_of_the_loss(tokenizer: Tokenizer, source: str, tags: list[str]) -> None:
    assert shown(read_markup(f"{source}\n---\n"), tokenizer)[: len(tags)] == tags


@pytest.mark.parametrize(("source", "expected"), [("Fiji", True), ("{?|Fiji}", False), (" {?|Fiji} ", False)])
def test_a_text_without_a_known_subword_shows_nothing(tokenizer: Tokenizer, source: str, expected: bool) -> None:
    assert shows_something(read_markup(f"{source}\n---\n"), tokenizer) is expected
