"""What SageMaker accepts and answers, taken from the service model that botocore ships."""

from __future__ import annotations

from botocore.loaders import Loader
from botocore.model import OperationModel, OperationNotFoundError, ServiceModel

from cloud.sagemaker.constraints import WrongTypeError, violations
from cloud.sagemaker.errors import SageMakerError, validation_error

MODEL = ServiceModel(Loader().load_service_model("sagemaker", "service-2"), "sagemaker")


class WrongAnswerError(AssertionError):
    """This server was about to answer something that SageMaker never would: a bug here, not the caller's."""


def operation(name: str) -> OperationModel:
    try:
        return MODEL.operation_model(name)
    except OperationNotFoundError as cause:
        raise SageMakerError("UnknownOperationException", f"SageMaker has no operation {name}") from cause


def check_request(name: str, request: object) -> dict:
    """The request, or SageMaker's refusal of it."""
    shape = operation(name).input_shape
    try:
        found = list(violations(request, shape)) if shape else []
    except WrongTypeError as cause:
        raise SageMakerError("SerializationException", str(cause)) from cause
    if found:
        noun = "validation error" if len(found) == 1 else "validation errors"
        raise validation_error(f"{len(found)} {noun} detected: {'; '.join(found)}")
    # An explicit null means the same as a member left out.
    return {key: value for key, value in request.items() if value is not None} if isinstance(request, dict) else {}


def check_response(name: str, response: dict) -> dict:
    """The response without empty members, having checked that SageMaker could have sent it."""
    answer = {key: value for key, value in response.items() if value is not None}
    shape = operation(name).output_shape
    if shape is None:
        return {}
    try:
        found = list(violations(answer, shape))
    except WrongTypeError as cause:
        raise WrongAnswerError(f"{name}: {cause}") from cause
    if found:
        raise WrongAnswerError(f"{name}: {'; '.join(found)}")
    return answer


def members_of(name: str, record: dict) -> dict:
    """The members of `record` that the operation's answer has too: most descriptions echo the request."""
    shape = operation(name).output_shape
    known = shape.members if shape else {}
    return {key: value for key, value in record.items() if key in known}
