"""The control interface: one function an operation, each with a checked request and a checked answer."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event

from cloud.sagemaker.endpoint_operations import EndpointOperations
from cloud.sagemaker.endpoint_runner import EndpointRunner
from cloud.sagemaker.errors import SageMakerError
from cloud.sagemaker.job_operations import job_operations
from cloud.sagemaker.job_runner import JobRunner
from cloud.sagemaker.model_operations import ModelOperations
from cloud.sagemaker.package_operations import PackageOperations
from cloud.sagemaker.processing_jobs import ProcessingJobs
from cloud.sagemaker.service_model import check_request, check_response, operation
from cloud.sagemaker.slots import Slots
from cloud.sagemaker.store import Record, Store
from cloud.sagemaker.tag_operations import TagOperations
from cloud.sagemaker.training_jobs import TrainingJobs
from cloud.sagemaker.transform_jobs import TransformJobs
from cloud.settings import Settings

Operation = Callable[[Record], Record]


class Control:
    """Everything the server can do, over one store."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self.closing = Event()
        slots = Slots(settings.parallel_jobs)
        kinds = (TrainingJobs(settings), ProcessingJobs(settings), TransformJobs(settings, store))
        self.runners = [JobRunner(kind, store, settings, slots, self.closing) for kind in kinds]
        self.endpoints = EndpointRunner(store, settings)
        self.operations: dict[str, Operation] = {
            **job_operations(self.runners, store, settings),
            **ModelOperations(store, settings).operations(),
            **EndpointOperations(store, settings, self.endpoints).operations(),
            **PackageOperations(store, settings).operations(),
            **TagOperations(store).operations(),
        }

    def resume(self) -> None:
        for runner in self.runners:
            runner.resume()
        self.endpoints.resume()

    def close(self) -> None:
        """Stop in order: unfinished jobs and endpoints stay in the store and are taken up by the next server."""
        self.closing.set()
        self.endpoints.close()
        for runner in self.runners:
            for thread in runner.threads:
                thread.join()

    def answer(self, name: str, request: object) -> Record:
        """What SageMaker would answer to one call."""
        checked = check_request(name, request)
        if name not in self.operations:
            raise SageMakerError("UnknownOperationException", f"{operation(name).name} does not exist on a laptop")
        return check_response(name, self.operations[name](checked))
