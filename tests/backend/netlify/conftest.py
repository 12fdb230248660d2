"""An imitation of Netlify's API, and the importer's way to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from io import StringIO
from typing import TYPE_CHECKING

import pytest

from backend.netlify.api import NetlifyApi
from backend.netlify.terminal import Progress
from tests.servers.netlify_api import TOKEN, NetlifyApiServer

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass
class Way:
    """The importer's way to the API.

    Attributes:
        waited_s: How long it waited, each time.
        log: What it said.
    """

    api: NetlifyApi
    progress: Progress
    waited_s: list[float] = field(default_factory=list)
    log: StringIO = field(default_factory=StringIO)


@pytest.fixture
def netlify() -> Iterator[NetlifyApiServer]:
    """The imitation."""
    with NetlifyApiServer() as server:
        yield server


@pytest.fixture
def way(netlify: NetlifyApiServer) -> Iterator[Way]:
    """A way to it, on which nobody has to wait."""
    log, waited_s = StringIO(), list[float]()
    progress = Progress(log)
    with NetlifyApi(TOKEN, progress, address=netlify.url, sleep=waited_s.append) as api:
        yield Way(api, progress, waited_s, log)
