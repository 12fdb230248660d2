"""Lists come whole or not at all, the limit of requests is kept, and each trouble is said in words."""

from __future__ import annotations

import time
from email.utils import formatdate
from io import StringIO
from typing import TYPE_CHECKING

import pytest

from backend.netlify.api import PAUSES_S, PER_PAGE, WAITS, NetlifyApi, NetlifyError
from backend.netlify.terminal import Progress
from tests.servers.netlify_api import PROJECT, TOKEN, Refusal

if TYPE_CHECKING:
    from tests.backend.netlify.conftest import Way
    from tests.servers.netlify_api import NetlifyApiServer

FORMS = f"/sites/{PROJECT}/forms"


def read(way: Way, path: str = FORMS) -> list[str]:
    return [item["name"] for page in way.api.list_pages(path, "the project") for item in page]


@pytest.mark.parametrize("count", [0, 1, PER_PAGE, PER_PAGE + 1, 2 * PER_PAGE + 1])
def test_a_list_is_read_page_by_page(netlify: NetlifyApiServer, way: Way, count: int) -> None:
    netlify.forms = {f"form-{number}": [] for number in range(count)}
    assert read(way) == list(netlify.forms)
    assert len(netlify.requests) == max(1, -(-count // PER_PAGE))


def test_without_a_link_header_a_full_page_has_another(netlify: NetlifyApiServer, way: Way) -> None:
    page = b"[" + b",".join([b'{"name": "x"}'] * PER_PAGE) + b"]"
    netlify.refusals = [Refusal(200, page), Refusal(200, page), Refusal(200, b'[{"name": "y"}]')]
    assert read(way) == ["x"] * 2 * PER_PAGE + ["y"]


def test_the_limit_is_waited_for_by_netlifys_clock(netlify: NetlifyApiServer, way: Way) -> None:
    netlify.forms = {"form": []}
    at = time.time() - 5000  # this machine's clock may be wrong
    headers = {"X-RateLimit-Reset": str(int(at) + 42)}
    refusal = Refusal(429, headers=headers | {"Date": formatdate(at, usegmt=True)})
    netlify.refusals = [refusal, Refusal(429, headers={"X-RateLimit-Reset": "soon"})]
    assert read(way) == ["form"]
    assert way.waited_s == [43.0, 5.0]
    assert way.log.getvalue().startswith("Netlify's limit of requests is reached; going on in 43 s …\n")


@pytest.mark.parametrize(("reset_in_s", "waited_s"), [(-60, 1.0), (100_000, 300.0)])
def test_no_wait_is_senseless(netlify: NetlifyApiServer, way: Way, reset_in_s: int, waited_s: float) -> None:
    netlify.forms = {"form": []}
    netlify.refusals = [Refusal(429, headers={"X-RateLimit-Reset": str(int(time.time()) + reset_in_s)})]
    assert read(way) == ["form"]
    assert way.waited_s == [waited_s]


def test_a_limit_that_stays_is_said(netlify: NetlifyApiServer, way: Way) -> None:
    netlify.refusals = [Refusal(429)] * (WAITS + 1)
    with pytest.raises(NetlifyError, match="limit of requests stays reached"):
        read(way)
    assert len(way.waited_s) == WAITS


def test_what_may_pass_is_tried_again(netlify: NetlifyApiServer, way: Way) -> None:
    netlify.forms = {"form": []}
    netlify.refusals = [Refusal(502), Refusal(503)]
    assert read(way) == ["form"]
    assert way.waited_s == [1.0, 2.0]


@pytest.mark.parametrize(
    ("refusals", "reason"),
    [
        ([Refusal(500)] * 5, "Netlify has trouble of its own (status 500). Run this again later."),
        ([Refusal(401)], "Netlify does not accept the token in NETLIFY_AUTH_TOKEN; make a new one there."),
        ([Refusal(403)], "The token in NETLIFY_AUTH_TOKEN may not read the project; "),
        ([Refusal(404)], "Netlify does not know the project. Give the project's ID or its domain with --project; "),
        ([Refusal(302, headers={"Location": "https://elsewhere.example/"})], "Netlify gave an answer that its "),
        ([Refusal(418)], "Netlify gave an answer that its documentation does not know (status 418)."),
        ([Refusal(200, b"<!doctype html>")], "Netlify's answer is no list of the project. "),
        ([Refusal(200, b'{"code": 200}')], "Netlify's answer is no list of the project. "),
        ([Refusal(200, b'["form"]')], "Netlify's answer is no list of the project. "),
        ([Refusal(200, b"[" * 100_000)], "Netlify's answer is no list of the project. "),
        ([Refusal(200, b"[\xff]")], "Netlify's answer is no list of the project. "),
    ],
)
def test_trouble_is_said_in_words(netlify: NetlifyApiServer, way: Way, refusals: list[Refusal], reason: str) -> None:
    netlify.refusals = refusals
    with pytest.raises(NetlifyError) as trouble:
        read(way)
    assert str(trouble.value).startswith(reason)
    assert TOKEN not in str(trouble.value)
    assert netlify.refusals == []


def test_a_network_that_is_away_is_said(way: Way, netlify: NetlifyApiServer) -> None:
    netlify.__exit__()
    try:
        with pytest.raises(NetlifyError) as trouble:
            read(way)
    finally:
        netlify.__enter__()
    assert str(trouble.value) == ("Netlify cannot be reached (ConnectError). Check the connection and run this again.")
    assert way.waited_s == list(PAUSES_S)


@pytest.mark.parametrize(
    ("token", "address", "reason"),
    [
        ("", "https://api.example", "Netlify's token is missing."),
        ("a\nb", "https://api.example", "NETLIFY_AUTH_TOKEN holds characters"),
        ("โทเคน", "https://api.example", "NETLIFY_AUTH_TOKEN holds characters"),
        ("a b", "https://api.example", "NETLIFY_AUTH_TOKEN holds characters"),
        ("ab", "http://api.example", "http://api.example: the token is sent over HTTPS only"),
        ("ab", "http://127.0.0.1.example", "http://127.0.0.1.example: the token is sent over HTTPS only"),
        ("ab", "https://x:y", "https://x:y: the token is sent over HTTPS only"),
        ("ab", "https://", "https://: the token is sent over HTTPS only"),
    ],
)
def test_no_token_goes_where_others_could_read_it(token: str, address: str, reason: str) -> None:
    with pytest.raises(NetlifyError) as trouble:
        NetlifyApi(token, Progress(StringIO()), address=address)
    assert str(trouble.value).startswith(reason)
