"""Processes that outlive this server: each runs under a small shell that writes down its pid and its exit code.

A server that was killed finds them again by pid and start time, and learns how they ended from the file.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

# `trap :` keeps the shell alive through SIGTERM without making its child ignore the signal, as `trap ''` would.
SHELL = """
folder="$1"; shift
trap : TERM INT HUP
sh -c 'echo $$ > "$0.new" && mv "$0.new" "$0" && exec "$@"' "$folder/pid" "$@"
echo $? > "$folder/exit.new" && mv "$folder/exit.new" "$folder/exit"
"""
GROUP_FILE = "group.json"
KILLED = 128 + signal.SIGKILL


@dataclass(frozen=True)
class ProcessGroup:
    """A shell and what it runs; `started` tells it from a later process that was given the same pid."""

    pid: int
    started: str
    folder: str

    def as_record(self) -> dict[str, int | str]:
        return asdict(self)

    def is_running(self) -> bool:
        reap(self.pid)
        return start_time(self.pid) == self.started

    def exit_code(self) -> int | None:
        """How the process ended; None while it runs, or when its shell vanished before it could tell."""
        file = Path(self.folder, "exit")
        return int(file.read_text()) if file.exists() else None

    def terminate(self) -> None:
        """SIGTERM to the main process alone, as `docker stop` does."""
        file = Path(self.folder, "pid")
        if self.is_running() and file.exists():
            send(os.kill, int(file.read_text()), signal.SIGTERM)

    def kill(self) -> None:
        send(os.killpg, self.pid, signal.SIGKILL)
        reap(self.pid)


def start(command: Sequence[str], folder: Path, env: Mapping[str, str], working_folder: Path) -> ProcessGroup:
    """Run `command` with its output in `folder`/output.log and its end in `folder`/exit."""
    folder.mkdir(parents=True, exist_ok=True)
    end_leftover(folder)
    for leftover in ("pid", "exit"):
        (folder / leftover).unlink(missing_ok=True)
    with (folder / "output.log").open("ab") as output:
        shell = subprocess.Popen(
            ["sh", "-c", SHELL, "sh", str(folder), *command],
            cwd=working_folder,
            env=dict(env),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    # From here on the pid alone counts, as it does after a restart; Popen must not wait for it in its destructor.
    shell.returncode = 0
    group = ProcessGroup(shell.pid, start_time(shell.pid) or "gone", str(folder))
    (folder / GROUP_FILE).write_text(json.dumps(group.as_record()))
    return group


def end_leftover(folder: Path) -> None:
    """End what an earlier life of this server started in `folder` and was killed before it could record."""
    file = folder / GROUP_FILE
    if file.exists():
        group = find_again(json.loads(file.read_text() or "null"))
        if group is not None and group.is_running():
            group.kill()


def find_again(record: Mapping[str, int | str] | None) -> ProcessGroup | None:
    """The process that an earlier life of this server started."""
    return ProcessGroup(int(record["pid"]), str(record["started"]), str(record["folder"])) if record else None


def start_time(pid: int) -> str | None:
    """A token for when the process began; None when it is not there or only waits to be reaped."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return start_time_by_ps(pid) if not Path("/proc/self").exists() else None
    return None if fields[0] == "Z" else fields[19]


def start_time_by_ps(pid: int) -> str | None:
    answer = subprocess.run(["ps", "-o", "stat=,lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
    state, _, started = answer.stdout.strip().partition(" ")
    return started.strip() if state and not state.startswith("Z") else None


def reap(pid: int) -> None:
    try:
        os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        return


def send(kill: Callable[[int, int], None], pid: int, number: signal.Signals) -> None:
    try:
        kill(pid, number)
    except ProcessLookupError:
        return
