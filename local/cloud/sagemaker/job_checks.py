"""What SageMaker refuses about a job beyond the shapes of its request."""

from __future__ import annotations

from collections.abc import Callable

from cloud.sagemaker.errors import limit_exceeded, validation_error
from cloud.sagemaker.images import folder_of
from cloud.sagemaker.store import Record, Store
from cloud.sagemaker.transfer import bucket_and_key, keys_at
from cloud.settings import Settings


def check_training(request: Record, settings: Settings, store: Store) -> None:
    algorithm = request["AlgorithmSpecification"]
    if "TrainingImage" not in algorithm:
        raise validation_error("No training image or algorithm name is given in AlgorithmSpecification.")
    if "ResourceConfig" not in request:
        raise validation_error("ResourceConfig is required for a training job.")
    if "StoppingCondition" not in request:
        raise validation_error("StoppingCondition is required for a training job.")
    folder_of(algorithm["TrainingImage"], settings)
    check_instances(request["ResourceConfig"], "training job usage")
    check_spot(request)
    check_distinct([channel["ChannelName"] for channel in request.get("InputDataConfig", [])], "channel names")
    for channel in request.get("InputDataConfig", []):
        check_channel(channel, request["RoleArn"])


def check_channel(channel: Record, role: str) -> None:
    source = channel["DataSource"].get("S3DataSource")
    if source is None or source["S3DataType"] != "S3Prefix":
        raise validation_error(f"Channel {channel['ChannelName']}: a laptop reads S3Prefix data sources only.")
    if channel.get("InputMode", "File") not in ("File", "FastFile"):
        raise validation_error(f"Channel {channel['ChannelName']}: a laptop knows File and FastFile input only.")
    check_objects(source["S3Uri"], role)


def check_objects(uri: str, role: str) -> None:
    if keys_at(uri):
        return
    bucket, _ = bucket_and_key(uri)
    raise validation_error(
        f'No S3 objects found under S3 URL "{uri}" given in input data source. Please ensure that the bucket exists in '
        f'the selected region (us-east-1), that objects exist under that S3 prefix, and that the role "{role}" has '
        f'"s3:ListBucket" permissions on bucket "{bucket}".'
    )


def check_spot(request: Record) -> None:
    limits = request["StoppingCondition"]
    is_spot = request.get("EnableManagedSpotTraining", False)
    if is_spot and "MaxWaitTimeInSeconds" not in limits:
        raise validation_error("MaxWaitTimeInSeconds is required when EnableManagedSpotTraining is true.")
    if not is_spot and "MaxWaitTimeInSeconds" in limits:
        raise validation_error("MaxWaitTimeInSeconds can be set only when EnableManagedSpotTraining is true.")
    if limits.get("MaxWaitTimeInSeconds", 86400 * 365) < limits.get("MaxRuntimeInSeconds", 86400):
        raise validation_error(
            "Invalid MaxWaitTimeInSeconds. It must be present and be greater than or equal to MaxRuntimeInSeconds"
        )


def check_processing(request: Record, settings: Settings, store: Store) -> None:
    folder_of(request["AppSpecification"]["ImageUri"], settings)
    check_instances(request["ProcessingResources"]["ClusterConfig"], "processing job usage")
    check_distinct([item["InputName"] for item in request.get("ProcessingInputs", [])], "input names")
    for item in request.get("ProcessingInputs", []):
        source = item.get("S3Input")
        if source is None or source["S3DataType"] != "S3Prefix":
            raise validation_error(f"Input {item['InputName']}: a laptop reads S3Prefix inputs only.")
        if not source.get("LocalPath", "").startswith("/opt/ml/processing"):
            raise validation_error(f"Input {item['InputName']}: LocalPath must begin with /opt/ml/processing.")


def check_transform(request: Record, settings: Settings, store: Store) -> None:
    model = store.get("model", request["ModelName"])
    if model is None:
        raise validation_error(f'Could not find model "{request["ModelName"]}".')
    check_instances(request["TransformResources"], "transform job usage")
    source = request["TransformInput"]["DataSource"]["S3DataSource"]
    check_objects(source["S3Uri"], model["request"]["ExecutionRoleArn"])


def check_instances(resources: Record, usage: str) -> None:
    count = resources.get("InstanceCount", 1)
    if count != 1:
        raise limit_exceeded(f"{resources.get('InstanceType', 'instances')} for {usage}", count)


def check_distinct(names: list[str], what: str) -> None:
    if len(set(names)) != len(names):
        raise validation_error(f"The {what} must be unique.")


CHECKS: dict[str, Callable[[Record, Settings, Store], None]] = {
    "training-job": check_training,
    "processing-job": check_processing,
    "transform-job": check_transform,
}
