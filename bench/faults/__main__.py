"""The table of what the form backend guarantees, measured on this machine.

    .venv/bin/python -m bench.faults [--only ROW] [--database sqlite] [--scale 0.1] [--quick]

Each row starts real processes of the backend, on SQLite in `.cache/faults/` and on a PostgreSQL of its own, does its
worst to them and compares what was acknowledged with what is there. Two processes serve each store unless a row says
otherwise. After it come the row's controls: the same at the smallest size against a backend with something taken out
(`bench.faults.sabotage`), which has to fall short. The rate limits stay as they are: people speak from addresses of
their own in 127.0.0.0/8. Exit code 1 if anything falls short of what is asked.
"""

from __future__ import annotations

import argparse
import signal
import sys

from bench.faults.row import DATABASES
from bench.faults.table import ROWS, show_table

SEED = 7


def main() -> int:
    """Measure what the options ask for."""
    for number in (signal.SIGINT, signal.SIGTERM):  # also in the background, where a shell has SIGINT ignored
        signal.signal(number, signal.default_int_handler)
    names = {row.name: row for row in ROWS}
    parser = argparse.ArgumentParser(prog="python -m bench.faults", description=__doc__.split("\n", 1)[0])
    parser.add_argument("--only", action="append", choices=names, metavar="ROW", help=", ".join(names))
    parser.add_argument("--database", choices=DATABASES, help="default: both")
    parser.add_argument("--scale", type=float, default=1.0, help="which part of the full numbers (default: 1)")
    parser.add_argument("--quick", action="store_true", help="the smallest numbers, with processes that only fork")
    parser.add_argument("--seed", type=int, default=SEED, help="for what is left to chance")
    options = parser.parse_args()
    rows = [names[name] for name in options.only or names]
    size = 0.0 if options.quick else options.scale
    databases = [options.database] if options.database else DATABASES
    return 0 if show_table(rows, databases, size=size, seed=options.seed, is_quick=options.quick) else 1


if __name__ == "__main__":
    sys.exit(main())
