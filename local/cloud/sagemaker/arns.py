"""Names of resources as ARNs of the laptop's account."""

from __future__ import annotations

from cloud.settings import ACCOUNT, Settings


def arn(settings: Settings, kind: str, name: str) -> str:
    # SageMaker lower-cases names in ARNs.
    return f"arn:aws:sagemaker:{settings.region}:{ACCOUNT}:{kind}/{name.lower()}"


def name_in(arn_or_name: str) -> str:
    return arn_or_name.rpartition(":")[2].partition("/")[2] if arn_or_name.startswith("arn:") else arn_or_name
