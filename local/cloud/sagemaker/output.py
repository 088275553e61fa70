"""What a container prints: followed in its log file, sent to CloudWatch Logs, searched for metrics."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import regex
from botocore.exceptions import BotoCoreError, ClientError

from cloud.sagemaker.aws import client

EVENTS_IN_A_CALL = 1000
LONGEST_LINE = 200_000


class LogStream:
    """One stream of CloudWatch Logs, made on first use. Losing the emulator never fails a job for its logs."""

    def __init__(self, group: str, stream: str) -> None:
        self.group = group
        self.stream = stream
        self.is_made = False

    def send(self, lines: Sequence[str]) -> None:
        now = int(time.time() * 1000)
        events = [{"timestamp": now, "message": line[:LONGEST_LINE]} for line in lines if line.strip()]
        try:
            self.make()
            for first in range(0, len(events), EVENTS_IN_A_CALL):
                client("logs").put_log_events(
                    logGroupName=self.group,
                    logStreamName=self.stream,
                    logEvents=events[first : first + EVENTS_IN_A_CALL],
                )
        except (BotoCoreError, ClientError):
            self.is_made = False

    def make(self) -> None:
        if self.is_made:
            return
        logs = client("logs")
        for create, names in (
            (logs.create_log_group, {"logGroupName": self.group}),
            (logs.create_log_stream, {"logGroupName": self.group, "logStreamName": self.stream}),
        ):
            try:
                create(**names)
            except logs.exceptions.ResourceAlreadyExistsException:
                continue
        self.is_made = True


class Follower:
    """Whole lines of a growing file from `offset` on; the offset is kept so that a restart goes on where it stopped."""

    def __init__(self, file: Path, offset: int = 0) -> None:
        self.file = file
        self.offset = offset

    def read(self, is_complete: bool = False) -> list[str]:
        """Lines that ended since the last call; with `is_complete`, also a last one without its line end."""
        if not self.file.exists():
            return []
        with self.file.open("rb") as handle:
            handle.seek(self.offset)
            content = handle.read()
        end = len(content) if is_complete else content.rfind(b"\n") + 1
        self.offset += end
        return content[:end].decode(errors="replace").splitlines()


def metrics_in(lines: Sequence[str], definitions: Sequence[dict[str, str]]) -> Iterator[tuple[str, float]]:
    """Each metric that a line shows, by SageMaker's rule: the first group of its expression, as a number."""
    for line in lines:
        for definition in definitions:
            for match in regex.finditer(definition["Regex"], line):
                try:
                    value = float(match.group(1))
                except (IndexError, ValueError):
                    continue
                if math.isfinite(value):
                    yield definition["Name"], value


def publish_metrics(job: str, metrics: Sequence[tuple[str, float]]) -> None:
    """To CloudWatch, where SageMaker puts the metrics of a training job."""
    data = [
        {"MetricName": name, "Dimensions": [{"Name": "TrainingJobName", "Value": job}], "Value": value}
        for name, value in metrics
    ]
    try:
        for first in range(0, len(data), EVENTS_IN_A_CALL):
            client("cloudwatch").put_metric_data(
                Namespace="/aws/sagemaker/TrainingJobs", MetricData=data[first : first + EVENTS_IN_A_CALL]
            )
    except (BotoCoreError, ClientError):
        return
