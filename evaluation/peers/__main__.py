"""`python -m communique.evaluation.peers`: all tools in one run on the same gold, as a table."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from ...data.corpus import corpus_documents
from ...data.document import Document
from ...data.scheme import EntityLabel, Scheme
from ...data.textfile import write_text
from ...model.reader import Reader
from ..compare import compare_readings
from ..render import grid
from ..run import read
from . import crf, finetune, spacy

COARSE = {
    "PERSON": "PERSON", "ORG": "ORG", "PARTY": "ORG", "IGO": "ORG", "COUNTRY": "PLACE", "PLACE": "PLACE",
    "DEMONYM": "DEMONYM", "DATE": "DATE",
}  # fmt: skip
"""Our labels in the classes that spaCy's small model knows."""
SPACY = {
    "PERSON": "PERSON", "ORG": "ORG", "GPE": "PLACE", "LOC": "PLACE", "FAC": "PLACE", "NORP": "DEMONYM", "DATE": "DATE",
}  # fmt: skip
"""spaCy's labels in the same classes."""
SCHEME = Scheme("coarse", entities=tuple(EntityLabel(name) for name in sorted(set(COARSE.values()))))


def main(
    base: Annotated[str, typer.Option(help="Folder or hub name of the encoder that is fine-tuned.")],
    output: Annotated[Path, typer.Option(help="Markdown file to write.")],
    epochs: Annotated[float, typer.Option(help="Epochs of the plain fine-tune.")] = 3,
) -> None:
    """Scores communique, spaCy, a CRF and a plain fine-tune on the corpus's test split."""
    train, dev, gold = (corpus_documents(split) for split in ("train", "dev", "test"))
    reader = Reader.load()
    tools: dict[str, Callable[[], list[Document]]] = {
        "communique": lambda: read(reader, gold),
        "plain Hugging Face fine-tune": lambda: finetune.read(train, gold, base, epochs),
        "spaCy CNN, trained on our corpus": lambda: spacy.read_trained(train, dev, gold),
        "CRF, trained on our corpus": lambda: crf.read(train, gold),
    }
    pretrained = spacy.read_pretrained([_coarse(document) for document in gold], SPACY)
    readings = {}
    for name, run in tools.items():
        sys.stderr.write(f"{name}\n")
        readings[name] = run()
    coarse = {name: [_coarse(document) for document in documents] for name, documents in readings.items()}
    coarse["spaCy en_core_web_sm, as it is"] = pretrained
    write_text(output, _report(gold, readings, coarse, epochs))


def _coarse(document: Document) -> Document:
    spans = tuple(replace(span, label=COARSE[span.label]) for span in document.spans if span.label in COARSE)
    return replace(document, spans=spans, relations=(), scheme=SCHEME)


def _report(
    gold: Sequence[Document],
    readings: dict[str, list[Document]],
    coarse: dict[str, list[Document]],
    epochs: float,
) -> str:
    return "\n".join(
        [
            "# communique and its peers\n",
            f"Test split, {len(gold)} documents; exact micro-F1 (same bounds, same label). Differences to communique "
            "are in points, with paired document-bootstrap intervals and p by approximate randomisation. Remade by "
            "`evaluation/peers/run`.\n",
            f"All tools learned from the same train split; the plain fine-tune had {epochs:g} epochs of settings of "
            "transformers' `run_ner.py`.\n",
            "## All labels\n",
            _table(gold, readings, ("entities", "triggers")),
            "## The classes that spaCy's model knows\n",
            "PERSON; ORG, PARTY and IGO; COUNTRY and PLACE (spaCy's GPE, LOC and FAC); DEMONYM (NORP); DATE.\n",
            _table([_coarse(document) for document in gold], coarse, ("entities",)),
        ]
    )


def _table(gold: Sequence[Document], readings: dict[str, list[Document]], groups: Sequence[str]) -> str:
    ours = readings["communique"]
    head = ["tool", *(f"{group} {what}" for group in groups for what in ("F1", "difference", "95 %", "p"))]
    rows = []
    for name, reading in readings.items():
        found = compare_readings(gold, ours, reading)
        row = [name]
        for group in groups:
            d = found.overall[group]
            gap = [f"{100 * value:+.1f}" for value in (d.second - d.first, d.low, d.high)]
            row += [
                f"{d.second:.3f}",
                *(("", "", "") if reading is ours else (gap[0], f"{gap[1]} to {gap[2]}", f"{d.p:.4f}")),
            ]
        rows.append(row)
    return grid(head, rows)


if __name__ == "__main__":
    typer.run(main)
