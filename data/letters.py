"""Letters that Unicode cannot take apart, and what they are folded to."""

FOLDED = {
    **dict(zip("đĐðÐłŁøØħĦıŧŦəƏŋŊ", "dDdDlLoOhHitTaAnN", strict=True)),
    **dict(zip("æÆœŒßþÞ", "aAoOstT", strict=True)),
    **dict(zip("’‘ʼʻʹ“”„", "'''''\"\"\"", strict=True)),
}
"""Character → character. An uncased encoder strips accents by decomposition, which these letters do not have; each
becomes one letter, so that offsets stay as they are. Curly quotation marks and apostrophes become straight ones."""
