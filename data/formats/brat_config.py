"""The `annotation.conf` that brat needs in a folder."""

from collections.abc import Iterator

from ..scheme import RelationLabel, Scheme


def config(scheme: Scheme) -> str:
    """Sections that brat asks for, empty ones as well."""
    relations = [
        f"{relation.name}\tArg1:{heads}, Arg2:{tails}"
        for relation in scheme.relations
        for heads, tails in _ends(scheme, relation)
    ]
    arguments, values = "|".join(scheme.event_names), "|".join(scheme.status_names)
    attributes = [f"Status\tArg:{arguments}, Value:{values}"] if scheme.events else []
    sections = {"entities": scheme.span_labels, "relations": relations, "events": (), "attributes": attributes}
    return "\n".join("\n".join([f"[{name}]", *rows, ""]) for name, rows in sections.items())


def _ends(scheme: Scheme, relation: RelationLabel) -> Iterator[tuple[str, str]]:
    """What a relation may join, in the order of the scheme; one that joins like with like has a line a label."""
    heads, tails = ([name for name in scheme.span_labels if name in end] for end in scheme.ends[relation.name])
    if relation.same_label:
        yield from ((name, name) for name in heads if name in tails)
    else:
        yield "|".join(heads), "|".join(tails)
