"""Clients of the emulator. They find it through AWS_ENDPOINT_URL, like every other client."""

from __future__ import annotations

from functools import cache
from typing import Any

import boto3
from botocore.config import Config

# Few attempts: the emulator and this server stop together, and a stop must not wait for one that is gone.
CONFIG = Config(retries={"max_attempts": 3, "mode": "standard"}, connect_timeout=5, max_pool_connections=32)


@cache
def client(service: str) -> Any:
    return boto3.Session().client(service, config=CONFIG)
