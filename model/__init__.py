"""The model: from a text to scored spans."""

from .reader import Reader

__all__ = ["Reader"]
