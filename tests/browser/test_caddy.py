"""The site as it is in real use: behind Caddy, over HTTPS, with a certificate that the browser trusts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, SAVE_DATA
from tests.browser.form_steps import PERSON, REGISTER, expect_soon, read_rows, register, wait_for_worker
from tests.servers.backend_server import RunningBackend, running_backend
from tests.servers.caddy import running_caddy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import BrowserContext, BrowserType

    from tests.browser.conftest import ServerClock
    from tests.servers.caddy import RunningCaddy


@pytest.fixture
def backend(built_site: Path, tmp_path: Path, server_clock: ServerClock) -> Iterator[RunningBackend]:
    """The form backend, which trusts Caddy."""
    with running_backend(built_site, tmp_path / "var", server_clock, trusted_proxies=["127.0.0.1"]) as running:
        yield running


@pytest.fixture
def caddy(backend: RunningBackend, tmp_path: Path) -> Iterator[RunningCaddy]:
    """Caddy in front of it."""
    with running_caddy(tmp_path / "caddy", [backend.port]) as running:
        yield running


@pytest.fixture
def phone_over_https(
    browser_type: BrowserType, browser_type_launch_args: dict[str, Any], caddy: RunningCaddy
) -> Iterator[BrowserContext]:
    """A phone that trusts Caddy's authority, and nothing else that is not public."""
    arguments = [
        *browser_type_launch_args["args"],
        f"--ignore-certificate-errors-spki-list={caddy.hash_authority_key()}",
    ]
    browser = browser_type.launch(**{**browser_type_launch_args, "args": arguments})
    context = browser.new_context(**PHONE, base_url=caddy.url)
    context.add_init_script(SAVE_DATA)
    yield context
    browser.close()


def test_a_phone_registers_over_https_and_opens_the_form_without_a_network(
    phone_over_https: BrowserContext, caddy: RunningCaddy, backend: RunningBackend
) -> None:
    page = phone_over_https.new_page()
    response = page.goto(REGISTER)
    assert response is not None
    assert response.headers["content-encoding"] == "br"
    assert response.security_details() is not None
    assert page.evaluate("performance.getEntriesByType('navigation')[0].nextHopProtocol") == "h2"
    assert page.evaluate("isSecureContext")
    wait_for_worker(page)
    register(page)
    expect(page.locator(".code")).to_have_count(1)
    expect_soon(page, lambda: read_rows(backend), expected=[(PERSON["first_name"], "confirmed")])
    caddy.process.terminate()
    caddy.process.wait(timeout=20)
    page.reload()
    expect(page.locator("[name=first_name]").first).to_be_visible()


def test_a_browser_that_does_not_know_the_authority_opens_nothing(page: Any, caddy: RunningCaddy) -> None:
    with pytest.raises(Exception, match="ERR_CERT_AUTHORITY_INVALID"):
        page.goto(f"{caddy.url}{REGISTER}")
