"""What is compiled when the project is installed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from cloud_under_test import ROOT

LOADED_BY_A_START = ("ministack.services.cloudformation.provisioners", "cloud.gateway.app", "cloud.sagemaker.server")


def test_warming_up_loads_what_a_start_loads_and_leaves_nothing_behind(tmp_path: Path):
    program = "import sys; from cloud.warm_up import warm_up; warm_up(); print(*sys.modules)"
    env = {**os.environ, "PYTHONPATH": str(ROOT / "local"), "PERENNIAL_ROOT": str(tmp_path)}

    told = subprocess.run([sys.executable, "-c", program], env=env, capture_output=True, text=True, check=True).stdout

    assert set(LOADED_BY_A_START) <= set(told.split())
    assert not list(tmp_path.iterdir())
