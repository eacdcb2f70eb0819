"""Documents, the label scheme, the corpus and its forms."""

from .corpus import corpus_documents, load_corpus, load_documents, to_dataset
from .document import Document, Relation, Span
from .errors import CommuniqueError, DataError, Fault
from .files import read_documents, write_documents
from .scheme import Scheme, default_scheme

__all__ = [
    "CommuniqueError",
    "DataError",
    "Document",
    "Fault",
    "Relation",
    "Scheme",
    "Span",
    "corpus_documents",
    "default_scheme",
    "load_corpus",
    "load_documents",
    "read_documents",
    "to_dataset",
    "write_documents",
]
