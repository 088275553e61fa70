"""The container's own server as a process tree: started, waited for, and what it costs read from /proc."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class ServerProcess:
    pid: int
    port: int

    def family(self) -> list[int]:
        """The process and everything it started."""
        members, parents = [self.pid], {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    parents[int(entry.name)] = int(_stat(int(entry.name))[1])
                except OSError:
                    continue  # it ended meanwhile
        for member in members:
            members += [pid for pid, parent in parents.items() if parent == member]
        return members

    def cpu_seconds(self) -> float:
        return sum(int(field) for pid in self.family() for field in _stat(pid)[11:13]) / TICKS

    def memory_mb(self) -> float:
        """Proportional: a page that workers share counts once."""
        total = 0
        for pid in self.family():
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        return total / 1024


@contextmanager
def started_server(root: Path, workers: int, wait_seconds: float = 120) -> Iterator[ServerProcess]:
    """`recommender.serve` below an ML root, answering; ended with everything it started."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {
        "ML_ROOT": str(root),
        "SAGEMAKER_BIND_TO_PORT": str(port),
        "WORKERS": str(workers),
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "recommender.serve"], env=environment, start_new_session=True, stdout=sys.stderr
    )
    try:
        until = time.monotonic() + wait_seconds
        while not _answers(port):
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError("the server did not start; what went wrong stands above")
            time.sleep(0.1)
        yield ServerProcess(process.pid, port)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/ping", timeout=2) as answer:
            return answer.status == 200
    except OSError:
        return False


def _stat(pid: int) -> list[str]:
    """Fields of /proc/pid/stat from the third on; the second may hold spaces."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
