"""Create, describe, list and stop jobs of every kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from cloud.sagemaker.arns import arn
from cloud.sagemaker.errors import job_not_found, name_in_use, validation_error
from cloud.sagemaker.job_checks import CHECKS
from cloud.sagemaker.job_descriptions import DESCRIPTIONS
from cloud.sagemaker.job_record import FINAL, new_record
from cloud.sagemaker.job_runner import JobRunner
from cloud.sagemaker.listing import page
from cloud.sagemaker.service_model import members_of
from cloud.sagemaker.store import Record, Store
from cloud.sagemaker.tag_operations import save_tags
from cloud.settings import Settings

# The word that each kind puts into the names of its operations and members.
NOUNS = {"training-job": "Training", "processing-job": "Processing", "transform-job": "Transform"}


def job_operations(
    runners: Sequence[JobRunner], store: Store, settings: Settings
) -> dict[str, Callable[[Record], Record]]:
    operations: dict[str, Callable[[Record], Record]] = {}
    for runner in runners:
        jobs = JobOperations(NOUNS[runner.kind.kind], runner, store, settings)
        operations.update(jobs.operations())
    return operations


class JobOperations:
    """The operations of one kind of job, `noun` being Training, Processing or Transform."""

    def __init__(self, noun: str, runner: JobRunner, store: Store, settings: Settings) -> None:
        self.noun = noun
        self.runner = runner
        self.store = store
        self.settings = settings
        self.kind = runner.kind.kind
        self.name_member = f"{noun}JobName"

    def operations(self) -> dict[str, Callable[[Record], Record]]:
        return {
            f"Create{self.noun}Job": self.create,
            f"Describe{self.noun}Job": self.describe,
            f"List{self.noun}Jobs": partial(self.list, f"List{self.noun}Jobs"),
            f"Stop{self.noun}Job": self.stop,
        }

    def create(self, request: Record) -> Record:
        name = request[self.name_member]
        own = arn(self.settings, self.kind, name)
        CHECKS[self.kind](request, self.settings, self.store)
        if not self.store.add(self.kind, name, new_record(name, own, request)):
            raise name_in_use("Job", own)
        save_tags(self.store, own, request.get("Tags", []))
        self.runner.begin(name)
        return {f"{self.noun}JobArn": own}

    def describe(self, request: Record) -> Record:
        record = self.find(request)
        echoed = members_of(f"Describe{self.noun}Job", record["request"])
        return {**echoed, **DESCRIPTIONS[self.kind](record)}

    def list(self, name: str, request: Record) -> Record:
        return page(request, self.store.all(self.kind), f"{self.noun}JobSummaries", self.summary)

    def summary(self, record: Record) -> Record:
        ended = {f"{self.noun}EndTime": record["ended"]} if record["ended"] else {}
        return {
            self.name_member: record["name"],
            f"{self.noun}JobArn": record["arn"],
            f"{self.noun}JobStatus": record["status"],
            "CreationTime": record["created"],
            "LastModifiedTime": record["modified"],
            **ended,
        }

    def stop(self, request: Record) -> Record:
        record = self.find(request)
        if record["status"] in FINAL:
            raise validation_error(
                f"The request was rejected because the {self.noun.lower()} job is in status {record['status']}."
            )
        self.runner.stop(record["name"])
        return {}

    def find(self, request: Record) -> Record:
        record = self.store.get(self.kind, request[self.name_member])
        if record is None:
            if self.noun == "Training":
                raise validation_error("Requested resource not found.")
            raise job_not_found(self.noun.lower())
        return record
