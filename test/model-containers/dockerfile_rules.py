"""What we ask of an image, as rules over a Dockerfile's instructions."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PINNED = re.compile(r"^[a-z0-9./-]+(:\d+\.\d+\.\d+-slim-[a-z]+|.*@sha256:[0-9a-f]{64})$")
SECRET = re.compile(r"(^|_)(secret|token|password|passwd|api_?key|credentials?)(_|$)", re.IGNORECASE)


@dataclass(frozen=True)
class Instruction:
    name: str
    value: str


def instructions(text: str) -> tuple[Instruction, ...]:
    """Comments and empty lines left out, continued lines joined."""
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    joined = "\n".join(lines).replace("\\\n", " ").splitlines()
    parts = [line.strip().split(None, 1) for line in joined]
    return tuple(Instruction(name.upper(), " ".join(rest)) for name, *rest in parts)


def faults(text: str, context: Path) -> list[str]:
    """Every rule that the Dockerfile breaks, in words; `context` is the folder it is built in."""
    steps = instructions(text)
    return [*_base(steps), *_runs(steps), *_copies(steps, context), *_secrets(steps), *_user(steps), *_start(steps)]


def _values(steps: tuple[Instruction, ...], *names: str) -> list[str]:
    return [step.value for step in steps if step.name in names]


def _base(steps: tuple[Instruction, ...]) -> Iterator[str]:
    for base in _values(steps, "FROM"):
        if not PINNED.match(base.split()[0]):
            yield f"the base {base} must name a patch version and a release, or a digest"


def _runs(steps: tuple[Instruction, ...]) -> Iterator[str]:
    for command in _values(steps, "RUN"):
        if "apt-get install" in command:
            if "--no-install-recommends" not in command:
                yield "apt-get installs more than it is asked for; say --no-install-recommends"
            if "rm -rf /var/lib/apt/lists" not in command:
                yield "apt's lists stay in the layer"
        if re.search(r"\bpip3? install\b", command) and not {"--require-hashes", "--no-cache-dir"} <= set(
            command.split()
        ):
            yield "pip must install with --require-hashes and --no-cache-dir"
        if re.search(r"\b(curl|wget|sudo)\b", command):
            yield f"nothing is fetched or raised while an image is built: {command}"


def _copies(steps: tuple[Instruction, ...], context: Path) -> Iterator[str]:
    if _values(steps, "ADD"):
        yield "ADD unpacks and downloads; use COPY"
    for copied in _values(steps, "COPY"):
        sources = [word for word in shlex.split(copied) if not word.startswith("--")][:-1]
        for source in sources:
            if source in (".", "./", "*"):
                yield "the whole context must not be copied into an image"
            elif not (context / source).exists():
                yield f"{source} is copied and does not exist"


def _secrets(steps: tuple[Instruction, ...]) -> Iterator[str]:
    for value in _values(steps, "ENV", "ARG", "LABEL"):
        for name in (word.split("=")[0] for word in shlex.split(value)):
            if SECRET.search(name):
                yield f"{name} would be kept in the image's history"


def _user(steps: tuple[Instruction, ...]) -> Iterator[str]:
    users = _values(steps, "USER")
    if not users or users[-1] in ("root", "0"):
        yield "the image runs as root"
    elif not any(re.search(rf"useradd .*\b{re.escape(users[-1])}\b", run) for run in _values(steps, "RUN")):
        yield f"the user {users[-1]} is never created"


def _start(steps: tuple[Instruction, ...]) -> Iterator[str]:
    starts = _values(steps, "CMD", "ENTRYPOINT")
    if not starts:
        yield "nothing says what the image runs"
    for start in starts:
        if not start.startswith("["):
            yield f"{start} runs below a shell that swallows SIGTERM; use the exec form"
    if any('"serve"' in start for start in starts) and "8080" not in _values(steps, "EXPOSE"):
        yield "a serving image listens on 8080"
