"""Batch transform jobs: the model's own `serve` answers for each object of an S3 prefix."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

from cloud.sagemaker.images import folder_of
from cloud.sagemaker.job_kinds import JobFailedError
from cloud.sagemaker.serving_container import free_port, unpack_model
from cloud.sagemaker.store import Record, Store
from cloud.sagemaker.transfer import NoObjectsError, download, upload_folder
from cloud.settings import Settings


class TransformJobs:
    """One container, one object after another, split by line where the request says so."""

    kind = "transform-job"
    log_group = "/aws/sagemaker/TransformJobs"
    working_phase = "Training"  # never shown: a transform job has no secondary status

    def __init__(self, settings: Settings, store: Store) -> None:
        self.settings = settings
        self.store = store

    def prepare(self, record: Record, ml_root: Path) -> None:
        request = record["request"]
        shutil.rmtree(ml_root, ignore_errors=True)
        unpack_model(self.container(request), ml_root.parent)
        try:
            download(request["TransformInput"]["DataSource"]["S3DataSource"]["S3Uri"], ml_root / "transform/input")
        except NoObjectsError as error:
            raise JobFailedError(f"ClientError: {error}") from error
        (ml_root / "transform/output").mkdir(parents=True)
        (ml_root / "transform/request.json").write_text(json.dumps(request))

    def command(self, record: Record, ml_root: Path) -> tuple[list[str], dict[str, str]]:
        container = self.container(record["request"])
        port = free_port()
        own = {
            **container.get("Environment", {}),
            **record["request"].get("Environment", {}),
            "SAGEMAKER_BIND_TO_PORT": str(port),
            "SAGEMAKER_BATCH": "true",
        }
        driver = str(Path(__file__).with_name("transform_driver.py"))
        serve = str(folder_of(container["Image"], self.settings) / "serve")
        return [sys.executable, driver, serve, str(port), str(ml_root / "transform")], own

    def keep_up(self, record: Record, ml_root: Path) -> None:
        return

    def collect(self, record: Record, ml_root: Path, exit_code: int) -> None:
        if exit_code == 0:
            upload_folder(ml_root / "transform/output", record["request"]["TransformOutput"]["S3OutputPath"])

    def failure(self, ml_root: Path, exit_code: int) -> str:
        file = ml_root / "transform/failure"
        return f"AlgorithmError: {file.read_text() if file.is_file() else f'exit code: {exit_code}'}"

    def exit_message(self, ml_root: Path) -> str | None:
        return None

    def metric_definitions(self, record: Record) -> list[dict[str, str]]:
        return []

    def max_runtime(self, record: Record) -> float | None:
        return None

    def container(self, request: Record) -> Record:
        model = self.store.get("model", request["ModelName"])
        if model is None:
            raise JobFailedError(f"ClientError: model {request['ModelName']} no longer exists")
        return model["request"].get("PrimaryContainer") or model["request"]["Containers"][0]
