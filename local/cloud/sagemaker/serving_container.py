"""One serving container: model files unpacked, `serve` started on a free port, asked for its health."""

from __future__ import annotations

import socket
from pathlib import Path

import httpx

from cloud.sagemaker import processes
from cloud.sagemaker.images import environment, folder_of
from cloud.sagemaker.output import Follower, LogStream
from cloud.sagemaker.processes import ProcessGroup
from cloud.sagemaker.store import Record
from cloud.sagemaker.transfer import download_archive
from cloud.settings import Settings

PING_SECONDS = 2.0
PINGER = httpx.Client(timeout=PING_SECONDS, trust_env=False)


def unpack_model(container: Record, folder: Path) -> None:
    """Download and unpack model.tar.gz once for a folder; a marker says that it is complete."""
    marker = folder / "unpacked"
    if marker.exists():
        return
    (folder / "ml/model").mkdir(parents=True, exist_ok=True)
    if container.get("ModelDataUrl"):
        download_archive(container["ModelDataUrl"], folder / "ml/model", folder / "model.tar.gz")
    marker.touch()


def launch(container: Record, folder: Path, settings: Settings) -> tuple[ProcessGroup, int]:
    """Start `serve`; the port is chosen here because several containers share one machine."""
    unpack_model(container, folder)
    port = free_port()
    own = {
        **container.get("Environment", {}),
        "SAGEMAKER_BIND_TO_PORT": str(port),
        "SAGEMAKER_SAFE_PORT_RANGE": f"{port}-{port}",
    }
    command = [str(folder_of(container["Image"], settings) / "serve"), "serve"]
    return processes.start(command, folder, environment(settings, folder / "ml", own), folder), port


def is_healthy(port: int) -> bool:
    try:
        return PINGER.get(f"http://127.0.0.1:{port}/ping").status_code == 200
    except httpx.HTTPError:
        return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class ContainerOutput:
    """Passes on what a serving container prints; how far it came is kept beside the file, for after a restart."""

    def __init__(self, endpoint: str, variant: str, folder: Path) -> None:
        self.kept = folder / "output.offset"
        self.follower = Follower(folder / "output.log", int(self.kept.read_text()) if self.kept.exists() else 0)
        self.stream = LogStream(f"/aws/sagemaker/Endpoints/{endpoint}", f"{variant}/container")

    def pass_on(self) -> None:
        lines = self.follower.read()
        if lines:
            self.stream.send(lines)
            self.kept.write_text(str(self.follower.offset))
