"""How many clusters a shop has, by its data, and whose each customer is."""

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score, silhouette_score

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
COUNTS = range(2, 9)
LEAST_CUSTOMERS = 60
LEAST_EACH = 15  # customers a cluster on average; fewer cannot be told from chance
LEAST_SHARE = 0.02
LEAST_SILHOUETTE = 0.05
LEAST_STABILITY = 0.6
KEPT = 0.9  # of the best count's merit: the count from last time stays
WARM = 1.02  # of the best inertia: centres grown from those of last time stay
CHOSEN_ON, JUDGED_ON, HALVES = 5_000, 1_500, 4


@dataclass(frozen=True)
class Merit:
    """`stability` is the mean adjusted Rand index (Hubert and Arabie, 1985) of clusterings of random halves."""

    count: int
    silhouette: float
    stability: float

    @property
    def value(self) -> float:
        return self.silhouette * self.stability


def choose_count(points: Floats, seed: int, before: int | None = None) -> Merit | None:
    """The count with the highest silhouette times stability; None where no count finds structure."""
    seen = points[:: max(1, len(points) // CHOSEN_ON)]
    merits = [_merit(seen, count, seed) for count in COUNTS if count * LEAST_EACH <= len(points)]
    found = [one for one in merits if one is not None]
    if not found:
        return None
    best = max(found, key=lambda one: one.value)
    again = next((one for one in found if one.count == before), None)
    return again if again is not None and again.value >= KEPT * best.value else best


def _merit(points: Floats, count: int, seed: int) -> Merit | None:
    labels = KMeans(count, n_init=4, random_state=seed).fit_predict(points)
    if np.bincount(labels, minlength=count).min() < LEAST_SHARE * len(points):
        return None
    step = max(1, len(points) // JUDGED_ON)
    judged, told = points[::step], labels[::step]
    if len(np.unique(told)) < 2:
        return None
    silhouette = float(silhouette_score(judged, told))
    random = np.random.default_rng(seed)
    halves = [random.choice(len(points), len(points) // 2, replace=False) for _ in range(HALVES)]
    fits = [KMeans(count, n_init=2, random_state=seed).fit(points[np.sort(half)]).predict(points) for half in halves]
    stability = float(np.mean([adjusted_rand_score(left, right) for left, right in combinations(fits, 2)]))
    good = silhouette >= LEAST_SILHOUETTE and stability >= LEAST_STABILITY
    return Merit(count, silhouette, stability) if good else None


def assign(points: Floats, count: int, seed: int, before: Floats | None = None) -> Ints:
    """The cluster of each point. Centres of last time are grown on where that costs next to nothing."""
    seen = points[:: max(1, len(points) // (4 * CHOSEN_ON))]
    fresh = KMeans(count, n_init=8, random_state=seed).fit(seen)
    if before is not None and len(before) == count:
        warm = KMeans(count, init=before, n_init=1, random_state=seed).fit(seen)
        if warm.inertia_ <= WARM * fresh.inertia_:
            fresh = warm
    return fresh.predict(points).astype(np.int64)
