"""`python3 -m insights.score`: the scoring job of a tabular model."""

from common.scoring import run_scoring

from insights.model import load_score

if __name__ == "__main__":
    run_scoring(load_score)
