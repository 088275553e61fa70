"""Runs beside a serving container: sends it each input file and writes what it answers. Started by transform_jobs."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx

HEALTH_SECONDS = 240.0
ANSWER_SECONDS = 600.0


def main(serve: str, port: str, folder: Path) -> int:
    request = json.loads((folder / "request.json").read_text())
    container = subprocess.Popen([serve, "serve"])
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=ANSWER_SECONDS, trust_env=False) as client:
            await_health(client, container)
            for file in sorted(path for path in (folder / "input").rglob("*") if path.is_file()):
                target = folder / "output" / f"{file.relative_to(folder / 'input')}.out"
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(b"".join(answers(client, file, request)))
    except (httpx.HTTPError, RuntimeError) as error:
        (folder / "failure").write_text(str(error))
        return 1
    finally:
        container.terminate()
        container.wait()
    return 0


def await_health(client: httpx.Client, container: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + HEALTH_SECONDS
    while time.monotonic() < deadline and container.poll() is None:
        try:
            if client.get("/ping").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise RuntimeError("The container did not pass the ping health check.")


def answers(client: httpx.Client, file: Path, request: dict[str, Any]) -> Iterator[bytes]:
    """The container's answer to each record of a file, joined as AssembleWith says."""
    source, output = request["TransformInput"], request["TransformOutput"]
    content = file.read_bytes()
    records = content.splitlines(keepends=True) if source.get("SplitType") == "Line" else [content]
    headers = {"content-type": source.get("ContentType", "application/octet-stream")}
    if "Accept" in output:
        headers["accept"] = output["Accept"]
    for record in records:
        answer = client.post("/invocations", content=record, headers=headers)
        if answer.status_code != 200:
            raise RuntimeError(f"{file.name}: the container answered {answer.status_code}: {answer.text[:500]}")
        yield answer.content
        if output.get("AssembleWith") == "Line" and not answer.content.endswith(b"\n"):
            yield b"\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], Path(sys.argv[3])))
