"""A plain Hugging Face fine-tune: the same encoder, `AutoModelForTokenClassification` and `Trainer`, settings of
transformers' own `run_ner.py` but for the epochs."""

from collections.abc import Callable, Iterable, Sequence
from tempfile import TemporaryDirectory
from typing import Any

import torch
from transformers import (
    AutoModelForTokenClassification,
    AutoTokenizer,
    DataCollatorForTokenClassification,
    Trainer,
    TrainingArguments,
    set_seed,
)

from ...data.document import Document
from ...model.tags import tag_names
from .words import Sentence, from_tags, sentences

IGNORED = -100


def read(
    train: Sequence[Document],
    texts: Sequence[Document],
    base: str,
    epochs: float = 5,
    seed: int = 42,
    cut: Callable[[Document], Iterable[Sentence]] = sentences,
) -> list[Document]:
    """What the encoder `base`, fine-tuned on `train`, makes of texts.

    Sentences are cut at 512 subwords; a word's first subword carries its tag. The head begins anew where `base` has one
    of other labels, and weights are learned in 32 bits, whatever they are stored in.

    Args:
        train: marked documents of one scheme.
        texts: documents whose marks are not looked at.
        base: folder or hub name of the weights.
        epochs: passes over `train`.
        seed: decides the head's first weights and the order of sentences.
        cut: the sentences of a document. Default: ours.
    """
    set_seed(seed)
    names = tag_names(train[0].scheme)
    tokenizer = AutoTokenizer.from_pretrained(base)
    model = AutoModelForTokenClassification.from_pretrained(
        base, num_labels=len(names), ignore_mismatched_sizes=True, dtype=torch.float32
    )
    learned = [_item(tokenizer, sentence, names) for document in train for sentence in cut(document)]
    with TemporaryDirectory() as folder:
        arguments = TrainingArguments(
            folder, num_train_epochs=epochs, seed=seed, save_strategy="no", report_to=[], disable_tqdm=True,
            logging_strategy="no",
        )  # fmt: skip
        Trainer(model, arguments, DataCollatorForTokenClassification(tokenizer), learned).train()
    model.eval()
    return [
        from_tags(document, [(s.bounds, _tags(model, tokenizer, s, names)) for s in cut(document)])
        for document in texts
    ]


def _encode(tokenizer: Any, sentence: Sentence) -> Any:
    return tokenizer(sentence.words, is_split_into_words=True, truncation=True, max_length=512)


def _item(tokenizer: Any, sentence: Sentence, names: Sequence[str]) -> dict[str, Any]:
    encoding = _encode(tokenizer, sentence)
    words = encoding.word_ids()
    labels = [
        IGNORED if word is None or word == before else names.index(sentence.tags[word])
        for word, before in zip(words, [None, *words], strict=False)
    ]
    return {**encoding, "labels": labels}


@torch.no_grad()
def _tags(model: Any, tokenizer: Any, sentence: Sentence, names: Sequence[str]) -> list[str]:
    encoding = _encode(tokenizer, sentence)
    best = model(**encoding.convert_to_tensors("pt", prepend_batch_axis=True)).logits[0].argmax(-1).tolist()
    tags = ["O"] * len(sentence.words)
    seen: set[int] = set()
    for word, number in zip(encoding.word_ids(), best, strict=True):
        if word is not None and word not in seen:
            seen.add(word)
            tags[word] = names[number]
    return tags
