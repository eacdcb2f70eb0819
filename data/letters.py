"""Letters without their marks, and lines without their breaks."""

import unicodedata

FOLDED = {
    **dict(zip("đĐðÐłŁøØħĦıŧŦəƏŋŊ", "dDdDlLoOhHitTaAnN", strict=True)),
    **dict(zip("æÆœŒßþÞ", "aAoOstT", strict=True)),
    **dict(zip("’‘ʼʻʹ“”„", "'''''\"\"\"", strict=True)),
}
"""Character → character. An uncased encoder strips accents by decomposition, which these letters do not have; each
becomes one letter, so that offsets stay as they are. Curly quotation marks and apostrophes become straight ones."""


def fold(text: str) -> str:
    """A text in plain letters: without accents, `FOLDED` letters and compatibility forms replaced. Case stays.

    >>> fold("Nguyễn Đức’s")
    "Nguyen Duc's"
    """
    letters = unicodedata.normalize("NFKD", "".join(FOLDED.get(char, char) for char in text))
    return "".join(char for char in letters if not unicodedata.combining(char))


def one_line(text: str) -> str:
    """A text with every run of white space, line breaks among it, as one space, and none at its edges.

    >>> one_line(" Ministry of\\n  Trade")
    'Ministry of Trade'
    """
    return " ".join(text.split())


def normal(text: str) -> str:
    """A text without what page and encoding do to it, to tell whether two are the same one.

    >>> normal("Ministry of\\n  ＴＲＡＤＥ")
    'ministry of trade'
    """
    return one_line(unicodedata.normalize("NFKC", text).casefold())
