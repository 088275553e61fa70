"""The reward that an action is expected to bring, by ridge regression whose strength is chosen on other folds."""

import numpy as np

from recommender.sessions import Floats, Ints

STRENGTHS = (3.0, 30.0, 300.0)
MOST_COLUMNS = 400  # above that, actions and contexts add up instead of meeting


def expected_rewards(
    contexts: Floats, actions: Ints, rewards: Floats, action_count: int, folds: int, seed: int, whose: Ints
) -> Floats:
    """(rows, actions), each row by a model that was fitted on the other folds, which hold none of the same customer."""
    _, places = np.unique(whose, return_inverse=True)
    fold_of = (np.random.default_rng(seed).permutation(int(places.max()) + 1) % folds)[places]
    interacts = action_count * (contexts.shape[1] + 1) <= MOST_COLUMNS
    design = Design(contexts, action_count, interacts)
    taken = design.rows(np.arange(len(actions)), actions)
    errors = np.zeros(len(STRENGTHS))
    candidates = [np.empty((len(actions), action_count)) for _ in STRENGTHS]
    for fold in range(folds):
        inside, outside = np.flatnonzero(fold_of == fold), fold_of != fold
        mean = float(rewards[outside].mean())
        gram = taken[outside].T @ taken[outside]
        pull = taken[outside].T @ (rewards[outside] - mean)
        for i, strength in enumerate(STRENGTHS):
            coefficients = np.linalg.solve(gram + strength * np.eye(len(gram)), pull)
            for action in range(action_count):
                rows = design.rows(inside, np.full(len(inside), action))
                candidates[i][inside, action] = mean + rows @ coefficients
            misses = rewards[inside] - candidates[i][inside, actions[inside]]
            errors[i] += float((misses**2).sum())
    return np.clip(candidates[int(np.argmin(errors))], rewards.min(), rewards.max())


class Design:
    """Rows of (context, action): standardised facts, which action it is and, where that stays small, both together."""

    def __init__(self, contexts: Floats, action_count: int, interacts: bool) -> None:
        deviation = contexts.std(axis=0)
        self.facts = (contexts - contexts.mean(axis=0)) / np.where(deviation > 0, deviation, 1.0)
        self.action_count, self.interacts = action_count, interacts

    def rows(self, at: Ints, actions: Ints) -> Floats:
        facts = self.facts[at]
        which = np.eye(self.action_count)[actions]
        if not self.interacts:
            return np.concatenate([facts, which], axis=1)
        both = (which[:, :, None] * facts[:, None, :]).reshape(len(at), -1)
        return np.concatenate([facts, which, both], axis=1)
