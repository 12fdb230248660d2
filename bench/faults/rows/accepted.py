"""Registrations accepted a second beside a bare app with one insert and one commit each, in turn."""

from __future__ import annotations

import asyncio
from statistics import median
from typing import TYPE_CHECKING

from bench import accepted_rate
from bench.crowd import make_requests, write_site
from bench.faults.row import Control, Figure, Row, Setting, count_figure
from bench.faults.serving import serving
from bench.load import send_all

if TYPE_CHECKING:
    from pathlib import Path

ASKED = 2.0
FEWEST_PEOPLE, WARM_UP = 120, 200
CONTROL_RUNS = 1
_STORED = 201


async def measure(setting: Setting) -> list[Figure]:
    """Alternate between the two; the ratio is that of the medians."""
    people = setting.count(accepted_rate.PEOPLE, FEWEST_PEOPLE)
    runs = accepted_rate.RUNS if setting.size else CONTROL_RUNS
    site = write_site(setting.folder / "site", accepted_rate.ORGANISATIONS)
    bare, ours, refused = [], [], 0
    for number in range(runs):
        setting.say(f"run {number + 1} of {runs}")
        run = await asyncio.to_thread(accepted_rate.measure, is_bare=True, people=people)
        bare.append(run.per_s)
        per_s, count = await measure_ours(setting, site, people)
        ours.append(per_s)
        refused += count
    ratio = median(ours) / median(bare)
    told = f"{ratio:.2f} ({median(ours):.0f} beside {median(bare):.0f} a second)"
    is_met = ratio >= ASKED or not setting.judges_time
    return [
        count_figure("answers but yes", refused, of=f"{runs * people:,}"),
        Figure("ratio at 64 connections", f"at least {ASKED}", told, is_met),
    ]


async def measure_ours(setting: Setting, site: Path, people: int) -> tuple[float, int]:
    """One run: how many a second, and how many of all had another answer."""
    requests = make_requests(WARM_UP + people, accepted_rate.ORGANISATIONS)
    async with serving(setting, site, processes=1) as server:
        ports = [server.next_port()]
        await asyncio.to_thread(send_all, ports, requests[:WARM_UP], accepted_rate.CONNECTIONS)
        answers = await asyncio.to_thread(send_all, ports, requests[WARM_UP:], accepted_rate.CONNECTIONS)
    refused = sum(answer.status != _STORED for answer in answers)
    return people / max(answer.answered_at_s for answer in answers), refused


ROW = Row(
    "accepted",
    "accepted a second on disk beside a bare app with one insert and commit each, alternating",
    measure,
    (Control("one_by_one", ("ratio at 64 connections",), is_of_time=True), Control("impatient", ("answers but yes",))),
    ("sqlite",),
)
