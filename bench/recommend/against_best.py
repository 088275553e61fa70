"""How ours does against the best of its peers, on the same questions."""

from collections.abc import Callable, Mapping

from figures import with_interval
from recommender.evaluation import ratio_interval
from recommender.sessions import Floats, Ints

Gain = Callable[[Ints], Floats]


def against_best(ours: Ints, peers: Mapping[str, Ints], gains: Mapping[str, Gain]) -> dict[str, str | float]:
    """The peer with the highest first gain, and by the name of each gain the ratio of ours to it with its interval.

    Ranks are (questions,), 0 where the target was not found.
    """
    chosen_by = next(iter(gains.values()))
    best = max(peers, key=lambda name: chosen_by(peers[name]).sum())
    ratios = [with_interval(name, *ratio_interval(ours, peers[best], gain)) for name, gain in gains.items()]
    return {"best_peer": best, **{field: value for ratio in ratios for field, value in ratio.items()}}
