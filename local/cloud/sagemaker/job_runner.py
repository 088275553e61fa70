"""Runs jobs of any kind, each in a thread, so that every phase can be taken up again after this server was killed."""

from __future__ import annotations

import logging
import shutil
import time
from pathlib import Path
from threading import Event, Thread

from cloud.sagemaker import processes
from cloud.sagemaker.images import environment
from cloud.sagemaker.job_kinds import JobFailedError, JobKind
from cloud.sagemaker.job_record import FINAL, JobRecord
from cloud.sagemaker.job_watch import JobWatch, Outcome
from cloud.sagemaker.processes import ProcessGroup
from cloud.sagemaker.slots import Slots
from cloud.sagemaker.store import Store
from cloud.settings import Settings

logger = logging.getLogger("cloud.sagemaker.jobs")

# On AWS a job has a machine of its own; here it leaves the processor to what answers requests.
POLITELY = ("nice", "-n", "5")


class JobRunner:
    """The jobs of one kind. `closing` is set when the server stops in order."""

    def __init__(self, kind: JobKind, store: Store, settings: Settings, slots: Slots, closing: Event) -> None:
        self.kind = kind
        self.store = store
        self.settings = settings
        self.slots = slots
        self.closing = closing
        self.threads: list[Thread] = []

    def resume(self) -> None:
        """Take up every job that an earlier life of this server left unfinished, the oldest first."""
        unfinished = [record for record in self.store.all(self.kind.kind) if record["status"] not in FINAL]
        for record in sorted(unfinished, key=lambda record: record["created"]):
            self.begin(record["name"])

    def begin(self, name: str) -> None:
        self.threads = [thread for thread in self.threads if thread.is_alive()]
        thread = Thread(target=self.run, args=(JobRecord(self.store, self.kind.kind, name),), name=f"job {name}")
        self.threads.append(thread)
        thread.start()

    def stop(self, name: str) -> None:
        """Ask a job to stop; it stays Stopping until its process has ended."""
        job = JobRecord(self.store, self.kind.kind, name)
        if job.read()["stop_requested"] is None and job.read()["status"] == "InProgress":
            job.change(status="Stopping", stop_requested=time.time())
            job.enter("Stopping", "Stopping the job")

    def run(self, job: JobRecord) -> None:
        def is_cancelled() -> bool:
            return self.closing.is_set() or job.read()["stop_requested"] is not None

        with self.slots.take(is_cancelled) as is_mine:
            try:
                if is_mine:
                    self.work(job)
                elif not self.closing.is_set() and job.process() is None:
                    job.finish("Stopped", "Stopped", "The job was stopped before it started")
                elif not self.closing.is_set():
                    self.work(job)  # asked to stop while an earlier life of this server was already running it
            except JobFailedError as error:
                job.finish("Failed", "Failed", "The job failed", str(error))
            except Exception as error:
                if self.closing.is_set():
                    return
                logger.exception("job %s", job.name)
                job.finish("Failed", "Failed", "The job failed", f"InternalServerError: {error}")

    def work(self, job: JobRecord) -> None:
        folder = self.folder(job.name)
        process = job.process()
        if process is None or not (process.is_running() or process.exit_code() is not None):
            if process is not None:
                process.kill()  # whatever is left of a group whose shell vanished
            if job.read()["stop_requested"] is not None:
                job.finish("Stopped", "Stopped", "The job was stopped")
                return
            process = self.launch(job, folder)

        job.enter(self.kind.working_phase, "The container runs")
        outcome = JobWatch(self.kind, job, process, folder, self.settings, self.closing).watch()
        if outcome is None:
            return  # the server stops; the next one starts the job again
        self.conclude(job, folder, outcome)

    def launch(self, job: JobRecord, folder: Path) -> ProcessGroup:
        job.enter("Starting", "Preparing the container")
        processes.end_leftover(folder)
        ml_root = folder / "ml"
        record = job.enter("Downloading", "Downloading the input")
        self.kind.prepare(record, ml_root)
        command, own = self.kind.command(record, ml_root)
        threads = str(self.slots.threads())
        variables = {"OMP_NUM_THREADS": threads, "MKL_NUM_THREADS": threads, "OPENBLAS_NUM_THREADS": threads, **own}
        process = processes.start([*POLITELY, *command], folder, environment(self.settings, ml_root, variables), folder)
        job.change(process=process.as_record(), started=record["started"] or time.time())
        return process

    def conclude(self, job: JobRecord, folder: Path, outcome: Outcome) -> None:
        ml_root = folder / "ml"
        record = job.enter("Uploading", "Uploading the results")
        self.kind.keep_up(record, ml_root)
        self.kind.collect(record, ml_root, outcome.exit_code)
        job.change(exit_message=self.kind.exit_message(ml_root))
        if outcome.was_stopped:
            secondary = "MaxRuntimeExceeded" if outcome.ran_too_long else "Stopped"
            job.finish("Stopped", secondary, "The job was stopped")
        elif outcome.exit_code:
            reason = self.kind.failure(ml_root, outcome.exit_code)
            job.finish("Failed", "Failed", "The job failed", reason)
        else:
            job.finish("Completed", "Completed", "The job completed")
        shutil.rmtree(folder, ignore_errors=True)

    def folder(self, name: str) -> Path:
        return self.settings.state / "sagemaker" / "work" / self.kind.kind / name
