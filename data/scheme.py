"""The label scheme: entity labels, event types, statuses and relations, with what each may join.

`scheme.json` beside this file is the scheme of our guidelines and the single source for the
checker, the model, the reports and the documentation. A model carries its own copy, so that
users can train another: see `Scheme.from_dict`.
"""

import json
import re
from dataclasses import asdict, dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from .errors import CommuniqueError
from .textfile import PathLike, read_text

ENTITY, EVENT = "ENTITY", "EVENT"
_NAME = re.compile(r"[A-Za-z_][\w-]*")


@dataclass(frozen=True, slots=True)
class EntityLabel:
    """A label of a mention."""

    name: str
    definition: str = ""


@dataclass(frozen=True, slots=True)
class EventLabel:
    """A label of a trigger.

    `quad` is PLOVER's quad class (1 verbal cooperation, 2 material cooperation, 3 verbal
    conflict, 4 material conflict); `score` lies on the conflict–cooperation scale from -10 to 10
    and is that of the nearest CAMEO root code on Goldstein's scale. Both are None in schemes without them.
    """

    name: str
    definition: str = ""
    quad: int | None = None
    score: float | None = None


@dataclass(frozen=True, slots=True)
class StatusLabel:
    """A status of a trigger. The first one of a scheme is the default."""

    name: str
    definition: str = ""


@dataclass(frozen=True, slots=True)
class RelationLabel:
    """A label of a relation; `heads` and `tails` name labels or groups, and `same_label` asks that both ends agree."""

    name: str
    heads: tuple[str, ...]
    tails: tuple[str, ...]
    definition: str = ""
    same_label: bool = False


@dataclass(frozen=True)
class Scheme:
    """What may be marked.

    `groups` gives names to sets of labels; `ENTITY` and `EVENT` are always there.
    """

    name: str
    entities: tuple[EntityLabel, ...] = ()
    events: tuple[EventLabel, ...] = ()
    statuses: tuple[StatusLabel, ...] = ()
    relations: tuple[RelationLabel, ...] = ()
    groups: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        names = self.span_labels
        if not names:
            raise CommuniqueError(
                f"scheme {self.name!r} has no label; expected at least one under `entities` or `events`"
            )
        for kind in (names, self.status_names, self.relation_names):
            self._check_names(kind)
        if self.events and not self.statuses:
            raise CommuniqueError(
                f"scheme {self.name!r} has events and no status; expected at least one under `statuses`"
            )
        for end in (e for relation in self.relations for e in (*relation.heads, *relation.tails)):
            self.members(end)
        for member in (label for group in self.groups.values() for label in group):
            if member not in names:
                raise CommuniqueError(f"scheme {self.name!r} groups {member!r}, which is none of its labels")

    def _check_names(self, names: tuple[str, ...]) -> None:
        for name in names:
            if not isinstance(name, str) or not _NAME.fullmatch(name):
                expected = "letters, digits, `_` and `-`, a letter first"
                raise CommuniqueError(f"scheme {self.name!r} has a label {name!r}; expected {expected}")
            if names.count(name) > 1:
                raise CommuniqueError(f"scheme {self.name!r} names {name!r} twice; every label needs a name of its own")

    @cached_property
    def entity_names(self) -> tuple[str, ...]:
        return tuple(label.name for label in self.entities)

    @cached_property
    def event_names(self) -> tuple[str, ...]:
        return tuple(label.name for label in self.events)

    @cached_property
    def status_names(self) -> tuple[str, ...]:
        return tuple(label.name for label in self.statuses)

    @cached_property
    def relation_names(self) -> tuple[str, ...]:
        return tuple(label.name for label in self.relations)

    @property
    def span_labels(self) -> tuple[str, ...]:
        """Entity labels, then event types: the order of a model's tags."""
        return self.entity_names + self.event_names

    @property
    def default_status(self) -> str | None:
        return self.status_names[0] if self.statuses else None

    def members(self, name: str) -> frozenset[str]:
        """The labels that a group or a label name stands for."""
        if name == ENTITY:
            return frozenset(self.entity_names)
        if name == EVENT:
            return frozenset(self.event_names)
        if name in self.groups:
            return frozenset(self.groups[name])
        if name in self.span_labels:
            return frozenset({name})
        raise CommuniqueError(
            f"scheme {self.name!r} has no label or group {name!r}; it has {', '.join(self.span_labels)}"
        )

    @cached_property
    def argument_names(self) -> tuple[str, ...]:
        """Relations that lead from an event to what takes part in it."""
        events = frozenset(self.event_names)
        return tuple(name for name, (heads, tails) in self.ends.items() if heads <= events and not tails <= events)

    @cached_property
    def ends(self) -> dict[str, tuple[frozenset[str], frozenset[str]]]:
        """Relation name → (labels of its heads, labels of its tails)."""

        def union(names: tuple[str, ...]) -> frozenset[str]:
            return frozenset().union(*(self.members(name) for name in names))

        return {label.name: (union(label.heads), union(label.tails)) for label in self.relations}

    def marks_like(self, other: "Scheme") -> bool:
        """Whether both mark the same things by the same names in the same order; names and definitions of schemes
        aside."""
        one, two = (
            (s.span_labels, s.status_names, s.relation_names, s.ends, [label.same_label for label in s.relations])
            for s in (self, other)
        )
        return one == two

    def relation_fault(self, head: str, relation: str, tail: str) -> str | None:
        """Why a relation between spans of these labels is not allowed, or None."""
        if relation not in self.ends:
            return f"unknown relation {relation!r}; expected one of {', '.join(self.relation_names)}"
        heads, tails = self.ends[relation]
        if head not in heads:
            return f"{relation} cannot start at {head}; it starts at {', '.join(sorted(heads))}"
        if tail not in tails:
            return f"{relation} cannot end at {tail}; it ends at {', '.join(sorted(tails))}"
        label = next(label for label in self.relations if label.name == relation)
        if label.same_label and head != tail:
            return f"{relation} joins two spans of one label, not {head} and {tail}"
        return None

    def to_dict(self) -> dict[str, Any]:
        """The scheme as plain data, the form of `scheme.json`."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "Scheme":
        """The inverse of `to_dict`.

        Raises CommuniqueError where a field is missing or unknown.
        """

        def tuples(row: dict[str, Any]) -> dict[str, Any]:
            return {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}

        kinds = {"entities": EntityLabel, "events": EventLabel, "statuses": StatusLabel, "relations": RelationLabel}
        try:
            parts = {key: tuple(kind(**tuples(row)) for row in data.get(key, ())) for key, kind in kinds.items()}
            groups = {key: tuple(value) for key, value in data.get("groups", {}).items()}
            return cls(name=data["name"], groups=groups, **parts)
        except (TypeError, KeyError, AttributeError) as error:
            raise CommuniqueError(f"not a scheme: {error}; the form is that of communique's data/scheme.json") from None


@cache
def default_scheme() -> Scheme:
    """The scheme of our guidelines: 14 entity labels, 16 PLOVER event types, 5 statuses, 13 relations."""
    path = Path(__file__).with_name("scheme.json")
    return Scheme.from_dict(json.loads(path.read_text(encoding="utf-8")))


def load_scheme(path: PathLike) -> Scheme:
    """A scheme from a JSON file of the form of `scheme.json`.

    Raises:
        CommuniqueError: the file is missing, is not JSON, or holds no scheme.
    """
    try:
        data = json.loads(read_text(path))
    except json.JSONDecodeError as error:
        raise CommuniqueError(
            f"{path}:{error.lineno}: not JSON ({error.msg}); expected a scheme of the form of "
            f"communique's data/scheme.json"
        ) from None
    try:
        return Scheme.from_dict(data)
    except CommuniqueError as error:
        raise CommuniqueError(f"{path}: {error}") from None
