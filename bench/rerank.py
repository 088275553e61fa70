"""Who should put a recommender's candidates in order: the recommender itself or the purchase champion?

`npm run bench -- rerank --orders P --json` (UCI Online Retail columns), or
`… --lake FOLDER --json` (events/ and items/ below it, as the platform writes its lake).

A champion (`--champion lightgbm`, or `bert` for the blend that BERT is in) and a recommender learn, by the workflow's
own jobs, what came before the window that the purchase rows are judged on. Slates are then asked for right after
something was done in that window: the recommender's first 50 without what no slate shows (met last, bought, in the
basket). Right is what the customer bought within a week and kept.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import insights.model
import numpy as np
import text.score
from command_line import bench_parser, say
from common.manifest import ModelManifest
from common.paths import MlPaths
from common.purchase_rows import DAY, FEATURE_NAMES, PURCHASE, Scene, rows_of, set_scene
from common.scoring import Score
from common.tables import Tables
from features.dataset import DatasetConfig, candidate_pool, on_no_slate
from features.formats import read_orders
from features.lake import open_engine, read_customers, read_events, read_items
from features.learning import DailyTables
from features.process import Shop, Snapshot, SnapshotRequest, open_shop, take_snapshot, write_lake
from features.recommendation_snapshot import as_known_at
from features.snapshot_files import write_interactions, write_rows, write_serving
from figures import with_interval
from numpy.typing import NDArray
from purchase import channels_of, link, train
from recommender.answering import Answerer
from recommender.artefact import load_artefact
from recommender.evaluation import ratio_interval
from recommender.request import Request

ORDERED = 50  # as many as a champion is asked to order (core/recommendations/gather-candidates.ts)
HORIZON = 7 * DAY
DEPTH = 10
CHAMPION, RECOMMENDER, LISTS, LISTS_BY_CHAMPION = "champion", "recommender", "lists", "lists-by-champion"
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Moment:
    """A customer just after something they did, and what they bought within HORIZON that a slate could have shown."""

    scene: Scene
    shown_never: frozenset[int]
    bought: frozenset[int]


@dataclass(frozen=True)
class Kind:
    package: str
    settings: Mapping[str, str]
    load: Callable[[Path, ModelManifest], Score]


CHAMPIONS = {
    "lightgbm": Kind("insights", {"family": "lightgbm", "trials": "1000"}, insights.model.load_score),
    "bert": Kind("text", {}, text.score.load_score),
}


@dataclass(frozen=True)
class Champion:
    score: Score
    scorer: str
    columns: tuple[int, ...]

    def order(self, scene: Scene, candidates: Ints, tables: Tables) -> Ints:
        if not len(candidates):
            return candidates
        texts, matrix = rows_of(scene, candidates, tables)
        scores = self.score(texts, np.ascontiguousarray(matrix[:, self.columns]))[self.scorer]
        return candidates[np.argsort(-scores, kind="stable")]


def main() -> None:
    options = parse()
    with tempfile.TemporaryDirectory(prefix="rerank-") as scratch:
        folder = options.keep or Path(scratch)
        print(json.dumps(measured(folder, options)))


def measured(folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    snapshot_paths = MlPaths(folder / "snapshot")
    engine = open_engine()
    if options.orders:
        orders = read_orders(engine, options.orders)
        write_lake(snapshot_paths, orders.events, orders.items)
    else:
        for name in ("events", "items"):
            link(snapshot_paths.processing_input(name), options.lake / name)
    events = read_events(engine, snapshot_paths.processing_input("events"))
    items = read_items(engine, snapshot_paths.processing_input("items"))
    until = (events.timestamp.max().execute().to_pydatetime() + timedelta(days=1)).replace(tzinfo=UTC)
    request = SnapshotRequest("shop", until, DatasetConfig(row_limit=options.limit, seed=options.seed))
    snapshot = take_snapshot(events, items, request)
    cut_day = min(group.purchase.day for group in snapshot.dataset.splits["test"])
    cut = datetime.fromtimestamp(cut_day * DAY, UTC).replace(tzinfo=None)
    say(f"learned from is what came before {cut:%Y-%m-%d}")
    champion = train_champion(folder, snapshot_paths, snapshot, request, options)
    said = read_customers(engine, snapshot_paths.processing_input("customers"), cut)
    earlier = as_known_at(snapshot.lines, cut)
    write_interactions(snapshot_paths.processing_output("before"), earlier, snapshot.items, said)
    answerer = train_recommender(folder, snapshot_paths.processing_output("before"), options)
    shop = open_shop(events, items, until)
    tables = DailyTables(shop.tables, shop.actions).advance_to(cut_day)
    found = [orders_of(one, champion, answerer, tables) for one in moments_of(shop, tables, cut_day, options)]
    say(f"{len(found)} slates after which something was bought")
    return {
        **result(found),
        "scorer": champion.scorer,
        "budget_seconds": options.budget_seconds,
        "learned_until": cut.isoformat(),
        "seed": options.seed,
    }


def train_champion(
    folder: Path, data: MlPaths, snapshot: Snapshot, request: SnapshotRequest, options: argparse.Namespace
) -> Champion:
    manifest = write_rows(data, snapshot.dataset, request.shop, request.until, request.config)
    write_serving(data.processing_output("serving"), snapshot.dataset.tables, manifest)
    kind = CHAMPIONS[options.champion]
    paths = MlPaths(folder / options.champion)
    settings = {"max_seconds": str(options.budget_seconds), "seed": str(options.seed), **kind.settings}
    say(f"train {options.champion}")
    train(f"{kind.package}.train", paths, settings, channels_of(data))
    model = ModelManifest.read(paths.model / "model.json")
    columns = tuple(FEATURE_NAMES.index(name) for name in model.feature_names)
    return Champion(kind.load(paths.model, model), model.default_scorer, columns)


def train_recommender(folder: Path, interactions: Path, options: argparse.Namespace) -> Answerer:
    paths = MlPaths(folder / "recommender")
    settings = {"search_seconds": str(options.budget_seconds), "seed": str(options.seed)}
    say("train recommender")
    train("recommender.train", paths, settings, {"interactions": interactions})
    return load_artefact(paths.model).answerer()


def moments_of(shop: Shop, tables: Tables, cut_day: int, options: argparse.Namespace) -> Iterator[Moment]:
    """At most `options.moments`, drawn by the seed; those that no purchase followed are left out."""
    actions = shop.actions
    after = np.flatnonzero(actions.is_own & (actions.times >= cut_day * DAY) & np.isinf(actions.cancelled))
    told = sorted({(str(actions.subjects[row]), float(actions.times[row])) for row in after.tolist()})
    count = min(options.moments, len(told))
    for place in np.sort(np.random.default_rng(options.seed).choice(len(told), count, replace=False)).tolist():
        subject, done_at = told[place]
        at = done_at + 1
        history = actions.history(subject, at)
        rows = np.arange(actions.slices[subject].start, actions.slices[subject].stop)
        is_later = (actions.times[rows] >= at) & (actions.times[rows] < at + HORIZON)
        kept = rows[is_later & (actions.kinds[rows] == PURCHASE) & np.isinf(actions.cancelled[rows])]
        if not len(history):
            continue
        scene = set_scene(history, at, tables)
        never = shown_never(scene)
        bought = frozenset(actions.items[kept].tolist()) - never
        if bought:
            yield Moment(scene, never, bought)


def shown_never(scene: Scene) -> frozenset[int]:
    bought = scene.history.items[scene.history.kinds == PURCHASE]
    return on_no_slate(scene) | frozenset(bought.tolist())


def orders_of(moment: Moment, champion: Champion, answerer: Answerer, tables: Tables) -> dict[str, tuple[float, float]]:
    """NDCG and hit of the first DEPTH, by who put the candidates in order."""
    scene, never = moment.scene, moment.shown_never
    ids = tables.ids
    request = Request(
        tuple(ids[item] for item in scene.history.items.tolist()), ORDERED, exclude=tuple(ids[item] for item in never)
    )
    answered = [tables.index[one["itemId"]] for one in answerer.answer(request)["candidates"]]
    pool = candidate_pool(scene, tables, ORDERED + len(never))
    listed = np.array([item for item in pool.tolist() if item not in never][:ORDERED], np.int64)
    candidates = np.array(answered, np.int64)
    orders = {
        CHAMPION: champion.order(scene, candidates, tables),
        RECOMMENDER: candidates,
        LISTS_BY_CHAMPION: champion.order(scene, listed, tables),
        LISTS: listed,
    }
    return {name: gains_of(order, moment.bought) for name, order in orders.items()}


def gains_of(order: Ints, bought: frozenset[int]) -> tuple[float, float]:
    """Järvelin & Kekäläinen, 2002, with as many right answers as were bought; and whether any was found."""
    discounts = 1 / np.log2(np.arange(2, DEPTH + 2))
    is_right = np.isin(order[:DEPTH], sorted(bought))
    ndcg = (is_right * discounts[: len(is_right)]).sum() / discounts[: min(DEPTH, len(bought))].sum()
    return float(ndcg), float(is_right.any())


def result(found: Sequence[dict[str, tuple[float, float]]]) -> dict[str, Any]:
    if not found:
        sys.exit("nobody bought anything in the week after a slate; it takes a longer history")
    gains = {name: np.array([one[name] for one in found]) for name in found[0]}
    figures = {
        name: {"ndcg10": float(one[:, 0].mean()), "hit10": float(one[:, 1].mean())} for name, one in gains.items()
    }
    ours = figures.pop(CHAMPION)
    return {
        **ours,
        "model": CHAMPION,
        "questions": len(found),
        **with_interval("ratio", *ratio_interval(gains[CHAMPION][:, 0], gains[RECOMMENDER][:, 0], np.asarray)),
        **with_interval("hit_ratio", *ratio_interval(gains[CHAMPION][:, 1], gains[RECOMMENDER][:, 1], np.asarray)),
        **with_interval("lists_ratio", *ratio_interval(gains[LISTS_BY_CHAMPION][:, 0], gains[LISTS][:, 0], np.asarray)),
        "best_peer": RECOMMENDER,
        "peers": figures,
    }


def parse() -> argparse.Namespace:
    parser = bench_parser(__doc__)
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--orders", type=Path)
    source.add_argument("--lake", type=Path)
    parser.add_argument("--champion", choices=CHAMPIONS, default="lightgbm")
    parser.add_argument("--limit", type=int, default=DatasetConfig().row_limit, help="rows of the champion's data set")
    parser.add_argument("--budget-seconds", type=int, default=60, help="for each of the two")
    parser.add_argument("--moments", type=int, default=3_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--keep", type=Path, help="leave data and models in this folder")
    return parser.parse_args()


if __name__ == "__main__":
    main()
