"""Functions of a few lines, deployed through CloudFormation as ours are."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

from cloud_under_test import Cloud, until

# One line an invocation: MiniStack waits 50 ms for a first one.
PREFIX = "const log = (fact) => console.log(JSON.stringify({ fact }));\n"


def add_function(cloud: Cloud, name: str, body: str, role: str = "any", **environment: str) -> str:
    """A Node 24 function whose handler is `async (event) => { body }`; its ARN."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("index.js", f"{PREFIX}exports.handler = async (event) => {{ log('called'); {body} }};")
    client = cloud.client("lambda")
    arn = client.create_function(
        FunctionName=name,
        Runtime="nodejs24.x",
        Handler="index.handler",
        Role=f"arn:aws:iam::000000000000:role/{role}",
        Code={"ZipFile": file.getvalue()},
        Environment={"Variables": environment},
        Timeout=30,
    )["FunctionArn"]
    until(lambda: client.get_function_configuration(FunctionName=name)["State"] == "Active", f"function {name}")
    return arn


def called(cloud: Cloud, name: str, event: dict[str, Any] | None = None) -> Any:
    answer = cloud.client("lambda").invoke(FunctionName=name, Payload=json.dumps(event or {}))
    return json.loads(answer["Payload"].read())
