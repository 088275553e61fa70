"""Durable saves of the emulator: a forked child writes what the parent's memory was at one instant.

Saving in a thread would copy every table under the interpreter's lock and stall requests. A forked child owns a
frozen copy: the parent goes on at once, the snapshot is consistent across services, and it is finished even if the
parent is killed.
"""

from __future__ import annotations

import copy
import gc
import json
import logging
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from threading import Event, Lock, Thread
from types import ModuleType

logger = logging.getLogger("cloud.snapshots")

# A child can inherit a lock that a vanished thread held; it then ends by itself and the next snapshot tries again.
CHILD_PATIENCE_SECONDS = 60
# Background work (queue polls, schedules) changes state without a request, so a quiet emulator is saved too.
QUIET_ROUNDS = 10


class Snapshots:
    """Saves every `seconds` while requests come in; a save that takes long is followed by a longer pause."""

    def __init__(self, app: ModuleType, seconds: float, requests_seen: Callable[[], int]) -> None:
        self.app = app
        self.seconds = seconds
        self.requests_seen = requests_seen
        self.stopped = Event()
        self.thread = Thread(target=self.run, name="snapshots", daemon=True)

    def start(self) -> None:
        self.thread.start()

    def stop(self) -> None:
        """Wait for a save in progress; the emulator itself saves once more on a clean stop."""
        self.stopped.set()
        self.thread.join()

    def run(self) -> None:
        saved_at_request, quiet_rounds, pause = -1, 0, self.seconds
        while not self.stopped.wait(pause):
            seen = self.requests_seen()
            if seen == saved_at_request and quiet_rounds < QUIET_ROUNDS:
                quiet_rounds += 1
                continue
            started = time.monotonic()
            if save_in_child(self.app):
                saved_at_request, quiet_rounds = seen, 0
            pause = max(self.seconds, 2 * (time.monotonic() - started))


# One save after the other: two children would write the same files.
SAVING = Lock()


def save_in_child(app: ModuleType) -> bool:
    """Fork, save and wait. True when the child has written every service."""
    with SAVING:
        return save_at_once(app)


def save_at_once(app: ModuleType) -> bool:
    from ministack.core import persistence

    child = os.fork()
    if child == 0:
        try:
            for stop_signal in (signal.SIGINT, signal.SIGTERM):
                signal.signal(stop_signal, signal.SIG_IGN)
            signal.alarm(CHILD_PATIENCE_SECONDS)  # ends it though its parent was killed: it holds the state folder
            write_as_it_lies()
            failures = failures_told_by(persistence)
            persistence.save_all(app._build_persistence_save_dict())
            for failure in failures:
                logger.error(failure)
            os._exit(1 if failures else 0)
        finally:
            os._exit(1)
    return wait_for(child)


def write_as_it_lies() -> None:
    """For the child alone, whose memory nobody changes any more: MiniStack copies each table before it writes it, and
    `json.dump` encodes piece by piece in Python. Without both a save takes an eighth of the time.
    """
    gc.disable()
    copy.deepcopy = lambda value, memo=None: value
    json.dump = lambda value, file, **options: file.write(json.dumps(value, **options))


def failures_told_by(persistence: ModuleType) -> list[str]:
    """Grows while the child saves: MiniStack logs that it could not save a service, and goes on to the next."""
    failures: list[str] = []
    persistence.logger.error = lambda message, *values: failures.append(message % values)
    return failures


def wait_for(child: int) -> bool:
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        logger.warning("a snapshot ended by signal %d and is tried again", os.WTERMSIG(status))
    return status == 0


def written_at(state: Path) -> float:
    """When the newest snapshot file was written, in epoch seconds; 0 before the first."""
    return max((file.stat().st_mtime for file in (state / "emulator").glob("*.json")), default=0.0)
