"""Who stands for whom: mentions without a name, led back to the names that they point at."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ..document import Document, Span


@dataclass(frozen=True, slots=True)
class Referent:
    """A span that names somebody or something, and the mentions that lead to it, the first one first."""

    span: Span
    chain: tuple[Span, ...] = ()


class Chains:
    """The relations of a document, ready to be followed.

    Args:
        document: with relations.
    """

    def __init__(self, document: Document):
        self.document = document

    @cached_property
    def _tails(self) -> dict[tuple[int, str], list[Span]]:
        tails = defaultdict(list)
        for relation in self.document.relations:
            tails[relation.head, relation.label].append(self.document.by_id[relation.tail])
        return {key: sorted(spans, key=lambda span: span.start) for key, spans in tails.items()}

    @cached_property
    def _heads(self) -> dict[tuple[int, str], list[Span]]:
        heads = defaultdict(list)
        for relation in self.document.relations:
            heads[relation.tail, relation.label].append(self.document.by_id[relation.head])
        return {key: sorted(spans, key=lambda span: span.start) for key, spans in heads.items()}

    def tails(self, span: Span, label: str) -> list[Span]:
        """The spans to which relations of this label lead from a span, in text order."""
        return self._tails.get((span.id, label), [])

    def heads(self, span: Span, label: str) -> list[Span]:
        """The spans from which relations of this label lead to a span, in text order."""
        return self._heads.get((span.id, label), [])

    def referents(self, span: Span) -> tuple[Referent, ...]:
        """What a mention stands for: the ends of its COREF chains, or the holder of an office; itself where none is.

        Each span is passed once, so that the chain to it is one of several. A chain that runs in a circle ends where
        it would begin again.
        """
        found: list[Referent] = []
        seen: set[int] = set()
        waiting: list[tuple[Span, tuple[Span, ...]]] = [(span, ())]
        while waiting:
            here, chain = waiting.pop()
            if here.id in seen:
                continue
            seen.add(here.id)
            passed = {here.id, *(step.id for step in chain)}
            ways = [way for way in self._ways(here) if way.id not in passed]
            if not ways:
                found.append(Referent(here, chain))
            further = (*chain, here)
            waiting += [(way, further) for way in reversed(ways) if way.id not in seen]
        return tuple(found)

    def _ways(self, span: Span) -> list[Span]:
        return self.tails(span, "COREF") or (self.heads(span, "HOLDS") if span.label == "TITLE" else [])

    @cached_property
    def _full_names(self) -> dict[tuple[str, str], Span]:
        found = {}
        for (head, label), tails in self._tails.items():
            if label == "ALIAS":
                short = self.document.by_id[head]
                found[short.label, short.text.casefold()] = tails[0]
        return found

    def full_name(self, span: Span) -> Span:
        """The full name that the text puts beside a short one, wherever the short one stands; else the span itself."""
        full = self._full_names.get((span.label, span.text.casefold()), span)
        return full if len(full.text) > len(span.text) else span

    def up(self, span: Span) -> Iterator[Span]:
        """What a span is OF, and what that is OF in turn, nearest first; each span once."""
        waiting, seen = self.tails(span, "OF"), {span.id}
        while waiting:
            other, *waiting = waiting
            if other.id not in seen:
                seen.add(other.id)
                yield other
                waiting = [*waiting, *self.tails(other, "OF")]
