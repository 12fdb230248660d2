"""Only a proxy that was named is believed about whom it asks for."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import httpx
import pytest

from backend.__main__ import main
from backend.web.rate_limits import Numbers, RateLimits
from backend.web.trusted_proxies import TrustedProxies
from tests.backend.conftest import Phone, SettableClock
from tests.backend.small_site import make_plain_submission, make_submission, write_small_site
from tests.backend.test_concurrency import post, serving
from tests.backend.web.test_pages import BROWSER
from tests.servers.backend_server import running_backend
from tests.servers.coroutines import run as run_coroutine

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from starlette.types import Receive, Scope, Send

pytestmark = pytest.mark.usefixtures("no_new_hour")


@contextmanager
def proxied(tmp_path: Path, *trusted: str) -> Iterator[Phone]:
    """A phone whose backend takes one registration from each address, and trusts these proxies."""
    site = write_small_site(tmp_path / "site", quota=100)
    limits, clock = RateLimits(Numbers(posts="1 per hour")), SettableClock()
    with (
        running_backend(site, tmp_path / "var", clock, limits=limits, trusted_proxies=trusted) as backend,
        httpx.Client(base_url=backend.url) as client,
    ):
        yield Phone(client, clock, site, backend.database)


def count_passed(phone: Phone, addresses: list[str], first: int = 0) -> int:
    """How many registrations pass that come with these addresses in the header, of people from number `first` on."""
    answers = [
        phone.post(make_submission(number), **{"x-forwarded-for": address})
        for number, address in enumerate(addresses, first)
    ]
    return sum(answer.status_code == 201 for answer in answers)


TEN = [f"192.0.2.{number}" for number in range(10)]


@pytest.mark.parametrize("trusted", [["127.0.0.1"], ["127.0.0.0/8"], ["10.0.0.0/8", "127.0.0.1"]])
def test_a_named_proxy_is_believed(tmp_path: Path, trusted: list[str]) -> None:
    with proxied(tmp_path, *trusted) as phone:
        assert count_passed(phone, TEN) == 10


@pytest.mark.parametrize(("trusted", "is_secure"), [(["127.0.0.1"], True), ([], False)])
def test_what_a_browser_keeps_over_https_it_sends_over_nothing_else(
    tmp_path: Path, trusted: list[str], is_secure: bool
) -> None:
    with proxied(tmp_path, *trusted) as phone:
        answer = phone.post(make_plain_submission(), **BROWSER, **{"x-forwarded-proto": "https"})
        assert ("; Secure" in answer.headers["set-cookie"]) == is_secure


@pytest.mark.parametrize("trusted", [[], ["127.0.0.2"], ["10.0.0.0/8"]])
def test_nobody_else_is(tmp_path: Path, trusted: list[str]) -> None:
    with proxied(tmp_path, *trusted) as phone:
        assert count_passed(phone, TEN) == 1


def test_what_a_client_wrote_before_its_own_address_is_not_believed(tmp_path: Path) -> None:
    with proxied(tmp_path, "127.0.0.1", "10.0.0.0/8") as phone:
        assert count_passed(phone, [f"{forged}, 192.0.2.99" for forged in TEN]) == 1
        assert count_passed(phone, [f"{forged}, 192.0.2.98, 10.0.0.7" for forged in TEN], first=10) == 1


@pytest.mark.parametrize(("trusted", "status"), [(["127.0.0.1"], 201), ([], 403)])
def test_the_host_that_people_asked_for_is_the_named_proxys(tmp_path: Path, trusted: list[str], status: int) -> None:
    asked = {"origin": "https://wian.example.go.th", "x-forwarded-host": "wian.example.go.th", "host": "backend:8000"}
    with proxied(tmp_path, *trusted) as phone:
        assert phone.post(make_submission(), **asked).status_code == status


def test_a_client_cannot_forge_the_host_through_a_proxy_that_adds_to_it(tmp_path: Path) -> None:
    asked = {"origin": "https://evil.example", "x-forwarded-host": "evil.example, wian.example.go.th"}
    with proxied(tmp_path, "127.0.0.1") as phone:
        assert phone.post(make_submission(), **asked).status_code == 403


@pytest.mark.parametrize(
    ("peer", "client"),
    [("::ffff:127.0.0.1", "192.0.2.1"), ("::ffff:192.0.2.7", "192.0.2.7"), ("2001:db8::1", "2001:db8::1")],
)
def test_a_socket_for_both_kinds_of_addresses_names_a_proxy_otherwise(peer: str, client: str) -> None:
    seen = []

    async def note(scope: Scope, _receive: Receive, _send: Send) -> None:
        seen.append(scope["client"][0])

    headers = [(b"x-forwarded-for", b"192.0.2.1")]
    scope = {"type": "http", "client": (peer, 1), "headers": headers, "scheme": "http"}
    run_coroutine(TrustedProxies(note, ["127.0.0.1"])(scope, None, None))  # type: ignore[arg-type] # neither is used
    assert seen == [client]


@pytest.mark.parametrize("by_option", [True, False])
def test_proxies_are_named_on_the_command_line_or_by_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, by_option: bool
) -> None:
    site = write_small_site(tmp_path / "site")
    named = ["--trusted-proxy", "10.0.0.0/8", "--trusted-proxy", "127.0.0.1"] if by_option else []
    if not by_option:
        monkeypatch.setenv("TRUSTED_PROXIES", "10.0.0.0/8, 127.0.0.1")
    host = {"origin": "https://wian.example.go.th", "x-forwarded-host": "wian.example.go.th"}
    with serving(site, tmp_path / "var", "", options=named) as (base, _), httpx.Client(headers=host) as client:
        assert post(client, base, make_submission()).json()["code"] == "closed"  # it is long over, but was let in


@pytest.mark.parametrize("name", ["proxy.example", "*", "10.0.0.1/8", "", "1.2.3"])
def test_what_names_no_proxy_is_refused(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["serve", "--trusted-proxy", name])
    assert f"argument --trusted-proxy: {name!r} is no address of a proxy" in capsys.readouterr().err


def test_a_wrong_setting_is_refused_before_anything_is_made(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TRUSTED_PROXIES", "127.0.0.1 proxy")
    assert main(["serve", "--site", str(site), "--data", str(tmp_path / "var")]) == 1
    assert capsys.readouterr().err == (
        "TRUSTED_PROXIES: 'proxy' is no address of a proxy and no network, such as 127.0.0.1 or 10.0.0.0/8.\n"
    )
    assert not (tmp_path / "var").exists()
