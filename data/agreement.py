"""How far two annotators of the same texts agree (section 6 of the guidelines)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .document import Document, Span
from .errors import CommuniqueError
from .rewrite import known_part


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement of one kind of mark: F1 of one annotator against the other, which is the same both ways."""

    both: int
    """Marks that both made."""
    first: int
    """Marks of the first annotator."""
    second: int
    """Marks of the second annotator."""

    @property
    def f1(self) -> float:
        """2 * both / (first + second); 1.0 where neither made a mark."""
        return 2 * self.both / (self.first + self.second) if self.first + self.second else 1.0

    def __add__(self, other: "Agreement") -> "Agreement":
        return Agreement(self.both + other.both, self.first + other.first, self.second + other.second)


Table = dict[str, dict[str, Agreement]]


def agreement(first: Sequence[Document], second: Sequence[Document]) -> Table:
    """Agreement by kind and label; marks that touch a stretch where the other annotator did not look are left out.

    Returns:
        `exact` (same bounds and label), `overlap` (same label, a character in common, one to one), `status` (over
        triggers that both marked alike; the label is the first annotator's status), and `relations` (same label, and
        both ends exact spans of both): each maps labels to counts.

    Raises:
        CommuniqueError: the two do not hold the same documents with the same texts.
    """
    table: Table = {"exact": {}, "overlap": {}, "status": {}, "relations": {}}
    for one, other in _pairs(first, second):
        for kind, label, found in _document(one, other):
            table[kind][label] = table[kind].get(label, Agreement(0, 0, 0)) + found
    return table


def _pairs(first: Sequence[Document], second: Sequence[Document]) -> Iterator[tuple[Document, Document]]:
    for documents in (first, second):
        ids = [document.id for document in documents]
        if None in ids or len(set(ids)) < len(ids):
            raise CommuniqueError(
                "documents without an id, or two with the same id, cannot be compared; give each its own"
            )
    by_id = {document.id: document for document in second}
    missing = sorted(str(i) for i in {d.id for d in first} ^ set(by_id))
    if missing:
        raise CommuniqueError(
            f"{len(missing)} documents are in one annotation only ({missing[0]} first); expected the "
            f"same documents in both"
        )
    for document in first:
        if document.text != by_id[document.id].text:
            raise CommuniqueError(
                f"document {document.id}: the two annotators have different texts; marks must not change the text"
            )
        other = by_id[document.id]
        yield known_part(document, other), known_part(other, document)


def _document(one: Document, other: Document) -> Iterator[tuple[str, str, Agreement]]:
    for label in {span.label for span in (*one.spans, *other.spans)}:
        a, b = ([s for s in d.spans if s.label == label] for d in (one, other))
        exact = len({(s.start, s.end) for s in a} & {(s.start, s.end) for s in b})
        yield "exact", label, Agreement(exact, len(a), len(b))
        yield "overlap", label, Agreement(overlapping_pairs(a, b), len(a), len(b))
    statuses = {(s.start, s.end, s.label): s.status for s in other.triggers}
    for span in one.triggers:
        key = (span.start, span.end, span.label)
        if key in statuses:
            yield "status", str(span.status), Agreement(int(statuses[key] == span.status), 1, 1)
    rows = [_relations(document) for document in (one, other)]
    for label in {key[0] for key in (*rows[0], *rows[1])}:
        a_set, b_set = ({key for key in row if key[0] == label} for row in rows)
        yield "relations", label, Agreement(len(a_set & b_set), len(a_set), len(b_set))


def _relations(document: Document) -> set[tuple[str, tuple[int, int, str], tuple[int, int, str]]]:
    def place(identity: int) -> tuple[int, int, str]:
        span = document.by_id[identity]
        return span.start, span.end, span.label

    return {(r.label, place(r.head), place(r.tail)) for r in document.relations}


def overlapping_pairs(first: Sequence[Span], second: Sequence[Span]) -> int:
    """The most pairs of spans with a character in common, each span in one pair at the most;
    both sides flat and in text order."""
    pairs = a = b = 0
    while a < len(first) and b < len(second):
        if first[a].overlaps(second[b]):
            pairs, a, b = pairs + 1, a + 1, b + 1
        elif first[a].end <= second[b].start:
            a += 1
        else:
            b += 1
    return pairs


def summary(table: Table, entities: Sequence[str], events: Sequence[str]) -> dict[str, Agreement]:
    """Agreement over all entities, all triggers, statuses and relations together."""

    def total(kind: str, labels: Sequence[str] | None = None) -> Agreement:
        rows = [found for label, found in table[kind].items() if labels is None or label in labels]
        return sum(rows, Agreement(0, 0, 0))

    return {
        "entities, exact": total("exact", entities),
        "entities, overlap": total("overlap", entities),
        "triggers, exact": total("exact", events),
        "triggers, overlap": total("overlap", events),
        "status of triggers marked alike": total("status"),
        "relations": total("relations"),
    }


def markdown(table: Table, entities: Sequence[str], events: Sequence[str]) -> str:
    """The agreement as Markdown: a summary, then by label."""
    lines = ["| what | F1 | both | first | second |\n|---|---:|---:|---:|---:|\n"]
    lines += [_row(name, found) for name, found in summary(table, entities, events).items()]
    for kind in table:
        lines.append(
            f"\n## {kind.capitalize()}, by label\n\n| label | F1 | both | first | second |\n|---|---:|---:|---:|---:|\n"
        )
        lines += [_row(label, table[kind][label]) for label in sorted(table[kind])]
    return "".join(lines)


def _row(name: str, found: Agreement) -> str:
    return f"| {name} | {found.f1:.3f} | {found.both} | {found.first} | {found.second} |\n"
