"""What a row of the table is: figures that are asked and measured, and controls that prove that they can fall short."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from pathlib import Path
    from random import Random

    from bench.faults.processes import Starter
    from bench.faults.stores import Store
    from tests.servers.postgresql_server import PostgreSQLServer

type DatabaseName = Literal["sqlite", "postgresql"]
DATABASES: tuple[DatabaseName, ...] = get_args(DatabaseName.__value__)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a row: what was asked beside what was measured."""

    name: str
    asked: str
    measured: str
    is_met: bool


def count_figure(name: str, measured: int, *, of: str = "") -> Figure:
    """A figure that has to be zero; `of` says of how many."""
    return Figure(name, "0", f"{measured:,}{of and f' of {of}'}", measured == 0)


@dataclass(frozen=True, slots=True)
class Control:
    """A backend with something taken out, which has to fall short: otherwise the row proves nothing.

    Attributes:
        sabotage: The function of `bench.faults.sabotage` that takes it out.
        breaks: The names of the figures that must not be met.
        is_any_enough: Whether one of them is enough, for chance decides which.
        is_of_time: Whether these are of speed, which tests don't judge.
    """

    sabotage: str
    breaks: tuple[str, ...]
    is_any_enough: bool = False
    is_of_time: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """What a row is measured with.

    Attributes:
        database: Which kind of store.
        folder: Empty, on a real disk, gone afterwards.
        size: Which part of the full numbers; 0 for the fewest that still prove something.
        starter: Starts the backend's processes.
        chance: Whatever is drawn is drawn from here.
        say: Shows how far it is.
        postgresql: The server, where `database` is that.
        sabotage: What is taken out of the backend's processes; empty for nothing.
        judges_time: Whether figures of speed may fall short: not in tests, whose machine may be busy.
    """

    database: DatabaseName
    folder: Path
    size: float
    starter: Starter
    chance: Random
    say: Callable[[str], None]
    make_store: Callable[[], Store]
    postgresql: PostgreSQLServer | None = None
    sabotage: str = ""
    judges_time: bool = True

    def time_figure(self, name: str, measured_s: float, within_s: float) -> Figure:
        """A figure of speed."""
        is_met = measured_s <= within_s or not self.judges_time
        return Figure(name, f"within {within_s:.1f} s", f"{measured_s:.2f} s", is_met)

    def count(self, full: int, fewest: int) -> int:
        """How many of something: `full` ones at full size, at least `fewest`."""
        return max(fewest, round(full * self.size))


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table.

    Attributes:
        name: For `--only`.
        title: What is guaranteed.
        databases: Those that it concerns.
        measure: Measures all its figures.
        controls: The backends that have to fall short, each at the smallest size.
    """

    name: str
    title: str
    measure: Callable[[Setting], Coroutine[Any, Any, list[Figure]]]
    controls: tuple[Control, ...]
    databases: tuple[DatabaseName, ...] = DATABASES
