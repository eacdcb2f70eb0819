"""What language a text is written in, as far as its letters tell."""

from typing import Any

import whatlang

ENGLISH = "eng"
_LOOKED_AT = 4000


def language_of(text: str) -> str | None:
    """ISO 639-3 code of the language of the first 4,000 characters, or None where there is too little to tell."""
    found: Any = whatlang.detect(text[:_LOOKED_AT]) if text.strip() else None
    if found is None or not found.is_reliable:
        return None
    return str(found.lang)
