"""What was written a moment ago survives `kill -9` of the emulator."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import httpx
from cloud.state_folder import hold_state_folder
from cloud_under_test import ROOT, Cloud, until
from lambdas import add_function

ROWS = 1000


def test_rows_objects_and_messages_survive_a_kill(own_cloud: Cloud):
    dynamodb, s3, sqs = own_cloud.client("dynamodb"), own_cloud.client("s3"), own_cloud.client("sqs")
    dynamodb.create_table(
        TableName="rows",
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    for first in range(0, ROWS, 25):
        items = [{"PutRequest": {"Item": {"pk": {"S": str(number)}}}} for number in range(first, first + 25)]
        dynamodb.batch_write_item(RequestItems={"rows": items})
    s3.create_bucket(Bucket="lake")
    s3.put_object(Bucket="lake", Key="a/b.gz", Body=b"\x1f\x8bbytes", ContentType="application/gzip")
    queue = sqs.create_queue(QueueName="kept")["QueueUrl"]
    sqs.send_message(QueueUrl=queue, MessageBody="hello")
    folder = own_cloud.folder / "state/emulator"
    until(lambda: (folder / "sqs.json").exists() and "hello" in (folder / "sqs.json").read_text(), "a snapshot")

    own_cloud.stop(signal.SIGKILL)
    own_cloud.start()

    pages = own_cloud.client("dynamodb").get_paginator("scan").paginate(TableName="rows")
    assert sum(page["Count"] for page in pages) == ROWS
    found = own_cloud.client("s3").get_object(Bucket="lake", Key="a/b.gz")
    assert (found["Body"].read(), found["ContentType"]) == (b"\x1f\x8bbytes", "application/gzip")
    assert own_cloud.client("sqs").receive_message(QueueUrl=queue)["Messages"][0]["Body"] == "hello"


def test_a_clean_stop_saves_what_no_snapshot_has_seen(own_cloud: Cloud):
    own_cloud.client("ssm").put_parameter(Name="/last", Value="word", Type="String")

    own_cloud.stop()
    own_cloud.start()

    assert own_cloud.client("ssm").get_parameter(Name="/last")["Parameter"]["Value"] == "word"


def test_a_save_that_was_asked_for_is_on_disk_when_it_is_answered(own_cloud: Cloud):
    own_cloud.client("sqs").create_queue(QueueName="noted")

    answer = httpx.put(f"{own_cloud.emulator_url}/_perennial/save", timeout=30)
    own_cloud.stop(signal.SIGKILL)
    own_cloud.start()

    assert answer.json() == {"saved": True}
    assert [url.split("/")[-1] for url in own_cloud.client("sqs").list_queues()["QueueUrls"]] == ["noted"]


def test_a_save_says_what_a_clean_stop_does(own_cloud: Cloud):
    add_function(own_cloud, "kept", "return 1;")
    own_cloud.client("dynamodb").create_table(
        TableName="kept",
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    own_cloud.client("dynamodb").put_item(TableName="kept", Item={"pk": {"S": "é"}, "body": {"B": b"\x00\xff"}})
    own_cloud.client("ssm").put_parameter(Name="/kept", Value="word", Type="String")
    folder = own_cloud.folder / "state/emulator"

    httpx.put(f"{own_cloud.emulator_url}/_perennial/save", timeout=30)
    saved = contents(folder)
    own_cloud.stop()

    assert {"dynamodb.json", "ssm.json", "lambda.json"} <= saved.keys()
    assert saved == contents(folder)


OF_TWO = """
from types import SimpleNamespace
from cloud.snapshots import save_in_child

services = {"broken": lambda: {"rows": object()}, "whole": lambda: {"rows": [1]}}
print(save_in_child(SimpleNamespace(_build_persistence_save_dict=lambda: services)))
del services["broken"]
print(save_in_child(SimpleNamespace(_build_persistence_save_dict=lambda: services)))
"""


def test_a_save_that_leaves_a_service_out_is_none_though_the_others_are_written(tmp_path: Path):
    env = {**os.environ, "PYTHONPATH": str(ROOT / "local"), "PERSIST_STATE": "1", "STATE_DIR": str(tmp_path)}

    done = subprocess.run([sys.executable, "-c", OF_TWO], env=env, capture_output=True, text=True, check=True)

    assert done.stdout.split() == ["False", "True"]
    assert "failed to save broken" in done.stderr
    assert list(contents(tmp_path)) == ["whole.json"]


THAT_HANGS = """
import sys, time
from pathlib import Path
from types import SimpleNamespace
from cloud import snapshots
from cloud.state_folder import hold_state_folder

snapshots.CHILD_PATIENCE_SECONDS = 1
def hang():
    print("saving", flush=True)
    time.sleep(60)

with hold_state_folder(Path(sys.argv[1])):
    print(snapshots.save_in_child(SimpleNamespace(_build_persistence_save_dict=lambda: {"hung": hang})))
"""


def test_a_save_that_hangs_lets_go_of_the_state_folder_though_who_began_it_was_killed(tmp_path: Path):
    env = {**os.environ, "PYTHONPATH": str(ROOT / "local"), "PERSIST_STATE": "1", "STATE_DIR": str(tmp_path)}
    command = [sys.executable, "-c", THAT_HANGS, str(tmp_path)]

    done = subprocess.run(command, env=env, capture_output=True, text=True, check=True, timeout=30)
    killed = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True)
    assert killed.stdout is not None
    assert killed.stdout.readline() == "saving\n"
    killed.kill()
    killed.wait()

    assert done.stdout.split() == ["saving", "False"]
    with hold_state_folder(tmp_path):
        pass


def contents(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
