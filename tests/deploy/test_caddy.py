"""Caddy in front, as `deploy/Caddyfile` has it: who asks, who dawdles, what waits, and what no log may hold."""

from __future__ import annotations

import resource
import socket
import subprocess
import threading
import time
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING

import httpx
import pytest

from backend.web.rate_limits import Numbers, RateLimits
from registration_rules import wire
from tests.backend.conftest import SettableClock
from tests.backend.small_site import SLUG, make_submission, write_small_site
from tests.servers.backend_server import running_backend
from tests.servers.caddy import find_free_ports, running_caddy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.servers.caddy import RunningCaddy

CADDY_ITSELF = ["127.0.0.1"]
FORM = {"content-type": "application/x-www-form-urlencoded"}
IDLE = 2_100


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """The small site."""
    return write_small_site(tmp_path / "site")


@pytest.fixture
def caddy(site: Path, tmp_path: Path) -> Iterator[RunningCaddy]:
    """Caddy in front of a backend that trusts it; one address may send two POSTs a day."""
    limits = RateLimits(Numbers(posts="2 per day"))
    with (
        running_backend(
            site, tmp_path / "var", SettableClock(), limits=limits, trusted_proxies=CADDY_ITSELF
        ) as backend,
        running_caddy(tmp_path / "caddy", [backend.port]) as running,
    ):
        yield running


def make_client(caddy: RunningCaddy, source: str = "127.0.0.1") -> httpx.Client:
    """A visitor who comes from the address `source`."""
    transport = httpx.HTTPTransport(verify=caddy.make_tls_context(), local_address=source)
    return httpx.Client(base_url=caddy.url, transport=transport, timeout=60)


def register(client: httpx.Client, number: int, **headers: str) -> httpx.Response:
    return client.post(f"/r/{SLUG}/", content=wire.encode(make_submission(number)), headers=FORM | headers)


def test_plain_http_leads_to_https(caddy: RunningCaddy) -> None:
    response = httpx.get(f"http://localhost:{caddy.http_port}/healthz")
    assert response.status_code == 308
    assert response.headers["location"].startswith("https://localhost")
    with make_client(caddy) as client:
        assert client.get("/healthz").json()["status"] == "ok"


def test_each_visitor_is_counted_by_the_address_that_caddy_sees(caddy: RunningCaddy) -> None:
    with make_client(caddy, "127.0.0.2") as one, make_client(caddy, "127.0.0.3") as other:
        assert [register(one, number).status_code for number in range(3)] == [201, 201, 429]
        forged = {"x-forwarded-for": "203.0.113.9", "forwarded": "for=203.0.113.9"}
        assert register(one, 3, **forged).status_code == 429
        assert register(other, 4).status_code == 201


def test_what_says_that_it_is_too_large_is_refused(caddy: RunningCaddy) -> None:
    with make_client(caddy) as client:
        response = client.post(f"/r/{SLUG}/", content=bytes(3_000_000), headers=FORM)
    assert (response.status_code, response.content) == (413, b"")  # the backend would have answered in words


def test_no_more_is_taken_in_than_any_registration_has(caddy: RunningCaddy) -> None:
    def measure_memory_mb() -> int:
        said = subprocess.run(["ps", "-o", "rss=", "-p", str(caddy.process.pid)], capture_output=True, check=True)
        return int(said.stdout) // 1024

    piece = bytes(1_000_000)
    with make_client(caddy) as client:
        client.get("/healthz")
        before_mb = measure_memory_mb()
        with suppress(httpx.TransportError):  # it may close before all is sent
            assert client.post(f"/r/{SLUG}/", content=iter([piece] * 200), headers=FORM).status_code >= 400
        assert measure_memory_mb() - before_mb < 100


def test_each_visitor_stays_with_one_backend_which_counts(site: Path, tmp_path: Path) -> None:
    with ExitStack() as stack:
        ports = [
            stack.enter_context(
                running_backend(
                    site,
                    tmp_path / "var",
                    SettableClock(),
                    limits=RateLimits(Numbers(posts="2 per day")),
                    trusted_proxies=CADDY_ITSELF,
                )
            ).port
            for _ in range(2)
        ]
        caddy = stack.enter_context(running_caddy(tmp_path / "caddy", ports))
        client = stack.enter_context(make_client(caddy))
        assert [register(client, number).status_code for number in range(6)] == [201, 201, 429, 429, 429, 429]


@pytest.mark.parametrize("beginning", [b"", b"GET / HT", b"POST /r/x/ HTTP/1.1\r\nHost: localhost\r\nContent-Le"])
def test_who_does_not_finish_asking_is_let_go(site: Path, tmp_path: Path, beginning: bytes) -> None:
    with (
        running_backend(site, tmp_path / "var", SettableClock()) as backend,
        running_caddy(tmp_path / "caddy", [backend.port], {"read_header 20s": "read_header 1s"}) as caddy,
        socket.create_connection(("127.0.0.1", caddy.port), timeout=30) as connection,
        caddy.make_tls_context().wrap_socket(connection, server_hostname="localhost") as dawdler,
    ):
        dawdler.sendall(beginning)
        while dawdler.recv(65536):
            pass


def test_idle_connections_keep_nobody_out(caddy: RunningCaddy) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with ExitStack() as stack:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 2 * IDLE), hard))
        stack.callback(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
        idle = [stack.enter_context(socket.create_connection(("127.0.0.1", caddy.port))) for _ in range(IDLE)]
        with make_client(caddy) as client:
            assert client.get("/healthz").status_code == 200
            assert register(client, 0).status_code == 201
        for connection in idle:
            connection.setblocking(False)
            with pytest.raises(BlockingIOError):  # each of them is still open
                connection.recv(1)


def test_visitors_wait_while_the_backend_starts_anew(site: Path, tmp_path: Path) -> None:
    [port] = find_free_ports(1)
    with running_caddy(tmp_path / "caddy", [port]) as caddy, make_client(caddy) as client:
        answers: list[int] = []
        visitor = threading.Thread(target=lambda: answers.append(register(client, 0).status_code))
        visitor.start()
        time.sleep(1)
        with running_backend(site, tmp_path / "var", SettableClock(), port=port):
            visitor.join(timeout=60)
    assert answers == [201]


@contextmanager
def hanging_up() -> Iterator[int]:
    """The port of a server that takes every connection, reads what is asked, and hangs up."""

    def hang_up(listener: socket.socket) -> None:
        with suppress(OSError):  # when the listener is shut down
            while True:
                with listener.accept()[0] as connection:
                    connection.recv(65536)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=hang_up, args=[listener])
        thread.start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()


def test_no_log_of_caddys_tells_who_asked_for_what(tmp_path: Path) -> None:
    key = "0123456789abcdef0123456789abcdef"
    with (
        hanging_up() as port,
        running_caddy(tmp_path / "caddy", [port], {"lb_try_duration 20s": "lb_try_duration 1s"}) as caddy,
        make_client(caddy, "127.0.0.77") as client,
    ):
        assert client.post(f"/manage/{key}/", content="act=cancel", headers=FORM).status_code == 502
    log = caddy.log.read_text("utf-8")
    assert "serving initial configuration" in log
    for personal in (key, "/manage/", "127.0.0.77"):
        assert personal not in log


def test_a_backend_that_is_down_is_passed_over(site: Path, tmp_path: Path) -> None:
    [nobody] = find_free_ports(1)
    with (
        running_backend(site, tmp_path / "var", SettableClock()) as backend,
        running_caddy(tmp_path / "caddy", [nobody, backend.port]) as caddy,
        ExitStack() as stack,
    ):
        visitors = [stack.enter_context(make_client(caddy, f"127.0.0.{number}")) for number in range(10, 20)]
        answers = [register(visitor, number).status_code for number, visitor in enumerate(visitors)]
    assert answers == [201] * 3 + [422] * 7  # all are answered: three seats, and then there are none


def test_behind_a_cdn_that_is_named_its_visitors_are_counted(site: Path, tmp_path: Path) -> None:
    cdn = "127.0.0.9"
    limits = RateLimits(Numbers(posts="1 per day"))
    named = {"\t\tlb_policy": f"\t\ttrusted_proxies {cdn}/32\n\t\tlb_policy"}  # as deploy/README.md says
    with (
        running_backend(
            site, tmp_path / "var", SettableClock(), limits=limits, trusted_proxies=[*CADDY_ITSELF, cdn]
        ) as backend,
        running_caddy(tmp_path / "caddy", [backend.port], named) as caddy,
        make_client(caddy, cdn) as passing_on,
        make_client(caddy, "127.0.0.8") as stranger,
    ):
        visitors = ["203.0.113.1", "203.0.113.2", "203.0.113.1"]
        answers = [
            register(passing_on, number, **{"x-forwarded-for": address}).status_code
            for number, address in enumerate(visitors)
        ]
        assert answers == [201, 201, 429]
        forging = [
            register(stranger, number, **{"x-forwarded-for": f"203.0.113.{number}"}).status_code for number in (7, 8)
        ]
        assert forging == [201, 429]  # both counted as the stranger's
