"""`python -m cloud.sagemaker`: the SageMaker server, in a process of its own that may be killed at any time."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
import time
from threading import Thread

from cloud.http_server import QuietServer, http_server
from cloud.sagemaker.server import SageMakerServer
from cloud.settings import aws_environment, read_settings

PARENT_SECONDS = 0.5


def main() -> int:
    logging.basicConfig(
        level=os.environ.get("LOG_LEVEL", "WARNING"), format="%(asctime)s %(levelname)s %(name)s %(message)s"
    )
    settings = read_settings()
    os.environ.update(aws_environment(settings))
    app = SageMakerServer(settings)
    server = http_server(app, settings.sagemaker_port)
    for stop_signal in (signal.SIGTERM, signal.SIGINT):
        signal.signal(stop_signal, lambda *_: setattr(server, "should_exit", True))
    Thread(target=leave_with_parent, args=(server, os.getppid()), daemon=True).start()
    app.control.resume()
    try:
        asyncio.run(server.serve())
    finally:
        app.control.close()
    return 0


def leave_with_parent(server: QuietServer, parent: int) -> None:
    """A launcher that was killed leaves no server behind: losing the parent means stopping in order."""
    while os.getppid() == parent:
        time.sleep(PARENT_SECONDS)
    server.should_exit = True


if __name__ == "__main__":
    sys.exit(main())
