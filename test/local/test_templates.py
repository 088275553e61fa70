"""The templates of every stage are what CloudFormation's own schemas allow; nothing is asked of a network."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from cfnlint.api import lint_file
from cfnlint.config import ManualArgs

ROOT = Path(__file__).resolve().parents[2]
# W3005: the CDK repeats a dependency that a reference already says. It does no harm and is not ours to leave out.
CHECKS = ManualArgs(regions=["us-east-1"], ignore_checks=["W3005"])


def synthesised(stage: str, folder: Path) -> list[Path]:
    """Templates without the functions' code, which a template does not hold anyway."""
    context = {"stage": stage, "region": "us-east-1", "aws:cdk:bundling-stacks": []}
    env = {**os.environ, "CDK_OUTDIR": str(folder), "CDK_CONTEXT_JSON": json.dumps(context)}
    node = ROOT / "node_modules/.bin/node"
    subprocess.run([node, "--disable-warning=ExperimentalWarning", "infra/app.ts"], cwd=ROOT, env=env, check=True)
    return sorted(folder.glob("*.template.json"))


@pytest.mark.parametrize("stage", ["local", "dev", "prod"])
def test_templates_are_what_cloudformation_takes(stage: str, tmp_path: Path):
    templates = synthesised(stage, tmp_path)

    found = [f"{template.name}: {match}" for template in templates for match in lint_file(template, CHECKS)]

    assert len(templates) >= 4
    assert found == []
