"""What a kind of job must say about itself so that the runner can run it."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from cloud.sagemaker.store import Record


class JobFailedError(Exception):
    """The job cannot go on; the message becomes its FailureReason."""


class JobKind(Protocol):
    """One kind of job. Every method may be called again after a restart of this server."""

    kind: str
    log_group: str
    working_phase: str

    def prepare(self, record: Record, ml_root: Path) -> None:
        """Lay out /opt/ml: configuration and inputs."""

    def command(self, record: Record, ml_root: Path) -> tuple[list[str], dict[str, str]]:
        """What to run, and the variables that it sees besides the common ones."""

    def keep_up(self, record: Record, ml_root: Path) -> None:
        """Upload what is promised while the job runs; called now and then, and once at the end."""

    def collect(self, record: Record, ml_root: Path, exit_code: int) -> None:
        """Upload the results of a job that ended, however it ended."""

    def failure(self, ml_root: Path, exit_code: int) -> str:
        """The FailureReason of an exit code other than 0."""

    def exit_message(self, ml_root: Path) -> str | None:
        """What the container says about its end, where the kind of job has a place for that."""

    def metric_definitions(self, record: Record) -> list[dict[str, str]]:
        """What to look for in the output."""

    def max_runtime(self, record: Record) -> float | None:
        """Seconds until the job is stopped for good."""
