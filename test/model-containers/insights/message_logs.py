"""Logs of campaigns in a made-up shop whose truth is known: how likely each customer is to click what they are sent."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from common.paths import MlPaths

BEGIN = datetime(2026, 1, 1, 12, tzinfo=UTC)
UNTIL = BEGIN + timedelta(days=150)
CUSTOMERS, RUNS = 400, 8


@dataclass(frozen=True)
class Log:
    decisions: list[dict[str, Any]]
    events: list[dict[str, Any]]
    truth: dict[str, float]  # message → probability of a click

    def write(self, paths: MlPaths) -> None:
        for area, rows in (("decisions", self.decisions), ("events", self.events)):
            write_area(paths.processing_input(area), rows)


def write_area(folder: Path, rows: Sequence[dict[str, Any]]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "rows.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows))


def iso(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def a_decision(customer: str, at: datetime, **given: Any) -> dict[str, Any]:
    run = at.strftime("%Y%m%dt%H%M%Sz")
    return {
        "requestId": f"win-back.{run}.{customer}",
        "shop": "demo",
        "customer": customer,
        "kind": "message",
        "surface": "email",
        "at": iso(at),
        "policy": "win-back",
        "campaignId": "win-back",
        "runId": run,
        "status": "sent",
        "language": "en",
        **given,
    }


def an_event(customer: str, name: str, at: datetime, **given: Any) -> dict[str, Any]:
    return {
        "shop": "demo",
        "messageId": f"{name}-{customer}-{iso(at)}",
        "type": "track",
        "event": name,
        "customer": customer,
        "isKnown": True,
        "timestamp": iso(at),
        "receivedAt": iso(at),
        "items": [{"itemId": "lamp", "quantity": 1, "price": 1}],
        **given,
    }


def a_log(seed: int, tells: bool = True, customers: int = CUSTOMERS, runs: int = RUNS) -> Log:
    """Where it tells, those who looked around in the last week click, the more the more they looked; else by chance."""
    random = np.random.default_rng(seed)
    decisions, events, truth = [], [], {}
    for number in range(customers):
        customer = f"c{number:04d}"
        eagerness = random.gamma(0.7, 1.6)
        events.append(an_event(customer, "Order Completed", BEGIN - timedelta(days=float(random.uniform(30, 300)))))
        for run in range(runs):
            at = BEGIN + timedelta(days=15 * run, seconds=number)
            views = int(random.poisson(eagerness)) if random.random() < 0.6 else 0
            for _ in range(views):
                ago = timedelta(days=float(random.uniform(0.1, 6.9)))
                events.append(an_event(customer, "Product Viewed", at - ago))
            chance = 1 / (1 + np.exp(2.4 - 1.7 * np.log1p(views))) if tells else 0.2
            decision = a_decision(customer, at)
            decisions.append(decision)
            truth[decision["requestId"]] = float(chance)
            if random.random() < chance:
                clicked = at + timedelta(days=float(random.uniform(0.01, 6)))
                events.append(
                    an_event(customer, "Email Link Clicked", clicked, requestId=decision["requestId"], items=[])
                )
    return Log(decisions, events, truth)
