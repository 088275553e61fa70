"""Types that MiniStack lacks deploy, change and go as they do on AWS."""

from __future__ import annotations

import json
from typing import Any

import pytest
from cloud_under_test import ROLE, Cloud, until
from cloud_under_test import ROOT as _ROOT
from serving import SERVE, model_archive
from test_endpoints import invoke, names

RECORDED = sorted(
    line.split('"')[1]
    for line in (_ROOT / "local/cloud/hooks/recorded_types.py").read_text().splitlines()
    if line.startswith('    "AWS::')
)


def deploy(
    cloud: Cloud, stack: str, resources: dict[str, Any], outputs: dict[str, Any] | None = None
) -> dict[str, str]:
    """Create or update a stack; its outputs. Fails with the reasons when the stack does."""
    formation = cloud.client("cloudformation")
    template = {"Resources": resources, "Outputs": {key: {"Value": value} for key, value in (outputs or {}).items()}}
    exists = any(found["StackName"] == stack for found in formation.describe_stacks()["Stacks"])
    change = formation.update_stack if exists else formation.create_stack
    change(StackName=stack, TemplateBody=json.dumps(template))

    def settled() -> dict[str, Any] | None:
        found = formation.describe_stacks(StackName=stack)["Stacks"][0]
        return None if found["StackStatus"].endswith("IN_PROGRESS") else found

    found = until(settled, f"stack {stack}")
    events = formation.describe_stack_events(StackName=stack)["StackEvents"]
    reasons = [event.get("ResourceStatusReason") for event in events if "FAILED" in event["ResourceStatus"]]
    assert found["StackStatus"] in ("CREATE_COMPLETE", "UPDATE_COMPLETE"), reasons
    return {output["OutputKey"]: output["OutputValue"] for output in found.get("Outputs", [])}


def serving_stack(cloud: Cloud, model: str) -> dict[str, Any]:
    bucket = cloud.bucket("stack-models")
    cloud.client("s3").put_object(Bucket=bucket, Key=f"{model}.tar.gz", Body=model_archive(model))
    image = cloud.container("served", serve=SERVE)
    container = {"Image": image, "ModelDataUrl": f"s3://{bucket}/{model}.tar.gz"}
    variant = {
        "VariantName": "all",
        "ModelName": {"Fn::GetAtt": ["Model", "ModelName"]},
        "InitialVariantWeight": "1",
        "InitialInstanceCount": "1",
        "InstanceType": "ml.m5.large",
    }
    return {
        "Model": {
            "Type": "AWS::SageMaker::Model",
            "Properties": {"ExecutionRoleArn": ROLE, "PrimaryContainer": container},
        },
        "Config": {"Type": "AWS::SageMaker::EndpointConfig", "Properties": {"ProductionVariants": [variant]}},
        "Endpoint": {
            "Type": "AWS::SageMaker::Endpoint",
            "Properties": {
                "EndpointName": "from-stack",
                "EndpointConfigName": {"Fn::GetAtt": ["Config", "EndpointConfigName"]},
            },
        },
    }


def test_an_endpoint_of_a_stack_serves_follows_an_update_and_goes_with_it(cloud: Cloud):
    outputs = {"Endpoint": {"Ref": "Endpoint"}, "Name": {"Fn::GetAtt": ["Endpoint", "EndpointName"]}}

    made = deploy(cloud, "serving", serving_stack(cloud, "one"), outputs)
    first = invoke(cloud, "from-stack")["model"]
    deploy(cloud, "serving", serving_stack(cloud, "two"), outputs)
    second = invoke(cloud, "from-stack")["model"]
    cloud.client("cloudformation").delete_stack(StackName="serving")
    until(lambda: "from-stack" not in names(cloud), "the deletion")

    assert made == {
        "Endpoint": "arn:aws:sagemaker:us-east-1:000000000000:endpoint/from-stack",
        "Name": "from-stack",
    }
    assert (first, second) == ("one", "two")
    until(lambda: cloud.client("sagemaker").list_models(NameContains="model-")["Models"] == [], "the models' deletion")


def test_a_model_package_group_deploys_with_its_name_and_arn(cloud: Cloud):
    properties = {"ModelPackageGroupName": "of-stack", "ModelPackageGroupDescription": "Purchase models"}
    resources = {"Group": {"Type": "AWS::SageMaker::ModelPackageGroup", "Properties": properties}}

    made = deploy(cloud, "registry", resources, {"Arn": {"Ref": "Group"}})

    assert made["Arn"].endswith(":model-package-group/of-stack")
    described = cloud.client("sagemaker").describe_model_package_group(ModelPackageGroupName="of-stack")
    assert described["ModelPackageGroupDescription"] == "Purchase models"


@pytest.mark.parametrize("name", RECORDED)
def test_a_type_without_effect_on_a_laptop_deploys_and_updates(cloud: Cloud, name: str):
    stack = name.replace("::", "-")

    first = deploy(cloud, stack, {"Thing": {"Type": name, "Properties": {"Version": "1"}}}, {"Id": {"Ref": "Thing"}})
    again = deploy(cloud, stack, {"Thing": {"Type": name, "Properties": {"Version": "2"}}}, {"Id": {"Ref": "Thing"}})

    assert first == again, "an update that only changes properties keeps the resource"


def test_what_sagemaker_refuses_fails_the_stack_with_its_words(cloud: Cloud):
    resources = {"Model": {"Type": "AWS::SageMaker::Model", "Properties": {"ExecutionRoleArn": "nobody"}}}

    with pytest.raises(AssertionError, match="regular expression pattern"):
        deploy(cloud, "refused", resources)
