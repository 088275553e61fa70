"""Batch transform: a model answers for each line of each object."""

from __future__ import annotations

import json

import pytest
from botocore.exceptions import ClientError
from cloud_under_test import ROLE, Cloud
from serving import add_model


def test_each_line_of_each_object_is_answered(cloud: Cloud):
    add_model(cloud, "batch")
    bucket = cloud.bucket("transform", **{"in__a.jsonl": b'{"a":1}\n{"a":22}\n', "in__b.jsonl": b"{}\n"})
    source = {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": f"s3://{bucket}/in/"}}

    cloud.client("sagemaker").create_transform_job(
        TransformJobName="batch-1",
        ModelName="batch",
        TransformInput={"DataSource": source, "ContentType": "application/jsonlines", "SplitType": "Line"},
        TransformOutput={"S3OutputPath": f"s3://{bucket}/out", "AssembleWith": "Line"},
        TransformResources={"InstanceType": "ml.m5.large", "InstanceCount": 1},
    )
    job = cloud.finished("batch-1", "Transform")

    assert job["TransformJobStatus"] == "Completed", job
    lines = cloud.client("s3").get_object(Bucket=bucket, Key="out/a.jsonl.out")["Body"].read().splitlines()
    assert [json.loads(line)["size"] for line in lines] == [8, 9]
    assert "out/b.jsonl.out" in [
        entry["Key"] for entry in cloud.client("s3").list_objects_v2(Bucket=bucket, Prefix="out/")["Contents"]
    ]


def test_a_refusal_of_the_model_fails_the_job(cloud: Cloud):
    add_model(cloud, "picky")
    bucket = cloud.bucket("transform-bad", **{"in__a": b"bad"})
    source = {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": f"s3://{bucket}/in/"}}

    cloud.client("sagemaker").create_transform_job(
        TransformJobName="picky-1",
        ModelName="picky",
        TransformInput={"DataSource": source},
        TransformOutput={"S3OutputPath": f"s3://{bucket}/out"},
        TransformResources={"InstanceType": "ml.m5.large", "InstanceCount": 1},
    )
    job = cloud.finished("picky-1", "Transform")

    assert job["TransformJobStatus"] == "Failed"
    assert "candidates are missing" in job["FailureReason"]


def test_an_input_without_objects_is_refused_at_once(cloud: Cloud):
    add_model(cloud, "idle")
    bucket = cloud.bucket("transform-none")
    source = {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": f"s3://{bucket}/in/"}}

    with pytest.raises(ClientError) as caught:
        cloud.client("sagemaker").create_transform_job(
            TransformJobName="idle-1",
            ModelName="idle",
            TransformInput={"DataSource": source},
            TransformOutput={"S3OutputPath": f"s3://{bucket}/out"},
            TransformResources={"InstanceType": "ml.m5.large", "InstanceCount": 1},
        )

    assert caught.value.response["Error"] == {
        "Code": "ValidationException",
        "Message": f'No S3 objects found under S3 URL "s3://{bucket}/in/" given in input data source. Please ensure '
        "that the bucket exists in the selected region (us-east-1), that objects exist under that S3 prefix, and that "
        f'the role "{ROLE}" has "s3:ListBucket" permissions on bucket "{bucket}".',
    }
