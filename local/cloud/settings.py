"""Every setting of the laptop's cloud, read once from the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ACCOUNT = "000000000000"


@dataclass(frozen=True)
class Settings:
    """Where the cloud listens, keeps its state and finds what it runs. The README lists the variables."""

    root: Path
    state: Path
    containers: Path
    ml_python: Path
    node_folder: Path
    emulator_port: int
    sagemaker_port: int
    public_port: int
    region: str
    wait_scale: float
    snapshot_seconds: float
    enforce_iam: bool
    api_name: str
    console_bucket: str
    console_folder: Path | None
    parallel_jobs: int
    stop_seconds: float
    health_seconds: float
    checkpoint_seconds: float

    @property
    def emulator_url(self) -> str:
        return f"http://127.0.0.1:{self.emulator_port}"

    @property
    def sagemaker_url(self) -> str:
        return f"http://127.0.0.1:{self.sagemaker_port}"

    @property
    def public_url(self) -> str:
        return f"http://127.0.0.1:{self.public_port}"


def read_settings(env: Mapping[str, str] = os.environ) -> Settings:
    """Relative paths are taken from PERENNIAL_ROOT, by default the working directory."""
    root = Path(env.get("PERENNIAL_ROOT") or ".").resolve()

    def path(name: str, default: str) -> Path:
        # normpath, not resolve: following the link of a virtual environment's python would leave that environment.
        return Path(os.path.normpath(root / (env.get(name) or default)))

    return Settings(
        root=root,
        state=path("PERENNIAL_STATE_DIR", ".perennial"),
        containers=path("PERENNIAL_CONTAINERS_DIR", "model-containers"),
        ml_python=path("PERENNIAL_ML_PYTHON", ".venvs/ml/bin/python"),
        node_folder=path("PERENNIAL_NODE_FOLDER", "node_modules/.bin"),
        emulator_port=int(env.get("PERENNIAL_EMULATOR_PORT") or 4566),
        sagemaker_port=int(env.get("PERENNIAL_SAGEMAKER_PORT") or 4567),
        public_port=int(env.get("PERENNIAL_PORT") or 8080),
        region=env.get("AWS_REGION") or "us-east-1",
        wait_scale=float(env.get("SFN_WAIT_SCALE") or 1),
        snapshot_seconds=float(env.get("PERENNIAL_SNAPSHOT_SECONDS") or 1),
        enforce_iam=(env.get("PERENNIAL_ENFORCE_IAM") or "").lower() == "true",
        api_name=env.get("PERENNIAL_API_NAME") or "",
        console_bucket=env.get("PERENNIAL_CONSOLE_BUCKET") or "console",
        console_folder=path("PERENNIAL_CONSOLE_FOLDER", "") if env.get("PERENNIAL_CONSOLE_FOLDER") else None,
        parallel_jobs=int(env.get("PERENNIAL_PARALLEL_JOBS") or 2),
        stop_seconds=float(env.get("PERENNIAL_STOP_SECONDS") or 120),
        health_seconds=float(env.get("PERENNIAL_HEALTH_SECONDS") or 240),
        checkpoint_seconds=float(env.get("PERENNIAL_CHECKPOINT_SECONDS") or 10),
    )


def aws_environment(settings: Settings) -> dict[str, str]:
    """What an AWS client needs in order to talk to this cloud and to no other."""
    return {
        "AWS_ENDPOINT_URL": settings.emulator_url,
        "AWS_ENDPOINT_URL_SAGEMAKER": settings.sagemaker_url,
        "AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME": settings.sagemaker_url,
        "AWS_REGION": settings.region,
        "AWS_DEFAULT_REGION": settings.region,
        "AWS_ACCESS_KEY_ID": ACCOUNT,
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_EC2_METADATA_DISABLED": "true",
        # Newer SDKs add a checksum trailer to every upload; nothing here verifies it and it costs a chunked body.
        "AWS_REQUEST_CHECKSUM_CALCULATION": "when_required",
        "AWS_RESPONSE_CHECKSUM_VALIDATION": "when_required",
    }
