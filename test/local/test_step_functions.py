"""Native SageMaker tasks of Step Functions, as a state machine written for AWS uses them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from cloud_under_test import Cloud, until
from serving import add_config, add_model


def task(resource: str, arguments: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"Type": "Task", "Resource": f"arn:aws:states:::{resource}", "Arguments": arguments, "End": True, **more}


def machine(state: dict[str, Any]) -> dict[str, Any]:
    return {"StartAt": "Only", "States": {"Only": state}}


def test_a_sync_training_task_waits_and_answers_with_the_job(cloud: Cloud):
    image = cloud.container("quick", train="print('x')")
    request = {**cloud.job("x", image), "TrainingJobName": "{% $states.input.name %}"}

    execution = cloud.run_machine(machine(task("sagemaker:createTrainingJob.sync", request)), {"name": "sync-1"})
    outcome = cloud.outcome(execution)

    assert outcome["status"] == "SUCCEEDED", outcome
    job = json.loads(outcome["output"])
    assert (job["TrainingJobName"], job["TrainingJobStatus"]) == ("sync-1", "Completed")
    assert isinstance(job["CreationTime"], int), "milliseconds, as the optimised integration answers"


def test_without_sync_the_task_answers_at_once_with_the_arn(cloud: Cloud):
    image = cloud.container("quick", train="print('x')")

    execution = cloud.run_machine(machine(task("sagemaker:createTrainingJob", cloud.job("async-1", image))))

    output = json.loads(cloud.outcome(execution)["output"])
    assert output == {"TrainingJobArn": "arn:aws:sagemaker:us-east-1:000000000000:training-job/async-1"}
    cloud.finished("async-1")


def test_a_failed_job_fails_its_task_with_the_job_as_cause(cloud: Cloud):
    image = cloud.container("exits", train="raise SystemExit(4)")

    execution = cloud.run_machine(machine(task("sagemaker:createTrainingJob.sync", cloud.job("cause-1", image))))
    outcome = cloud.outcome(execution)

    assert (outcome["status"], outcome["error"]) == ("FAILED", "States.TaskFailed")
    assert json.loads(outcome["cause"])["FailureReason"] == "AlgorithmError: , exit code: 4"


@pytest.mark.parametrize(
    ("resource", "changes", "error"),
    [
        ("sagemaker:createTrainingJob.sync", {"TrainingJobName": "a_b"}, "SageMaker.AmazonSageMakerException"),
        ("sagemaker:createTrainingJob.sync", {"TrainingJobName": "taken"}, "SageMaker.ResourceInUseException"),
        ("aws-sdk:sagemaker:createTrainingJob", {"TrainingJobName": "a_b"}, "SageMaker.SageMakerException"),
        ("aws-sdk:sagemaker:createTrainingJob", {"TrainingJobName": "taken"}, "SageMaker.ResourceInUseException"),
    ],
)
def test_refusals_have_the_error_names_that_a_retry_or_catch_matches(
    cloud: Cloud, resource: str, changes: dict[str, str], error: str
):
    image = cloud.container("quick", train="print('x')")
    if (
        changes["TrainingJobName"] == "taken"
        and not cloud.client("sagemaker").list_training_jobs(NameContains="taken")["TrainingJobSummaries"]
    ):
        cloud.client("sagemaker").create_training_job(**cloud.job("taken", image))
    caught = [{"ErrorEquals": [error], "Output": "{% $states.errorOutput %}", "Next": "Caught"}]
    state = task(resource, cloud.job("x", image, **changes), Catch=caught)

    execution = cloud.run_machine({"StartAt": "Only", "States": {"Only": state, "Caught": {"Type": "Succeed"}}})

    assert json.loads(cloud.outcome(execution)["output"])["Error"] == error


@pytest.mark.parametrize("resource", ["createModel", "createEndpointConfig", "createEndpoint", "updateEndpoint"])
def test_sync_is_refused_where_aws_has_none(cloud: Cloud, resource: str):
    outcome = cloud.outcome(cloud.run_machine(machine(task(f"sagemaker:{resource}.sync", {}))))

    assert (outcome["status"], outcome["error"]) == ("FAILED", "States.Runtime")


def test_an_action_that_is_no_integration_is_refused(cloud: Cloud):
    outcome = cloud.outcome(cloud.run_machine(machine(task("sagemaker:createModelPackage", {}))))

    assert (outcome["status"], outcome["error"]) == ("FAILED", "States.Runtime")


FOREVER = "import time\nprint('ready', flush=True)\nwhile True: time.sleep(0.05)"


def running_machine(cloud: Cloud, name: str, **more: Any) -> str:
    image = cloud.container("forever", train=FOREVER)
    execution = cloud.run_machine(machine(task("sagemaker:createTrainingJob.sync", cloud.job(name, image), **more)))

    def is_training() -> bool:
        jobs = cloud.client("sagemaker").list_training_jobs(NameContains=name)["TrainingJobSummaries"]
        return bool(jobs)

    until(is_training, "the job")
    return execution


def test_stopping_an_execution_stops_its_job_and_leaves_it_aborted(cloud: Cloud):
    execution = running_machine(cloud, "abandoned")

    cloud.client("stepfunctions").stop_execution(executionArn=execution, cause="enough")

    assert cloud.finished("abandoned")["TrainingJobStatus"] == "Stopped"
    assert cloud.outcome(execution)["status"] == "ABORTED"


def test_stopping_an_execution_is_told_to_who_waits_for_bad_ends_of_its_machine(cloud: Cloud):
    wait = {"StartAt": "Only", "States": {"Only": {"Type": "Wait", "Seconds": 600, "End": True}}}
    execution, other = (cloud.run_machine(wait, {"run": name}) for name in ("mine", "other"))
    states, events, queues = (cloud.client(name) for name in ("stepfunctions", "events", "sqs"))
    queue = queues.create_queue(QueueName="cut-off")["QueueUrl"]
    arn = queues.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    machine_arn = states.describe_execution(executionArn=execution)["stateMachineArn"]
    detail = {"stateMachineArn": [machine_arn], "status": ["FAILED", "TIMED_OUT", "ABORTED"]}
    events.put_rule(Name="cut-off", EventPattern=json.dumps({"source": ["aws.states"], "detail": detail}))
    events.put_targets(Rule="cut-off", Targets=[{"Id": "queue", "Arn": arn}])

    for stopped in (other, execution):
        states.stop_execution(executionArn=stopped)

    (message,) = until(
        lambda: queues.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages"), "the end"
    )
    told = json.loads(message["Body"])["detail"]
    assert (told["status"], json.loads(told["input"])) == ("ABORTED", {"run": "mine"})
    assert isinstance(told["startDate"], int), "milliseconds, as on AWS"


def test_a_task_that_times_out_stops_its_job(cloud: Cloud):
    execution = running_machine(cloud, "overdue", TimeoutSeconds=1)

    assert cloud.outcome(execution)["error"] == "States.Timeout"
    assert cloud.finished("overdue")["TrainingJobStatus"] == "Stopped"


def test_a_branch_that_fails_stops_the_jobs_of_the_others(cloud: Cloud):
    forever = cloud.container("forever", train=FOREVER)
    exits = cloud.container("exits", train="raise SystemExit(4)")
    branches = [
        machine(task("sagemaker:createTrainingJob.sync", cloud.job("branch-forever", forever))),
        machine(task("sagemaker:createTrainingJob.sync", cloud.job("branch-exits", exits))),
    ]

    execution = cloud.run_machine(machine({"Type": "Parallel", "Branches": branches, "End": True}))
    outcome = cloud.outcome(execution)

    assert json.loads(outcome["cause"])["TrainingJobName"] == "branch-exits", "the first error is the one that is told"
    assert cloud.finished("branch-forever")["TrainingJobStatus"] == "Stopped"


def test_the_emulator_answers_while_a_task_waits(cloud: Cloud):
    execution = running_machine(cloud, "unblocking")

    for _ in range(5):
        assert cloud.client("sqs").list_queues()["ResponseMetadata"]["HTTPStatusCode"] == 200
    cloud.client("stepfunctions").stop_execution(executionArn=execution)
    cloud.finished("unblocking")


def test_a_deployment_is_created_polled_and_deleted(cloud: Cloud):
    """As train-model does it: request and response, then aws-sdk:sagemaker:describeEndpoint until it is in service."""
    add_model(cloud, "deployed")
    add_config(cloud, "deployed", deployed=1)
    name = {"EndpointName": "deployed"}
    is_creating = "{% $states.input.EndpointStatus = 'Creating' %}"
    states = {
        "Create": {
            **task("sagemaker:createEndpoint", {**name, "EndpointConfigName": "deployed"}),
            "Next": "Describe",
        },
        "Describe": {**task("aws-sdk:sagemaker:describeEndpoint", name), "Next": "Settled?"},
        "Settled?": {"Type": "Choice", "Choices": [{"Condition": is_creating, "Next": "Wait"}], "Default": "Delete"},
        "Wait": {"Type": "Wait", "Seconds": 5, "Next": "Describe"},
        "Delete": task("aws-sdk:sagemaker:deleteEndpoint", name, Output="{% $states.input %}"),
    }
    for state in ("Create", "Describe"):
        del states[state]["End"]

    outcome = cloud.outcome(cloud.run_machine({"StartAt": "Create", "States": states}))

    assert outcome["status"] == "SUCCEEDED", outcome
    described = json.loads(outcome["output"])
    assert described["EndpointStatus"] == "InService"
    assert described["CreationTime"].endswith("Z"), "ISO text, as the aws-sdk integration answers"


def test_a_registered_version_comes_back_by_its_arn(cloud: Cloud):
    cloud.client("sagemaker").create_model_package_group(ModelPackageGroupName="by-task")
    request = {"ModelPackageGroupName": "by-task", "ClientToken": "run-1"}

    outcome = cloud.outcome(cloud.run_machine(machine(task("aws-sdk:sagemaker:createModelPackage", request))))

    assert json.loads(outcome["output"])["ModelPackageArn"].endswith("model-package/by-task/1")


def test_a_task_outlives_a_kill_of_the_sagemaker_server(cloud: Cloud, tmp_path: Any):
    gate = tmp_path / "gate"
    waits = f"import pathlib, time\nwhile not pathlib.Path({str(gate)!r}).exists(): time.sleep(0.02)"
    image = cloud.container("waits", train=waits)
    execution = cloud.run_machine(machine(task("sagemaker:createTrainingJob.sync", cloud.job("outlives", image))))
    until(lambda: cloud.client("sagemaker").list_training_jobs(NameContains="outlives")["TrainingJobSummaries"], "it")

    cloud.kill_sagemaker()
    gate.touch()

    assert cloud.outcome(execution)["status"] == "SUCCEEDED"
