"""Make this machine ready: Python 3.13, Node, their pinned packages and, for the tests, Chromium, PostgreSQL and Caddy.

Run by make with whatever `python3` the machine has (3.9 or newer), so it and `machine/` use the standard library only
and no newer syntax. Every step looks first and does nothing if there is nothing to do, so after an interruption the
same command goes on where it was.

    python3 tools/setup.py build    what turns content/ into site/
    python3 tools/setup.py serve    and the form backend
    python3 tools/setup.py test     and everything that proves them
    python3 tools/setup.py browsers and the other browsers in which `make test-browsers` proves them
"""

from __future__ import annotations

import sys

from machine.caddy import ensure_caddy
from machine.chromium import ensure_chromium
from machine.node import ensure_node_packages
from machine.other_browsers import ensure_other_browsers
from machine.postgresql import ensure_postgresql
from machine.python import ensure_python_packages, ensure_venv
from machine.steps import SetupError, say
from machine.systemd import ensure_systemd_analyze

NEXT = {
    "build": ".venv/bin/python build.py makes the site",
    "serve": "make serve shows the site",
    "test": "make test proves it, make serve shows it",
    "browsers": "make test-browsers proves it in each",
}


def main(arguments: list[str]) -> int:
    """Prepare for one of `NEXT`; 0 if ready, 1 if something is missing that only a person can bring."""
    if len(arguments) != 1 or arguments[0] not in NEXT:
        print("usage: python3 tools/setup.py {}".format("|".join(NEXT)), file=sys.stderr)
        return 2
    try:
        prepare(arguments[0])
    except (SetupError, OSError) as error:
        print(f"setup: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nsetup: stopped. The same command goes on from here.", file=sys.stderr)
        return 130
    return 0


def prepare(purpose: str) -> None:
    """Every step of `purpose`, in order."""
    if sys.platform == "win32":
        raise SetupError(
            "Wian runs on Linux and macOS. On Windows, open PowerShell as administrator, run\n"
            "    wsl --install\n"
            "and after a restart, in the Ubuntu window, clone Wian there and run the same command."
        )
    ensure_venv()
    packages = "test" if purpose == "browsers" else purpose
    ensure_python_packages(packages)
    ensure_node_packages(packages)
    if packages == "test":
        ensure_chromium()
        ensure_postgresql()
        ensure_caddy()
        ensure_systemd_analyze()
    if purpose == "browsers":
        ensure_other_browsers()
    say(f"ready; {NEXT[purpose]}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
