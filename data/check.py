"""What `communique data check` finds: faults in the form, and with `--strict` likely slips in the marks."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from .document import Document, Span
from .errors import Fault
from .files import find_files, parse_file
from .scheme import Scheme
from .textfile import PathLike

_DETERMINER = re.compile(r"(?:[Tt]he|a|an|his|her|its|their|our|this|these|that|those|both the)\s")
_EDGE = re.compile(r"^[\s,;:()\[\]“”\"‘]|[\s,;:()\[\]“”\"?!]$|['’]s$")
_NAMES = ("PERSON", "PARTY", "IGO", "ORG", "COUNTRY", "DEMONYM")


def check_files(
    paths: Iterable[PathLike], strict: bool = False, scheme: Scheme | None = None
) -> tuple[int, list[Fault]]:
    """Reads every file.

    Returns:
        The number of documents without a fault of form, and the faults, with `strict` the findings too.
    """
    count = 0
    faults: list[Fault] = []
    ids: dict[str, Path] = {}
    for path in find_files(paths):
        documents, wrong = parse_file(path, scheme)
        faults += wrong
        count += len(documents)
        for document in documents:
            if document.id in ids:
                faults.append(Fault(str(path), 0, f"id {document.id!r} is taken in {ids[document.id]}; ids are unique"))
            elif document.id is not None:
                ids[document.id] = path
            if strict:
                faults += [Fault(str(path), 0, message) for message in findings(document)]
    return count, faults


def findings(document: Document) -> Iterator[str]:
    """Likely slips: edges, mentions without a role, names marked in one place and not in another."""
    for span in document.spans:
        yield from _edge_findings(document, span)
    yield from _role_findings(document)
    yield from _unmarked(document)


def _where(document: Document, span: Span) -> str:
    line = document.text.count("\n", 0, span.start) + 1
    return f"{span.id}:{span.label} {span.text!r} (text line {line})"


def _edge_findings(document: Document, span: Span) -> Iterator[str]:
    if (
        span.label != "DATE"
        and _DETERMINER.match(span.text)
        and not (span.text.startswith("The ") and span.label in ("PLACE", "COUNTRY"))
    ):
        yield f"{_where(document, span)} begins with a determiner"
    if _EDGE.search(span.text) and not (span.text.endswith(")") and "(" in span.text):
        yield f"{_where(document, span)} has punctuation or a possessive at its edge"


def _role_findings(document: Document) -> Iterator[str]:
    arguments = {r.tail for r in document.relations if document.by_id[r.head].label in document.scheme.event_names}
    touched = {end for r in document.relations for end in (r.head, r.tail)}
    for span in document.entities:
        if span.label == "REF" and span.id not in arguments:
            yield f"{_where(document, span)} takes part in no event; an unnamed mention is marked only if it does"
        if span.label == "TOPIC" and span.id not in touched:
            yield f"{_where(document, span)} has no relation; a TOPIC is marked only with one"
    heads = {r.head for r in document.relations}
    for span in document.triggers:
        if span.id not in heads:
            yield f"{_where(document, span)} has no relation at all"


def _unmarked(document: Document) -> Iterator[str]:
    """Names that are marked somewhere and stand unmarked elsewhere in the document."""
    covered = [False] * len(document.text)
    for span in document.spans:
        covered[span.start : span.end] = [True] * (span.end - span.start)
    for label, name in sorted({(s.label, s.text) for s in document.spans if s.label in _NAMES and len(s.text) > 2}):
        for match in re.finditer(rf"(?<![\w-]){re.escape(name)}(?![\w-])", document.text):
            if not any(covered[match.start() : match.end()]):
                line = document.text.count("\n", 0, match.start()) + 1
                yield f"{name!r} is {label} elsewhere and unmarked in text line {line}"
