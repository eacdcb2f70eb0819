"""A tiny tokenizer, encoder and model, built on the spot: tests need no network and no released weights."""

import sys
from pathlib import Path

import pytest

from communique.cli import main
from communique.data.document import Document
from communique.data.markup import read_markup

ROOT = Path(__file__).resolve().parents[1]

SAMPLES = [
    "# id: a\n{1:COUNTRY|Japan} {2:SUPPORT|thanked} {3:COUNTRY|Fiji}.\n---\n2 ACTOR 1\n2 RECIPIENT 3\n",
    "# id: b\n{1:COUNTRY|Fiji} will {2:CONSULT.future|visit} {3:COUNTRY|Japan} on {4:DATE|Monday}.\n---\n"
    "2 ACTOR 1\n2 RECIPIENT 3\n2 DATE 4\n",
    "# id: c\n{1:DEMONYM|Lao} {2:TITLE|President} {3:PERSON|Bounmy} {4:CONSULT|met} {5:PERSON|Long}.\n---\n"
    "2 OF 1\n3 HOLDS 2\n4 ACTOR 3 5\n",
    "# id: d\nThe match ended 2-1 in {1:PLACE|Hanoi}.\n---\n",
]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Runs a command in this process; gives exit status, standard output, standard error."""

    def call(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["communique", *map(str, words)])
        with pytest.raises(SystemExit) as end:
            main()
        out = capsys.readouterr()
        return int(end.value.code or 0), out.out, out.err

    return call


@pytest.fixture(scope="session")
def samples() -> list[Document]:
    """Four short marked documents."""
    return [read_markup(sample) for sample in SAMPLES]


@pytest.fixture(scope="session")
def tiny_encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a random BERT of two narrow layers and an uncased tokenizer of letters and a few words."""
    torch = pytest.importorskip("torch")
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers
    from transformers import BertConfig, BertModel

    folder = tmp_path_factory.mktemp("encoder")
    pieces = [*"abcdefghijklmnopqrstuvwxyz0123456789.,-'\"()"]
    words = ["japan", "fiji", "thanked", "visit", "monday", "lao", "president", "met", "the", "will", "on", "hanoi"]
    names = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *words, *pieces, *(f"##{piece}" for piece in pieces)]
    vocabulary = {name: number for number, name in enumerate(names)}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.save(str(folder / "tokenizer.json"))
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(names),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=64,
        pad_token_id=0,
    )
    BertModel(config).save_pretrained(folder)
    return folder


@pytest.fixture(scope="session")
def tiny_model(tiny_encoder: Path, samples: list[Document], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model folder trained until it knows the four samples by heart."""
    from communique.training import Recipe, train

    folder = tmp_path_factory.mktemp("model") / "tiny"
    plain = {
        "swap_names": 0.0,
        "swap_states": 0.0,
        "perturb": {},
        "no_shapes": 0.7,
        "dropout": 0.0,
        "freeze_embeddings": False,
    }
    recipe = Recipe(
        base=str(tiny_encoder), epochs=8, batch=4, learning_rate=5e-3, head_rate=2e-2, pair_rate=3e-3, averaged_epochs=1, warmup=0.05,
        **plain,
    )  # fmt: skip
    train(samples * 12, dev_of(samples), folder, recipe)
    return folder


def dev_of(samples: list[Document]) -> list[Document]:
    """The same marks in texts that differ a little."""
    return [Document(f"{d.text} More soon.", d.spans, d.relations, id=f"dev-{d.id}") for d in samples]
