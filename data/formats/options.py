"""Options of a format as the command line has them: `NAME=VALUE`."""

import re
from collections.abc import Iterable
from inspect import Parameter
from typing import Any, Literal, get_args, get_origin

from ..errors import CommuniqueError
from .registry import Format


def read_options(given: Iterable[str], format: Format) -> dict[str, Any]:
    """Arguments of the format's `parse`.

    Args:
        given: such as `tag=1`, `split=train`, `repair=True`, `sentences=None`.
        format: whose options they are.

    Raises:
        CommuniqueError: an option that the format does not have, or a value that is none of its kind.
    """
    found: dict[str, Any] = {}
    for pair in given:
        name, equals, value = pair.partition("=")
        if not equals or name not in format.options:
            known = ", ".join(format.options) or "none"
            raise CommuniqueError(
                f"--option {pair}: expected NAME=VALUE with an option of {format.name}, which has {known}"
            )
        found[name] = _value(pair, value, format.options[name])
    return found


def _value(pair: str, value: str, option: Parameter) -> Any:
    kinds = get_args(option.annotation) or (option.annotation,)
    words: dict[str, Any] = {}
    if get_origin(option.annotation) is Literal:
        words = {str(kind): kind for kind in kinds}
    if bool in kinds:
        words |= {"true": True, "false": False}
    if type(None) in kinds:
        words["none"] = None
    if value.lower() in words:
        return words[value.lower()]
    if int in kinds and re.fullmatch(r"-?[0-9]{1,9}", value):
        return int(value)
    if str in kinds:
        return value
    expected = " or ".join([*words, *(["a number"] if int in kinds else [])])
    raise CommuniqueError(f"--option {pair}: expected {expected}")
