"""The judging job around a plan's `evaluate`: score tables in, evaluation.json out."""

import argparse
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as parquet

from common.contracts import check_contract
from common.job import failure_written_to
from common.paths import MlPaths

# What was read of each candidate (`champion` among them), the champion's scorer and a seed; an Evaluation comes back.
Evaluate = Callable[[Mapping[str, Any], str | None, int], dict[str, Any]]


def read_scores(folder: Path) -> dict[str, pa.Table]:
    """Candidate → its scores.parquet, by the folder that it lies in."""
    return {file.parent.name: parquet.read_table(file) for file in sorted(folder.glob("*/scores.parquet"))}


# Candidate → what a judge wants of the folder that holds all of them.
Read = Callable[[Path], Mapping[str, Any]]


def run_evaluation(
    evaluate: Evaluate, paths: MlPaths, champion_scorer: str | None = None, seed: int = 7, read: Read = read_scores
) -> dict[str, Any]:
    evaluation = evaluate(read(paths.processing_input("scores")), champion_scorer, seed)
    check_contract("Evaluation", evaluation)
    output = paths.processing_output("evaluation")
    output.mkdir(parents=True, exist_ok=True)
    (output / "evaluation.json").write_text(json.dumps(evaluation, indent=2))
    return evaluation


def evaluation_job(evaluate: Evaluate, read: Read = read_scores, arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--champion-scorer", default=None)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args(arguments)
    paths = MlPaths.from_environment()
    with failure_written_to(paths.exit_message):
        for one in run_evaluation(evaluate, paths, given.champion_scorer, given.seed, read)["candidates"]:
            rounded = {key: round(value, 6) if isinstance(value, float) else value for key, value in one.items()}
            print(json.dumps(rounded), flush=True)
