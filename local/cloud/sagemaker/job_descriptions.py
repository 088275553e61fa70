"""What describing a job adds to the request that it echoes."""

from __future__ import annotations

from collections.abc import Callable

from cloud.sagemaker.store import Record
from cloud.sagemaker.training_jobs import output_base


def describe_training(record: Record) -> Record:
    seconds = round(record["ended"] - record["started"]) if record["ended"] and record["started"] else None
    return {
        "TrainingJobName": record["name"],
        "TrainingJobArn": record["arn"],
        "TrainingJobStatus": record["status"],
        "SecondaryStatus": record["secondary"],
        "SecondaryStatusTransitions": record["transitions"],
        "FailureReason": record["failure"],
        "ModelArtifacts": {"S3ModelArtifacts": f"{output_base(record)}/model.tar.gz"},
        "FinalMetricDataList": [
            {"MetricName": name, "Value": found["Value"], "Timestamp": found["Timestamp"]}
            for name, found in record["metrics"].items()
        ]
        or None,
        "TrainingTimeInSeconds": max(1, seconds) if seconds is not None else None,
        "BillableTimeInSeconds": max(1, seconds) if seconds is not None else None,
        **times(record, "Training"),
    }


def describe_processing(record: Record) -> Record:
    return {
        "ProcessingJobName": record["name"],
        "ProcessingJobArn": record["arn"],
        "ProcessingJobStatus": record["status"],
        "FailureReason": record["failure"],
        "ExitMessage": record["exit_message"],
        **times(record, "Processing"),
    }


def describe_transform(record: Record) -> Record:
    return {
        "TransformJobName": record["name"],
        "TransformJobArn": record["arn"],
        "TransformJobStatus": record["status"],
        "FailureReason": record["failure"],
        **{key: value for key, value in times(record, "Transform").items() if key != "LastModifiedTime"},
    }


def times(record: Record, noun: str) -> Record:
    return {
        "CreationTime": record["created"],
        "LastModifiedTime": record["modified"],
        f"{noun}StartTime": record["started"],
        f"{noun}EndTime": record["ended"],
    }


DESCRIPTIONS: dict[str, Callable[[Record], Record]] = {
    "training-job": describe_training,
    "processing-job": describe_processing,
    "transform-job": describe_transform,
}
