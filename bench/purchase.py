"""BERT, the blend, LightGBM, logistic regression and popularity on the same rows of a real shop's orders, in one run.

`npm run bench -- purchase --orders P [--base-model B] [--epochs 5] [--batch 16] [--lr 2e-5] [--limit N] --json`

The steps are the workflow's own jobs, each a process below a root of its own: snapshot, train, score, evaluate.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from command_line import bench_parser, say
from common.evaluation_job import read_scores
from common.paths import MlPaths
from features import process
from features.evaluate import Judged, Name, evaluation_of, judge_all
from features.formats import read_orders
from features.judgement import Scores
from features.lake import open_engine
from figures import with_interval

LIMIT = 400_000  # rows; the whole bench then ends within 20 minutes on 2 cores
SPLITS = ("train", "validation", "test")
LIGHTGBM: Name = ("lightgbm", "lightgbm")
LOGISTIC: Name = ("logistic-regression", "logistic-regression")
BERT: Name = ("bert", "bert")
TOLD = (
    *("epochs", "examples", "examples_per_second", "train_seconds", "int8_auc_delta", "int8_ms_per_50", "reason"),
    # What BERT itself adds is told on validation, where the blend was also fitted without it.
    *("validation_log_loss_bert_blend", "validation_log_loss_without_bert"),
)


@dataclass(frozen=True)
class Candidate:
    name: str
    package: str
    hyperparameters: Mapping[str, str]


def main() -> None:
    options = parse()
    with tempfile.TemporaryDirectory(prefix="purchase-") as scratch:
        folder = options.keep or Path(scratch)
        report = snapshot(folder, options)
        for candidate in candidates(options):
            train_and_score(folder, candidate)
        judged = judge_all(read_scores(folder / "scores"), None, options.seed)
        print(json.dumps(result(judged, folder, report, options)))


def snapshot(folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    """The orders as a lake, then the workflow's snapshot job on it."""
    paths = MlPaths(folder / "snapshot")
    engine = open_engine()
    orders = read_orders(engine, options.orders)
    say(f"{orders.left_out} order lines could not be read and are left out")
    process.write_lake(paths, orders.events, orders.items)
    until = orders.events.timestamp.max().execute() + timedelta(days=1)
    arguments = ["--shop", "orders", "--until", f"{until.isoformat()}+00:00", "--seed", str(options.seed)]
    say(f"snapshot of at most {options.limit} rows")
    run("features.process", paths, [*arguments, "--row-limit", str(options.limit)])
    return json.loads((paths.processing_output("report") / "quality.json").read_text())


def candidates(options: argparse.Namespace) -> tuple[Candidate, ...]:
    """The peers may search for as long as BERT may be fine-tuned."""
    seconds = {"max_seconds": str(options.budget_seconds), "seed": str(options.seed)}
    bert = {
        "epochs": str(options.epochs),
        "batch_size": str(options.batch),
        "learning_rate": str(options.lr),
        **({"base_model": options.base_model} if options.base_model else {}),
        **dict(one.split("=", 1) for one in options.text),
    }
    tabular = {**seconds, "trials": "1000"}
    return (
        Candidate("bert", "text", {**seconds, **bert}),
        Candidate("lightgbm", "insights", {**tabular, "family": "lightgbm"}),
        Candidate("logistic-regression", "insights", {**seconds, "family": "logistic-regression"}),
    )


def train_and_score(folder: Path, candidate: Candidate) -> None:
    data, paths = MlPaths(folder / "snapshot"), MlPaths(folder / candidate.name)
    started = time.monotonic()
    say(f"train {candidate.name}")
    train(f"{candidate.package}.train", paths, candidate.hyperparameters, channels_of(data))
    say(f"trained {candidate.name} in {time.monotonic() - started:.0f} s; now score the test rows")
    link(paths.processing_input("model"), paths.model)
    link(paths.processing_input("rows"), data.processing_output("test"))
    run(f"{candidate.package}.score", paths)
    link(folder / "scores" / candidate.name, paths.processing_output("scores"))


def channels_of(data: MlPaths) -> dict[str, Path]:
    """What a purchase model's training job reads of a snapshot."""
    return {name: data.processing_output(name) for name in (*SPLITS, "serving")}


def train(module: str, paths: MlPaths, hyperparameters: Mapping[str, str], channels: Mapping[str, Path]) -> None:
    paths.hyperparameters.parent.mkdir(parents=True, exist_ok=True)
    paths.hyperparameters.write_text(json.dumps(hyperparameters))
    for name, data in channels.items():
        link(paths.channel(name), data)
    run(module, paths)


def link(place: Path, target: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    if not place.is_symlink():
        place.symlink_to(target.resolve())


def run(module: str, paths: MlPaths, arguments: list[str] | None = None) -> None:
    """A job as SageMaker runs it, its log on our standard error."""
    environment = {**os.environ, "ML_ROOT": str(paths.root), "TOKENIZERS_PARALLELISM": "false"}
    command = [sys.executable, "-m", module, *(arguments or [])]
    subprocess.run(command, env=environment, stdout=sys.stderr, check=True)


def result(judged: Judged, folder: Path, report: dict[str, Any], options: argparse.Namespace) -> dict[str, Any]:
    """Ours is the text model's own choice of scorer, made on validation; test rows chose nothing."""
    metrics = metrics_of(folder, "bert")
    scorer = json.loads((folder / "bert/model/model.json").read_text())["default_scorer"]
    ours, trees = judged.candidates["bert", scorer], judged.candidates[LIGHTGBM]
    peers = {"LightGBM": trees, "logistic regression": judged.candidates[LOGISTIC], **judged.others}
    best = max(peers, key=lambda peer: peers[peer].auc)
    ratio, delta = ours.auc_ratio(peers[best]), ours.loss_against(trees)
    return {
        **figures_of(ours),
        **with_interval("log_loss_delta", delta.value, delta.low, delta.high),
        "model": scorer,
        **{field: metrics.get(field) for field in TOLD},
        **with_interval("ratio", ratio.value, ratio.low, ratio.high),
        "best_peer": best,
        "peers": peer_figures(judged, peers, folder),
        **{field: report["manifest"][field] for field in ("rows", "purchases", "fingerprint")},
        "comparisons": evaluation_of(judged)["comparisons"],
        "budget_seconds": options.budget_seconds,
        "seed": options.seed,
    }


def peer_figures(judged: Judged, peers: Mapping[str, Scores], folder: Path) -> dict[str, dict[str, float]]:
    """BERT alone is among them, and how long the peers that search did so."""
    figures = {label: figures_of(one) for label, one in {"bert": judged.candidates[BERT], **peers}.items()}
    for label, candidate in (("LightGBM", LIGHTGBM), ("logistic regression", LOGISTIC)):
        figures[label] |= {"tuning_seconds": metrics_of(folder, candidate[0])["tuning_seconds"]}
    return figures


def metrics_of(folder: Path, candidate: str) -> dict[str, Any]:
    return json.loads((folder / candidate / "model/metrics.json").read_text())


def figures_of(one: Scores) -> dict[str, float]:
    return {"auc": one.auc, "pr_auc": one.pr_auc, "log_loss": one.log_loss, "ece": one.ece}


def parse() -> argparse.Namespace:
    parser = bench_parser(__doc__)
    parser.add_argument("--orders", type=Path, required=True, help="order lines with UCI Online Retail's columns")
    parser.add_argument("--base-model", default=None)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--lr", type=float, default=2e-5)
    parser.add_argument("--limit", type=int, default=LIMIT, help="rows of the data set")
    parser.add_argument(
        "--budget-seconds", type=float, default=280, help="for BERT's fine-tuning; for each peer's search"
    )
    parser.add_argument("--text", nargs="*", default=[], metavar="NAME=VALUE", help="more settings of the text model")
    parser.add_argument("--keep", type=Path, default=None, help="a folder that keeps every file of the run")
    parser.add_argument("--seed", type=int, default=7)
    return parser.parse_args()


if __name__ == "__main__":
    main()
