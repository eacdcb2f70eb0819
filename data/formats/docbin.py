"""spaCy's DocBin: the `.spacy` files that `spacy convert`, Prodigy and our own `write` make and `spacy train` reads.

Read are a doc's entities, or one group of its spans; tokens that spaCy holds for not annotated come as unknown spans.
Parsing, categories, links and lemmas are passed over. `Doc.user_data` holds the header: `id`, `date`, `source` and
other strings by their names, as in the exchange form; an id may be the extension `doc._.id` as well.

A file cannot hold relations, a status other than the scheme's default, and scores: `write` counts them. Words in an
unknown stretch are written as not annotated.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..document import Document
from ..errors import CommuniqueError, Fault, needs_extra
from ..stretches import touched
from ..textfile import write_bytes
from .held import header_fields, not_held
from .objects import header
from .raw import RawDocument, RawSpan
from .tags import open_runs
from .tokens import spaced_tokens

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

_EXTENSION_ID = ("._.", "id", None, None)
"""Where spaCy keeps `doc._.id`; read here, the extension need not be registered, which is global."""


def parse(path: Path, left_out: Counter[str] | None = None, key: str = "sc") -> tuple[list[RawDocument], list[Fault]]:
    """Reads a `.spacy` file.

    Args:
        path: the file.
        left_out: is told how many `grouped spans` were passed over, in docs that have entities as well and in groups of
            other names. Default: nobody is told.
        key: the group of spans to read where a doc has no entities; `sc` is that of spaCy's span categorizer. Its spans
            may overlap.

    Returns:
        The documents, wholly unknown where nothing is annotated; and faults: a file that is no whole DocBin, a doc
        whose only annotation is groups of other names. Lines of both are numbers of docs, from 1. A doc without an id
        is called after the file: `train-3` is the third of `train.spacy`.

    Raises:
        CommuniqueError: spaCy is not installed.
    """
    with needs_extra("spacy"):
        from spacy.tokens import DocBin
        from spacy.vocab import Vocab
    documents: list[RawDocument] = []
    faults: list[Fault] = []
    passed = Counter[str]() if left_out is None else left_out
    number = 0
    try:
        for number, doc in enumerate(DocBin().from_disk(path).get_docs(Vocab()), 1):
            try:
                documents.append(_raw(doc, path, number, key, passed))
            except CommuniqueError as error:
                faults.append(Fault(str(path), number, str(error)))
    except OSError as error:
        faults.append(Fault(str(path), 0, f"cannot be read ({error.strerror}); expected a .spacy file"))
    except Exception as error:  # broken bytes end in whatever zlib, msgpack, numpy or spaCy raise
        why = f"{type(error).__name__}: {' '.join(str(error).split())}"
        where = f"not readable after doc {number}" if number else "not a DocBin"
        faults.append(Fault(str(path), 0, f"{where} ({why}); expected a .spacy file as spaCy 3 writes it"))
    return documents, faults


def _raw(doc: "Doc", path: Path, number: int, key: str, left_out: Counter[str]) -> RawDocument:
    grouped = not doc.ents and key in doc.spans
    others = [name for name, group in doc.spans.items() if len(group)]
    if not grouped and others and not doc.has_annotation("ENT_IOB"):
        given = f"doc has no entities and no group of spans {key!r}, but {', '.join(map(repr, others))}"
        raise CommuniqueError(f"{given}; name the one to read, such as the option `key={others[0]}`")
    marks = doc.spans[key] if grouped else doc.ents
    spans = [RawSpan(mark.start_char, mark.end_char, mark.label_, line=number) for mark in marks]
    left_out["grouped spans"] += sum(map(len, doc.spans.values())) - (len(spans) if grouped else 0)
    left = () if grouped else _open_spans(doc, number)
    data = {name: value for name, value in doc.user_data.items() if isinstance(name, str)}
    fields = header({"id": doc.user_data.get(_EXTENSION_ID), **data})
    fields["id"] = fields["id"] or f"{path.stem}-{number}"
    return RawDocument(str(path), number, doc.text, (*spans, *left), **fields)


def _open_spans(doc: "Doc", number: int) -> Iterator[RawSpan]:
    """What the annotator left open: spaCy keeps `missing` apart from `O`."""
    words = [token for token in doc if not token.text.isspace()]
    for first, last in open_runs([token.ent_iob == 0 for token in words]):
        end = words[last - 1].idx + len(words[last - 1])
        yield RawSpan(words[first].idx, end, "", line=number, unknown=True)


def write(documents: Sequence[Document], path: Path) -> Counter[str]:
    """Writes a `.spacy` file whose tokens are words cut where a span begins or ends: no span can be out of line.

    Returns:
        How many `relations`, `statuses` and `scores` the file does not hold; empty where it holds all.

    Raises:
        CommuniqueError: spaCy is not installed, or the file cannot be written.
    """
    with needs_extra("spacy"):
        from spacy.tokens import DocBin
        from spacy.vocab import Vocab
    vocab = Vocab()
    packed = DocBin(docs=[_doc(document, vocab) for document in documents], store_user_data=True)
    write_bytes(path, packed.to_bytes())
    return not_held(documents, "unknown")


def _doc(document: Document, vocab: "Vocab") -> "Doc":
    from spacy.tokens import Doc

    rows = spaced_tokens(document)
    words = [document.text[start:end] for start, end, _ in rows]
    doc = Doc(vocab, words=words, spaces=[spaced for *_, spaced in rows], user_data=header_fields(document))
    marks = [doc.char_span(span.start, span.end, span.label, alignment_mode="strict") for span in document.spans]
    assert None not in marks, "words are cut at the edges of spans"
    left = touched([(start, end) for start, end, _ in rows], document.unknown)
    doc.set_ents(marks, missing=[doc[at : at + 1] for at, is_open in enumerate(left) if is_open], default="outside")
    return doc
