"""What a `kill -9` of the SageMaker server, of a container or of the launcher leaves; and what a clean stop does."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from cloud_under_test import Cloud, children, is_alive, pids_mentioning, until
from serving import add_config, add_endpoint, add_model
from test_endpoints import invoke

# Runs until the test lets it end, and writes down every time it was started.
PATIENT = """
    import os, pathlib, time
    ml = pathlib.Path(os.environ["ML_ROOT"])
    folder = ml / "checkpoints"
    starts = len(list(folder.glob("start-*"))) + 1
    (folder / f"start-{starts}").write_text("state")
    print("started", starts, flush=True)
    while not pathlib.Path(os.environ["GATE"]).exists():
        time.sleep(0.02)
    (ml / "model/starts.txt").write_text(str(starts))
    print("score=0.5", flush=True)
"""


def begin(cloud: Cloud, name: str, gate: Path) -> None:
    """Start a patient training job and wait until its container runs and has saved a checkpoint."""
    image = cloud.container("patient", train=PATIENT)
    bucket = cloud.bucket("survival")
    request = cloud.job(
        name, image, Environment={"GATE": str(gate)}, CheckpointConfig={"S3Uri": f"s3://{bucket}/{name}"}
    )
    request["AlgorithmSpecification"]["MetricDefinitions"] = [{"Name": "score", "Regex": "score=(.*)"}]
    cloud.client("sagemaker").create_training_job(**request)
    until(lambda: checkpoints(cloud, name) == ["start-1"], "the first checkpoint in S3")


def checkpoints(cloud: Cloud, name: str) -> list[str]:
    listing = cloud.client("s3").list_objects_v2(Bucket="survival", Prefix=f"{name}/")
    return [entry["Key"].rpartition("/")[2] for entry in listing.get("Contents", [])]


def test_a_killed_sagemaker_server_finds_its_running_job_again(cloud: Cloud, tmp_path: Path):
    begin(cloud, "adopted", tmp_path / "gate")

    cloud.kill_sagemaker()
    (tmp_path / "gate").touch()
    job = cloud.finished("adopted")

    assert job["TrainingJobStatus"] == "Completed"
    assert job["FinalMetricDataList"][0]["Value"] == 0.5
    assert checkpoints(cloud, "adopted") == ["start-1"], "the container was not started twice"


def test_a_job_that_ended_while_the_server_was_away_is_collected(cloud: Cloud, tmp_path: Path):
    begin(cloud, "ended", tmp_path / "gate")

    os.kill(cloud.sagemaker_pid(), signal.SIGSTOP)
    (tmp_path / "gate").touch()
    until((cloud.folder / "state/sagemaker/work/training-job/ended/exit").exists, "the end of the container")
    cloud.kill_sagemaker()

    assert cloud.finished("ended")["TrainingJobStatus"] == "Completed"


def test_a_job_whose_processes_are_gone_starts_again_from_its_checkpoints(cloud: Cloud, tmp_path: Path):
    begin(cloud, "gone", tmp_path / "gate")
    work = cloud.folder / "state/sagemaker/work/training-job/gone"

    os.kill(cloud.sagemaker_pid(), signal.SIGSTOP)
    os.killpg(os.getpgid(int((work / "pid").read_text())), signal.SIGKILL)
    cloud.kill_sagemaker()
    until(lambda: "start-2" in checkpoints(cloud, "gone"), "the second start")
    (tmp_path / "gate").touch()

    assert cloud.finished("gone")["TrainingJobStatus"] == "Completed"


def test_a_killed_container_fails_its_job_as_on_aws(cloud: Cloud, tmp_path: Path):
    begin(cloud, "killed", tmp_path / "gate")
    work = cloud.folder / "state/sagemaker/work/training-job/killed"

    os.kill(int((work / "pid").read_text()), signal.SIGKILL)
    job = cloud.finished("killed")

    assert job["TrainingJobStatus"] == "Failed"
    assert "exit code: 137" in job["FailureReason"]


def test_a_killed_sagemaker_server_leaves_its_endpoints_serving(cloud: Cloud):
    add_model(cloud, "steady")
    add_endpoint(cloud, "steady", add_config(cloud, "steady", steady=1))
    before = invoke(cloud, "steady")

    cloud.kill_sagemaker()

    after = until(lambda: invoke(cloud, "steady"), "an answer")
    assert after["pid"] == before["pid"], "the container was found again, not started again"


def test_endpoints_whose_containers_died_with_the_server_come_back(cloud: Cloud):
    add_model(cloud, "both")
    add_endpoint(cloud, "both", add_config(cloud, "both", both=1))
    pid = invoke(cloud, "both")["pid"]

    os.kill(cloud.sagemaker_pid(), signal.SIGSTOP)
    os.kill(pid, signal.SIGKILL)
    cloud.kill_sagemaker()

    assert until(lambda: invoke(cloud, "both"), "an answer")["pid"] != pid


def test_a_clean_stop_leaves_no_process_and_the_next_start_goes_on(own_cloud: Cloud, tmp_path: Path):
    begin(own_cloud, "paused", tmp_path / "gate")
    add_model(own_cloud, "served")
    add_endpoint(own_cloud, "served", add_config(own_cloud, "served", served=1))
    container = invoke(own_cloud, "served")["pid"]

    code = own_cloud.stop(signal.SIGINT)

    assert code == 0
    assert not is_alive(container)
    assert pids_mentioning(str(own_cloud.folder)) == []
    own_cloud.start()
    (tmp_path / "gate").touch()
    assert own_cloud.finished("paused")["TrainingJobStatus"] == "Completed"
    assert until(lambda: invoke(own_cloud, "served"), "an answer")["model"] == "served"


def test_a_killed_launcher_leaves_no_server_and_the_next_start_goes_on(own_cloud: Cloud, tmp_path: Path):
    begin(own_cloud, "orphan", tmp_path / "gate")
    add_model(own_cloud, "served")
    add_endpoint(own_cloud, "served", add_config(own_cloud, "served", served=1))
    assert own_cloud.process is not None
    server = [pid for pid, _ in children(own_cloud.process.pid)]

    own_cloud.stop(signal.SIGKILL)

    until(lambda: not any(is_alive(pid) for pid in server), "the end of the SageMaker server")
    until(lambda: pids_mentioning(str(own_cloud.folder)) == [], "the end of its containers")
    own_cloud.start()
    (tmp_path / "gate").touch()
    assert own_cloud.finished("orphan")["TrainingJobStatus"] == "Completed"
    assert until(lambda: invoke(own_cloud, "served"), "an answer")["model"] == "served"


def test_everything_may_be_killed_at_once(own_cloud: Cloud, tmp_path: Path):
    begin(own_cloud, "all", tmp_path / "gate")
    server = own_cloud.sagemaker_pid()
    os.kill(server, signal.SIGSTOP)

    own_cloud.stop(signal.SIGKILL)
    os.kill(server, signal.SIGKILL)
    own_cloud.start()

    (tmp_path / "gate").touch()
    assert own_cloud.finished("all")["TrainingJobStatus"] == "Completed"
    assert checkpoints(own_cloud, "all") == ["start-1"], "the orphan was found again"


@pytest.mark.parametrize(
    ("state", "words"), [("another", "is taken: stop what listens there"), ("state", "is in use by another cloud")]
)
def test_a_second_cloud_in_the_same_place_says_what_is_in_its_way(own_cloud: Cloud, state: str, words: str):
    env = {**own_cloud.env, "PERENNIAL_STATE_DIR": str(own_cloud.folder / state)}

    second = subprocess.run([sys.executable, "-m", "cloud"], env=env, capture_output=True, text=True, timeout=60)

    assert second.returncode == 1
    assert words in json.loads(second.stdout)["error"]
    assert own_cloud.client("sqs").list_queues()["ResponseMetadata"]["HTTPStatusCode"] == 200
