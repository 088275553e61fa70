"""Keeps the SageMaker server running: whatever ends it, it is started again until the cloud stops."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from pathlib import Path
from threading import Event, Thread

from cloud.settings import Settings

logger = logging.getLogger("cloud.supervisor")

# A server that cannot start at all should not spin.
RESTART_PAUSE_SECONDS = 0.2


class Supervisor:
    """Starts `python -m cloud.sagemaker` as a child and again whenever it ends."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.stopping = Event()
        self.child: subprocess.Popen[bytes] | None = None
        self.thread = Thread(target=self.run, name="supervisor", daemon=True)

    def start(self) -> None:
        self.child = self.spawn()
        self.thread.start()

    def run(self) -> None:
        while self.child is not None:
            code = self.child.wait()
            if self.stopping.wait(RESTART_PAUSE_SECONDS):
                return
            logger.warning("the SageMaker server ended with code %s and is started again", code)
            self.child = self.spawn()

    def spawn(self) -> subprocess.Popen[bytes]:
        package_folder = str(Path(__file__).resolve().parent.parent)
        env = {**os.environ, "PERENNIAL_ROOT": str(self.settings.root), "PYTHONPATH": package_folder}
        # Its own session: Ctrl-C reaches the launcher alone, which stops the server in order.
        return subprocess.Popen([sys.executable, "-m", "cloud.sagemaker"], env=env, start_new_session=True)

    def stop(self) -> None:
        self.stopping.set()
        if self.child is None:
            return
        self.child.terminate()
        try:
            self.child.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()
