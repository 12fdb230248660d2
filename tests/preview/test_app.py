"""The preview's server as a page asks it, and that no other server answers so."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import httpx
import pytest

from backend.app import create_app
from backend.clock import system_clock
from backend.store.opening import open_store
from backend.web.server import Server, listen
from preview.app import PreviewApp, find_stamp
from preview.news import News, Standing
from site_format.live_preview import CHANGES
from site_src.load.messages import read_messages
from site_src.load.reading import Reading
from site_src.project import ROOT
from tests.servers.backend_server import running_backend

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STAMPS = {"/": "home", "/en/": "home-en", "/404.html": "missing", "/en/404.html": "missing-en"}
TEXTS = read_messages(Reading(ROOT))


@pytest.fixture
def news() -> News:
    """What is told."""
    return News()


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with one page."""
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "index.html").write_text("built", "utf-8")
    return folder


@pytest.fixture
def server(site: Path, news: News, tmp_path: Path) -> Iterator[httpx.Client]:
    """A client of the preview's server; at its end the server stops although pages listen."""
    store = open_store(tmp_path / "var")
    app = PreviewApp(create_app(site, store, system_clock, is_preview=True), news, TEXTS)
    listener = listen("127.0.0.1", 0)
    server = Server(app, "", before_stop=news.end)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{listener.getsockname()[1]}", timeout=60) as client:
            yield client
    finally:
        server.should_exit = True
        thread.join()
        listener.close()
        store.close()


@contextmanager
def listening(client: httpx.Client, page: str, locale: str = "th") -> Iterator[Iterator[dict[str, object]]]:
    """What a page hears, message by message."""
    with client.stream("GET", CHANGES, params={"page": page, "locale": locale}) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        assert response.headers["cache-control"] == "no-store"
        lines = response.iter_lines()
        yield (json.loads(line.removeprefix("data: ")) for line in lines if line.startswith("data: "))


def test_a_page_hears_its_stamp_at_once_and_after_every_build(server: httpx.Client, news: News) -> None:
    news.tell(Standing(STAMPS))
    with listening(server, "/") as heard:
        assert next(heard)["stamp"] == "home"
        news.tell(Standing({**STAMPS, "/": "changed"}))
        assert next(heard)["stamp"] == "changed"


@pytest.mark.parametrize(
    ("locale", "title", "line"),
    [("th", TEXTS["th"]["site.live.failed"], "ผิด"), ("en", TEXTS["en"]["site.live.failed"], "wrong")],
)
def test_a_failure_is_told_in_the_language_of_the_page(
    server: httpx.Client, news: News, locale: str, title: str, line: str
) -> None:
    news.tell(Standing(STAMPS, {"th": ["a.yaml:1: ผิด"], "en": ["a.yaml:1: wrong"]}))
    with listening(server, "/", locale) as heard:
        failure = next(heard)["failure"]
        advice = TEXTS[locale]["site.live.failed_advice"]
        assert failure == {"title": title, "lines": [f"a.yaml:1: {line}"], "advice": advice}
        news.tell(Standing(STAMPS))
        assert next(heard)["failure"] is None


def test_an_address_without_a_page_shows_the_one_that_says_so() -> None:
    addresses = ["/", "/index.html", "/en/", "/events/gone/", "/en/events/gone/"]
    assert [find_stamp(STAMPS, one) for one in addresses] == ["home", "home", "home-en", "missing", "missing-en"]


def test_the_site_is_served_as_it_is(server: httpx.Client, news: News) -> None:
    news.tell(Standing(STAMPS, {"th": [], "en": []}))
    assert server.get("/").text == "built"


def test_while_there_is_no_site_every_page_says_what_is_wrong(server: httpx.Client, news: News) -> None:
    news.tell(Standing({}, {"th": ["a.yaml:1: <ผิด>"], "en": ["a.yaml:1: <wrong>"]}))
    answer = server.get("/en/receipts/")
    assert answer.status_code == 503
    assert '<html lang="en">' in answer.text
    assert "a.yaml:1: &lt;wrong&gt;" in answer.text
    assert TEXTS["en"]["site.live.failed_advice"] in answer.text
    assert "a.yaml:1: &lt;ผิด&gt;" in server.get("/").text


def test_no_other_server_has_the_address(site: Path, tmp_path: Path) -> None:
    with running_backend(site, tmp_path / "real", lambda: datetime.now(UTC)) as running:
        assert httpx.get(running.url + CHANGES).status_code == 404
