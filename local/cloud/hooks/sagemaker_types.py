"""AWS::SageMaker::Model, EndpointConfig, Endpoint and ModelPackageGroup, made by the SageMaker server."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cloud.hooks.sagemaker_client import CallRefusedError, call
from cloud.hooks.template_values import fitted

LOOK_SECONDS = 0.2
Properties = dict[str, Any]


@dataclass(frozen=True)
class Kind:
    """One type: `noun` is in the names of its operations, `updatable` when it changes in place."""

    name: str
    noun: str
    attributes: tuple[str, ...]
    settles: bool = False
    updatable: bool = False


SAGEMAKER_TYPES = (
    Kind("AWS::SageMaker::Model", "Model", ("ModelName",)),
    Kind("AWS::SageMaker::EndpointConfig", "EndpointConfig", ("EndpointConfigName",)),
    Kind("AWS::SageMaker::Endpoint", "Endpoint", ("EndpointName",), settles=True, updatable=True),
    Kind("AWS::SageMaker::ModelPackageGroup", "ModelPackageGroup", ("ModelPackageGroupArn", "ModelPackageGroupStatus")),
)


class SageMakerType:
    """The handlers of one type. `Ref` gives the ARN, as on AWS, so the ARN is the physical id."""

    def __init__(self, kind: Kind, url: str) -> None:
        self.kind = kind
        self.url = url
        self.name_property = f"{kind.noun}Name"

    def handlers(self) -> dict[str, Callable[..., Any]]:
        return {"create": self.create, "update": self.update, "delete": self.delete}

    def create(self, logical_id: str, properties: Properties, stack_name: str) -> tuple[str, dict[str, str]]:
        name = properties.get(self.name_property) or generated_name(logical_id)
        request = fitted(f"Create{self.kind.noun}", {**properties, self.name_property: name})
        arn = call(self.url, f"Create{self.kind.noun}", request).body[f"{self.kind.noun}Arn"]
        return arn, self.settled(name)

    def update(self, physical_id: str, old: Properties, new: Properties, stack_name: str) -> tuple[str, dict[str, str]]:
        """An endpoint moves to its new configuration; the other types are replaced under a new name."""
        is_renamed = old.get(self.name_property) != new.get(self.name_property)
        name = physical_id.rpartition("/")[2]
        if self.kind.updatable and not is_renamed:
            call(
                self.url,
                f"Update{self.kind.noun}",
                fitted(f"Update{self.kind.noun}", {**new, self.name_property: name}),
            )
            return physical_id, self.settled(name)
        if new.get(self.name_property) and not is_renamed:
            raise ValueError(
                "CloudFormation cannot update a stack when a custom-named resource requires replacing. "
                f"Rename {name} and update the stack again."
            )
        return self.create(name.rpartition("-")[0] or name, new, stack_name)

    def delete(self, physical_id: str, properties: Properties) -> None:
        name = self.described(physical_id.rpartition("/")[2]).get(self.name_property)
        if name is None:
            return
        call(self.url, f"Delete{self.kind.noun}", {self.name_property: name})
        while self.kind.settles and self.described(name):
            time.sleep(LOOK_SECONDS)

    def settled(self, name: str) -> dict[str, str]:
        """The attributes once the resource is usable; an error when it never becomes so."""
        described = self.described(name)
        while self.kind.settles and described["EndpointStatus"] in ("Creating", "Updating"):
            time.sleep(LOOK_SECONDS)
            described = self.described(name)
        if self.kind.settles and (described["EndpointStatus"] != "InService" or described.get("FailureReason")):
            raise ValueError(described.get("FailureReason", f"{name} is {described['EndpointStatus']}"))
        return {attribute: str(described[attribute]) for attribute in self.kind.attributes}

    def described(self, name: str) -> dict[str, Any]:
        """Empty when it does not exist; it may have been deleted by hand."""
        try:
            return call(self.url, f"Describe{self.kind.noun}", {self.name_property: name}).body
        except CallRefusedError as refusal:
            if refusal.code == "ValidationException":
                return {}
            raise


def generated_name(logical_id: str) -> str:
    """As CloudFormation names what a template does not: the logical id and something random."""
    return f"{re.sub(r'[^a-zA-Z0-9]', '', logical_id)[:48]}-{secrets.token_hex(6)}".lower()
