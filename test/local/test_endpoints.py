"""Endpoints: deployed beside each other, shifted, replaced when they crash, refused as SageMaker refuses."""

from __future__ import annotations

import json
import os
import signal
from collections import Counter
from typing import Any

import httpx
import pytest
from botocore.exceptions import ClientError
from cloud_under_test import Cloud, is_alive, until
from serving import add_config, add_endpoint, add_model, settled


def invoke(cloud: Cloud, name: str, body: bytes = b"{}", **options: str) -> dict[str, Any]:
    answer = cloud.client("sagemaker-runtime").invoke_endpoint(
        EndpointName=name, Body=body, ContentType="application/json", **options
    )
    return {**json.loads(answer["Body"].read()), "variant": answer["InvokedProductionVariant"]}


def refused(cloud: Cloud, name: str, body: bytes = b"{}", **options: str) -> dict[str, Any]:
    with pytest.raises(ClientError) as caught:
        invoke(cloud, name, body, **options)
    return caught.value.response


def test_an_endpoint_serves_the_unpacked_model_with_its_environment(cloud: Cloud):
    add_model(cloud, "plain", SCORER="calibrated")

    endpoint = add_endpoint(cloud, "plain", add_config(cloud, "plain", plain=1))

    assert endpoint["EndpointStatus"] == "InService", endpoint
    assert endpoint["ProductionVariants"][0]["CurrentServerlessConfig"]["MaxConcurrency"] == 5
    answer = invoke(cloud, "plain", b"12345", Accept="application/json")
    assert (answer["model"], answer["scorer"], answer["size"]) == ("plain", "calibrated", 5)
    assert (answer["type"], answer["accept"]) == ("application/json", "application/json")


def test_variants_share_calls_by_weight_and_weights_can_be_shifted(cloud: Cloud):
    add_model(cloud, "old")
    add_model(cloud, "new")
    add_endpoint(cloud, "shared", add_config(cloud, "shared", old=1, new=0))
    sagemaker = cloud.client("sagemaker")

    before = Counter(invoke(cloud, "shared")["variant"] for _ in range(20))
    sagemaker.update_endpoint_weights_and_capacities(
        EndpointName="shared",
        DesiredWeightsAndCapacities=[
            {"VariantName": "old", "DesiredWeight": 0},
            {"VariantName": "new", "DesiredWeight": 1},
        ],
    )
    after = Counter(invoke(cloud, "shared")["variant"] for _ in range(20))

    assert (before, after) == (Counter(old=20), Counter(new=20))
    assert invoke(cloud, "shared", TargetVariant="old")["model"] == "old", "a target variant needs no weight"
    assert refused(cloud, "shared", TargetVariant="none")["Error"]["Code"] == "ValidationError"


def test_an_update_starts_the_new_model_beside_the_old_and_then_takes_its_place(cloud: Cloud):
    add_model(cloud, "first")
    add_model(cloud, "second")
    add_endpoint(cloud, "updated", add_config(cloud, "updated-1", first=1))
    old = invoke(cloud, "updated")

    cloud.client("sagemaker").update_endpoint(
        EndpointName="updated", EndpointConfigName=add_config(cloud, "updated-2", second=1)
    )
    assert invoke(cloud, "updated")["model"] in ("first", "second"), "it answers while it is updated"
    endpoint = settled(cloud, "updated")

    assert endpoint["EndpointConfigName"] == "updated-2"
    assert invoke(cloud, "updated")["model"] == "second"
    until(lambda: not is_alive(old["pid"]), "the end of the old container")


def test_an_update_that_never_becomes_healthy_leaves_the_old_model_serving(cloud: Cloud):
    add_model(cloud, "good")
    add_model(cloud, "exits", HEALTH="bad")
    cloud.container("served", serve="raise SystemExit(1)")
    add_bad = add_config(cloud, "kept-2", exits=1)
    add_model(cloud, "good-again")
    add_endpoint(cloud, "kept", add_config(cloud, "kept-1", good=1))
    cloud.container("served", serve="raise SystemExit(1)")

    cloud.client("sagemaker").update_endpoint(EndpointName="kept", EndpointConfigName=add_bad)
    endpoint = settled(cloud, "kept")

    assert (endpoint["EndpointStatus"], endpoint["EndpointConfigName"]) == ("InService", "kept-1")
    assert "did not pass the ping health check" in endpoint["FailureReason"]
    assert invoke(cloud, "kept")["model"] == "good"


def test_a_container_that_never_becomes_healthy_fails_its_endpoint_and_can_be_deleted(cloud: Cloud):
    add_model(cloud, "sick")
    cloud.container("served", serve="raise SystemExit(1)")

    endpoint = add_endpoint(cloud, "sick", add_config(cloud, "sick", sick=1))

    assert endpoint["EndpointStatus"] == "Failed"
    assert "did not pass the ping health check" in endpoint["FailureReason"]
    assert refused(cloud, "sick")["Error"]["Code"] == "ValidationError"
    cloud.client("sagemaker").delete_endpoint(EndpointName="sick")
    until(lambda: "sick" not in names(cloud), "the deletion")


@pytest.mark.parametrize("how", ["crash", "kill -9"])
def test_a_container_that_dies_is_started_again(cloud: Cloud, how: str):
    name = f"dies-{how[0]}"
    add_model(cloud, name)
    add_endpoint(cloud, name, add_config(cloud, name, **{name: 1}))
    pid = invoke(cloud, name)["pid"]

    if how == "crash":
        refused(cloud, name, b"crash")
    else:
        os.kill(pid, signal.SIGKILL)

    def answers_again() -> bool:
        try:
            return invoke(cloud, name)["pid"] != pid
        except ClientError as error:
            # A call that meets the end itself is told that the connection closed; later ones that nobody serves.
            if error.response["Error"]["Code"] not in ("ServiceUnavailable", "ModelError"):
                raise
            return False

    until(answers_again, "a new container")
    assert settled(cloud, name)["EndpointStatus"] == "InService"


def test_a_refusal_of_the_container_is_a_model_error_with_its_status_and_words(cloud: Cloud):
    add_model(cloud, "strict")
    add_endpoint(cloud, "strict", add_config(cloud, "strict", strict=1))

    answer = refused(cloud, "strict", b"bad")

    assert answer["Error"]["Code"] == "ModelError"
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 424
    assert (answer["OriginalStatusCode"], answer["OriginalMessage"]) == (400, "candidates are missing")


def test_a_body_over_the_limit_of_serverless_inference_is_refused(cloud: Cloud):
    add_model(cloud, "limited")
    add_endpoint(cloud, "limited", add_config(cloud, "limited", limited=1))

    assert invoke(cloud, "limited", b"x" * 4 * 1024 * 1024)["size"] == 4 * 1024 * 1024
    assert refused(cloud, "limited", b"x" * (4 * 1024 * 1024 + 1))["ResponseMetadata"]["HTTPStatusCode"] == 413


def test_an_endpoint_that_does_not_exist_is_a_validation_error(cloud: Cloud):
    assert refused(cloud, "nobody")["Error"]["Code"] == "ValidationError"


def test_a_deleted_endpoint_ends_its_container(cloud: Cloud):
    add_model(cloud, "short")
    add_endpoint(cloud, "short", add_config(cloud, "short", short=1))
    pid = invoke(cloud, "short")["pid"]

    cloud.client("sagemaker").delete_endpoint(EndpointName="short")

    until(lambda: not is_alive(pid), "the end of the container")
    until(lambda: "short" not in names(cloud), "the deletion")


def test_what_an_endpoint_prints_is_in_the_logs(cloud: Cloud):
    add_model(cloud, "talks")
    add_endpoint(cloud, "talks", add_config(cloud, "talks", talks=1))
    group = "/aws/sagemaker/Endpoints/talks"

    def printed() -> bool:
        streams = cloud.client("logs").describe_log_groups(logGroupNamePrefix=group)["logGroups"]
        events = cloud.client("logs").filter_log_events(logGroupName=group)["events"] if streams else []
        return any("serving talks" in event["message"] for event in events)

    until(printed, "the container's first line")


def test_what_sagemaker_refuses_about_endpoints_is_refused(cloud: Cloud):
    add_model(cloud, "wanted")
    sagemaker = cloud.client("sagemaker")
    variant = {"VariantName": "v", "ModelName": "wanted"}
    both = {**variant, "InstanceType": "ml.m5.large", "ServerlessConfig": {"MemorySizeInMB": 2048, "MaxConcurrency": 1}}
    refusals = [
        lambda: sagemaker.create_endpoint(EndpointName="x", EndpointConfigName="none"),
        lambda: sagemaker.create_endpoint_config(EndpointConfigName="x", ProductionVariants=[variant]),
        lambda: sagemaker.create_endpoint_config(EndpointConfigName="x", ProductionVariants=[both]),
        lambda: sagemaker.create_endpoint_config(
            EndpointConfigName="x", ProductionVariants=[{**both, "ModelName": "y"}]
        ),
        lambda: sagemaker.describe_endpoint(EndpointName="none"),
        lambda: sagemaker.delete_model(ModelName="none"),
        lambda: add_model(cloud, "wanted"),
    ]

    for refusal in refusals:
        with pytest.raises(ClientError) as caught:
            refusal()
        assert caught.value.response["Error"]["Code"] == "ValidationException"


def names(cloud: Cloud) -> list[str]:
    listed = cloud.client("sagemaker").list_endpoints(MaxResults=100)["Endpoints"]
    return [endpoint["EndpointName"] for endpoint in listed]


def test_the_server_answers_that_it_is_well(cloud: Cloud):
    assert httpx.get(f"{cloud.sagemaker_url}/health").json() == {"status": "ok"}
