"""Evaluation: `evaluate` scores a model on marked documents. seqeval's figures need the extra `train`."""

from .run import Evaluation, evaluate

__all__ = ["Evaluation", "evaluate"]
