"""Keeps endpoints as they should be: containers started, healthy, replaced when they crash, gone when deleted."""

from __future__ import annotations

import logging
import random
import shutil
import time
from pathlib import Path
from threading import Event, Thread

from cloud.sagemaker import serving_container
from cloud.sagemaker.processes import find_again
from cloud.sagemaker.serving_container import ContainerOutput
from cloud.sagemaker.store import Record, Store
from cloud.settings import Settings

logger = logging.getLogger("cloud.sagemaker.endpoints")

KIND = "endpoint"
LOOK_SECONDS = 0.1
OUTPUT_SECONDS = 1.0
STARTS_BEFORE_GIVING_UP = 3


class ContainerFailedError(Exception):
    """A container never became healthy; the message becomes the endpoint's FailureReason."""


class EndpointRunner:
    """One thread an endpoint. The durable record says what should be; `ready` what answers right now."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self.store = store
        self.settings = settings
        self.closing = Event()
        self.threads: list[Thread] = []
        self.ready: dict[tuple[str, str], int] = {}

    def resume(self) -> None:
        for record in self.store.all(KIND):
            self.begin(record["name"])

    def begin(self, name: str) -> None:
        thread = Thread(target=self.keep, args=(name,), name=f"endpoint {name}")
        self.threads.append(thread)
        thread.start()

    def close(self) -> None:
        """End every container; the next server starts them again from their unpacked models."""
        self.closing.set()
        for thread in self.threads:
            thread.join()
        for record in self.store.all(KIND):
            for variants in (record["variants"], (record["next"] or {}).get("variants", {})):
                stop_containers(variants)

    def route(self, record: Record, target: str | None) -> tuple[str, int] | None:
        """A variant that answers and its port, drawn by weight; None when none does."""
        if target is not None:
            port = self.ready.get((record["name"], target))
            return (target, port) if port else None
        answering = [
            (name, self.ready[record["name"], name], variant["weight"])
            for name, variant in record["variants"].items()
            if (record["name"], name) in self.ready and variant["weight"] > 0
        ]
        if not answering:
            return None
        name, port, _ = random.choices(answering, weights=[weight for _, _, weight in answering])[0]
        return name, port

    def keep(self, name: str) -> None:
        """The life of one endpoint until it is deleted, fails for good or the server stops."""
        try:
            if self.read(name)["status"] == "Failed":
                self.await_deletion(name)
                return
            self.bring_up(name, self.folder(name, self.read(name)["generation"]))
            if self.read(name)["status"] == "Creating":
                self.store.change(KIND, name, status="InService", modified=time.time())
            self.serve(name)
        except ContainerFailedError as error:
            self.fail(name, str(error))
        except Exception as error:
            if not self.closing.is_set():
                logger.exception("endpoint %s", name)
                self.fail(name, f"InternalServerError: {error}")

    def serve(self, name: str) -> None:
        outputs = self.outputs(name)
        next_output = 0.0
        while not self.closing.wait(LOOK_SECONDS):
            record = self.read(name)
            if record["status"] == "Deleting":
                self.remove(record)
                return
            if record["next"]:
                self.roll_over(record)
                outputs = self.outputs(name)
                continue
            if not all(is_running(variant) for variant in record["variants"].values()):
                self.bring_up(name, self.folder(name, record["generation"]), give_up=False)
            if time.monotonic() >= next_output:
                for output in outputs:
                    output.pass_on()
                next_output = time.monotonic() + OUTPUT_SECONDS

    def bring_up(self, name: str, folder: Path, give_up: bool = True) -> None:
        """Start what does not run and wait until everything answers /ping."""
        record = self.read(name)
        variants = record["variants"]
        for variant_name, variant in variants.items():
            if not is_running(variant):
                self.ready.pop((name, variant_name), None)
                self.start(variant, folder / variant_name)
        self.save_processes(name, variants)
        for variant_name, variant in variants.items():
            self.await_health((name, variant_name), variant, folder / variant_name, give_up)
            self.save_processes(name, variants)
            if not self.closing.is_set():
                self.ready[name, variant_name] = variant["port"]

    def roll_over(self, record: Record) -> None:
        """Start the next generation, then let it take the place of this one; if it fails, this one stays."""
        name, upcoming = record["name"], record["next"]
        folder = self.folder(name, upcoming["generation"])
        try:
            for variant_name, variant in upcoming["variants"].items():
                if not is_running(variant):
                    self.start(variant, folder / variant_name)
            self.store.change(KIND, name, next=upcoming)
            for variant_name, variant in upcoming["variants"].items():
                self.await_health((name, variant_name), variant, folder / variant_name, give_up=True)
        except Exception as error:
            stop_containers(upcoming["variants"])
            shutil.rmtree(folder, ignore_errors=True)
            self.store.change(
                KIND, name, status="InService", next=None, failure=str(error)[:1024], modified=time.time()
            )
            return
        if self.closing.is_set():
            return
        self.store.change(KIND, name, **upcoming, status="InService", next=None, modified=time.time())
        for variant_name in set(record["variants"]) - set(upcoming["variants"]):
            self.ready.pop((name, variant_name), None)
        for variant_name, variant in upcoming["variants"].items():
            self.ready[name, variant_name] = variant["port"]
        stop_containers(record["variants"])
        shutil.rmtree(self.folder(name, record["generation"]), ignore_errors=True)

    def start(self, variant: Record, folder: Path) -> None:
        """Start one container; an orphan of the same variant is ended first."""
        stop_containers({"": variant})
        process, port = serving_container.launch(variant["container"], folder, self.settings)
        variant.update(process=process.as_record(), port=port)

    def await_health(self, names: tuple[str, str], variant: Record, folder: Path, give_up: bool) -> None:
        patience = variant["startup_seconds"] or self.settings.health_seconds
        deadline = time.monotonic() + patience
        starts = 1
        while not (is_running(variant) and serving_container.is_healthy(variant["port"])):
            if self.closing.is_set() or self.read(names[0])["status"] == "Deleting":
                return
            crashed = not is_running(variant)
            if give_up and (time.monotonic() > deadline or (crashed and starts >= STARTS_BEFORE_GIVING_UP)):
                raise ContainerFailedError(
                    f"The primary container for production variant {names[1]} did not pass the ping health check. "
                    "Please check CloudWatch logs for this endpoint."
                )
            if crashed:
                starts += 1
                self.closing.wait(min(5.0, 0.2 * starts))
                self.start(variant, folder)
            self.closing.wait(LOOK_SECONDS)

    def remove(self, record: Record) -> None:
        for variant_name in record["variants"]:
            self.ready.pop((record["name"], variant_name), None)
        stop_containers(record["variants"])
        shutil.rmtree(self.folder(record["name"], 0).parent, ignore_errors=True)
        self.store.remove(KIND, record["name"])

    def fail(self, name: str, reason: str) -> None:
        for output in self.outputs(name):
            output.pass_on()
        stop_containers(self.read(name)["variants"])
        self.store.change(KIND, name, status="Failed", failure=reason[:1024], modified=time.time())
        self.await_deletion(name)

    def await_deletion(self, name: str) -> None:
        """A failed endpoint only waits to be deleted."""
        while not self.closing.wait(LOOK_SECONDS):
            record = self.read(name)
            if record["status"] == "Deleting":
                self.remove(record)
                return

    def save_processes(self, name: str, variants: Record) -> None:
        """Write the processes down without touching weights that were shifted meanwhile."""
        with self.store.lock:
            current = self.read(name)["variants"]
            for variant_name, variant in variants.items():
                current[variant_name].update(process=variant["process"], port=variant["port"])
            self.store.change(KIND, name, variants=current)

    def outputs(self, name: str) -> list[ContainerOutput]:
        record = self.read(name)
        folder = self.folder(name, record["generation"])
        return [ContainerOutput(name, variant, folder / variant) for variant in record["variants"]]

    def read(self, name: str) -> Record:
        record = self.store.get(KIND, name)
        if record is None:
            raise KeyError(name)
        return record

    def folder(self, name: str, generation: int) -> Path:
        return self.settings.state / "sagemaker" / "endpoints" / name / str(generation)


def is_running(variant: Record) -> bool:
    process = find_again(variant["process"])
    return process is not None and process.is_running()


def stop_containers(variants: Record) -> None:
    for variant in variants.values():
        process = find_again(variant["process"])
        if process is not None:
            process.kill()
