"""What the train-model workflow says to every snapshot job, as a command line."""

import argparse

from common.moments import moment_of


def snapshot_parser(description: str | None, row_limit: int, seed: int = 7) -> argparse.ArgumentParser:
    """Shop, moment, most rows and seed; a job may add arguments of its own."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--shop", required=True)
    parser.add_argument("--until", required=True, type=moment_of, help="ISO; what came later is left out")
    parser.add_argument("--row-limit", type=_at_least_one, default=row_limit)
    parser.add_argument("--seed", type=int, default=seed)
    return parser


def _at_least_one(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} rows are none; it takes at least 1")
    return number
