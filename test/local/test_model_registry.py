"""The model registry: versions in groups, approved before they may be deployed."""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError
from cloud_under_test import ROLE, Cloud
from serving import SERVE, add_config, add_endpoint, model_archive


def package(cloud: Cloud, group: str, **changes: object) -> str:
    bucket = cloud.bucket("registry")
    cloud.client("s3").put_object(Bucket=bucket, Key="model.tar.gz", Body=model_archive("registered"))
    image = cloud.container("served", serve=SERVE)
    container = {"Image": image, "ModelDataUrl": f"s3://{bucket}/model.tar.gz"}
    specification = {
        "Containers": [container],
        "SupportedContentTypes": ["application/json"],
        "SupportedResponseMIMETypes": ["application/json"],
    }
    request = {"ModelPackageGroupName": group, "InferenceSpecification": specification, **changes}
    return cloud.client("sagemaker").create_model_package(**request)["ModelPackageArn"]


def test_versions_of_a_group_are_numbered_and_listed_newest_first(cloud: Cloud):
    sagemaker = cloud.client("sagemaker")
    sagemaker.create_model_package_group(ModelPackageGroupName="Purchase", Tags=[{"Key": "shop", "Value": "demo"}])

    arns = [package(cloud, "Purchase", ModelApprovalStatus="Approved") for _ in range(2)]

    assert [arn.rpartition("/")[2] for arn in arns] == ["1", "2"]
    listed = sagemaker.list_model_packages(ModelPackageGroupName="Purchase")["ModelPackageSummaryList"]
    assert [entry["ModelPackageVersion"] for entry in listed] == [2, 1]
    group = sagemaker.describe_model_package_group(ModelPackageGroupName="Purchase")
    tags = sagemaker.list_tags(ResourceArn=group["ModelPackageGroupArn"])["Tags"]
    assert tags == [{"Key": "shop", "Value": "demo"}]


def test_the_same_client_token_makes_one_version(cloud: Cloud):
    cloud.client("sagemaker").create_model_package_group(ModelPackageGroupName="once")

    arns = {package(cloud, "once", ClientToken="run-7") for _ in range(3)}

    assert len(arns) == 1


def test_only_an_approved_version_can_be_deployed(cloud: Cloud):
    sagemaker = cloud.client("sagemaker")
    sagemaker.create_model_package_group(ModelPackageGroupName="gated")
    arn = package(
        cloud, "gated", ModelApprovalStatus="PendingManualApproval", CustomerMetadataProperties={"fingerprint": "abc"}
    )
    model = {"ModelName": "gated", "PrimaryContainer": {"ModelPackageName": arn}, "ExecutionRoleArn": ROLE}

    with pytest.raises(ClientError) as caught:
        sagemaker.create_model(**model)
    sagemaker.update_model_package(ModelPackageArn=arn, ModelApprovalStatus="Approved", ApprovalDescription="beats it")
    sagemaker.create_model(**model)

    assert "not Approved" in caught.value.response["Error"]["Message"]
    assert add_endpoint(cloud, "gated", add_config(cloud, "gated", gated=1))["EndpointStatus"] == "InService"
    described = sagemaker.describe_model_package(ModelPackageName=arn)
    assert described["ModelApprovalStatus"] == "Approved"
    assert described["ApprovalDescription"] == "beats it"
    assert described["CustomerMetadataProperties"] == {"fingerprint": "abc"}


def test_a_version_of_a_group_that_does_not_exist_is_refused(cloud: Cloud):
    with pytest.raises(ClientError) as caught:
        package(cloud, "nowhere")

    assert caught.value.response["Error"]["Code"] == "ValidationException"
