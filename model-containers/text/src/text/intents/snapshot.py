"""`python3 -m text.intents.snapshot`: the lake's inquiries up to a moment become train, validation and test rows."""

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from common.job import processing_job
from common.lake_rows import read_lake
from common.manifest import DatasetManifest
from common.moments import moment_of
from common.paths import MlPaths
from common.snapshot_arguments import snapshot_parser

from text.intents.rows import OUT_OF_SCOPE, Inquiries, InquiriesError, write_inquiries

TRAIN, VALIDATION = 0.7, 0.85  # where the splits end, by time
FEWEST_OF_A_LABEL = 4  # one with fewer cannot be learned and judged


@dataclass(frozen=True)
class Record:
    message_id: str
    text: str
    label: str
    at: datetime


def read_records(folder: Path, until: datetime) -> list[Record]:
    """One record of each messageId, the earliest first. Equal times are ordered by a hash, which is by chance."""
    records: dict[str, Record] = {}
    for given in read_lake(folder):
        record = Record(given["messageId"], given["text"].strip(), given["label"], moment_of(given["at"]))
        if record.text and record.at <= until:
            records.setdefault(record.message_id, record)
    return sorted(records.values(), key=lambda one: (one.at, hashlib.sha256(one.message_id.encode()).digest()))


def split_by_time(records: Sequence[Record]) -> dict[str, list[Record]]:
    """Later inquiries judge what was learned from earlier ones; an intent that was not learned cannot be judged."""
    counts = Counter(record.label for record in records)
    kept = [one for one in records if counts[one.label] >= FEWEST_OF_A_LABEL or one.label == OUT_OF_SCOPE]
    ends = int(TRAIN * len(kept)), int(VALIDATION * len(kept))
    training = kept[: ends[0]]
    learned = {record.label for record in training} | {OUT_OF_SCOPE}
    later = {"validation": kept[ends[0] : ends[1]], "test": kept[ends[1] :]}
    return {
        "train": training,
        **{name: [record for record in part if record.label in learned] for name, part in later.items()},
    }


def run(paths: MlPaths, shop: str, until: datetime, row_limit: int, seed: int) -> DatasetManifest:
    records = read_records(paths.processing_input("inquiries"), until)[-row_limit:]
    splits = split_by_time(records)
    if not all(any(record.label != OUT_OF_SCOPE for record in part) for part in splits.values()):
        raise InquiriesError(f"{len(records)} labelled inquiries are too few to learn from and to judge by")
    digest = hashlib.sha256()
    for record in records:
        digest.update(f"{record.message_id}\n{record.label}\n{record.text}\n".encode())
    manifest = DatasetManifest(
        fingerprint=digest.hexdigest(),
        shop=shop,
        until=until.isoformat(),
        seed=seed,
        rows={name: len(part) for name, part in splits.items()},
        purchases={},
        windows={name: (part[0].at.isoformat(), part[-1].at.isoformat()) for name, part in splits.items()},
        feature_names=(),
    )
    for name, part in splits.items():
        folder = paths.processing_output(name)
        texts, labels, times = zip(*((one.text, one.label, one.at) for one in part), strict=True)
        write_inquiries(folder, Inquiries.of(texts, labels, times))
        manifest.write(folder / "manifest.json")
    for name in ("serving", "report"):
        folder = paths.processing_output(name)
        folder.mkdir(parents=True, exist_ok=True)
        manifest.write(folder / "manifest.json")
    counts = Counter(record.label for record in records)
    report = {"inquiries": len(records), "labels": dict(sorted(counts.items())), "manifest": asdict(manifest)}
    (paths.processing_output("report") / "quality.json").write_text(json.dumps(report, indent=2))
    request = {"texts": [record.text for record in splits["test"][:5]]}
    (paths.processing_output("serving") / "smoke-request.json").write_text(json.dumps(request, ensure_ascii=False))
    return manifest


def main(arguments: Sequence[str] | None = None) -> None:
    given = snapshot_parser(__doc__, 100_000).parse_args(arguments)
    processing_job(lambda paths: run(paths, given.shop, given.until, given.row_limit, given.seed).rows)


if __name__ == "__main__":
    main()
