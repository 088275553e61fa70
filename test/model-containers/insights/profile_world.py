"""A shop of three kinds of customers, as `features.profiles` would leave it, and an encoder that needs no network."""

import zlib

import numpy as np
import pandas as pd
from insights.profiles.refresh import Tables

DAY = pd.Timedelta(days=1)
AT = pd.Timestamp("2026-06-01")
KINDS = {"lamp": (12, 40_000, 3), "mug": (1, 900, 40), "scarf": (4, 9_000, 12)}  # orders, price, days since


def encode(texts):
    """One direction a word, so that texts which share words lie near each other."""
    vectors = np.zeros((len(texts), 32), np.float32)
    for row, text in enumerate(texts):
        for word in text.replace(",", "").split():
            vectors[row] += np.random.default_rng(zlib.crc32(word.encode())).normal(size=32)
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)


def a_shop(each=40, seed=1, names="customer-{}", rows=None, horizon=None, kinds=("lamp", "mug", "scarf")):
    random = np.random.default_rng(seed)
    items = pd.DataFrame(
        [(f"{kind}-{n}", f"{kind} number{n}", ["home", kind], "") for kind in KINDS for n in range(5)],
        columns=["item_id", "title", "category", "brand"],
    )
    facts, attention = [], []
    for number in range(each * len(kinds)):
        kind = kinds[number % len(kinds)]
        orders, price, since = KINDS[kind]
        jitter = random.normal(0, 0.15, 6)
        bought = max(0, round(orders * np.exp(jitter[0])))
        paid = price * np.exp(jitter[1])
        facts.append(
            {
                "subject": names.format(number),
                "views": round(20 * np.exp(jitter[2])),
                "adds": bought,
                "orders": bought,
                "active_days": bought + 2,
                "first_seen": AT - 90 * DAY,
                "last_seen": AT - pd.Timedelta(days=since * np.exp(jitter[3])),
                "days_since_visit": since * np.exp(jitter[3]),
                "days_since_order": since * np.exp(jitter[3]) if bought else np.nan,
                "days_between_orders": 7.0 if bought > 1 else np.nan,
                "spent": bought * paid,
                "dwell_seconds": 40.0,
                "price_low": paid * 0.8,
                "price_median": paid,
                "price_high": paid * 1.2,
                "hour": 20,
                "hour_share": 0.5,
                "device": "mobile" if number % 2 else None,
                "categories": [{"value": kind, "share": 0.9}, {"value": "other", "share": 0.1}],
                "brands": None,
            }
        )
        attention += [(names.format(number), f"{kind}-{n}", float(random.uniform(0.5, 2))) for n in range(3)]
    described = {
        "at": "2026-06-01T00:00:00+00:00",
        "first": "2026-03-01T00:00:00+00:00",
        "horizon_days": horizon,
        "fingerprint": "f" * 64,
    }
    told = pd.DataFrame(attention, columns=["subject", "item_id", "weight"])
    return Tables(pd.DataFrame(facts), told, items, rows, described)


def churn_rows(each=300, strength=2.0, seed=1):
    """Whoever was away for long tends to stay away; at strength 0 nothing tells."""
    random = np.random.default_rng(seed)
    parts = []
    for role, weeks in (("fit", 6), ("calibrate", 4), ("test", 2), ("now", 0)):
        away = random.normal(0, 1, each)
        churned = (random.random(each) < 1 / (1 + np.exp(-strength * away))).astype(float)
        parts.append(
            pd.DataFrame(
                {
                    "subject": [f"customer-{n}" for n in range(each)],
                    "role": role,
                    "at": AT - 7 * weeks * DAY,
                    "f_days_since_order": away,
                    "f_orders": random.normal(0, 1, each),
                    "churned": np.nan if role == "now" else churned,
                }
            )
        )
    return pd.concat(parts, ignore_index=True)
