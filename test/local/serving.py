"""A serving container of a few lines and the steps from its model to an endpoint."""

from __future__ import annotations

import io
import tarfile
from typing import Any

from cloud_under_test import ROLE, Cloud, until

SERVE = """
    import json, os, pathlib, sys, time
    from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

    model = pathlib.Path(os.environ["ML_ROOT"], "model/name.txt").read_text()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self, status, body):
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self):
            self.answer(200 if os.environ.get("HEALTH") != "bad" else 503, b"")

        def do_POST(self):
            body = self.rfile.read(int(self.headers["content-length"]))
            if body == b"crash":
                os._exit(9)
            if body == b"bad":
                self.answer(400, b"candidates are missing")
                return
            seen = {"model": model, "pid": os.getpid(), "scorer": os.environ.get("SCORER"), "size": len(body),
                    "type": self.headers["content-type"], "accept": self.headers["accept"]}
            self.answer(200, json.dumps(seen).encode())

        def log_message(self, *_):
            pass

    print("serving", model, flush=True)
    ThreadingHTTPServer(("127.0.0.1", int(os.environ["SAGEMAKER_BIND_TO_PORT"])), Handler).serve_forever()
"""


def model_archive(name: str) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz") as archive:
        entry = tarfile.TarInfo("name.txt")
        entry.size = len(name)
        archive.addfile(entry, io.BytesIO(name.encode()))
    return file.getvalue()


def add_model(cloud: Cloud, name: str, **environment: str) -> str:
    """A model whose container answers with `name`."""
    image = cloud.container("served", serve=SERVE)
    bucket = cloud.bucket("models")
    cloud.client("s3").put_object(Bucket=bucket, Key=f"{name}/model.tar.gz", Body=model_archive(name))
    container = {"Image": image, "ModelDataUrl": f"s3://{bucket}/{name}/model.tar.gz", "Environment": environment}
    cloud.client("sagemaker").create_model(ModelName=name, PrimaryContainer=container, ExecutionRoleArn=ROLE)
    return name


def add_config(cloud: Cloud, name: str, **weights: float) -> str:
    """A configuration with one serverless variant a model, called as the model is."""
    serverless = {"MemorySizeInMB": 2048, "MaxConcurrency": 5}
    variants = [
        {"VariantName": model, "ModelName": model, "ServerlessConfig": serverless, "InitialVariantWeight": weight}
        for model, weight in weights.items()
    ]
    cloud.client("sagemaker").create_endpoint_config(EndpointConfigName=name, ProductionVariants=variants)
    return name


def settled(cloud: Cloud, name: str) -> dict[str, Any]:
    sagemaker = cloud.client("sagemaker")

    def probe() -> dict[str, Any] | None:
        endpoint = sagemaker.describe_endpoint(EndpointName=name)
        return endpoint if endpoint["EndpointStatus"] not in ("Creating", "Updating") else None

    return until(probe, f"endpoint {name}")


def add_endpoint(cloud: Cloud, name: str, config: str) -> dict[str, Any]:
    cloud.client("sagemaker").create_endpoint(EndpointName=name, EndpointConfigName=config)
    return settled(cloud, name)
