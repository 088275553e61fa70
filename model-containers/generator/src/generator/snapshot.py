"""`python3 -m generator.snapshot`: a shop's texts, split once and for all by the item, with the baseline's losses."""

import hashlib
import json
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from common.job import processing_job
from common.manifest import DatasetManifest
from common.paths import MlPaths
from common.snapshot_arguments import snapshot_parser

from generator.byte_grams import ByteGrams
from generator.catalogue import read_catalogue
from generator.shop_texts import ShopText, beginning, write_texts

SPLITS = ("train", "validation", "test")
LEAST_TEXTS = 50
SHORTEST = 20  # characters; less is no text to learn from


class TooFewTextsError(ValueError):
    """A shop that has written too little for anything to be learned from it."""


@dataclass(frozen=True)
class SnapshotRequest:
    shop: str
    until: datetime
    row_limit: int = 20_000
    seed: int = 7


def split_of(one: ShopText, seed: int) -> str:
    """An item stays in its split whatever else the shop adds: a tenth each to validate and to test on."""
    share = int.from_bytes(hashlib.sha256(f"{seed} {one.item_id}".encode()).digest()[:4], "big") / 2**32
    return "test" if share < 0.1 else "validation" if share < 0.2 else "train"


def take_snapshot(catalogue: Sequence[ShopText], request: SnapshotRequest) -> dict[str, list[ShopText]]:
    """Texts by split. The same text on several items is kept once, so that none is judged by its twin."""
    once = {one.text.lower(): one for one in reversed(catalogue) if len(one.text) >= SHORTEST}
    texts = sorted(once.values(), key=lambda one: hashlib.sha256(one.item_id.encode()).digest())[: request.row_limit]
    if len(texts) < LEAST_TEXTS:
        raise TooFewTextsError(
            f"{request.shop} has {len(texts)} different descriptions in its catalogue; it takes at least {LEAST_TEXTS}"
        )
    splits: dict[str, list[ShopText]] = {name: [] for name in SPLITS}
    for one in texts:
        splits[split_of(one, request.seed)].append(one)
    for name in ("validation", "test"):  # a small shop may have left one empty
        while len(splits[name]) < 5:
            splits[name].append(splits["train"].pop())
    grams = ByteGrams.fit([one.text for one in splits["train"]])
    splits["test"] = [replace(one, baseline=grams.nats(beginning(one.text))) for one in splits["test"]]
    return splits


def manifest_of(splits: dict[str, list[ShopText]], request: SnapshotRequest) -> DatasetManifest:
    rows = [json.dumps(asdict(one), sort_keys=True) for name in SPLITS for one in splits[name]]
    times = {name: sorted(one.at for one in texts) for name, texts in splits.items()}
    return DatasetManifest(
        fingerprint=hashlib.sha256("\n".join(rows).encode()).hexdigest(),
        shop=request.shop,
        until=request.until.isoformat(),
        seed=request.seed,
        rows={name: len(texts) for name, texts in splits.items()},
        purchases={},
        windows={name: (found[0], found[-1]) for name, found in times.items()},
        feature_names=(),
    )


def smoke_request(one: ShopText) -> dict[str, object]:
    """What a new endpoint is asked before anybody else asks it."""
    facts = "\n".join(f"- {name}: {value}" for name, value in one.facts())
    content = f"Kind: description\nLength: medium\nLanguage: {one.language}\nFacts:\n{facts}"
    return {"messages": [{"role": "user", "content": content}], "temperature": 0, "max_tokens": 80, "seed": 7}


def run(paths: MlPaths, request: SnapshotRequest) -> dict[str, object]:
    started = time.monotonic()
    catalogue = read_catalogue(paths.processing_input("items"), request.until)
    splits = take_snapshot(catalogue, request)
    manifest = manifest_of(splits, request)
    for name, texts in splits.items():
        write_texts(paths.processing_output(name), texts)
        manifest.write(paths.processing_output(name) / "manifest.json")
    manifest.write(paths.processing_output("serving") / "manifest.json")
    question = json.dumps(smoke_request(splits["test"][0]), ensure_ascii=False)
    (paths.processing_output("serving") / "smoke-request.json").write_text(question)
    languages = [one.language for texts in splits.values() for one in texts]
    report = {
        "items": len(catalogue),
        "without_text": sum(len(one.text) < SHORTEST for one in catalogue),
        "languages": {language: languages.count(language) for language in sorted(set(languages))},
        "manifest": asdict(manifest),
        "seconds": round(time.monotonic() - started, 2),
    }
    output = paths.processing_output("report")
    output.mkdir(parents=True, exist_ok=True)
    (output / "quality.json").write_text(json.dumps(report, indent=2))
    manifest.write(output / "manifest.json")
    return report


def parse(arguments: Sequence[str] | None = None) -> SnapshotRequest:
    given = snapshot_parser(__doc__, SnapshotRequest.row_limit, SnapshotRequest.seed).parse_args(arguments)
    return SnapshotRequest(given.shop, given.until, given.row_limit, given.seed)


def main(arguments: Sequence[str] | None = None) -> None:
    request = parse(arguments)
    processing_job(lambda paths: run(paths, request))


if __name__ == "__main__":
    main()
