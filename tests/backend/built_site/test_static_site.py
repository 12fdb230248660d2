"""Serving files as Netlify would: addresses, headers, redirects, compression, and what must never be served."""

from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING

import brotli
import pytest

from tests.backend.small_site import SLUG, write_small_site

if TYPE_CHECKING:
    from pathlib import Path

    from tests.backend.conftest import Phone


def put(site: Path, name: str, content: str | bytes) -> Path:
    path = site / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_pages_have_addresses_that_end_in_a_slash(phone: Phone) -> None:
    assert phone.client.get("/").text == "<!doctype html><title>home</title>"
    assert phone.client.get(f"/r/{SLUG}/index.html").status_code == 200
    response = phone.client.get(f"/r/{SLUG}?from=qr")
    assert (response.status_code, response.headers["location"]) == (301, f"/r/{SLUG}/?from=qr")


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("a.html", "text/html; charset=utf-8"),
        ("a.css", "text/css; charset=utf-8"),
        ("a.js", "text/javascript; charset=utf-8"),
        ("a.mjs", "text/javascript; charset=utf-8"),
        ("a.json", "application/json"),
        ("a.wasm", "application/wasm"),
        ("a.pyz", "application/zip"),
        ("manifest.webmanifest", "application/manifest+json"),
        ("event.ics", "text/calendar; charset=utf-8"),
        ("a.svg", "image/svg+xml"),
        ("a.png", "image/png"),
        ("a.unheard-of", "application/octet-stream"),
    ],
)
def test_each_kind_of_file_says_what_it_is(phone: Phone, name: str, media_type: str) -> None:
    put(phone.site, name, b"content")
    response = phone.client.get(f"/{name}")
    assert (response.headers["content-type"], response.content) == (media_type, b"content")


def test_missing_pages_are_missing_in_the_right_language(phone: Phone) -> None:
    for path, text in (("/nowhere/", "ไม่พบ"), ("/en/nowhere/", "not found"), ("/r/other/", "ไม่พบ")):
        response = phone.client.get(path)
        assert (response.status_code, text in response.text) == (404, True)
        assert response.headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize(
    "path",
    [
        "/_headers",
        "/_redirects",
        f"/r/{SLUG}/index.html.br",
        "/../secret",
        "/r/../_headers",
        "//_headers",
        "/r/./../index.html",
        "/%2e%2e/secret",
        "/r/..%2f..%2f..%2fsecret",
        "/r/../../secret",
        "/%5c..%5csecret",
        "//secret",
        "/link",
        "/secret%00.html",
        "/" + "x" * 1000,
        "/" + "x" * 5000,
        "/%ff%fe",
    ],
)
def test_nothing_but_the_site_is_served(phone: Phone, path: str) -> None:
    put(phone.site.parent, "secret", "secret")
    put(phone.site, f"r/{SLUG}/index.html.br", b"compressed")
    (phone.site / "link").symlink_to("../secret")
    url = phone.client.base_url
    with socket.create_connection((url.host, url.port or 80)) as connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        answer = b""
        while piece := connection.recv(65536):
            answer += piece
    assert answer.startswith(b"HTTP/1.1 404 ")
    assert b"secret" not in answer.partition(b"\r\n\r\n")[2]


def test_compressed_copies_go_to_those_who_take_them(phone: Phone) -> None:
    path = phone.site / f"r/{SLUG}/index.html"
    compressed = brotli.compress(path.read_bytes())
    put(phone.site, f"r/{SLUG}/index.html.br", compressed)
    plain = phone.client.get(phone.address, headers={"accept-encoding": "gzip"})
    small = phone.client.get(phone.address, headers={"accept-encoding": "gzip, br"})
    refused = phone.client.get(phone.address, headers={"accept-encoding": "br;q=0, *"})
    assert plain.content == small.content == refused.content == path.read_bytes()
    encodings = [response.headers.get("content-encoding") for response in (plain, small, refused)]
    assert encodings == [None, "br", None]
    assert {response.headers["vary"] for response in (plain, small, refused)} == {"Accept-Encoding"}
    assert int(small.headers["content-length"]) == len(compressed)
    assert plain.headers["etag"] == refused.headers["etag"] != small.headers["etag"]


def test_what_a_phone_has_is_not_sent_again(phone: Phone) -> None:
    first = phone.client.get("/")
    etag = first.headers["etag"]
    for held in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        again = phone.client.get("/", headers={"if-none-match": held})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
        assert again.headers["x-frame-options"] == "DENY"
    assert phone.client.get("/", headers={"if-none-match": '"other"'}).status_code == 200


def test_a_rebuild_is_seen_at_once_and_an_equal_file_is_still_the_same(phone: Phone) -> None:
    first = phone.client.get("/").headers["etag"]
    new = put(phone.site.parent, "new/index.html", (phone.site / "index.html").read_bytes())
    new.replace(phone.site / "index.html")
    assert phone.client.get("/").headers["etag"] == first
    put(phone.site, "index.html", "<p>new</p>")
    assert phone.client.get("/").text == "<p>new</p>"
    put(phone.site, "_headers", "/*\n  X-New: yes\n")
    assert phone.client.get("/").headers["x-new"] == "yes"
    put(phone.site, "_headers", b"\xff")
    assert (phone.client.get("/").status_code, phone.client.get("/nowhere").status_code) == (200, 404)
    phone.site.rename(phone.site.with_name("old"))
    assert phone.client.get("/").status_code == 503
    write_small_site(phone.site)
    assert phone.client.get("/").text == "<!doctype html><title>home</title>"


def test_head_says_the_same_without_the_body(phone: Phone) -> None:
    for path in ("/", "/nowhere", phone.address):
        get, head = phone.client.get(path), phone.client.head(path)
        assert (head.status_code, head.content) == (get.status_code, b"")
        assert {**head.headers, "date": ""} == {**get.headers, "date": ""}


def test_header_rules_are_applied_and_joined(phone: Phone) -> None:
    put(phone.site, "app/a.js", "1")
    put(phone.site, "_headers", "/*\n  X-A: 1\n  Server: mine\n/app/*\n  X-A: 2\n  x-b: 3\n/app/:file\n  X-C: 4\n")
    headers = phone.client.get("/app/a.js").headers
    assert [headers.get(name) for name in ("x-a", "x-b", "x-c", "server")] == ["1, 2", "3", "4", None]


def test_redirect_rules_are_applied(phone: Phone) -> None:
    put(
        phone.site,
        "_redirects",
        "/old/:id  /new/:id\n/splat/* /:splat 302\n/rewrite / 200\n/index.html / 308!\n/ /never/ 301\n",
    )
    seen = {
        path: (response.status_code, response.headers.get("location"))
        for path in ("/old/7?a=b", "/splat/x/y", "/splat//evil.example/", "/rewrite", "/index.html", "/")
        for response in [phone.client.get(path)]
    }
    assert seen == {
        "/old/7?a=b": (301, "/new/7?a=b"),
        "/splat/x/y": (302, "/x/y"),
        "/splat//evil.example/": (302, "/evil.example/"),
        "/rewrite": (200, None),
        "/index.html": (308, "/"),
        "/": (200, None),
    }


def test_a_large_file_arrives_whole(phone: Phone) -> None:
    content = os.urandom(3_000_000)
    put(phone.site, "app/large.wasm", content)
    response = phone.client.get("/app/large.wasm")
    assert response.content == content
    assert response.headers["cache-control"] == "public, max-age=31536000, immutable"


RANGED = bytes(range(256)) * 1000


@pytest.mark.parametrize(
    ("asked", "content", "content_range"),
    [
        ("bytes=0-0", RANGED[:1], "bytes 0-0/256000"),
        ("bytes=100000-200000", RANGED[100_000:200_001], "bytes 100000-200000/256000"),
        ("bytes=255999-", RANGED[-1:], "bytes 255999-255999/256000"),
        ("bytes=-10", RANGED[-10:], "bytes 255990-255999/256000"),
    ],
)
def test_a_range_continues_a_download(phone: Phone, asked: str, content: bytes, content_range: str) -> None:
    put(phone.site, "a.pdf", RANGED)
    whole = phone.client.get("/a.pdf")
    part = phone.client.get("/a.pdf", headers={"range": asked})
    assert (whole.status_code, whole.headers["accept-ranges"]) == (200, "bytes")
    assert (part.status_code, part.content, part.headers["content-range"]) == (206, content, content_range)
    same = ("etag", "content-type", "x-frame-options", "cache-control")
    assert [part.headers[name] for name in same] == [whole.headers[name] for name in same]
    head = phone.client.head("/a.pdf", headers={"range": asked})
    assert (head.content, {**head.headers, "date": ""}) == (b"", {**part.headers, "date": ""})


def test_several_ranges_come_in_parts(phone: Phone) -> None:
    put(phone.site, "a.pdf", RANGED)
    response = phone.client.get("/a.pdf", headers={"range": "bytes=0-3,1000-1003"})
    assert (response.status_code, response.headers["content-type"].partition(";")[0]) == (206, "multipart/byteranges")
    assert int(response.headers["content-length"]) == len(response.content)
    parts = [part.partition(b"\r\n\r\n")[2] for part in response.content.split(b"\r\n--")]
    assert parts[:2] == [RANGED[:4], RANGED[1000:1004]]


@pytest.mark.parametrize("asked", ["bytes=256000-", "bytes=300000-400000"])
def test_a_range_beyond_the_end_is_refused(phone: Phone, asked: str) -> None:
    put(phone.site, "a.pdf", RANGED)
    response = phone.client.get("/a.pdf", headers={"range": asked})
    assert (response.status_code, response.headers["content-range"]) == (416, "bytes */256000")


def test_a_range_of_another_version_is_the_whole_file(phone: Phone) -> None:
    put(phone.site, "a.pdf", RANGED)
    etag = phone.client.get("/a.pdf").headers["etag"]
    range_ = {"range": "bytes=10-"}
    answers = [phone.client.get("/a.pdf", headers=range_ | {"if-range": held}) for held in (etag, f"W/{etag}", '"x"')]
    assert [(answer.status_code, answer.content) for answer in answers] == [
        (206, RANGED[10:]),
        (200, RANGED),
        (200, RANGED),
    ]
    assert phone.client.get("/a.pdf", headers=range_ | {"if-none-match": etag}).status_code == 304


def test_a_range_is_one_of_the_representation_that_the_client_takes(phone: Phone) -> None:
    compressed = brotli.compress(RANGED)
    put(phone.site, "a.js", RANGED)
    put(phone.site, "a.js.br", compressed)
    # As a browser asks for a range. Source: https://fetch.spec.whatwg.org/, HTTP-network-or-cache fetch.
    of_file = phone.client.get("/a.js", headers={"range": "bytes=1-", "accept-encoding": "identity"})
    assert (of_file.status_code, of_file.content, of_file.headers.get("content-encoding")) == (206, RANGED[1:], None)
    with phone.client.stream("GET", "/a.js", headers={"range": "bytes=1-", "accept-encoding": "br"}) as of_copy:
        assert b"".join(of_copy.iter_raw()) == compressed[1:]
    assert (of_copy.status_code, of_copy.headers["content-encoding"]) == (206, "br")
    assert of_copy.headers["etag"] != of_file.headers["etag"]
    mixed = {"range": "bytes=1-", "accept-encoding": "identity", "if-range": of_copy.headers["etag"]}
    assert (phone.client.get("/a.js", headers=mixed).status_code) == 200


def test_a_page_in_the_place_of_a_missing_one_has_no_ranges(phone: Phone) -> None:
    response = phone.client.get("/nowhere/", headers={"range": "bytes=0-3"})
    assert (response.status_code, response.text) == (404, "<!doctype html><title>ไม่พบ</title>")


def test_what_the_site_says_nothing_of_is_asked_for_anew(phone: Phone) -> None:
    put(phone.site, "app/a.js", "1")
    kept = [phone.client.get(path).headers["cache-control"] for path in ("/", "/nowhere", phone.address, "/app/a.js")]
    assert kept == ["no-cache", "no-cache", "no-cache", "public, max-age=31536000, immutable"]
