"""Executions that were running when the cloud was killed go on under the same ARN when it starts again."""

from __future__ import annotations

import json
import signal
from pathlib import Path

from cloud_under_test import Cloud, until
from test_step_functions import machine, task

COUNTING = "open({log!r}, 'a').write('x')"
GATED = COUNTING + "\nimport pathlib, time\nwhile not pathlib.Path({gate!r}).exists(): time.sleep(0.02)"


def saved(cloud: Cloud, text: str) -> None:
    """Wait until a snapshot holds `text`: what was noted less than a second before a kill may be lost."""
    file = cloud.folder / "state/emulator/stepfunctions.json"
    until(lambda: file.exists() and text in file.read_text(), f"a snapshot with {text}")


def test_finished_states_are_not_run_again_and_the_running_job_is_taken_up(own_cloud: Cloud, tmp_path: Path):
    log, gate = tmp_path / "log", tmp_path / "gate"
    first = own_cloud.container("first", train=COUNTING.format(log=str(log)))
    second = own_cloud.container("second", train=GATED.format(log=str(log), gate=str(gate)))
    states = {
        "First": {
            **task("sagemaker:createTrainingJob.sync", own_cloud.job("first", first)),
            "Assign": {"kept": "{% $states.result.TrainingJobName %}"},
            "Next": "Loop",
        },
        "Loop": {
            **task("sagemaker:createTrainingJob.sync", own_cloud.job("second", second)),
            "Output": {"kept": "{% $kept %}", "job": "{% $states.result.TrainingJobName %}"},
        },
    }
    del states["First"]["End"]
    execution = own_cloud.run_machine({"StartAt": "First", "States": states})
    until(lambda: log.exists() and log.read_text() == "xx", "both jobs")
    saved(own_cloud, "journal")
    saved(own_cloud, ":First")

    own_cloud.stop(signal.SIGKILL)
    own_cloud.start()
    gate.touch()
    outcome = own_cloud.outcome(execution)

    assert own_cloud.ready["resumed"] == [execution]
    assert outcome["status"] == "SUCCEEDED", outcome
    assert json.loads(outcome["output"]) == {"kept": "first", "job": "second"}
    assert log.read_text() in ("xx", "xxx"), "the first job never ran again; the second may have been started again"
    jobs = own_cloud.client("sagemaker").list_training_jobs()["TrainingJobSummaries"]
    assert sorted(job["TrainingJobName"] for job in jobs) == ["first", "second"]


def test_items_of_a_map_keep_their_own_results(own_cloud: Cloud, tmp_path: Path):
    gate = tmp_path / "gate"
    gated = own_cloud.container("gated", train=GATED.format(log=str(tmp_path / "log"), gate=str(gate)))
    quick = own_cloud.container("quick", train="print('x')")
    image = f"{{% $states.input = 'slow' ? '{gated}' : '{quick}' %}}"
    request = own_cloud.job("x", quick) | {"TrainingJobName": "{% 'item-' & $states.input %}"}
    request["AlgorithmSpecification"] = {"TrainingImage": image, "TrainingInputMode": "File"}
    item = machine(task("sagemaker:createTrainingJob.sync", request, Output="{% $states.result.TrainingJobName %}"))
    items = {"Type": "Map", "Items": ["a", "slow"], "ItemProcessor": item, "End": True}
    execution = own_cloud.run_machine(machine(items))
    saved(own_cloud, "item-a")
    until((tmp_path / "log").exists, "the slow job")

    own_cloud.stop(signal.SIGTERM)
    own_cloud.start()
    gate.touch()

    assert json.loads(own_cloud.outcome(execution)["output"]) == ["item-a", "item-slow"]


def test_a_stopped_or_finished_execution_is_left_alone(own_cloud: Cloud):
    wait = {"Type": "Wait", "Seconds": 100000, "End": True}
    stopped = own_cloud.run_machine(machine(wait))
    own_cloud.client("stepfunctions").stop_execution(executionArn=stopped)
    finished = own_cloud.run_machine(machine({"Type": "Pass", "Output": {"done": True}, "End": True}))
    own_cloud.outcome(finished)

    own_cloud.stop(signal.SIGTERM)
    own_cloud.start()

    assert own_cloud.ready["resumed"] == []
    assert own_cloud.outcome(stopped)["status"] == "ABORTED"
    assert own_cloud.outcome(finished)["status"] == "SUCCEEDED"
