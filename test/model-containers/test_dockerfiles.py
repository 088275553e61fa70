import os
import re
import subprocess
from pathlib import Path

import pytest
from dockerfile_rules import faults

CONTAINERS = Path(__file__).parents[2] / "model-containers"
IMAGES = sorted(file.parent for file in CONTAINERS.glob("*/Dockerfile"))
ENTRY_POINTS = sorted(file for image in IMAGES for file in (image / "train", image / "serve") if file.exists())

GOOD = """
# A comment
FROM public.ecr.aws/docker/library/python:3.11.14-slim-bookworm
RUN apt-get update && \\
    apt-get install -y --no-install-recommends libgomp1 && rm -rf /var/lib/apt/lists/*
COPY requirements.lock /app/requirements.lock
RUN pip install --no-cache-dir --require-hashes -r /app/requirements.lock
RUN useradd --create-home text
USER text
EXPOSE 8080
CMD ["serve"]
"""


def test_every_folder_that_trains_or_serves_is_an_image_and_a_package():
    folders = {file.parent for name in ("train", "serve") for file in CONTAINERS.glob(f"*/{name}")}

    assert folders <= set(IMAGES)
    assert all((folder / "pyproject.toml").is_file() for folder in IMAGES)


@pytest.mark.parametrize("image", IMAGES, ids=lambda image: image.name)
def test_a_dockerfile_keeps_every_rule(image):
    assert faults((image / "Dockerfile").read_text(), CONTAINERS) == []


@pytest.mark.parametrize("file", ENTRY_POINTS, ids=lambda file: f"{file.parent.name}-{file.name}")
def test_an_entry_point_can_be_run_and_starts_a_module_that_exists(file):
    named = re.findall(r"(?:-m |module=)([a-z_]+(?:\.[a-z_]+)+)", file.read_text())
    modules = [module for module in named if module.startswith(f"{file.parent.name}.")]

    assert os.access(file, os.X_OK)
    assert subprocess.run(["sh", "-n", str(file)], check=False).returncode == 0
    assert modules
    for module in modules:
        source = file.parent / "src" / f"{module.replace('.', '/')}.py"
        assert 'if __name__ == "__main__":' in source.read_text()


def test_a_good_dockerfile_has_no_faults():
    assert faults(GOOD, CONTAINERS) == []


@pytest.mark.parametrize(
    ("right", "wrong", "words"),
    [
        (":3.11.14-slim-bookworm", ":latest", "must name a patch version"),
        (":3.11.14-slim-bookworm", "", "must name a patch version"),
        (" --no-install-recommends", "", "more than it is asked"),
        (" && rm -rf /var/lib/apt/lists/*", "", "lists stay"),
        (" --require-hashes", "", "pip must install"),
        ("COPY requirements.lock", "COPY gone.lock", "does not exist"),
        ("COPY requirements.lock /app/requirements.lock", "COPY . /app", "whole context"),
        ("COPY requirements.lock", "ADD requirements.lock", "use COPY"),
        ("EXPOSE 8080", "EXPOSE 8080\nENV WANDB_API_KEY=x", "kept in the image"),
        ("EXPOSE 8080", "EXPOSE 8080\nRUN curl -o /x example.org", "nothing is fetched"),
        ("USER text", "", "runs as root"),
        ("USER text", "USER root", "runs as root"),
        ("RUN useradd --create-home text", "", "never created"),
        ('CMD ["serve"]', "CMD serve", "exec form"),
        ('CMD ["serve"]', "", "what the image runs"),
        ("EXPOSE 8080", "", "listens on 8080"),
    ],
)
def test_each_broken_rule_is_named(right, wrong, words):
    assert any(words in fault for fault in faults(GOOD.replace(right, wrong), CONTAINERS))
