"""What marked documents hold, counted."""

from collections import Counter
from collections.abc import Sequence

from .document import Document
from .errors import CommuniqueError


def count_labels(documents: Sequence[Document]) -> dict[str, Counter[str]]:
    """Counts of `spans`, `statuses` and `relations` by label."""
    spans = Counter(span.label for document in documents for span in document.spans)
    statuses = Counter(str(span.status) for document in documents for span in document.triggers)
    relations = Counter(relation.label for document in documents for relation in document.relations)
    return {"spans": spans, "statuses": statuses, "relations": relations}


def markdown(documents: Sequence[Document]) -> str:
    """Documents, words, spans by label, relations, and events by status, as Markdown."""
    if not documents:
        raise CommuniqueError("no document to count; expected at least one")
    counts = count_labels(documents)
    words = sum(len(document.text.split()) for document in documents)
    scheme = documents[0].scheme
    lines = ["| what | number |\n|---|---:|\n", f"| documents | {len(documents)} |\n", f"| words | {words} |\n"]
    lines += [f"| {kind} | {sum(counter.values())} |\n" for kind, counter in counts.items() if kind != "statuses"]
    groups = {
        "Entities": (scheme.entity_names, "spans"),
        "Events": (scheme.event_names, "spans"),
        "Statuses": (scheme.status_names, "statuses"),
        "Relations": (scheme.relation_names, "relations"),
    }
    for title, (names, kind) in groups.items():
        if names:
            lines.append(f"\n| {title.lower()} | number |\n|---|---:|\n")
            lines += [f"| {name} | {counts[kind][name]} |\n" for name in names]
    return "".join(lines)
