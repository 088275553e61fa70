"""The model registry: groups, their numbered versions, and the approval of each."""

from __future__ import annotations

import time
from collections.abc import Callable

from cloud.sagemaker.arns import arn, name_in
from cloud.sagemaker.errors import SageMakerError, validation_error
from cloud.sagemaker.images import folder_of
from cloud.sagemaker.listing import page
from cloud.sagemaker.packages import GROUP, PACKAGE, find_package
from cloud.sagemaker.service_model import members_of
from cloud.sagemaker.store import Record, Store
from cloud.sagemaker.tag_operations import save_tags
from cloud.settings import Settings

DONE = {"ValidationStatuses": [], "ImageScanStatuses": []}


class PackageOperations:
    def __init__(self, store: Store, settings: Settings) -> None:
        self.store = store
        self.settings = settings

    def operations(self) -> dict[str, Callable[[Record], Record]]:
        return {
            "CreateModelPackageGroup": self.create_group,
            "DescribeModelPackageGroup": self.describe_group,
            "ListModelPackageGroups": self.list_groups,
            "DeleteModelPackageGroup": self.delete_group,
            "CreateModelPackage": self.create,
            "DescribeModelPackage": self.describe,
            "ListModelPackages": self.list,
            "UpdateModelPackage": self.update,
            "DeleteModelPackage": self.delete,
        }

    def create_group(self, request: Record) -> Record:
        name = request["ModelPackageGroupName"]
        own = arn(self.settings, GROUP, name)
        record = {"name": name, "arn": own, "created": time.time(), "request": request, "last_version": 0}
        if not self.store.add(GROUP, name, record):
            raise validation_error(f"Model Package Group already exists: {own}")
        save_tags(self.store, own, request.get("Tags", []))
        return {"ModelPackageGroupArn": own}

    def describe_group(self, request: Record) -> Record:
        record = self.find_group(request["ModelPackageGroupName"])
        return {
            **members_of("DescribeModelPackageGroup", record["request"]),
            **group_summary(record),
            "CreatedBy": {},
        }

    def list_groups(self, request: Record) -> Record:
        return page(request, self.store.all(GROUP), "ModelPackageGroupSummaryList", group_summary)

    def delete_group(self, request: Record) -> Record:
        record = self.find_group(request["ModelPackageGroupName"])
        if self.versions_of(record["name"]):
            raise SageMakerError("ConflictException", "A model package group that has versions cannot be deleted.")
        self.store.remove(GROUP, record["name"])
        return {}

    def create(self, request: Record) -> Record:
        """A second call with the same ClientToken answers with the version that the first one made."""
        if "ModelPackageGroupName" not in request:
            raise validation_error("A laptop keeps versioned model packages: ModelPackageGroupName is required.")
        for container in request.get("InferenceSpecification", {}).get("Containers", []):
            folder_of(container.get("Image", ""), self.settings)
        with self.store.lock:
            group = self.find_group(request["ModelPackageGroupName"])
            token = request.get("ClientToken")
            for made in self.versions_of(group["name"]):
                if token and made["request"].get("ClientToken") == token:
                    return {"ModelPackageArn": made["arn"]}
            version = group["last_version"] + 1
            self.store.change(GROUP, group["name"], last_version=version)
            name = f"{group['name']}/{version}"
            own = arn(self.settings, PACKAGE, name)
            now = time.time()
            record = {"name": name, "arn": own, "created": now, "modified": now, "request": request}
            self.store.add(PACKAGE, name.lower(), {**record, "group": group["name"], "version": version})
        save_tags(self.store, own, request.get("Tags", []))
        return {"ModelPackageArn": own}

    def describe(self, request: Record) -> Record:
        record = find_package(self.store, request["ModelPackageName"].lower())
        return {
            **members_of("DescribeModelPackage", record["request"]),
            **package_summary(record),
            "ModelPackageName": record["group"],
            "ModelPackageStatusDetails": DONE,
            "LastModifiedTime": record["modified"],
        }

    def list(self, request: Record) -> Record:
        records = self.store.all(PACKAGE)
        if "ModelPackageGroupName" in request:
            records = self.versions_of(self.find_group(request["ModelPackageGroupName"])["name"])
        if "ModelApprovalStatus" in request:
            wanted = request["ModelApprovalStatus"]
            records = [record for record in records if package_summary(record)["ModelApprovalStatus"] == wanted]
        return page(request, records, "ModelPackageSummaryList", package_summary)

    def update(self, request: Record) -> Record:
        record = find_package(self.store, request["ModelPackageArn"].lower())
        removed = request.get("CustomerMetadataPropertiesToRemove", [])
        metadata = {
            key: value
            for key, value in {
                **record["request"].get("CustomerMetadataProperties", {}),
                **request.get("CustomerMetadataProperties", {}),
            }.items()
            if key not in removed
        }
        changed = {key: request[key] for key in ("ModelApprovalStatus", "ApprovalDescription") if key in request}
        kept = {key: value for key, value in record["request"].items() if key != "CustomerMetadataProperties"}
        fresh = {**kept, **changed, **({"CustomerMetadataProperties": metadata} if metadata else {})}
        self.store.change(PACKAGE, record["name"].lower(), request=fresh, modified=time.time())
        return {"ModelPackageArn": record["arn"]}

    def delete(self, request: Record) -> Record:
        self.store.remove(PACKAGE, find_package(self.store, request["ModelPackageName"].lower())["name"].lower())
        return {}

    def find_group(self, arn_or_name: str) -> Record:
        record = self.store.get(GROUP, name_in(arn_or_name))
        if record is None:
            raise validation_error(f"Model Package Group {arn_or_name} does not exist.")
        return record

    def versions_of(self, group: str) -> list[Record]:
        return [record for record in self.store.all(PACKAGE) if record["group"] == group]


def group_summary(record: Record) -> Record:
    return {
        "ModelPackageGroupName": record["name"],
        "ModelPackageGroupArn": record["arn"],
        "CreationTime": record["created"],
        "ModelPackageGroupStatus": "Completed",
    }


def package_summary(record: Record) -> Record:
    return {
        "ModelPackageGroupName": record["group"],
        "ModelPackageVersion": record["version"],
        "ModelPackageArn": record["arn"],
        "CreationTime": record["created"],
        "ModelPackageStatus": "Completed",
        "ModelApprovalStatus": record["request"].get("ModelApprovalStatus", "PendingManualApproval"),
    }
