"""Models and endpoint configurations: records that an endpoint is made from."""

from __future__ import annotations

import time
from collections.abc import Callable

from cloud.sagemaker.arns import arn
from cloud.sagemaker.errors import not_found, validation_error
from cloud.sagemaker.images import folder_of
from cloud.sagemaker.listing import page
from cloud.sagemaker.packages import container_of_package
from cloud.sagemaker.service_model import members_of
from cloud.sagemaker.store import Record, Store
from cloud.sagemaker.tag_operations import save_tags
from cloud.settings import Settings

MODEL = "model"
CONFIG = "endpoint-config"


class ModelOperations:
    def __init__(self, store: Store, settings: Settings) -> None:
        self.store = store
        self.settings = settings

    def operations(self) -> dict[str, Callable[[Record], Record]]:
        return {
            "CreateModel": self.create_model,
            "DescribeModel": lambda request: self.describe(MODEL, "Model", request),
            "ListModels": lambda request: self.list(MODEL, "Model", "Models", request),
            "DeleteModel": lambda request: self.delete(MODEL, "Model", request),
            "CreateEndpointConfig": self.create_config,
            "DescribeEndpointConfig": lambda request: self.describe(CONFIG, "EndpointConfig", request),
            "ListEndpointConfigs": lambda request: self.list(CONFIG, "EndpointConfig", "EndpointConfigs", request),
            "DeleteEndpointConfig": lambda request: self.delete(CONFIG, "EndpointConfig", request),
        }

    def create_model(self, request: Record) -> Record:
        containers = request.get("Containers") or [request.get("PrimaryContainer") or {}]
        if len(containers) != 1:
            raise validation_error("A laptop serves models of one container.")
        if "ExecutionRoleArn" not in request:
            raise validation_error("ExecutionRoleArn is required to create a model.")
        self.check_container(containers[0])
        return {"ModelArn": self.add(MODEL, "Model", request)}

    def check_container(self, container: Record) -> None:
        if "ModelPackageName" in container:
            container_of_package(self.store, container["ModelPackageName"])
        elif "Image" in container:
            folder_of(container["Image"], self.settings)
        else:
            raise validation_error("A container must have an Image or a ModelPackageName.")

    def create_config(self, request: Record) -> Record:
        names = [variant["VariantName"] for variant in request["ProductionVariants"]]
        if len(set(names)) != len(names):
            raise validation_error("Production variant names must be unique.")
        for variant in request["ProductionVariants"]:
            self.check_variant(variant)
        return {"EndpointConfigArn": self.add(CONFIG, "EndpointConfig", request)}

    def check_variant(self, variant: Record) -> None:
        if "ModelName" not in variant:
            raise validation_error("A laptop serves variants that name a model.")
        if self.store.get(MODEL, variant["ModelName"]) is None:
            raise not_found("model", arn(self.settings, MODEL, variant["ModelName"]))
        if ("ServerlessConfig" in variant) == ("InstanceType" in variant):
            raise validation_error("A production variant needs either a ServerlessConfig or an InstanceType.")
        if "InstanceType" in variant and "InitialInstanceCount" not in variant:
            raise validation_error("InitialInstanceCount is required with an InstanceType.")

    def add(self, kind: str, noun: str, request: Record) -> str:
        name = request[f"{noun}Name"]
        own = arn(self.settings, kind, name)
        record = {"name": name, "arn": own, "created": time.time(), "request": request}
        if not self.store.add(kind, name, record):
            raise validation_error(f'Cannot create already existing {kind.replace("-", " ")} "{own}".')
        save_tags(self.store, own, request.get("Tags", []))
        return own

    def describe(self, kind: str, noun: str, request: Record) -> Record:
        record = self.find(kind, noun, request)
        echoed = members_of(f"Describe{noun}", record["request"])
        return {**echoed, f"{noun}Arn": record["arn"], "CreationTime": record["created"]}

    def list(self, kind: str, noun: str, member: str, request: Record) -> Record:
        def summary(record: Record) -> Record:
            return {f"{noun}Name": record["name"], f"{noun}Arn": record["arn"], "CreationTime": record["created"]}

        return page(request, self.store.all(kind), member, summary)

    def delete(self, kind: str, noun: str, request: Record) -> Record:
        self.store.remove(kind, self.find(kind, noun, request)["name"])
        return {}

    def find(self, kind: str, noun: str, request: Record) -> Record:
        name = request[f"{noun}Name"]
        record = self.store.get(kind, name)
        if record is None:
            raise not_found("endpoint configuration" if kind == CONFIG else kind, arn(self.settings, kind, name))
        return record
