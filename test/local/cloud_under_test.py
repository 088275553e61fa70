"""A laptop's cloud under test: its own ports, its own state, and containers that the tests write."""

from __future__ import annotations

import json
import os
import signal
import socket
import stat
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
import httpx
from botocore.config import Config

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 90.0
ROLE = "arn:aws:iam::000000000000:role/training"


def until(probe: Callable[[], Any], what: str) -> Any:
    """The first truthy answer of `probe`; generous, because a test must not depend on a machine's speed."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        found = probe()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError(f"waited {PATIENCE_SECONDS:.0f} s in vain for {what}")


class Cloud:
    """A launcher process that a test may stop, kill and start again on the same state."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        self.containers = folder / "containers"
        self.containers.mkdir(parents=True)
        ports = free_ports(3)
        self.emulator_url, self.sagemaker_url, self.public_url = (f"http://127.0.0.1:{port}" for port in ports)
        self.env = {
            **os.environ,
            "PYTHONPATH": str(ROOT / "local"),
            "PERENNIAL_ROOT": str(ROOT),
            "PERENNIAL_STATE_DIR": str(folder / "state"),
            "PERENNIAL_CONTAINERS_DIR": str(self.containers),
            "PERENNIAL_ML_PYTHON": sys.executable,
            "PERENNIAL_EMULATOR_PORT": str(ports[0]),
            "PERENNIAL_SAGEMAKER_PORT": str(ports[1]),
            "PERENNIAL_PORT": str(ports[2]),
            "PERENNIAL_STOP_SECONDS": "2",
            "PERENNIAL_CHECKPOINT_SECONDS": "0.2",
            "PERENNIAL_SNAPSHOT_SECONDS": "0.2",
            "PERENNIAL_HEALTH_SECONDS": "60",
            "SFN_WAIT_SCALE": "0.05",
            **settings,
        }
        self.process: subprocess.Popen[str] | None = None
        self.ready: dict[str, Any] = {}

    def start(self) -> Cloud:
        errors = (self.folder / "errors.log").open("a")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "cloud"], env=self.env, stdout=subprocess.PIPE, stderr=errors, text=True
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        self.ready = json.loads(line or '{"error": "no answer"}')
        assert self.ready.get("ready"), f"{line}\n{(self.folder / 'errors.log').read_text()}"
        return self

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        if self.process is None:
            return 0
        self.process.send_signal(how)
        code = self.process.wait(timeout=60)
        self.process = None
        return code

    def client(self, service: str) -> Any:
        url = self.sagemaker_url if service.startswith("sagemaker") else self.emulator_url
        return boto3.client(
            service,
            endpoint_url=url,
            region_name="us-east-1",
            aws_access_key_id="000000000000",
            aws_secret_access_key="local",
            # The server under test checks requests itself; botocore must not do it first.
            config=Config(parameter_validation=False, retries={"max_attempts": 8, "mode": "standard"}),
        )

    def container(self, name: str, **scripts: str) -> str:
        """A folder with executable Python scripts (`train`, `serve`); the URI of its image."""
        folder = self.containers / name
        folder.mkdir(exist_ok=True)
        for script, text in scripts.items():
            file = folder / script
            file.write_text("#!/usr/bin/env python3\n" + textwrap.dedent(text))
            file.chmod(file.stat().st_mode | stat.S_IXUSR)
        return f"perennial/{name}:local"

    def bucket(self, name: str, **objects: bytes) -> str:
        """A bucket with objects; `__` in a name stands for a slash."""
        s3 = self.client("s3")
        s3.create_bucket(Bucket=name)
        for key, body in objects.items():
            s3.put_object(Bucket=name, Key=key.replace("__", "/"), Body=body)
        return name

    def sagemaker_pid(self) -> int:
        """The pid of the SageMaker server: the launcher's child that runs it."""
        assert self.process is not None
        launcher = self.process.pid
        return until(lambda: [pid for pid, command in children(launcher) if "cloud.sagemaker" in command], "it")[0]

    def kill_sagemaker(self) -> None:
        """`kill -9`, then wait for the one that the launcher starts instead."""
        killed = self.sagemaker_pid()
        os.kill(killed, signal.SIGKILL)

        def is_back() -> bool:
            try:
                return self.sagemaker_pid() != killed and httpx.get(f"{self.sagemaker_url}/health").status_code == 200
            except httpx.TransportError:
                return False

        until(is_back, "a new SageMaker server")

    def job(self, name: str, image: str, **changes: Any) -> dict[str, Any]:
        """A training request that is complete except for what the test is about."""
        request = {
            "TrainingJobName": name,
            "AlgorithmSpecification": {"TrainingImage": image, "TrainingInputMode": "File"},
            "RoleArn": ROLE,
            "OutputDataConfig": {"S3OutputPath": f"s3://{self.results}/jobs"},
            "ResourceConfig": {"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 1},
            "StoppingCondition": {"MaxRuntimeInSeconds": 3600},
        }
        return {**request, **changes}

    @property
    def results(self) -> str:
        s3 = self.client("s3")
        s3.create_bucket(Bucket="results")
        return "results"

    def finished(self, name: str, noun: str = "Training") -> dict[str, Any]:
        """The description of a job once it has ended."""
        describe = getattr(self.client("sagemaker"), f"describe_{noun.lower()}_job")

        def ended() -> dict[str, Any] | None:
            job = describe(**{f"{noun}JobName": name})
            return job if job[f"{noun}JobStatus"] in ("Completed", "Failed", "Stopped") else None

        return until(ended, f"the end of {name}")

    def run_machine(self, definition: dict[str, Any], payload: dict[str, Any] | None = None) -> str:
        """Start an execution of a new state machine; its ARN."""
        states = self.client("stepfunctions")
        machine = states.create_state_machine(
            name=f"machine-{time.monotonic_ns()}",
            definition=json.dumps({"QueryLanguage": "JSONata", **definition}),
            roleArn=ROLE,
        )
        arn = machine["stateMachineArn"]
        return states.start_execution(stateMachineArn=arn, input=json.dumps(payload or {}))["executionArn"]

    def outcome(self, execution: str) -> dict[str, Any]:
        states = self.client("stepfunctions")

        def ended() -> dict[str, Any] | None:
            found = states.describe_execution(executionArn=execution)
            return found if found["status"] != "RUNNING" else None

        return until(ended, "the end of the execution")


def free_ports(count: int) -> list[int]:
    probes = [socket.socket() for _ in range(count)]
    for probe in probes:
        probe.bind(("127.0.0.1", 0))
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports


def processes() -> list[tuple[int, int, str]]:
    """(pid, parent, command) of every process that is not merely waiting to be reaped."""
    listing = subprocess.run(["ps", "-eo", "pid=,ppid=,stat=,args="], capture_output=True, text=True, check=True).stdout
    rows = (line.split(None, 3) for line in listing.splitlines())
    return [(int(row[0]), int(row[1]), row[3]) for row in rows if len(row) == 4 and not row[2].startswith("Z")]


def children(parent: int) -> list[tuple[int, str]]:
    return [(pid, command) for pid, above, command in processes() if above == parent]


def is_alive(pid: int) -> bool:
    return any(pid == found for found, _, _ in processes())


def pids_mentioning(text: str) -> list[int]:
    return [pid for pid, _, command in processes() if text in command and pid != os.getpid()]
