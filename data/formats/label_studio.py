"""Label Studio's JSON and JSON-MIN exports, and its tasks for import.

A task is a text under `data` with `annotations`, each a list of results: `labels` mark spans of a `<Text>`, `relation`s
join them, and a choice per region called `status` is the status of a trigger. JSON-MIN exports hold spans alone, and
choices that no longer tell their region.

A file holds all but the scores of relations and unknown stretches: `write` counts them.
"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..document import Document
from ..errors import CommuniqueError, Fault
from ..textfile import read_text, write_text
from .held import header_fields, not_held
from .label_studio_results import read_results, write_results
from .objects import header, listed, typed
from .raw import RawDocument

_EXPECTED = 'expected the tasks of a JSON or JSON-MIN export: [{"data": {"text": "…"}, "annotations": […]}]'
_ID = "document_id"
"""Field of `data` with our id: Label Studio has a number of its own under `id`, which JSON-MIN puts over the task's."""
_OWN = ("annotator", "created_at", "updated_at", "status")
"""Strings that JSON-MIN adds to a task; one of them the only choice of its regions."""


def parse(
    path: Path, left_out: Counter[str] | None = None, key: str | None = None, predictions: bool = False
) -> tuple[list[RawDocument], list[Fault]]:
    """Reads an export. Of several annotations of a task the ground truth is taken, else the first not cancelled.

    Args:
        path: the file.
        left_out: is told what was passed over: `cancelled annotations`, `other annotations` of a task, `unannotated
            tasks`, `relations without label`, and results of other kinds by their type, such as `choices`.
        key: the field of `data` with the text. Default: `text`, else the one that results name, else the only string.
        predictions: take the first prediction of tasks without annotation instead of leaving them out.

    Returns:
        The documents without faults, and the faults. Lines of both are numbers of tasks, from 1.
    """
    try:
        tasks = _tasks(read_text(path))
    except CommuniqueError as error:
        return [], [Fault(str(path), 0, str(error).removeprefix(f"{path}: "))]
    reader = _Reader(str(path), Counter() if left_out is None else left_out, key, predictions)
    for number, task in enumerate(tasks, 1):
        reader.read(task, number)
    return reader.documents, reader.faults


def _tasks(content: str) -> list[Any]:
    try:
        tasks = json.loads(content.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise CommuniqueError(f"not JSON ({error}); {_EXPECTED}") from None
    if not isinstance(tasks, list):
        raise CommuniqueError(
            f"an object with {', '.join(tasks)}; {_EXPECTED}" if isinstance(tasks, dict) else _EXPECTED
        )
    return tasks


@dataclass(slots=True)
class _Reader:
    """A file while it is read."""

    path: str
    left_out: Counter[str]
    key: str | None
    predictions: bool
    documents: list[RawDocument] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def read(self, task: Any, number: int) -> None:
        wrong: list[str] = []
        try:
            document = self._document(task, number, wrong)
        except CommuniqueError as error:
            wrong.append(str(error))
        if not wrong and document is not None:
            self.documents.append(document)
        self.faults += [Fault(self.path, number, f"{_name(task)}: {message}") for message in wrong]

    def _document(self, task: Any, number: int, wrong: list[str]) -> RawDocument | None:
        if not isinstance(task, dict):
            raise CommuniqueError(f"{json.dumps(task)[:60]}; {_EXPECTED}")
        whole = "data" in task
        results = self._results(task) if whole else self._minimal_results(task)
        if results is None:
            return None
        data = typed(task, "data", dict) if whole else {name: task[name] for name in task if name not in _OWN}
        key = self._text_key(data, results)
        spans, relations = read_results(results, data[key], self.left_out, wrong)
        rest = {name: value for name, value in data.items() if name not in (key, _ID)}
        fields = header(rest | {"id": data.get(_ID, data.get("id", task.get("id")))})
        return RawDocument(self.path, number, data[key], tuple(spans), tuple(relations), **fields)

    def _results(self, task: dict[str, Any]) -> list[Any] | None:
        """The results of the annotation that counts; None where a task has none."""
        every = listed(task, "annotations") or listed(task, "completions")
        done = [row for row in every if not (_says(row, "was_cancelled") or _says(row, "skipped"))]
        self._pass("cancelled annotations", len(every) - len(done))
        self._pass("other annotations", len(done[1:]))
        if not every:
            done = listed(task, "predictions") if self.predictions else []
            self._pass("unannotated tasks", not done)
        best = next((row for row in done if _says(row, "ground_truth")), next(iter(done), None))
        return None if best is None else typed(best, "result", list)

    def _minimal_results(self, task: dict[str, Any]) -> list[Any] | None:
        """JSON-MIN has an object an annotation, with values in lists under the names of the controls."""
        values = [value for values in task.values() if isinstance(values, list) for value in values]
        results = [{"type": _kind(value), "value": value} for value in values]
        if not results and task.get("annotation_id") is None:
            self._pass("unannotated tasks", 1)
            return None
        identity = json.dumps(task.get("id"))
        again = "id" in task and identity in self.seen
        self._pass("other annotations", again)
        self._pass("choices", isinstance(task.get("status"), str))
        self.seen.add(identity)
        return None if again else results

    def _text_key(self, data: dict[str, Any], results: list[Any]) -> str:
        strings = [name for name, value in data.items() if isinstance(value, str)]
        named = [self.key] if self.key else ["text", *(row.get("to_name") for row in results if isinstance(row, dict))]
        found = next((name for name in named if name in strings), None)
        if found is None and (self.key or len(strings) != 1):
            given = f"no string {self.key or 'text'!r} in the data, which has {', '.join(strings) or 'no string'}"
            raise CommuniqueError(f"{given}; name the field with the text, such as the option `key=article`")
        return found or strings[0]

    def _pass(self, reason: str, times: int) -> None:
        if times:
            self.left_out[reason] += times


def _name(task: Any) -> str:
    return f"task with id {task['id']}" if isinstance(task, dict) and "id" in task else "task"


def _says(row: Any, key: str) -> bool:
    return isinstance(row, dict) and bool(row.get(key))


def _kind(value: Any) -> str:
    """The type that a result had of which JSON-MIN keeps the value alone."""
    return next((name for name in value if name.endswith("labels")), "other") if isinstance(value, dict) else "choices"


def write(documents: Sequence[Document], path: Path) -> Counter[str]:
    """Writes tasks for import into a project that is configured by `label_studio_config.config`.

    If any span has a score the marks of all documents are predictions, which annotators see and correct; else they are
    annotations.

    Returns:
        How many `scores` of relations and `unknown` stretches the file does not hold; empty where it holds all.

    Raises:
        CommuniqueError: the file cannot be written.
    """
    scored = any(span.score is not None for document in documents for span in document.spans)
    tasks = [_task(document, scored) for document in documents]
    write_text(path, json.dumps(tasks, ensure_ascii=False, indent=1) + "\n")
    return not_held(documents, "relations", "statuses", "scores")


def _task(document: Document, scored: bool) -> dict[str, Any]:
    fields = header_fields(document)
    identity = {_ID: fields.pop("id")} if "id" in fields else {}
    results = write_results(document)
    mark = {"model_version": "communique", "result": results} if scored else {"result": results}
    data = {**identity, "text": document.text, **fields}
    return {"data": data, "predictions" if scored else "annotations": [mark]}
