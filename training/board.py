"""A run's epochs for TensorBoard."""

from pathlib import Path

from ..data.errors import needs_extra
from .loop import Listener, TrainingEvent


def board_listener(folder: Path, then: Listener | None = None) -> Listener:
    """Writes loss and dev F1 of every epoch as TensorBoard events, and hands the epoch on.

    Args:
        folder: for the event files; `tensorboard --logdir FOLDER` shows them.
        then: is told of every epoch after it is written.

    Raises:
        CommuniqueError: the extra `tensorboard` is not installed.
    """
    with needs_extra("tensorboard"):
        from torch.utils.tensorboard import SummaryWriter
    writers: list[SummaryWriter] = []

    def listen(event: TrainingEvent) -> None:
        if not writers:
            writers.append(SummaryWriter(str(folder), purge_step=event.epoch))
        (writer,) = writers
        writer.add_scalar("loss/train", event.loss, event.epoch)
        writer.add_scalar("F1/dev", event.dev_f1, event.epoch)
        writer.flush()
        if then is not None:
            then(event)

    return listen
