"""The refusals that SageMaker answers with, by the names that clients match on."""

from __future__ import annotations


class SageMakerError(Exception):
    """A refusal: `code` is the name that SDKs turn into an exception."""

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status


def validation_error(message: str) -> SageMakerError:
    return SageMakerError("ValidationException", message)


def not_found(what: str, arn: str) -> SageMakerError:
    return SageMakerError("ValidationException", f'Could not find {what} "{arn}".')


def job_not_found(kind: str) -> SageMakerError:
    return SageMakerError("ResourceNotFound", f"Requested resource not found: no such {kind} job.")


def name_in_use(what: str, arn: str) -> SageMakerError:
    return SageMakerError(
        "ResourceInUse", f"{what} names must be unique within an AWS account and region, but {arn} already exists."
    )


def limit_exceeded(resource: str, count: int) -> SageMakerError:
    return SageMakerError(
        "ResourceLimitExceeded",
        f"The account-level service limit '{resource}' is 1 Instances, with current utilization of 0 Instances "
        f"and a request delta of {count} Instances.",
    )
