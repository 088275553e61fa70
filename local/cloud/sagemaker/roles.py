"""Whether a caller's role allows a call: the emulator keeps the roles, and is asked by caller, action and resource."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping

import httpx

from cloud.sagemaker.arns import arn, name_in
from cloud.settings import Settings

KEPT_SECONDS = 5.0
MOST_KEPT = 1_000
# Operations that name what they are about, and the kind of ARN that roles are given it by.
NAMED = re.compile(r"^(Create|Describe|Update|Delete|Stop|Invoke)(\w+?)(WeightsAndCapacities)?$")
KINDS = {
    "TrainingJob": "training-job",
    "ProcessingJob": "processing-job",
    "TransformJob": "transform-job",
    "Model": "model",
    "EndpointConfig": "endpoint-config",
    "Endpoint": "endpoint",
    "ModelPackage": "model-package",
    "ModelPackageGroup": "model-package-group",
}


class Roles:
    """Refusals by caller, action and resource, kept for a few seconds so that a busy endpoint costs no second call."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        # A busy machine may keep the emulator from answering for seconds; whoever asks has limits of their own.
        self.client = httpx.AsyncClient(timeout=httpx.Timeout(60.0, connect=2.0), trust_env=False)
        self.kept: dict[tuple[str, str, str], tuple[float, str | None]] = {}

    async def refusal(self, headers: Mapping[str, str], operation: str, request: Mapping[str, object]) -> str | None:
        """Why the caller may not, in AWS's words, or None where they may.

        State machines and stacks call from inside the emulator, unsigned, and are held to no role.
        """
        caller = re.search(r"Credential=([^/]+)/", headers.get("authorization", ""))
        if caller is None:
            return None
        key = (caller[1], f"sagemaker:{operation}", self.resource_of(operation, request))
        until, refusal = self.kept.get(key, (0.0, None))
        if until < time.monotonic():
            refusal = await self.ask(*key)
            if len(self.kept) >= MOST_KEPT:
                self.kept.clear()
            self.kept[key] = (time.monotonic() + KEPT_SECONDS, refusal)
        return refusal

    async def ask(self, key: str, action: str, resource: str) -> str | None:
        params = {"key": key, "action": action, "resource": resource}
        answer = (await self.client.get(f"{self.settings.emulator_url}/_perennial/may", params=params)).json()
        if answer["allowed"]:
            return None
        return (
            f"User: {answer['principal']} is not authorized to perform: {action} on resource: {resource} because no "
            f"identity-based policy allows the {action} action"
        )

    def resource_of(self, operation: str, request: Mapping[str, object]) -> str:
        named = NAMED.match(operation)
        kind = KINDS.get(named[2]) if named else None
        name = request.get(f"{named[2]}Name") if named else None
        return arn(self.settings, kind, name_in(name)) if kind and isinstance(name, str) else "*"
