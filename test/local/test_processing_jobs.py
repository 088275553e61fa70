"""SageMaker's processing contract."""

from __future__ import annotations

import json

from cloud_under_test import ROLE, Cloud, until

SCRIPT = """
import json, os, pathlib, sys
ml = pathlib.Path(os.environ["ML_ROOT"])
rows = (ml / "processing/input/rows/a.txt").read_text()
(ml / "processing/output/counts/count.json").write_text(json.dumps({"rows": len(rows), "arguments": sys.argv[1:]}))
"""


def request(cloud: Cloud, name: str, script: str, bucket: str) -> dict:
    image = cloud.container(name, count=script)
    output = {
        "S3Uri": f"s3://{bucket}/out",
        "LocalPath": "/opt/ml/processing/output/counts",
        "S3UploadMode": "EndOfJob",
    }
    source = {
        "S3Uri": f"s3://{bucket}/in",
        "LocalPath": "/opt/ml/processing/input/rows",
        "S3DataType": "S3Prefix",
        "S3InputMode": "File",
    }
    return {
        "ProcessingJobName": name,
        "RoleArn": ROLE,
        "AppSpecification": {
            "ImageUri": image,
            "ContainerEntrypoint": ["python3", str(cloud.containers / name / "count")],
            "ContainerArguments": ["--input", "/opt/ml/processing/input/rows"],
        },
        "ProcessingResources": {
            "ClusterConfig": {"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 1}
        },
        "ProcessingInputs": [{"InputName": "rows", "S3Input": source}],
        "ProcessingOutputConfig": {"Outputs": [{"OutputName": "counts", "S3Output": output}]},
    }


def test_inputs_and_outputs_lie_below_ml_root_and_arguments_stay_as_they_are(cloud: Cloud):
    bucket = cloud.bucket("processing-1", **{"in__a.txt": b"12345"})

    cloud.client("sagemaker").create_processing_job(**request(cloud, "count-1", SCRIPT, bucket))
    job = cloud.finished("count-1", "Processing")

    assert job["ProcessingJobStatus"] == "Completed", job
    written = cloud.client("s3").get_object(Bucket=bucket, Key="out/count.json")["Body"].read()
    assert json.loads(written) == {"rows": 5, "arguments": ["--input", "/opt/ml/processing/input/rows"]}


def test_a_job_without_its_input_fails_and_says_which(cloud: Cloud):
    bucket = cloud.bucket("processing-2")

    cloud.client("sagemaker").create_processing_job(**request(cloud, "count-2", SCRIPT, bucket))
    job = cloud.finished("count-2", "Processing")

    assert job["ProcessingJobStatus"] == "Failed"
    assert "No S3 objects found" in job["FailureReason"]
    assert "rows" in job["FailureReason"]


def test_a_job_that_fails_tells_its_exit_code_and_its_exit_message(cloud: Cloud):
    bucket = cloud.bucket("processing-3", **{"in__a.txt": b"12345"})
    script = "import os, sys; open(os.environ['ML_ROOT'] + '/output/message', 'w').write('leak found'); sys.exit(7)"

    cloud.client("sagemaker").create_processing_job(**request(cloud, "count-3", script, bucket))
    job = cloud.finished("count-3", "Processing")

    assert job["ProcessingJobStatus"] == "Failed"
    assert "exit code: 7" in job["FailureReason"]
    assert job["ExitMessage"] == "leak found"


def test_a_running_job_is_listed_by_its_status_and_stops_when_asked(cloud: Cloud):
    bucket = cloud.bucket("processing-4", **{"in__a.txt": b"12345"})
    client = cloud.client("sagemaker")
    client.create_processing_job(**request(cloud, "count-4", "import time; time.sleep(600)", bucket))

    def running() -> list[str]:
        jobs = client.list_processing_jobs(StatusEquals="InProgress", NameContains="count-4")
        return [job["ProcessingJobName"] for job in jobs["ProcessingJobSummaries"]]

    until(lambda: running() == ["count-4"], "the job in the list")
    client.stop_processing_job(ProcessingJobName="count-4")

    assert cloud.finished("count-4", "Processing")["ProcessingJobStatus"] == "Stopped"
    assert running() == []
