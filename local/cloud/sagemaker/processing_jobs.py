"""Processing jobs: inputs from S3 below /opt/ml/processing, an entry point run, outputs back to S3."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from cloud.sagemaker.images import folder_of, local_command, rerooted
from cloud.sagemaker.job_kinds import JobFailedError
from cloud.sagemaker.store import Record
from cloud.sagemaker.transfer import NoObjectsError, download, upload_folder
from cloud.settings import Settings


class ProcessingJobs:
    """SageMaker's processing contract: see "Run Scripts with Your Own Processing Container"."""

    kind = "processing-job"
    log_group = "/aws/sagemaker/ProcessingJobs"
    working_phase = "Processing"

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.sent: dict[Path, int] = {}

    def prepare(self, record: Record, ml_root: Path) -> None:
        request = record["request"]
        shutil.rmtree(ml_root, ignore_errors=True)
        (ml_root / "output").mkdir(parents=True)
        write_config(record, ml_root / "config")
        for item in request.get("ProcessingInputs", []):
            source = item["S3Input"]
            try:
                download(
                    source["S3Uri"],
                    rerooted(source["LocalPath"], ml_root),
                    unpack_gzip=source.get("S3CompressionType") == "Gzip",
                )
            except NoObjectsError as error:
                raise JobFailedError(f"ClientError: {error} given in input {item['InputName']}.") from error
        for output in outputs_of(request):
            rerooted(output["S3Output"]["LocalPath"], ml_root).mkdir(parents=True, exist_ok=True)

    def command(self, record: Record, ml_root: Path) -> tuple[list[str], dict[str, str]]:
        request = record["request"]
        app = request["AppSpecification"]
        folder = folder_of(app["ImageUri"], self.settings)
        entry = app.get("ContainerEntrypoint") or [str(folder / "process")]
        own = {"PROCESSING_JOB_NAME": record["name"], "PROCESSING_JOB_ARN": record["arn"]}
        arguments = app.get("ContainerArguments", [])
        return [*local_command(entry, self.settings), *arguments], {**own, **request.get("Environment", {})}

    def keep_up(self, record: Record, ml_root: Path) -> None:
        self.upload(record, ml_root, "Continuous")

    def collect(self, record: Record, ml_root: Path, exit_code: int) -> None:
        self.upload(record, ml_root, "EndOfJob")

    def upload(self, record: Record, ml_root: Path, mode: str) -> None:
        for output in outputs_of(record["request"]):
            target = output["S3Output"]
            if target["S3UploadMode"] == mode:
                upload_folder(rerooted(target["LocalPath"], ml_root), target["S3Uri"], self.sent)

    def failure(self, ml_root: Path, exit_code: int) -> str:
        return f"AlgorithmError: See job logs for more information, exit code: {exit_code}"

    def exit_message(self, ml_root: Path) -> str | None:
        file = ml_root / "output/message"
        return file.read_text(errors="replace")[:1024] if file.is_file() else None

    def metric_definitions(self, record: Record) -> list[dict[str, str]]:
        return []

    def max_runtime(self, record: Record) -> float | None:
        return record["request"].get("StoppingCondition", {}).get("MaxRuntimeInSeconds", 86400)


def outputs_of(request: Record) -> list[Record]:
    return [output for output in request.get("ProcessingOutputConfig", {}).get("Outputs", []) if "S3Output" in output]


def write_config(record: Record, folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "processingjobconfig.json").write_text(
        json.dumps({"ProcessingJobArn": record["arn"], **record["request"]})
    )
    (folder / "resourceconfig.json").write_text(json.dumps({"current_host": "algo-1", "hosts": ["algo-1"]}))
