"""Watches one running job: its output, its metrics, its checkpoints, its time limit and wishes to stop it."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from boto3.exceptions import S3UploadFailedError
from botocore.exceptions import BotoCoreError, ClientError

from cloud.sagemaker.job_kinds import JobKind
from cloud.sagemaker.job_record import JobRecord
from cloud.sagemaker.output import Follower, LogStream, metrics_in, publish_metrics
from cloud.sagemaker.processes import KILLED, ProcessGroup
from cloud.settings import Settings

logger = logging.getLogger("cloud.sagemaker.jobs")

LOOK_SECONDS = 0.1
OUTPUT_SECONDS = 1.0
# How long a container may take when the whole cloud stops; its job starts again from its checkpoints.
CLOSING_SECONDS = 5.0


@dataclass(frozen=True)
class Outcome:
    exit_code: int
    was_stopped: bool
    ran_too_long: bool


class JobWatch:
    """The watch over one process, from its start (or from a restart of this server) to its end."""

    def __init__(
        self, kind: JobKind, job: JobRecord, process: ProcessGroup, folder: Path, settings: Settings, closing: Event
    ) -> None:
        self.kind = kind
        self.job = job
        self.process = process
        self.folder = folder
        self.settings = settings
        self.closing = closing
        record = job.read()
        self.follower = Follower(folder / "output.log", record["offset"])
        self.stream = LogStream(kind.log_group, f"{job.name}/algo-1-{int(record['created'])}")
        self.definitions = kind.metric_definitions(record)
        self.limit = kind.max_runtime(record)
        self.ran_too_long = False
        self.is_terminated = False

    def watch(self) -> Outcome | None:
        """How the job ended; None when this server stops before it."""
        next_output = next_upload = time.monotonic()
        while self.process.is_running():
            if self.closing.is_set():
                self.put_aside()
                return None
            self.enforce_stop()
            now = time.monotonic()
            if now >= next_output:
                self.pass_on_output()
                next_output = now + OUTPUT_SECONDS
            if now >= next_upload:
                self.keep_up()
                next_upload = time.monotonic() + self.settings.checkpoint_seconds
            time.sleep(LOOK_SECONDS)
        self.pass_on_output(is_complete=True)
        exit_code = self.process.exit_code()
        was_stopped = self.job.read()["stop_requested"] is not None
        self.process.kill()  # children that the main process left behind
        return Outcome(KILLED if exit_code is None else exit_code, was_stopped, self.ran_too_long)

    def keep_up(self) -> None:
        """What could not be uploaded now is uploaded the next time, at the latest when the job ends."""
        try:
            self.kind.keep_up(self.job.read(), self.folder / "ml")
        except (BotoCoreError, ClientError, S3UploadFailedError) as error:
            logger.warning("%s: %s", self.job.name, error)

    def enforce_stop(self) -> None:
        record = self.job.read()
        if self.limit and record["stop_requested"] is None and time.time() > record["started"] + self.limit:
            self.ran_too_long = True
            record = self.job.change(stop_requested=time.time())
        if record["stop_requested"] is None:
            return
        if not self.is_terminated:
            self.process.terminate()
            self.is_terminated = True
        if time.time() > record["stop_requested"] + self.settings.stop_seconds:
            self.process.kill()

    def pass_on_output(self, is_complete: bool = False) -> None:
        lines = self.follower.read(is_complete)
        if not lines:
            return
        found = list(metrics_in(lines, self.definitions))
        self.job.add_metrics(found)
        self.job.change(offset=self.follower.offset)
        self.stream.send(lines)
        if found:
            publish_metrics(self.job.name, found)

    def put_aside(self) -> None:
        """End the process so that the next server starts the job again from its last checkpoint."""
        self.process.terminate()
        deadline = time.monotonic() + CLOSING_SECONDS
        while self.process.is_running() and time.monotonic() < deadline:
            time.sleep(LOOK_SECONDS)
        self.process.kill()
        self.job.change(process=None)
