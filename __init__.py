"""communique reads diplomatic news: who met, praised, asked, accused or helped whom.

>>> import communique
>>> document = communique.predict("Lao Prime Minister Khamsone Vilay thanked Japan on Monday.")
>>> [span.text for span in document.entities]
['Lao', 'Prime Minister', 'Khamsone Vilay', 'Japan', 'Monday']
>>> [(span.text, span.label, span.status) for span in document.triggers]
[('thanked', 'SUPPORT', 'actual')]

Importing this package loads no model and no heavy library; the first prediction does.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .data.document import Document, Relation, Span
    from .data.errors import CommuniqueError
    from .data.records.table import to_dataframe
    from .data.scheme import Scheme
    from .model.reader import Reader

__version__ = "0.3.0"
__all__ = [
    "CommuniqueError",
    "Document",
    "Reader",
    "Relation",
    "Scheme",
    "Span",
    "__version__",
    "predict",
    "to_dataframe",
]

_HOMES = {
    "CommuniqueError": "data.errors",
    "Document": "data.document",
    "Relation": "data.document",
    "Scheme": "data.scheme",
    "Span": "data.document",
    "Reader": "model.reader",
    "to_dataframe": "data.records.table",
}


_PARTS = ("data", "evaluation", "model", "training")


def __dir__() -> list[str]:
    return [*__all__, *_PARTS]


def __getattr__(name: str) -> Any:
    if name in _PARTS:
        return import_module(f".{name}", __name__)
    if name in _HOMES:
        return getattr(import_module(f".{_HOMES[name]}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def predict(text: str, date: str | None = None) -> "Document":
    """Marks one text with the released model, which is loaded once.

    Args:
        text: any text, of any length.
        date: publication date, YYYY-MM-DD, from which the text's dates are counted.

    Returns:
        The text as a `Document` with scored spans and relations, people and events. `Reader` has more options and reads
        many texts.

    Raises:
        CommuniqueError: `text` is no string, or `date` no date.
    """
    from .model.reader import released_reader

    return released_reader().predict(text, date)
