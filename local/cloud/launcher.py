"""Starts the parts in order, answers until told to stop, and leaves no process behind."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import socket
import time

from cloud.emulator import load_emulator, stop_workers
from cloud.gateway.app import Gateway
from cloud.hooks import register_hooks
from cloud.hooks.resumption import resume_interrupted
from cloud.http_server import QuietServer, http_server
from cloud.settings import Settings
from cloud.snapshots import Snapshots
from cloud.supervisor import Supervisor
from cloud.switchboard import Switchboard

logger = logging.getLogger("cloud.launcher")

PARENT_SECONDS = 0.5
# A killed cloud leaves a SageMaker server and a save in progress behind, which hold ports until they end in order.
LEFT_BEHIND_SECONDS = 10.0


async def serve(settings: Settings) -> None:
    """Run the cloud until SIGTERM or SIGINT."""
    sockets = [listen(port) for port in (settings.emulator_port, settings.public_port)]
    listen(settings.sagemaker_port).close()  # the SageMaker server binds it itself; a taken port is said here
    app = load_emulator(settings)
    register_hooks(settings)
    switchboard = Switchboard(app)
    supervisor = Supervisor(settings)
    snapshots = Snapshots(app, settings.snapshot_seconds, lambda: switchboard.requests_seen)
    emulator = http_server(switchboard, settings.emulator_port, lifespan="on")
    public = http_server(Gateway(app.app, settings), settings.public_port)
    stop = asyncio.Event()
    for stop_signal in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(stop_signal, stop.set)

    supervisor.start()
    orphaned = asyncio.create_task(leave_with_parent(os.getppid(), stop))
    servers = [
        asyncio.create_task(server.serve(sockets=[own]))
        for server, own in zip((emulator, public), sockets, strict=True)
    ]
    try:
        await started(emulator, public, settings.sagemaker_port, servers, stop)
        resumed = resume_interrupted()
        snapshots.start()
        app.AUTH = settings.enforce_iam
        announce(settings, resumed)
        await asyncio.wait([asyncio.create_task(stop.wait()), *servers], return_when=asyncio.FIRST_COMPLETED)
    finally:
        orphaned.cancel()
        await asyncio.to_thread(supervisor.stop)
        if snapshots.thread.is_alive():
            await asyncio.to_thread(snapshots.stop)
        emulator.should_exit = public.should_exit = True
        await asyncio.wait(servers)
        await asyncio.to_thread(stop_workers)
    for server in servers:
        server.result()


async def leave_with_parent(parent: int, stop: asyncio.Event) -> None:
    """Who started us may be killed; the cloud then stops in order instead of holding ports and folder for nobody."""
    while os.getppid() == parent:
        await asyncio.sleep(PARENT_SECONDS)
    stop.set()


def listen(port: int, patience: float = LEFT_BEHIND_SECONDS) -> socket.socket:
    """A socket before anything is started, so that a port which stays taken for `patience` seconds is said plainly."""
    # asyncio says TCP_NODELAY only where the protocol is named. Without that, an answer that is written in two pieces
    # waits 40 ms for the other side's delayed acknowledgement of the first.
    own = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    own.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    deadline = time.monotonic() + patience
    while True:
        try:
            own.bind(("127.0.0.1", port))
            return own
        except OSError as cause:
            if time.monotonic() < deadline:
                time.sleep(0.1)
                continue
            own.close()
            raise OSError(
                f"port {port} is taken: stop what listens there, or set another port (local/cloud/README.md)"
            ) from cause


async def started(
    emulator: QuietServer,
    public: QuietServer,
    sagemaker_port: int,
    servers: list[asyncio.Task[None]],
    stop: asyncio.Event,
) -> None:
    """Wait until all three servers listen; one that ends before it listens ends the wait."""
    while not (emulator.started and public.started and await is_listening(sagemaker_port)):
        for server in servers:
            if server.done():
                server.result()
                raise OSError("a server ended before it listened")
        if stop.is_set():
            return
        await asyncio.sleep(0.02)


async def is_listening(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True


def announce(settings: Settings, resumed: list[str]) -> None:
    """One JSON line that a program can wait for."""
    ready = {
        "ready": True,
        "emulator": settings.emulator_url,
        "sagemaker": settings.sagemaker_url,
        "public": settings.public_url,
        "resumed": resumed,
    }
    print(json.dumps(ready), flush=True)
