"""Model packages as other parts see them: by ARN, and as the container that they stand for."""

from __future__ import annotations

from cloud.sagemaker.arns import name_in
from cloud.sagemaker.errors import validation_error
from cloud.sagemaker.store import Record, Store

GROUP = "model-package-group"
PACKAGE = "model-package"


def find_package(store: Store, arn_or_name: str) -> Record:
    record = store.get(PACKAGE, name_in(arn_or_name))
    if record is None:
        raise validation_error(f"ModelPackage {arn_or_name} does not exist.")
    return record


def container_of_package(store: Store, arn_or_name: str) -> Record:
    """The container of an approved package; SageMaker deploys no other."""
    record = find_package(store, arn_or_name)
    if record["request"].get("ModelApprovalStatus") not in (None, "Approved"):
        raise validation_error(f"Cannot deploy {record['arn']}: its ModelApprovalStatus is not Approved.")
    containers = record["request"].get("InferenceSpecification", {}).get("Containers", [])
    if len(containers) != 1:
        raise validation_error(f"{record['arn']} has no single container to serve.")
    return containers[0]
