"""What language a text is written in, as far as its letters tell."""

from typing import Any

import whatlang

_LOOKED_AT = 4000


def language_of(text: str) -> str | None:
    """ISO 639-3 code of the language of the first 4,000 characters, or None where there is too little to tell."""
    try:
        found: Any = whatlang.detect(text[:_LOOKED_AT])
    except ValueError:  # no letters at all
        return None
    return str(found.lang) if found.is_reliable else None
