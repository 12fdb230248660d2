"""The form backend as if each commit waited longer for the disk: `python -m bench.slow_disk MS serve …`.

A disk in a cloud answers a flush within tenths of a millisecond, one that turns or is far away takes some of them. The
wait comes before the commit and lets other threads run, as the real one does.
"""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from sqlalchemy import event
from sqlalchemy.engine import Engine

import backend.__main__ as command

if TYPE_CHECKING:
    from sqlalchemy import Connection


def main(wait_ms: int, arguments: list[str]) -> int:
    """Run the command with arguments as of `python -m backend`."""

    @event.listens_for(Engine, "commit")
    def wait(_connection: Connection) -> None:
        time.sleep(wait_ms / 1000)

    return command.main(arguments)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), sys.argv[2:]))
