"""MiniStack, prepared before its first import: it reads its settings from the environment while loading."""

from __future__ import annotations

import os
import sys
from types import ModuleType

from cloud.settings import ACCOUNT, Settings, aws_environment


def prepare_environment(settings: Settings) -> None:
    """Set what MiniStack and the Lambda workers that it starts read. Must run before MiniStack is imported."""
    if "ministack.app" in sys.modules:
        raise RuntimeError("MiniStack is already loaded: its environment can no longer be changed")

    for profile in ("AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SESSION_TOKEN"):
        os.environ.pop(profile, None)
    os.environ.update(aws_environment(settings))
    os.environ.update(
        {
            "MINISTACK_HOST": "127.0.0.1",
            "MINISTACK_ACCOUNT_ID": ACCOUNT,
            "MINISTACK_REGION": settings.region,
            "GATEWAY_PORT": str(settings.emulator_port),
            "PERSIST_STATE": "1",
            "STATE_DIR": str(settings.state / "emulator"),
            "S3_PERSIST": "1",
            "S3_DATA_DIR": str(settings.state / "s3"),
            "SFN_WAIT_SCALE": str(settings.wait_scale),
            "LAMBDA_EXECUTOR": "local",
            "SFTP_ENABLED": "0",
            "IOT_MTLS_ENABLED": "0",
            # A machine's Docker is none of our business; MiniStack would look for its own containers there.
            "DOCKER_HOST": f"unix://{settings.state}/no-docker.sock",
            "LOG_LEVEL": os.environ.get("LOG_LEVEL", "WARNING"),
            "AUTH": "false",
            # The Lambda workers run on the first `node` on PATH: Node 24 from the lockfile.
            "PATH": os.pathsep.join([str(settings.node_folder), os.environ.get("PATH", "")]),
        }
    )


def load_emulator(settings: Settings) -> ModuleType:
    """Import MiniStack's application with the settings applied."""
    prepare_environment(settings)
    for folder in ("emulator", "s3"):
        (settings.state / folder).mkdir(parents=True, exist_ok=True)

    from ministack import app

    return app


def enforce_iam(app: ModuleType, enforce: bool) -> None:
    """MiniStack reads this flag for each request, so it can be switched after a deployment."""
    app.AUTH = enforce


def may(app: ModuleType, access_key: str, action: str, resource: str) -> tuple[bool, str]:
    """Whether the holder of a key may do this, and who that is; everybody may while nothing is enforced."""
    if not app.AUTH:
        return True, ""
    from ministack.core.iam_evaluator import AuthError, EvalContext, evaluate, resolve_principal

    principal = resolve_principal(access_key, ACCOUNT)
    if isinstance(principal, AuthError):
        return False, f"the holder of {access_key or 'no key'}"
    if principal.policies is None:
        return True, principal.arn
    context = EvalContext(principal.arn, principal.type, principal.account, action, resource, region="")
    decision = evaluate(context, principal.policies, *principal.limits).decision
    return decision == "Allow", principal.arn


def stop_workers() -> None:
    """End the Lambda workers; they are children of this process and would outlive a hard exit."""
    from ministack.core import lambda_runtime

    lambda_runtime.reset()
