"""What a model and a data set say of themselves, kept as JSON beside them."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self


@dataclass(frozen=True)
class _Document:
    def write(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(asdict(self), indent=2))

    @classmethod
    def read(cls, file: Path) -> Self:
        """Unknown fields, written by a later version, are left out."""
        given = json.loads(file.read_text())
        known = {one.name for one in fields(cls)}
        values = {name: tuple(one) if isinstance(one, list) else one for name, one in given.items() if name in known}
        return cls(**values)


@dataclass(frozen=True)
class ModelManifest(_Document):
    """model.json. `scorers` are the names under which the model gives probabilities."""

    family: str
    scorers: tuple[str, ...]
    default_scorer: str
    feature_names: tuple[str, ...]
    dataset_fingerprint: str
    created_at: str
    base_model: str | None = None
    hyperparameters: Mapping[str, str] = field(default_factory=dict)
    metrics: Mapping[str, Any] = field(default_factory=dict)

    def scorer_for(self, wanted: str | None) -> str:
        """The scorer that is wanted, or the default where none is named."""
        scorer = wanted or self.default_scorer
        if scorer not in self.scorers:
            raise ValueError(f"this model has no scorer {scorer!r}; it has {', '.join(self.scorers)}")
        return scorer


@dataclass(frozen=True)
class DatasetManifest(_Document):
    """manifest.json of a snapshot. Equal fingerprints mean equal rows."""

    fingerprint: str
    shop: str
    until: str
    seed: int
    rows: Mapping[str, int]
    purchases: Mapping[str, int]
    windows: Mapping[str, tuple[str, str]]
    feature_names: tuple[str, ...]


def now_iso() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def fingerprint_of(channel: Path) -> str:
    """The fingerprint that a snapshot left in one of its folders."""
    file = channel / "manifest.json"
    return DatasetManifest.read(file).fingerprint if file.is_file() else "unknown"
