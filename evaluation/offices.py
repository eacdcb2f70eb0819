"""Offices of persons counted.

Match rule: a person of gold and a predicted one that have a mention with the same bounds hold an office of the same
title, body and state, in whatever case, diacritics and order of words.
"""

from collections.abc import Iterator

from ..data.document import Document
from ..data.records.people import words
from .pairing import one_to_one
from .scorer import Count, check_text

_Office = tuple[frozenset[tuple[int, int]], tuple[object, ...]]
"""The bounds of the holder's mentions, and the office."""


def count_offices(gold: Document, predicted: Document) -> Count:
    """Offices of one document, each of each person once.

    Raises:
        CommuniqueError: the two have different texts, or the extra `train` is not installed.
    """
    check_text(gold, predicted)
    return one_to_one(list(_offices(gold)), list(_offices(predicted)), _same_office)


def _offices(document: Document) -> Iterator[_Office]:
    for person in document.people:
        bounds = frozenset((span.start, span.end) for span in person.mentions)
        for office in person.offices:
            yield bounds, (words(office.title), words(office.body or ""), office.state)


def _same_office(one: _Office, other: _Office) -> bool:
    return one[1] == other[1] and not one[0].isdisjoint(other[0])
