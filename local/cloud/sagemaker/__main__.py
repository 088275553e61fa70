"""`python -m cloud.sagemaker`: the SageMaker server, in a process of its own that may be killed at any time."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
import time
from threading import Thread

import uvicorn

from cloud.sagemaker.server import SageMakerServer
from cloud.settings import Settings, aws_environment, read_settings

PARENT_SECONDS = 0.5


def main() -> int:
    logging.basicConfig(
        level=os.environ.get("LOG_LEVEL", "WARNING"), format="%(asctime)s %(levelname)s %(name)s %(message)s"
    )
    settings = read_settings()
    os.environ.update(aws_environment(settings))
    app = SageMakerServer(settings)
    server = uvicorn.Server(configure(app, settings))
    Thread(target=leave_with_parent, args=(server, os.getppid()), daemon=True).start()
    app.control.resume()
    try:
        asyncio.run(server.serve())
    finally:
        app.control.close()
    return 0


def configure(app: SageMakerServer, settings: Settings) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        host="127.0.0.1",
        port=settings.sagemaker_port,
        lifespan="off",
        log_level="warning",
        access_log=False,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=2,
        server_header=False,
    )


def leave_with_parent(server: uvicorn.Server, parent: int) -> None:
    """A launcher that was killed leaves no server behind: losing the parent means stopping in order."""
    while os.getppid() == parent:
        time.sleep(PARENT_SECONDS)
    server.should_exit = True


if __name__ == "__main__":
    sys.exit(main())
