"""Rows for R, Stata and spreadsheets: one an event, or one a pair of those who took part."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, product
from typing import TYPE_CHECKING

from ..document import Document
from ..errors import needs_extra
from ..letters import one_line
from .events import MUTUAL
from .plover import Json, to_plover

if TYPE_CHECKING:
    from pandas import DataFrame

Cell = str | int | float | None
Row = dict[str, Cell]
_SIDE = ("name", "label", "country", "sector", "title", "body", "rank")
_HEAD = (
    "id",
    "document_id",
    "published",
    "date",
    "enddate",
    "date_granularity",
    "date_kind",
    "event",
    "original_event",
    "mode",
    "aux_mode",
    "status",
    "context",
    "quad_code",
    "event_scale",
)
_TAIL = (
    "location",
    "location_country",
    "topic",
    "document",
    "occasion",
    "amount",
    "confidence",
    "trigger",
    "text",
    "text_start",
    "text_end",
    "source",
)
EVENT_COLUMNS = (
    *_HEAD,
    *(f"actor_{key}" for key in _SIDE),
    *(f"recipient_{key}" for key in _SIDE),
    *_TAIL,
)
"""Columns of a row an event. Of several actors, recipients, places and so on the cells hold all, with `; ` between; the
columns of one side run parallel, with nothing between two `; ` where one lacks something."""
PAIR_COLUMNS = (*_HEAD, *(f"actor_{key}" for key in _SIDE), *(f"recipient_{key}" for key in _SIDE), "mutual", *_TAIL)
"""Columns of a row a pair; `mutual` is 1 where both act alike and the order of the two means nothing, else 0."""
_BACKGROUND = ("historical", "hypothetical", "negation")
_BETWEEN = "; "


def event_rows(document: Document, *, incomplete: bool = False, background: bool = False) -> tuple[Row, ...]:
    """One row an event, with the keys of `EVENT_COLUMNS`.

    Args:
        incomplete: also the events without a resolved date or a known actor.
        background: also negated, hypothetical and historical events.
    """
    return tuple(rows(to_plover(document, incomplete=incomplete).records, background=background))


def pair_rows(document: Document, *, incomplete: bool = False, background: bool = False) -> tuple[Row, ...]:
    """One row an actor and recipient, with the keys of `PAIR_COLUMNS`.

    Of a CONSULT or COOPERATE without recipients, save visits, every two actors are a pair, once; where two states take
    part, those of one state are none. An event with nobody on the other side has one row an actor, the recipient empty.
    Arguments are those of `event_rows`.
    """
    return tuple(rows(to_plover(document, incomplete=incomplete).records, pairs=True, background=background))


def rows(records: Iterable[Json], *, pairs: bool = False, background: bool = False) -> Iterator[Row]:
    """The rows of PLOVER records.

    Args:
        records: as `communique.data.records.plover` writes them.
        pairs: those of `pair_rows`. Default: those of `event_rows`.
        background: also of negated, hypothetical and historical events.
    """
    for record in records:
        if background or record["aux_mode"] not in _BACKGROUND:
            yield from (_pair_row(record, *pair) for pair in _pairs(record)) if pairs else [_event_row(record)]


def csv_lines(rows: Iterable[Mapping[str, Cell]], columns: Sequence[str]) -> Iterator[str]:
    """The header, then a line a row, newline included, quoted as RFC 4180 has it; None is an empty cell."""
    yield _csv_line(columns)
    for row in rows:
        yield _csv_line([row[column] for column in columns])


def to_dataframe(
    documents: Iterable[Document], *, pairs: bool = False, incomplete: bool = False, background: bool = False
) -> "DataFrame":
    """The events of many documents as a pandas table; dates are strings of the form YYYY-MM-DD.

    Args:
        pairs: a row a pair (`pair_rows`). Default: a row an event (`event_rows`).
        incomplete, background: as of `event_rows`.

    Raises:
        CommuniqueError: pandas is not installed.
    """
    with needs_extra("pandas"):
        from pandas import DataFrame
    records = (record for found in documents for record in to_plover(found, incomplete=incomplete).records)
    table = list(rows(records, pairs=pairs, background=background))
    return DataFrame(table, columns=list(PAIR_COLUMNS if pairs else EVENT_COLUMNS))


def _pairs(record: Json) -> list[tuple[Json | None, Json | None, int]]:
    """Actor, recipient, and 1 for two who act with each other; nobody is joined to himself."""
    actors, recipients = record["actor"] or [None], record["recipient"]
    if across := [(one, other, 0) for one, other in product(actors, recipients) if not _is_one(one, other)]:
        return across
    told = record["original"] or record
    mutual = _across(actors) if told["event"] in MUTUAL and told["mode"] != "visit" else []
    return [(one, other, 1) for one, other in mutual] or [(actor, None, 0) for actor in actors]


def _is_one(one: Json | None, other: Json) -> bool:
    return one is not None and all(one[key] == other[key] for key in ("name", "label", "country", "body"))


def _across(actors: Sequence[Json]) -> list[tuple[Json, Json]]:
    """Every two actors; where two states or more take part none of one state."""
    states = {actor["country"] for actor in actors if actor and actor["country"]}
    return [
        (one, other)
        for one, other in combinations(actors, 2)
        if len(states) < 2 or one["country"] is None or one["country"] != other["country"]
    ]


def _event_row(record: Json) -> Row:
    sides = {
        f"{side}_{key}": _joined(found[key] for found in record[side] or ())
        for side in ("actor", "recipient")
        for key in _SIDE
    }
    return {**_head(record), **sides, **_tail(record)}


def _pair_row(record: Json, actor: Json | None, recipient: Json | None, mutual: int) -> Row:
    sides = {
        f"{side}_{key}": _cell(found[key]) if found else None
        for side, found in (("actor", actor), ("recipient", recipient))
        for key in _SIDE
    }
    return {**_head(record), **sides, "mutual": mutual, **_tail(record)}


def _head(record: Json) -> Row:
    cite, original = record["cite_info"], record["original"]
    special = {
        "document_id": cite["document"],
        "published": cite["published"],
        "original_event": original["event"] if original else None,
        "context": _joined(record["context"]),
    }
    return {column: special[column] if column in special else record[column] for column in _HEAD}


def _tail(record: Json) -> Row:
    named = {key: _joined(span["text"] for span in record[key]) for key in ("topic", "document", "occasion", "amount")}
    info = record["text_info"]
    return {
        "location": _joined(span["text"] for span in record["event_loc"]),
        "location_country": _joined(span["country"] for span in record["event_loc"]),
        **named,
        "confidence": record["confidence"],
        "trigger": _joined(span["text"] for span in info["triggers"]),
        "text": _cell(record["text"]),
        "text_start": info["start"],
        "text_end": info["end"],
        "source": record["cite_info"]["source"],
    }


def _joined(values: Iterable[str | None]) -> str | None:
    """All values in one cell; a `;` inside one becomes a comma, so that the cell can be taken apart again."""
    cells = [(_cell(value) or "").replace(";", ",") for value in values]
    return _BETWEEN.join(cells) if any(cells) else None


def _cell(value: str | None) -> str | None:
    """A value on one line, which spreadsheets and Stata need."""
    return None if value is None else one_line(value)


def _csv_line(cells: Sequence[Cell]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(cells)
    return line.getvalue()
