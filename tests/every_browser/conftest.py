"""The tests' own event behind its real form backend, opened by each engine through a connection that can be cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from backend.clock import preview_clock
from tests.browser.conftest import AS_OF, build_site
from tests.every_browser.browsers import ENGINES, Browser
from tests.servers.backend_server import RunningBackend, running_backend
from tests.servers.fault_proxy import FaultProxy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site of the test's own, for it deploys a newer version."""
    return build_site(tmp_path / "site")


@pytest.fixture
def backend(site: Path, tmp_path: Path) -> Iterator[RunningBackend]:
    """The form backend with an empty store."""
    with running_backend(site, tmp_path / "var", preview_clock(AS_OF)) as running:
        yield running


@pytest.fixture
def proxy(backend: RunningBackend) -> Iterator[FaultProxy]:
    """The way to the backend."""
    with FaultProxy(backend.port) as proxy:
        yield proxy


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Browser]:
    """A browser that has never been here."""
    folder = tmp_path / "browser"
    folder.mkdir()
    engine = ENGINES[request.param](folder)
    yield engine
    engine.quit()
