"""The server as it runs: two processes on one port, one of which may die, ended by SIGTERM."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from recommender.artefact import save_artefact
from recommender.covisitation import CoVisitation
from recommender.popularity import Popularity
from recommender.saved import SavedModel
from small_models import SHOP

PATIENCE = 90.0
ON_PROC = pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="reads processes from /proc")


def until(found: Callable[[], object], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not found():
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(0.1)


def pinged(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/ping", timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


def workers_of(pid: int) -> set[int]:
    """Children that serve; `spawn` has one more, which looks after shared resources."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return {int(one) for one in children if b"spawn_main" in Path(f"/proc/{one}/cmdline").read_bytes()}


@pytest.fixture
def server(tmp_path):
    """The process and its port, answering and with two workers."""
    saved = SavedModel(CoVisitation.fit(SHOP), Popularity.fit(SHOP), SHOP.item_ids)
    save_artefact(tmp_path / "model", saved, CoVisitation.fit(SHOP), None)
    (tmp_path / "model/model.json").write_text(json.dumps({"version": "v1", "default_scorer": "covisitation"}))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {"ML_ROOT": str(tmp_path), "SAGEMAKER_BIND_TO_PORT": str(port), "WORKERS": "2"}
    process = subprocess.Popen([sys.executable, "-m", "recommender.serve"], env=environment)
    try:
        until(lambda: pinged(port), "an answer")
        until(lambda: len(workers_of(process.pid)) == 2, "two workers")
        yield process, port
    finally:
        process.kill()
        process.wait()


@ON_PROC
def test_a_killed_worker_comes_back_and_sigterm_ends_all(server):
    process, port = server
    killed, other = sorted(workers_of(process.pid))

    os.kill(killed, signal.SIGKILL)

    until(lambda: len(workers_of(process.pid) - {killed}) == 2, "another worker")
    assert other in workers_of(process.pid)
    until(lambda: pinged(port), "an answer after that")
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0
    assert not pinged(port)


@ON_PROC
def test_workers_do_not_outlive_whoever_watches_them(server):
    process, port = server
    workers = workers_of(process.pid)

    process.kill()
    process.wait()

    until(lambda: not any(Path(f"/proc/{one}/task").is_dir() for one in workers), "the end of the workers")
    assert not pinged(port)
