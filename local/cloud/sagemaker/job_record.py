"""A job's durable record and the small steps that change it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from cloud.sagemaker.processes import ProcessGroup, find_again
from cloud.sagemaker.store import Record, Store

FINAL = ("Completed", "Failed", "Stopped")


def new_record(name: str, arn: str, request: Record) -> Record:
    now = time.time()
    return {
        "name": name,
        "arn": arn,
        "request": request,
        "created": now,
        "modified": now,
        "status": "InProgress",
        "secondary": "Pending",
        "transitions": [{"Status": "Pending", "StartTime": now, "StatusMessage": "Waiting for a free slot"}],
        "started": None,
        "ended": None,
        "failure": None,
        "exit_message": None,
        "process": None,
        "offset": 0,
        "metrics": {},
        "stop_requested": None,
    }


@dataclass(frozen=True)
class JobRecord:
    """One job in the store."""

    store: Store
    kind: str
    name: str

    def read(self) -> Record:
        record = self.store.get(self.kind, self.name)
        if record is None:
            raise KeyError(self.name)
        return record

    def change(self, **changes: object) -> Record:
        return self.store.change(self.kind, self.name, modified=time.time(), **changes)

    def enter(self, secondary: str, message: str) -> Record:
        """Begin a phase: the one before ends now."""
        now = time.time()
        transitions = self.read()["transitions"]
        if transitions and transitions[-1]["Status"] == secondary:
            return self.read()
        if transitions:
            transitions[-1].setdefault("EndTime", now)
        transitions.append({"Status": secondary, "StartTime": now, "StatusMessage": message})
        return self.change(secondary=secondary, transitions=transitions)

    def finish(self, status: str, secondary: str, message: str, failure: str | None = None) -> Record:
        """End the job for good."""
        self.enter(secondary, message)
        now = time.time()
        transitions = self.read()["transitions"]
        transitions[-1]["EndTime"] = now
        return self.change(
            status=status, transitions=transitions, ended=now, process=None, failure=failure[:1024] if failure else None
        )

    def process(self) -> ProcessGroup | None:
        return find_again(self.read()["process"])

    def add_metrics(self, found: Sequence[tuple[str, float]]) -> None:
        """Keep the last value of each metric, which is what SageMaker describes a job by."""
        if found:
            now = time.time()
            fresh = {name: {"Value": value, "Timestamp": now} for name, value in found}
            self.change(metrics={**self.read()["metrics"], **fresh})
