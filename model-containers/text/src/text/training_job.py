"""How a training job of this image ends."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from common.job import failure_written_to

from text.fine_tune import InterruptedTrainingError

STOPPED = 143  # as a process that SIGTERM ended: SageMaker starts a spot job again from its checkpoint


@contextmanager
def ended_as_told(failure: Path) -> Iterator[None]:
    """An error is written to `failure`. That the job was asked to stop is none, so no reason is left for one."""
    try:
        with failure_written_to(failure):
            yield
    except InterruptedTrainingError as stop:
        failure.unlink(missing_ok=True)
        print(stop, flush=True)
        raise SystemExit(STOPPED) from stop
