"""The manners of a SageMaker job: hyperparameters as strings, a failure file, SIGTERM, metrics as log lines."""

import json
import signal
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from common.paths import MlPaths

LONGEST_REASON = 1024  # what SageMaker shows of a failure


def read_hyperparameters(paths: MlPaths) -> dict[str, str]:
    if not paths.hyperparameters.is_file():
        return {}
    return {str(name): str(value) for name, value in json.loads(paths.hyperparameters.read_text()).items()}


def report_metrics(metrics: Mapping[str, float]) -> None:
    """One `name=value` line each, which the job's metric definitions read."""
    for name, value in metrics.items():
        print(f"{name}={value:.6f}", flush=True)


@contextmanager
def failure_written_to(file: Path) -> Iterator[None]:
    """An error is written where SageMaker looks for its reason, and flies on."""
    try:
        yield
    except Exception as error:
        file.parent.mkdir(parents=True, exist_ok=True)
        reason = f"{type(error).__name__}: {error}"[:LONGEST_REASON]
        file.write_text(f"{reason}\n{traceback.format_exc()}")
        raise


def processing_job(work: Callable[[MlPaths], object]) -> None:
    """A job from inputs to outputs: its log ends with what `work` answers, or its message says why there is none."""
    paths = MlPaths.from_environment()
    with failure_written_to(paths.exit_message):
        print(json.dumps(work(paths), default=str), flush=True)


@contextmanager
def termination() -> Iterator[Callable[[], bool]]:
    """Answers whether SIGTERM came, so that a loop can write a checkpoint and stop cleanly."""
    came = False

    def note(_number: int, _frame: FrameType | None) -> None:
        nonlocal came
        came = True

    before = signal.signal(signal.SIGTERM, note)
    try:
        yield lambda: came
    finally:
        signal.signal(signal.SIGTERM, before)
