"""Prodigy's JSON lines: the tasks that `prodigy db-out` writes and its recipes read.

A task is `{"text", "tokens", "spans": [{"start", "end", "label"}], "relations", "answer", "meta"}`. Id, date, source
and other strings of the header are taken from the task itself and from its `meta`. A span may have a `status` and
scores, keys of our own. Accepted tasks are read; the others say nothing that could be learnt.

A file does not hold scores of relations and unknown stretches: `write` counts them.
"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from ..document import Document
from ..errors import CommuniqueError, Fault
from ..exchange import to_record
from ..textfile import write_text
from .held import not_held
from .objects import each, head, header, listed, parse_lines, typed
from .raw import RawDocument, RawRelation, RawSpan
from .tokens import spaced_tokens

_OWN = ("spans", "answer", "_input_hash")
_LEFT_OUT: dict[str, str | None] = {"accept": None, "reject": "rejected tasks", "ignore": "ignored tasks"}
_EXPECTED = 'expected Prodigy\'s {"text": "…", "spans": [{"start": 0, "end": 5, "label": "LABEL"}]}'


def parse(path: Path, left_out: Counter[str] | None = None) -> tuple[list[RawDocument], list[Fault]]:
    """Reads a file.

    Args:
        path: the file.
        left_out: is told what was passed over: `rejected tasks`, `ignored tasks`, and `binary tasks`, which judge one
            proposed span and say nothing of the rest of the text.

    Returns:
        The documents without faults, and the faults, with their lines.
    """
    passed = Counter[str]() if left_out is None else left_out

    def document(row: dict[str, Any], line: int, wrong: list[str]) -> RawDocument | None:
        if not any(key in row for key in _OWN):
            raise CommuniqueError(f"no task, of the keys {', '.join(row)}; {_EXPECTED}")
        if reason := _reason_to_pass(row):
            passed[reason] += 1
            return None
        found = each(row, "spans", partial(_span, line=line), wrong)
        spans = [replace(span, id=str(number)) for number, span in enumerate(found)]
        relation = partial(_relation, spans=spans, tokens=listed(row, "tokens"), line=line)
        relations = each(row, "relations", relation, wrong)
        fields = {name: value for name, value in row.items() if name != "answer" and name[:1] != "_"}
        return RawDocument(str(path), line, row["text"], tuple(spans), tuple(relations), **header(fields))

    return parse_lines(path, _EXPECTED, document)


def _reason_to_pass(row: dict[str, Any]) -> str | None:
    """Why a task says nothing that could be learnt, or None."""
    answer = row.get("answer", "accept")
    if not isinstance(answer, str) or answer not in _LEFT_OUT:
        raise CommuniqueError(f"answer is {answer!r}; expected one of {', '.join(_LEFT_OUT)}")
    return _LEFT_OUT[answer] or ("binary tasks" if row.get("_is_binary") else None)


def _span(item: Any, line: int) -> RawSpan:
    start, end, label = typed(item, "start", int), typed(item, "end", int), typed(item, "label", str)
    status = None if item.get("status") is None else typed(item, "status", str)
    return RawSpan(start, end, label, status=status, line=line)


def _relation(item: Any, spans: Sequence[RawSpan], tokens: Sequence[Any], line: int) -> RawRelation:
    head, tail = (_end(item, side, spans, tokens) for side in ("head", "child"))
    return RawRelation(head, typed(item, "label", str), tail, line)


def _end(item: Any, side: str, spans: Sequence[RawSpan], tokens: Sequence[Any]) -> str:
    """The id of the span at one end of an arrow: its bounds stand in the arrow, or the number of its last token."""
    token = typed(item, side, int)
    place = item.get(f"{side}_span") or next(iter(tokens[token : token + 1]), None)
    start, end = typed(place, "start", int), typed(place, "end", int)
    found = next((span.id for span in spans if span.start <= start and end <= span.end), None)
    if found is None:
        raise CommuniqueError(f"{side} stands at {start}:{end}, where no span is; expected one of `spans`")
    return found


def write(documents: Sequence[Document], path: Path) -> Counter[str]:
    """Writes a file for Prodigy's recipes. Words are cut where a mark begins or ends; gold has the answer `accept`.

    Returns:
        How many `scores` of relations and `unknown` stretches the file does not hold; empty where it holds all.

    Raises:
        CommuniqueError: the file cannot be written.
    """
    write_text(path, "".join(json.dumps(_task(document), ensure_ascii=False) + "\n" for document in documents))
    return not_held(documents, "relations", "statuses", "scores")


def _task(document: Document) -> dict[str, Any]:
    tokens = [
        {"text": document.text[start:end], "start": start, "end": end, "id": number, "ws": spaced}
        for number, (start, end, spaced) in enumerate(spaced_tokens(document))
    ]
    starts = {token["start"]: token["id"] for token in tokens}
    ends = {token["end"]: token["id"] for token in tokens}
    spans = {
        span["id"]: {**span, "token_start": starts[span["start"]], "token_end": ends[span["end"]]}
        for span in to_record(document)["spans"]
    }
    relations = [
        {
            "head": spans[relation.head]["token_end"],
            "child": spans[relation.tail]["token_end"],
            "head_span": spans[relation.head],
            "child_span": spans[relation.tail],
            "label": relation.label,
        }
        for relation in document.relations
    ]
    gold = all(span.score is None for span in document.spans)
    marks = {"tokens": tokens, "spans": list(spans.values()), "relations": relations}
    return head(document) | marks | ({"answer": "accept"} if gold else {})
