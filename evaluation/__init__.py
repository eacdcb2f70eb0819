"""Evaluation: `evaluate` scores a model on marked documents, `compare` holds two against each other (extra `train`)."""

from .compare import Comparison, compare
from .run import Evaluation, evaluate

__all__ = ["Comparison", "Evaluation", "compare", "evaluate"]
