from collections.abc import Sequence
from dataclasses import replace

from communique.data.document import Document, Span
from communique.evaluation.robustness import changes, robustness
from communique.evaluation.scorer import count_document


def read(changed: Sequence[Document]) -> list[Document]:
    """All of gold, and a trigger where nobody looked."""
    found = []
    for document in changed:
        ((start, _),) = document.unknown
        extra = Span.of(document.text, start, start + 4, "SUPPORT", id=99)
        found.append(replace(document, spans=(*document.spans, extra)))
    return found


def test_what_is_read_where_nobody_looked_costs_nothing_under_any_change(samples: list[Document]) -> None:
    text = f"{samples[0].text} Nauru blamed Palau."
    gold = replace(samples[0], text=text, unknown=((20, len(text)),))
    found = robustness(read, [gold], [count_document(gold, gold)])
    assert list(found) == [name for name, _ in changes()]
    assert {groups["triggers"].f1 for groups in found.values()} == {1.0}
