"""From an image URI to what runs: `perennial/<name>:local` is the folder `model-containers/<name>`."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

from cloud.sagemaker.errors import validation_error
from cloud.settings import Settings, aws_environment

LOCAL_IMAGE = re.compile(r"perennial/([a-z][a-z0-9-]*):local")
# What a container may inherit from this machine; everything else would make a run depend on who started it.
INHERITED = ("HOME", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH", "SSL_CERT_FILE")


def folder_of(image: str, settings: Settings) -> Path:
    """The folder that stands for an image; refused like an image that cannot be pulled."""
    match = LOCAL_IMAGE.fullmatch(image)
    folder = settings.containers / match.group(1).replace("-", "_") if match else None
    if folder and not folder.is_dir() and match:
        folder = settings.containers / match.group(1)
    if folder is None or not folder.is_dir():
        raise validation_error(
            f"Could not access image {image}: on a laptop an image is perennial/<name>:local, with <name> one of "
            f"{', '.join(sorted(entry.name for entry in settings.containers.iterdir() if entry.is_dir()))}"
        )
    return folder


def environment(settings: Settings, ml_root: Path, own: Mapping[str, str]) -> dict[str, str]:
    """The environment of a container whose `/opt/ml` is `ml_root`; `own` is what the request asks for."""
    path = os.pathsep.join([str(settings.ml_python.parent), os.environ.get("PATH", "")])
    inherited = {name: os.environ[name] for name in INHERITED if name in os.environ}
    return {
        **inherited,
        "PATH": path,
        "PYTHONUNBUFFERED": "1",
        **aws_environment(settings),
        "ML_ROOT": str(ml_root),
        **own,
    }


def local_command(command: list[str], settings: Settings) -> list[str]:
    """An entry point as it runs here: `python3` is the ML environment's; arguments stay as they are."""
    if command and command[0] in ("python", "python3"):
        return [str(settings.ml_python), *command[1:]]
    return command


def rerooted(path: str, ml_root: Path) -> Path:
    """Where a path below /opt/ml lies here."""
    if path != "/opt/ml" and not path.startswith("/opt/ml/"):
        raise validation_error(f"{path} is not below /opt/ml")
    return ml_root / path.removeprefix("/opt/ml").lstrip("/")
