"""Endpoints: create, update, describe, list, delete, and shift weights between their variants."""

from __future__ import annotations

import time
from collections.abc import Callable

from cloud.sagemaker.arns import arn
from cloud.sagemaker.endpoint_runner import KIND, EndpointRunner
from cloud.sagemaker.errors import not_found, validation_error
from cloud.sagemaker.listing import page
from cloud.sagemaker.model_operations import CONFIG, MODEL
from cloud.sagemaker.packages import container_of_package
from cloud.sagemaker.store import Record, Store
from cloud.sagemaker.tag_operations import save_tags
from cloud.settings import Settings


class EndpointOperations:
    def __init__(self, store: Store, settings: Settings, runner: EndpointRunner) -> None:
        self.store = store
        self.settings = settings
        self.runner = runner

    def operations(self) -> dict[str, Callable[[Record], Record]]:
        return {
            "CreateEndpoint": self.create,
            "DescribeEndpoint": self.describe,
            "ListEndpoints": self.list,
            "UpdateEndpoint": self.update,
            "UpdateEndpointWeightsAndCapacities": self.update_weights,
            "DeleteEndpoint": self.delete,
        }

    def create(self, request: Record) -> Record:
        name = request["EndpointName"]
        own = arn(self.settings, KIND, name)
        variants = self.variants_of(request["EndpointConfigName"])
        now = time.time()
        record = {
            "name": name,
            "arn": own,
            "created": now,
            "modified": now,
            "status": "Creating",
            "failure": None,
            "config": request["EndpointConfigName"],
            "generation": 1,
            "variants": variants,
            "next": None,
        }
        if not self.store.add(KIND, name, record):
            raise validation_error(f'Cannot create already existing endpoint "{own}".')
        save_tags(self.store, own, request.get("Tags", []))
        self.runner.begin(name)
        return {"EndpointArn": own}

    def update(self, request: Record) -> Record:
        """The next generation starts beside the one that serves, and takes over when it is healthy."""
        variants = self.variants_of(request["EndpointConfigName"])
        record = self.find_settled(request["EndpointName"], "update")
        if request.get("RetainAllVariantProperties"):
            for name, variant in variants.items():
                variant["weight"] = record["variants"].get(name, variant)["weight"]
        upcoming = {
            "config": request["EndpointConfigName"],
            "variants": variants,
            "generation": record["generation"] + 1,
        }
        self.store.change(KIND, record["name"], status="Updating", next=upcoming, failure=None, modified=time.time())
        return {"EndpointArn": record["arn"]}

    def update_weights(self, request: Record) -> Record:
        with self.store.lock:
            record = self.find_settled(request["EndpointName"], "update")
            variants = record["variants"]
            for wish in request["DesiredWeightsAndCapacities"]:
                if wish["VariantName"] not in variants:
                    raise validation_error(f"Could not find variant {wish['VariantName']} in {record['arn']}.")
                variants[wish["VariantName"]]["weight"] = wish.get(
                    "DesiredWeight", variants[wish["VariantName"]]["weight"]
                )
            self.store.change(KIND, record["name"], variants=variants, modified=time.time())
        return {"EndpointArn": record["arn"]}

    def delete(self, request: Record) -> Record:
        record = self.find(request["EndpointName"])
        if record["status"] in ("Creating", "Updating"):
            raise validation_error(f"Cannot delete endpoint {record['arn']} while it is {record['status']}.")
        self.store.change(KIND, record["name"], status="Deleting", modified=time.time())
        return {}

    def describe(self, request: Record) -> Record:
        record = self.find(request["EndpointName"])
        return {
            "EndpointName": record["name"],
            "EndpointArn": record["arn"],
            "EndpointConfigName": record["config"],
            "EndpointStatus": record["status"],
            "FailureReason": record["failure"],
            "CreationTime": record["created"],
            "LastModifiedTime": record["modified"],
            "ProductionVariants": None
            if record["status"] == "Creating"
            else [variant_summary(name, variant, record) for name, variant in record["variants"].items()],
        }

    def list(self, request: Record) -> Record:
        def summary(record: Record) -> Record:
            return {
                "EndpointName": record["name"],
                "EndpointArn": record["arn"],
                "EndpointStatus": record["status"],
                "CreationTime": record["created"],
                "LastModifiedTime": record["modified"],
            }

        return page(request, self.store.all(KIND), "Endpoints", summary)

    def variants_of(self, config_name: str) -> Record:
        """What each variant serves, looked up now: the configuration and the model may be deleted later."""
        config = self.store.get(CONFIG, config_name)
        if config is None:
            raise not_found("endpoint configuration", arn(self.settings, CONFIG, config_name))
        variants = {}
        for wanted in config["request"]["ProductionVariants"]:
            model = self.store.get(MODEL, wanted["ModelName"])
            if model is None:
                raise not_found("model", arn(self.settings, MODEL, wanted["ModelName"]))
            variants[wanted["VariantName"]] = {
                "container": self.container_of(model["request"]),
                "weight": wanted.get("InitialVariantWeight", 1.0),
                "count": wanted.get("InitialInstanceCount"),
                "serverless": wanted.get("ServerlessConfig"),
                "startup_seconds": wanted.get("ContainerStartupHealthCheckTimeoutInSeconds"),
                "process": None,
                "port": None,
            }
        return variants

    def container_of(self, model: Record) -> Record:
        container = model.get("PrimaryContainer") or model["Containers"][0]
        if "ModelPackageName" not in container:
            return container
        package = container_of_package(self.store, container["ModelPackageName"])
        return {**package, "Environment": {**package.get("Environment", {}), **container.get("Environment", {})}}

    def find_settled(self, name: str, purpose: str) -> Record:
        record = self.find(name)
        if record["status"] != "InService":
            raise validation_error(f"Cannot {purpose} endpoint {record['arn']} while it is {record['status']}.")
        return record

    def find(self, name: str) -> Record:
        record = self.store.get(KIND, name)
        if record is None:
            raise not_found("endpoint", arn(self.settings, KIND, name))
        return record


def variant_summary(name: str, variant: Record, record: Record) -> Record:
    image = variant["container"]["Image"]
    summary = {
        "VariantName": name,
        "DeployedImages": [{"SpecifiedImage": image, "ResolvedImage": image, "ResolutionTime": record["modified"]}],
        "CurrentWeight": variant["weight"],
        "DesiredWeight": variant["weight"],
    }
    if variant["serverless"]:
        return {**summary, "CurrentServerlessConfig": variant["serverless"]}
    return {**summary, "CurrentInstanceCount": variant["count"], "DesiredInstanceCount": variant["count"]}
