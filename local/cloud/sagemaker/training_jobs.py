"""Training jobs: channels in, `train` run, model.tar.gz and output.tar.gz out."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from cloud.sagemaker.images import folder_of, local_command, rerooted
from cloud.sagemaker.job_kinds import JobFailedError
from cloud.sagemaker.store import Record
from cloud.sagemaker.transfer import NoObjectsError, download, keys_at, upload_archive, upload_folder
from cloud.settings import Settings

CHECKPOINTS = "/opt/ml/checkpoints"
TENSORBOARD = "/opt/ml/output/tensorboard"


class TrainingJobs:
    """SageMaker's training contract: see "How Amazon SageMaker runs your training image"."""

    kind = "training-job"
    log_group = "/aws/sagemaker/TrainingJobs"
    working_phase = "Training"

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.sent: dict[Path, int] = {}

    def prepare(self, record: Record, ml_root: Path) -> None:
        request = record["request"]
        kept = self.keep_checkpoints(request, ml_root)
        shutil.rmtree(ml_root, ignore_errors=True)
        for folder in ("input/config", "input/data", "model", "output/data", "checkpoints"):
            (ml_root / folder).mkdir(parents=True, exist_ok=True)
        self.restore_checkpoints(request, ml_root, kept)
        write_config(request, ml_root / "input/config")
        for channel in request.get("InputDataConfig", []):
            source = channel["DataSource"]["S3DataSource"]
            try:
                download(source["S3Uri"], ml_root / "input/data" / channel["ChannelName"])
            except NoObjectsError as error:
                raise JobFailedError(f"ClientError: Data download failed: {error}") from error

    def keep_checkpoints(self, request: Record, ml_root: Path) -> Path | None:
        """Checkpoints that a job wrote before this server was restarted are newer than those in S3."""
        local = self.checkpoint_folder(request, ml_root)
        if local is None or not local.is_dir() or not any(local.iterdir()):
            return None
        aside = ml_root.parent / "checkpoints-kept"
        shutil.rmtree(aside, ignore_errors=True)
        shutil.move(local, aside)
        return aside

    def restore_checkpoints(self, request: Record, ml_root: Path, kept: Path | None) -> None:
        local = self.checkpoint_folder(request, ml_root)
        if local is None:
            return
        if kept is not None:
            shutil.rmtree(local, ignore_errors=True)
            shutil.move(kept, local)
        elif keys_at(request["CheckpointConfig"]["S3Uri"]):
            download(request["CheckpointConfig"]["S3Uri"].rstrip("/") + "/", local)
        else:
            local.mkdir(parents=True, exist_ok=True)

    def command(self, record: Record, ml_root: Path) -> tuple[list[str], dict[str, str]]:
        algorithm = record["request"]["AlgorithmSpecification"]
        folder = folder_of(algorithm["TrainingImage"], self.settings)
        entry = local_command(algorithm.get("ContainerEntrypoint") or [str(folder / "train")], self.settings)
        arguments = algorithm.get("ContainerArguments") or ([] if "ContainerEntrypoint" in algorithm else ["train"])
        own = {"TRAINING_JOB_NAME": record["name"], "TRAINING_JOB_ARN": record["arn"]}
        return [*entry, *arguments], {**own, **record["request"].get("Environment", {})}

    def keep_up(self, record: Record, ml_root: Path) -> None:
        request = record["request"]
        checkpoints = self.checkpoint_folder(request, ml_root)
        if checkpoints and checkpoints.is_dir():
            upload_folder(checkpoints, request["CheckpointConfig"]["S3Uri"], self.sent)
        board = request.get("TensorBoardOutputConfig")
        if board:
            local = rerooted(board.get("LocalPath") or TENSORBOARD, ml_root)
            if local.is_dir():
                upload_folder(
                    local, f"{board['S3OutputPath'].rstrip('/')}/{record['name']}/tensorboard-output", self.sent
                )

    def collect(self, record: Record, ml_root: Path, exit_code: int) -> None:
        """A job that failed leaves its output but no model; one that was stopped leaves both."""
        base = output_base(record)
        was_stopped = record["stop_requested"] is not None
        if exit_code == 0 or was_stopped:
            upload_archive(ml_root / "model", f"{base}/model.tar.gz", ml_root / "model.tar.gz")
        if any((ml_root / "output/data").iterdir()):
            upload_archive(ml_root / "output/data", f"{base}/output.tar.gz", ml_root / "output.tar.gz")

    def failure(self, ml_root: Path, exit_code: int) -> str:
        return algorithm_error(ml_root / "output/failure", exit_code)

    def exit_message(self, ml_root: Path) -> str | None:
        return None

    def metric_definitions(self, record: Record) -> list[dict[str, str]]:
        return record["request"]["AlgorithmSpecification"].get("MetricDefinitions", [])

    def max_runtime(self, record: Record) -> float | None:
        return record["request"].get("StoppingCondition", {}).get("MaxRuntimeInSeconds", 86400)

    def checkpoint_folder(self, request: Record, ml_root: Path) -> Path | None:
        config = request.get("CheckpointConfig")
        return rerooted(config.get("LocalPath") or CHECKPOINTS, ml_root) if config else None


def output_base(record: Record) -> str:
    return f"{record['request']['OutputDataConfig']['S3OutputPath'].rstrip('/')}/{record['name']}/output"


def algorithm_error(file: Path, exit_code: int) -> str:
    """What the container wrote about its failure, in SageMaker's wording."""
    message = file.read_text(errors="replace").strip() if file.is_file() else ""
    return f"AlgorithmError: {message[:960]}, exit code: {exit_code}"


def write_config(request: Record, folder: Path) -> None:
    instance_type = request["ResourceConfig"].get("InstanceType", "local")
    group = {"instance_group_name": "homogeneousCluster", "instance_type": instance_type, "hosts": ["algo-1"]}
    files = {
        "hyperparameters": request.get("HyperParameters", {}),
        "inputdataconfig": {
            channel["ChannelName"]: {
                "TrainingInputMode": channel.get("InputMode") or request["AlgorithmSpecification"]["TrainingInputMode"],
                "S3DistributionType": channel["DataSource"]["S3DataSource"].get(
                    "S3DataDistributionType", "FullyReplicated"
                ),
                "RecordWrapperType": channel.get("RecordWrapperType", "None"),
                **({"ContentType": channel["ContentType"]} if "ContentType" in channel else {}),
            }
            for channel in request.get("InputDataConfig", [])
        },
        "resourceconfig": {
            "current_host": "algo-1",
            "current_instance_type": instance_type,
            "current_group_name": "homogeneousCluster",
            "hosts": ["algo-1"],
            "instance_groups": [group],
            "network_interface_name": "lo",
        },
    }
    for name, content in files.items():
        (folder / f"{name}.json").write_text(json.dumps(content))
