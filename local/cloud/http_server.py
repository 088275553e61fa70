"""uvicorn as both processes run it: loopback only, quiet, and leaving signals to whoever started it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

import uvicorn

from cloud.asgi import Application


class QuietServer(uvicorn.Server):
    """uvicorn would raise a signal again after it has stopped, which ends the process before it has cleaned up."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def http_server(app: Application, port: int, lifespan: Literal["on", "off"] = "off") -> QuietServer:
    config = uvicorn.Config(
        app,
        host="127.0.0.1",
        port=port,
        lifespan=lifespan,
        log_level="warning",
        access_log=False,
        # The default of 5 s races against clients that keep a connection longer.
        timeout_keep_alive=75,
        timeout_graceful_shutdown=3,
        server_header=False,
        date_header=False,
    )
    return QuietServer(config)
