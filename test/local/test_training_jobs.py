"""SageMaker's training contract, shown with containers of a few lines."""

from __future__ import annotations

import io
import json
import tarfile

import httpx
import pytest
from botocore.exceptions import ClientError
from cloud_under_test import Cloud, until

TRAIN = """
    import gzip, json, os, pathlib
    ml = pathlib.Path(os.environ["ML_ROOT"])
    config = {file.stem: json.loads(file.read_text()) for file in (ml / "input/config").iterdir()}
    channels = {
        str(file.relative_to(ml / "input/data")): file.read_bytes().hex()
        for file in (ml / "input/data").rglob("*") if file.is_file()
    }
    (ml / "model/seen.json").write_text(json.dumps({
        "config": config, "channels": channels, "colour": os.environ.get("COLOUR"),
        "threads": os.environ["OMP_NUM_THREADS"], "job": os.environ["TRAINING_JOB_NAME"],
    }))
    (ml / "output/data/report.txt").write_text("fine")
    (ml / "output/tensorboard").mkdir(parents=True)
    (ml / "output/tensorboard/events.out").write_text("board")
    for loss in ("0.9", "0.4"):
        print(f"validation loss={loss};")
"""


def unpacked(cloud: Cloud, uri: str) -> dict[str, bytes]:
    bucket, _, key = uri.removeprefix("s3://").partition("/")
    body = cloud.client("s3").get_object(Bucket=bucket, Key=key)["Body"].read()
    with tarfile.open(fileobj=io.BytesIO(body)) as archive:
        return {member.name: archive.extractfile(member).read() for member in archive if member.isfile()}


def test_a_job_sees_its_channels_and_settings_and_leaves_a_model(cloud: Cloud):
    image = cloud.container("whole", train=TRAIN)
    bucket = cloud.bucket("whole-data", rows__part__a="ä".encode(), rows__b=b"x")
    packed = bytes.fromhex("1f8b08000000000000034b04000843b22e01000000")
    cloud.client("s3").put_object(Bucket=bucket, Key="rows/c.gz", Body=packed)
    source = {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": f"s3://{bucket}/rows/"}}
    request = cloud.job(
        "whole-1",
        image,
        HyperParameters={"epochs": "5"},
        Environment={"COLOUR": "green"},
        InputDataConfig=[{"ChannelName": "train", "DataSource": source, "ContentType": "text/csv"}],
        TensorBoardOutputConfig={"S3OutputPath": "s3://results/board"},
    )
    request["AlgorithmSpecification"]["MetricDefinitions"] = [{"Name": "loss", "Regex": r"validation loss=(.*?);"}]

    cloud.client("sagemaker").create_training_job(**request)
    job = cloud.finished("whole-1")

    assert job["TrainingJobStatus"] == "Completed", job.get("FailureReason")
    base = "s3://results/jobs/whole-1/output"
    assert job["ModelArtifacts"]["S3ModelArtifacts"] == f"{base}/model.tar.gz"
    seen = json.loads(unpacked(cloud, f"{base}/model.tar.gz")["seen.json"])
    assert seen["config"]["hyperparameters"] == {"epochs": "5"}
    assert seen["config"]["inputdataconfig"]["train"]["ContentType"] == "text/csv"
    assert seen["config"]["resourceconfig"]["hosts"] == ["algo-1"]
    contents = {"train/part/a": "ä".encode().hex(), "train/b": "78", "train/c.gz": packed.hex()}
    assert seen["channels"] == contents, "a gz object must arrive as it is"
    assert (seen["colour"], seen["job"]) == ("green", "whole-1")
    assert unpacked(cloud, f"{base}/output.tar.gz") == {"report.txt": b"fine"}
    board = cloud.client("s3").get_object(Bucket="results", Key="board/whole-1/tensorboard-output/events.out")
    assert board["Body"].read() == b"board"
    assert [(metric["MetricName"], metric["Value"]) for metric in job["FinalMetricDataList"]] == [("loss", 0.4)]
    phases = [transition["Status"] for transition in job["SecondaryStatusTransitions"]]
    assert phases == ["Pending", "Starting", "Downloading", "Training", "Uploading", "Completed"]


def test_what_a_job_prints_is_in_the_logs_and_its_metrics_are_in_cloudwatch(cloud: Cloud):
    image = cloud.container("prints", train="print('auc=0.75'); print('done')")
    request = cloud.job("prints-1", image)
    request["AlgorithmSpecification"]["MetricDefinitions"] = [{"Name": "auc", "Regex": r"auc=([0-9.]+)"}]

    cloud.client("sagemaker").create_training_job(**request)
    cloud.finished("prints-1")

    logs = cloud.client("logs")
    group = "/aws/sagemaker/TrainingJobs"
    streams = logs.describe_log_streams(logGroupName=group, logStreamNamePrefix="prints-1/")["logStreams"]
    events = logs.get_log_events(logGroupName=group, logStreamName=streams[0]["logStreamName"])["events"]
    assert [event["message"] for event in events] == ["auc=0.75", "done"]
    metrics = cloud.client("cloudwatch").list_metrics(Namespace=group)["Metrics"]
    dimensions = [{"Name": "TrainingJobName", "Value": "prints-1"}]
    assert any(metric["MetricName"] == "auc" and metric["Dimensions"] == dimensions for metric in metrics)


def test_a_job_that_fails_says_what_its_container_wrote(cloud: Cloud):
    image = cloud.container(
        "fails",
        train="""
        import os, pathlib, sys
        pathlib.Path(os.environ["ML_ROOT"], "output/failure").write_text("no rows in channel train")
        sys.exit(3)
        """,
    )

    cloud.client("sagemaker").create_training_job(**cloud.job("fails-1", image))
    job = cloud.finished("fails-1")

    assert job["TrainingJobStatus"] == "Failed"
    assert job["FailureReason"] == "AlgorithmError: no rows in channel train, exit code: 3"


STUBBORN = """
    import pathlib, os, signal, sys, time
    ml = pathlib.Path(os.environ["ML_ROOT"])
    def leave(*_):
        (ml / "model/partial").write_text("kept")
        sys.exit(0)
    signal.signal(signal.SIGTERM, leave if os.environ["MANNERS"] == "good" else signal.SIG_IGN)
    print("ready", flush=True)
    while True:
        time.sleep(0.05)
"""


@pytest.mark.parametrize("manners", ["good", "bad"])
def test_a_job_is_stopped_with_sigterm_and_killed_when_it_ignores_that(cloud: Cloud, manners: str):
    image = cloud.container("stubborn", train=STUBBORN)
    name = f"stubborn-{manners}"
    sagemaker = cloud.client("sagemaker")
    sagemaker.create_training_job(**cloud.job(name, image, Environment={"MANNERS": manners}))
    log = cloud.folder / f"state/sagemaker/work/training-job/{name}/output.log"
    until(lambda: log.exists() and "ready" in log.read_text(), "the container")

    sagemaker.stop_training_job(TrainingJobName=name)
    job = cloud.finished(name)

    assert (job["TrainingJobStatus"], job["SecondaryStatus"]) == ("Stopped", "Stopped")
    if manners == "good":
        assert unpacked(cloud, job["ModelArtifacts"]["S3ModelArtifacts"]) == {"partial": b"kept"}


def test_a_job_that_runs_longer_than_it_may_is_stopped(cloud: Cloud):
    image = cloud.container("stubborn", train=STUBBORN)
    limits = {"MaxRuntimeInSeconds": 1}

    cloud.client("sagemaker").create_training_job(
        **cloud.job("long-1", image, Environment={"MANNERS": "good"}, StoppingCondition=limits)
    )
    job = cloud.finished("long-1")

    assert (job["TrainingJobStatus"], job["SecondaryStatus"]) == ("Stopped", "MaxRuntimeExceeded")


def test_no_more_jobs_run_at_once_than_the_setting_allows(cloud: Cloud):
    image = cloud.container("stubborn", train=STUBBORN)
    sagemaker = cloud.client("sagemaker")
    names = [f"queue-{number}" for number in range(3)]
    for name in names:
        sagemaker.create_training_job(**cloud.job(name, image, Environment={"MANNERS": "good"}))

    def phases() -> list[str]:
        return [sagemaker.describe_training_job(TrainingJobName=name)["SecondaryStatus"] for name in names]

    until(lambda: phases() == ["Training", "Training", "Pending"], "two jobs at work")
    sagemaker.stop_training_job(TrainingJobName="queue-0")
    until(lambda: phases()[1:] == ["Training", "Training"], "the third job")
    for name in names[1:]:
        sagemaker.stop_training_job(TrainingJobName=name)
        cloud.finished(name)


CHECKPOINTS = """
    import os, pathlib, sys
    folder = pathlib.Path(os.environ["ML_ROOT"], "checkpoints")
    seen = sorted(file.name for file in folder.iterdir())
    (folder / f"step-{len(seen) + 1}").write_text("state")
    print("found", seen)
"""


def test_checkpoints_are_restored_before_a_job_and_uploaded_after_it(cloud: Cloud):
    image = cloud.container("checkpoints", train=CHECKPOINTS)
    bucket = cloud.bucket("checkpoint-data", run__step_1=b"state")
    config = {"S3Uri": f"s3://{bucket}/run"}

    cloud.client("sagemaker").create_training_job(**cloud.job("checkpoints-1", image, CheckpointConfig=config))
    cloud.finished("checkpoints-1")

    keys = [entry["Key"] for entry in cloud.client("s3").list_objects_v2(Bucket=bucket)["Contents"]]
    assert sorted(keys) == ["run/step-2", "run/step_1"]


def test_jobs_are_listed_by_name_and_status_a_page_at_a_time(cloud: Cloud):
    image = cloud.container("quick", train="print('x')")
    sagemaker = cloud.client("sagemaker")
    for number in range(3):
        sagemaker.create_training_job(**cloud.job(f"listed-{number}", image))
        cloud.finished(f"listed-{number}")

    first = sagemaker.list_training_jobs(NameContains="listed", StatusEquals="Completed", SortBy="Name", MaxResults=2)
    second = sagemaker.list_training_jobs(
        NameContains="listed", StatusEquals="Completed", SortBy="Name", MaxResults=2, NextToken=first["NextToken"]
    )

    found = [job["TrainingJobName"] for page in (first, second) for job in page["TrainingJobSummaries"]]
    assert found == ["listed-2", "listed-1", "listed-0"]
    assert "NextToken" not in second


def refusal(cloud: Cloud, **changes: object) -> tuple[str, str]:
    """As sent by hand: an SDK would not even let some of these leave."""
    image = cloud.container("quick", train="print('x')")
    answer = httpx.post(
        cloud.sagemaker_url,
        headers={"x-amz-target": "SageMaker.CreateTrainingJob"},
        json=cloud.job("refused", image, **changes),
    )
    assert answer.status_code == 400
    return answer.json()["__type"], answer.json()["message"]


def test_a_job_name_is_never_used_twice(cloud: Cloud):
    image = cloud.container("quick", train="print('x')")
    cloud.client("sagemaker").create_training_job(**cloud.job("once", image))
    cloud.finished("once")

    with pytest.raises(ClientError) as caught:
        cloud.client("sagemaker").create_training_job(**cloud.job("once", image))

    assert caught.value.response["Error"]["Code"] == "ResourceInUse"


@pytest.mark.parametrize(
    ("changes", "code", "words"),
    [
        ({"TrainingJobName": "no_underscores"}, "ValidationException", "regular expression pattern"),
        ({"RoleArn": None}, "ValidationException", "Value null at 'roleArn'"),
        ({"HyperParameters": {"epochs": 5}}, "SerializationException", "can not be converted"),
        ({"StoppingCondition": {"MaxRuntimeInSeconds": 0}}, "ValidationException", "greater than or equal to 1"),
        ({"ResourceConfig": {"InstanceType": "ml.m5.tiny"}}, "ValidationException", "enum value set"),
        ({"ResourceConfig": {"InstanceType": "ml.m5.large", "InstanceCount": 2}}, "ResourceLimitExceeded", "limit"),
        ({"Nonsense": 1}, "SerializationException", "Unknown member"),
        ({"EnableManagedSpotTraining": True}, "ValidationException", "MaxWaitTimeInSeconds"),
        (
            {
                "InputDataConfig": [
                    {
                        "ChannelName": "train",
                        "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://none/x"}},
                    }
                ]
            },
            "ValidationException",
            "No S3 objects found",
        ),
        (
            {"AlgorithmSpecification": {"TrainingImage": "perennial/missing:local", "TrainingInputMode": "File"}},
            "ValidationException",
            "Could not access image",
        ),
    ],
)
def test_what_sagemaker_refuses_is_refused(cloud: Cloud, changes: dict[str, object], code: str, words: str):
    found_code, message = refusal(cloud, **changes)

    assert found_code == code
    assert words in message
