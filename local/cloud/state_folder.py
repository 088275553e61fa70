"""One cloud to a state folder: a lock that the kernel lets go of when the last holder ends, however it ends."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# A snapshot that outlives a killed launcher holds the lock until it is written.
PATIENCE_SECONDS = 15.0


class StateFolderInUseError(RuntimeError):
    pass


@contextmanager
def hold_state_folder(folder: Path) -> Iterator[None]:
    """Hold `folder` while the block runs; forked snapshot writers hold it with us."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not try_lock(lock.fileno()):
            if time.monotonic() > deadline:
                raise StateFolderInUseError(
                    f"{folder} is in use by another cloud: stop that one, or set PERENNIAL_STATE_DIR"
                )
            time.sleep(0.1)
        yield


def try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
