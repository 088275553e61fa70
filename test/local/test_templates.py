"""The templates of every stage are what CloudFormation's own schemas allow; nothing is asked of a network."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from cfnlint.api import lint_by_config
from cfnlint.config import ManualArgs
from cloud_under_test import ROOT

STAGES = ("local", "dev", "prod")
# W3005: the CDK repeats a dependency that a reference already says. It does no harm and is not ours to leave out.
IGNORED = ["W3005"]
# One process for all stages: loading the CDK and building the functions cost more than synthesising does.
SYNTHESISE = """
const { PerennialApp } = await import(process.argv[1]);
const [folder, stages] = process.argv.slice(2);
for (const stage of JSON.parse(stages)) {
  new PerennialApp({ outdir: `${folder}/${stage}`, context: { stage, region: 'us-east-1' } }).synth();
}
"""


@pytest.fixture(scope="module")
def assemblies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for each stage with its templates."""
    folder = tmp_path_factory.mktemp("assemblies")
    node = [ROOT / "node_modules/.bin/node", "--disable-warning=ExperimentalWarning", "--input-type=module"]
    app = (ROOT / "infra/perennial-app.ts").as_uri()
    subprocess.run([*node, "-e", SYNTHESISE, app, folder, json.dumps(STAGES)], cwd=ROOT, check=True)
    return folder


@pytest.mark.parametrize("stage", STAGES)
def test_templates_are_what_cloudformation_takes(stage: str, assemblies: Path):
    templates = [str(template) for template in sorted((assemblies / stage).glob("*.template.json"))]

    # Together rather than one by one: the rules and schemas are loaded once.
    found = lint_by_config(ManualArgs(templates=templates, regions=["us-east-1"], ignore_checks=IGNORED))

    assert len(templates) >= 4
    assert [str(match) for match in found] == []


def test_a_template_that_cloudformation_would_refuse_is_found(tmp_path: Path):
    bucket = {"Type": "AWS::S3::Bucket", "Properties": {"BucketNam": "x"}}
    template = tmp_path / "wrong.template.json"
    template.write_text(json.dumps({"Resources": {"Bucket": bucket}}))

    found = lint_by_config(ManualArgs(templates=[str(template)], regions=["us-east-1"], ignore_checks=IGNORED))

    assert [match.rule.id for match in found] == ["E3002"]
