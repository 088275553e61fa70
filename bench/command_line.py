"""How a benchmark in Python is told what to do and says how far it is."""

import argparse
import sys


def bench_parser(description: str | None) -> argparse.ArgumentParser:
    """A benchmark adds options of its own to what the runner says to each."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="read by the runner, which prints a table without it")
    return parser


def say(line: str) -> None:
    """Beside the result, which alone goes to standard output."""
    print(line, file=sys.stderr, flush=True)
