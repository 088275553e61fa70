"""`python3 -m recommender.score`: the scoring job. A trained recommender and its references answer the later window."""

import json
import shutil
from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl
from common.job import processing_job
from common.moments import epoch_seconds
from common.paths import MlPaths
from common.scoring import unpacked

from recommender.artefact import REFERENCE, Artefact, load_artefact
from recommender.evaluation import DEPTH
from recommender.model import Recommender
from recommender.request import Event, Request, speaking
from recommender.sessions import Ints

SERVED = "served"  # the model itself, whatever its kind; the references go by their names
SHOWN = ":shown"  # column of the (at most DEPTH) items that a scorer would have shown


def run(paths: MlPaths) -> dict[str, object]:
    folder = unpacked(paths.processing_input("model"))
    artefact = load_artefact(folder)
    questions = pl.read_parquet(paths.processing_input("rows") / "questions.parquet")
    output = paths.processing_output("scores")
    output.mkdir(parents=True, exist_ok=True)
    answered(artefact, questions).write_parquet(output / "scores.parquet")
    catalogue_of(artefact).write_parquet(output / "catalogue.parquet")
    manifest = json.loads((folder / "model.json").read_text())
    choice = {"scorer": artefact.scorer, "notes": manifest.get("notes", [])}  # a model of before notes has none
    (output / "choice.json").write_text(json.dumps(choice))
    if (folder / "metrics.json").is_file():
        shutil.copyfile(folder / "metrics.json", output / "metrics.json")
    return {"questions": len(questions), "scorer": artefact.scorer}


def answered(artefact: Artefact, questions: pl.DataFrame) -> pl.DataFrame:
    """The questions with one column of shown items a scorer; the references are named `popularity` and as REFERENCE.

    Nobody may show what a slate leaves out. `among-new` is the place, from 1, that the target has among the items
    without behaviour alone, 0 where it is not among the first: how well one new item is told from another.
    """
    answerer = artefact.answerer()
    saved = artefact.saved
    cold = cold_ids(artefact)
    shown: dict[str, list[list[str]]] = {SERVED: [], REFERENCE: [], "popularity": []}
    among_new: list[int] = []
    asked = questions.select("prefix", "item_id", "is_cold", "off_slate")
    for prefix, target, is_cold, off_slate in asked.iter_rows():
        session = session_of(prefix)
        answer = answerer.answer(Request(session, DEPTH, exclude=tuple(off_slate)))
        known, hidden = (answerer.coded(item_ids) for item_ids in (session, off_slate))
        found = {
            SERVED: [one["itemId"] for one in answer["candidates"]],
            REFERENCE: filled(artefact.reference, saved.fallback, known, hidden, saved.item_ids),
            "popularity": filled(saved.fallback, saved.fallback, known, hidden, saved.item_ids),
        }
        for name, items in found.items():
            shown[name].append(items)
        among_new.append(place_among_new(artefact, session, target, cold, off_slate) if is_cold else 0)
    columns = {name + SHOWN: pl.Series(items, dtype=pl.List(pl.String)) for name, items in shown.items()}
    return questions.with_columns(**columns, **{"among-new": pl.Series(among_new, dtype=pl.Int64)})


def filled(
    model: Recommender, fallback: Recommender, session: Ints, hidden: Ints, item_ids: Sequence[str]
) -> list[str]:
    """A reference's slate: what it finds, then what is popular, as slates without a champion are made."""
    blocked = np.zeros(len(item_ids), bool)
    blocked[hidden] = True
    found = model.score(session, DEPTH, blocked).items.tolist()
    popular = fallback.score(session, 2 * DEPTH, blocked).items.tolist()
    return [item_ids[code] for code in dict.fromkeys([*found, *popular])][:DEPTH]


def cold_ids(artefact: Artefact) -> list[str]:
    known = artefact.likeness
    return [known.item_ids[code] for code in np.flatnonzero(known.is_cold).tolist()] if known else []


def place_among_new(
    artefact: Artefact, session: Sequence[str], target: str, cold: Sequence[str], off_slate: Sequence[str]
) -> int:
    if artefact.likeness is None or target not in cold:
        return 0
    ranked = artefact.likeness.among(session, [], {}, lambda item_id: item_id not in off_slate)
    places = {item.item_id: place for place, item in enumerate(ranked[:DEPTH], start=1)}
    return places.get(target, 0)


def catalogue_of(artefact: Artefact) -> pl.DataFrame:
    """Every item that could be shown, with its share of behaviour; 0 where nobody met it."""
    shares = dict(zip(artefact.saved.item_ids, artefact.saved.fallback.shares.tolist(), strict=True))
    shares |= dict.fromkeys(cold_ids(artefact), 0.0)
    return pl.DataFrame({"item_id": list(shares), "share": list(shares.values())})


def session_of(prefix: Sequence[Mapping[str, str]]) -> tuple[str, ...]:
    events = [Event(one["itemId"], one["kind"], epoch_seconds(one["at"])) for one in prefix]
    return tuple(event.item for event in speaking(events))


def main() -> None:
    processing_job(run)


if __name__ == "__main__":
    main()
