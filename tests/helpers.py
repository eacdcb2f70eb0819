"""Generators of test data."""

from hypothesis import strategies as st

from communique.data.document import Document, Span
from communique.data.scheme import default_scheme

LABELS = default_scheme().span_labels


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Documents with any text, marks and escapes included, and spans at random places."""
    alphabet = st.one_of(
        st.sampled_from("ab {}|\\#-\r\n\té\u0301\u200b\u00a0đ𐍈"), st.characters(exclude_categories=["Cs"])
    )
    text = draw(st.text(alphabet, max_size=60))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    spans = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=False):
        piece = text[start:end]
        if piece and piece == piece.strip() and "\n\n" not in piece:
            spans.append(Span.of(text, start, end, draw(st.sampled_from(LABELS)), id=len(spans) + 1))
    fields = {key: draw(st.sampled_from([None, "2024-03-19", "a b"])) for key in ("id", "source")}
    fields["date"] = draw(st.sampled_from([None, "2024-03-19"]))
    places = draw(st.lists(st.tuples(st.integers(0, len(text)), st.integers(0, len(text))), max_size=2))
    unknown = tuple((min(place), max(place)) for place in places if place[0] != place[1])
    return Document(text, tuple(spans), unknown=unknown, meta=draw(st.sampled_from([{}, {"fiction": "yes"}])), **fields)
