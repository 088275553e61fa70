"""Clients of the emulator. They find it through AWS_ENDPOINT_URL, like every other client, and outlast its restart."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import boto3
from botocore.config import Config

PATIENT = Config(retries={"max_attempts": 10, "mode": "standard"}, connect_timeout=5, max_pool_connections=32)


@lru_cache(maxsize=None)
def client(service: str) -> Any:
    return boto3.Session().client(service, config=PATIENT)
