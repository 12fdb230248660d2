"""The door: bad requests of every kind get a plain 4xx, nothing is stored, and nothing personal is logged."""

from __future__ import annotations

import logging
import socket
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend import app
from backend.registration.receipt_codes import make_receipt_code
from backend.store import writer
from backend.web import request_body
from registration_rules import __version__, wire
from tests.backend.conftest import Phone, SettableClock
from tests.backend.small_site import SLUG, make_submission
from tests.servers.backend_server import running_backend

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FORM_TYPE = "application/x-www-form-urlencoded"


def wait_for(happened: Callable[[], bool]) -> None:
    """A line is logged after the answer has gone out, so the log may be a moment behind."""
    for _ in range(200):
        if happened():
            return
        time.sleep(0.01)


def is_empty(phone: Phone) -> bool:
    return phone.query("SELECT count(*) FROM submissions") == [(0,)]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "field_unknown"),
        (b"submission_id=%", "body_unreadable"),
        (b"submission_id=%zz", "body_unreadable"),
        (b"first_name=%FF", "body_unreadable"),
        ("first_name=สมชาย".encode("cp874"), "body_unreadable"),
        (b"first_name=a&first_name=b", "field_repeated"),
        (b"Surname=a", "field_unknown"),
        (b"surname=a", "field_missing"),
        (b"first_name=a", "field_missing"),
        (b"{}", "field_unknown"),
    ],
)
def test_a_body_that_is_no_submission_is_a_bad_request(phone: Phone, body: bytes, code: str) -> None:
    response = phone.send(body)
    problem = response.json()
    assert (response.status_code, response.headers["content-type"]) == (400, "application/problem+json")
    assert (problem["code"], problem["status"], [item["code"] for item in problem["problems"]]) == (
        "bad_request",
        400,
        [code],
    )
    assert is_empty(phone)


@pytest.mark.parametrize("content_type", ["application/json", "multipart/form-data; boundary=x", "", "text/plain"])
def test_other_types_are_refused(phone: Phone, content_type: str) -> None:
    response = phone.send(wire.encode(make_submission()).encode(), **{"content-type": content_type})
    assert (response.status_code, response.json()["code"]) == (415, "unsupported_type")
    assert is_empty(phone)


def test_other_encodings_are_refused(phone: Phone) -> None:
    body = wire.encode(make_submission()).encode()
    for headers in ({"content-type": f"{FORM_TYPE}; charset=tis-620"}, {"content-encoding": "gzip"}):
        assert phone.send(body, **headers).status_code == 415
    assert phone.send(body, **{"content-type": f'{FORM_TYPE}; Charset="UTF-8"'}).status_code == 201


@pytest.mark.parametrize("size_bytes", [wire.MAX_BODY_BYTES + 1, 300_000, 900_000])
def test_a_body_over_the_limit_is_refused_however_it_comes(phone: Phone, size_bytes: int) -> None:
    body = b"first_name=" + b"a" * (size_bytes - 11)

    def chunks() -> Any:
        for start in range(0, size_bytes, 10_000):
            yield body[start : start + 10_000]

    whole = phone.send(body)
    chunked = phone.client.post(phone.address, content=chunks(), headers={"content-type": FORM_TYPE})
    for response in (whole, chunked):
        assert (response.status_code, response.json()["code"]) == (413, "body_too_large")
        assert response.headers["connection"] == "close"
    assert is_empty(phone)


def test_a_body_without_end_is_not_read_to_its_end(phone: Phone) -> None:
    url = phone.client.base_url
    head = (
        f"POST {phone.address} HTTP/1.1\r\nHost: x\r\nContent-Type: {FORM_TYPE}\r\nTransfer-Encoding: chunked\r\n\r\n"
    )
    piece = b"10000\r\n" + bytes(0x10000) + b"\r\n"
    with socket.create_connection((url.host, url.port or 80), timeout=30) as connection:
        connection.sendall(head.encode())
        with pytest.raises(ConnectionError):
            connection.sendall(piece * 1000)


def test_a_sender_who_goes_away_is_no_mistake_of_ours(phone: Phone, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "wian.access")
    url = phone.client.base_url
    head = f"POST {phone.address} HTTP/1.1\r\nHost: x\r\nContent-Type: {FORM_TYPE}\r\nContent-Length: 100\r\n\r\nfirst"
    with socket.create_connection((url.host, url.port or 80)) as connection:
        connection.sendall(head.encode())
    wait_for(lambda: any(record.name == "wian.access" for record in caplog.records))
    told = [record.getMessage() for record in caplog.records if record.name == "wian.access"]
    assert [line.rsplit(" ", 2)[0] for line in told] == ["POST /r/{slug}/ 400"]


def test_a_body_of_just_the_limit_is_read(phone: Phone) -> None:
    body = wire.encode(make_submission(position="")).encode()
    body = body.replace(b"position=", b"position=" + b"a" * (wire.MAX_BODY_BYTES - len(body)))
    assert len(body) == wire.MAX_BODY_BYTES
    response = phone.send(body)
    assert (response.status_code, [item["code"] for item in response.json()["problems"]]) == (422, ["too_long"])


def test_a_sender_who_dawdles_is_let_go(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(request_body, "BODY_TIMEOUT_S", 0.2)
    head = f"POST {phone.address} HTTP/1.1\r\nHost: x\r\nContent-Type: {FORM_TYPE}\r\nContent-Length: 100\r\n\r\nfirst"
    with socket.create_connection((phone.client.base_url.host, phone.client.base_url.port or 80)) as connection:
        connection.sendall(head.encode())
        answer = b""
        while piece := connection.recv(65536):
            answer += piece
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b"connection: close" in answer.lower()
    assert is_empty(phone)


def test_what_is_no_http_is_a_problem_too(phone: Phone) -> None:
    url = phone.client.base_url
    with socket.create_connection((url.host, url.port or 80), timeout=10) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\n\r\n")  # no Host
        answer = b""
        while piece := connection.recv(65536):
            answer += piece
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400 ")
    assert b"application/problem+json" in head
    assert b"referrer-policy: no-referrer\r\nx-content-type-options: nosniff" in head
    assert b'"code": "bad_request"' in body


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
def test_wrong_methods_are_told_the_right_ones(phone: Phone, method: str) -> None:
    allowed = {phone.address: {"GET", "HEAD", "POST"}, "/": {"GET", "HEAD"}, "/healthz": {"GET", "HEAD"}}
    for path, methods in allowed.items():
        response = phone.client.request(method, path)
        assert (response.status_code, response.json()["code"]) == (405, "method_not_allowed")
        assert set(response.headers["allow"].split(", ")) == methods


@pytest.mark.parametrize("slug", ["unknown", "..", "ITA", "%2e%2e", "a%00b", "x" * 300])
def test_unknown_events_take_no_registrations(phone: Phone, slug: str) -> None:
    phone.address = f"/r/{slug}/"
    response = phone.post(make_submission())
    assert response.status_code in {404, 405}
    assert response.headers["content-type"] == "application/problem+json"
    assert is_empty(phone)


def test_every_answer_says_what_is_never_guessed(phone: Phone) -> None:
    """Pages and JSON, files, redirects and errors, whoever makes them."""
    registered = phone.register()
    html = {"accept": "text/html"}
    receipt = f"/r/{SLUG}/receipts/{registered['receipt']}/"
    (phone.site / "_headers").write_text("")  # what the site itself says would hide what is missing
    answers = {
        "page": phone.client.get("/"),
        "known page": phone.client.get("/", headers={"if-none-match": "*"}),
        "no such page": phone.client.get("/nowhere/"),
        "redirect": phone.client.get("/old/x"),
        "part": phone.client.get("/", headers={"range": "bytes=0-1"}),
        "no such part": phone.client.get("/", headers={"range": "bytes=9999-"}),
        "no part": phone.client.get("/", headers={"range": "lines=1"}),
        "health": phone.client.get("/healthz"),
        "receipt": phone.client.get(receipt, headers=html),
        "stored": phone.post(make_submission(1)),
        "stored, for a person": phone.post(make_submission(2), **html),
        "invalid": phone.post(make_submission(3, first_name="")),
        "invalid, for a person": phone.post(make_submission(3, first_name=""), **html),
        "wrong method": phone.client.put("/"),
        "from another site": phone.post(make_submission(3), **{"sec-fetch-site": "cross-site"}),
    }
    phone.site.rename(phone.site.with_name("old"))
    answers["being replaced"] = phone.client.get("/")
    told = {
        name: (answer.status_code, answer.headers.get("referrer-policy"), answer.headers.get("x-content-type-options"))
        for name, answer in answers.items()
    }
    statuses = (200, 304, 404, 301, 206, 416, 400, 200, 200, 201, 303, 422, 422, 405, 403, 503)
    expected = [(status, "no-referrer", "nosniff") for status in statuses]
    assert told == dict(zip(answers, expected, strict=True))


def test_what_the_site_says_of_a_file_stays(phone: Phone) -> None:
    (phone.site / "_headers").write_text("/*\n  Referrer-Policy: same-origin\n")
    assert phone.client.get("/").headers.get_list("referrer-policy") == ["same-origin"]


def test_answers_carry_the_site_s_headers_and_are_never_cached(phone: Phone) -> None:
    for response in (phone.post(make_submission()), phone.send(b"x=y")):
        chosen = ("cache-control", "x-content-type-options", "x-frame-options", "content-security-policy", "vary")
        assert [response.headers[name] for name in chosen] == [
            "no-store",
            "nosniff",
            "DENY",
            "default-src 'none'; frame-ancestors 'none'",
            "Accept",
        ]


def test_of_the_site_s_headers_answers_carry_those_about_everything(phone: Phone) -> None:
    about_everything = {
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": "camera=()",
        "strict-transport-security": "max-age=1",
        "x-frame-options": "SAMEORIGIN",
    }
    about_files = {"link": "</x>", "cache-control": "public", "content-security-policy": "default-src *"}
    lines = "".join(f"  {name}: {value}\n" for name, value in (about_everything | about_files).items())
    (phone.site / "_headers").write_text(f"/*\n{lines}")
    for response in (phone.post(make_submission()), phone.post(make_submission(1), accept="text/html")):
        assert {name: response.headers.get(name) for name in about_everything} == about_everything
        assert [name for name, value in about_files.items() if response.headers.get(name) == value] == []


def test_health_is_told_without_secrets(phone: Phone) -> None:
    response = phone.client.get("/healthz")
    assert response.headers["cache-control"] == "no-store"
    assert (response.status_code, response.json()) == (200, {"status": "ok", "rules_version": __version__})


def test_a_store_that_others_hold_is_waited_for_then_answered_503(site: Path, tmp_path: Path) -> None:
    submission = make_submission()
    clock = SettableClock()
    with (
        running_backend(site, tmp_path / "var", clock, busy_timeout_s=0.3) as backend,
        httpx.Client(base_url=backend.url) as client,
        closing(sqlite3.connect(backend.database, isolation_level=None)) as other,
    ):
        phone = Phone(client, clock, site, backend.database)
        other.execute("BEGIN IMMEDIATE")
        responses = [phone.post(submission), client.get("/healthz")]
        other.execute("ROLLBACK")
        assert [response.status_code for response in responses] == [503, 503]
        assert responses[0].headers["retry-after"] == "5"
        assert responses[1].headers["cache-control"] == "no-store"
        assert responses[0].json()["submission_id"] == submission["submission_id"]
        assert phone.post(submission).status_code == 201


def test_who_waits_too_long_for_a_turn_is_told_to_come_again(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "BUSY_TIMEOUT_S", 0.3)  # of the turn; SQLite's own stays at 10 s
    monkeypatch.setattr(writer, "MOST_TOGETHER", 1)  # the second waits, however soon it comes
    with closing(sqlite3.connect(phone.database, isolation_level=None)) as other, ThreadPoolExecutor(2) as pool:
        other.execute("BEGIN IMMEDIATE")
        asked = [pool.submit(phone.post, make_submission(number)) for number in range(2)]
        wait_for(lambda: any(answer.done() for answer in asked))
        other.execute("ROLLBACK")
        assert sorted(answer.result().status_code for answer in asked) == [201, 503]


def test_a_locked_store_does_not_stall_the_site(site: Path, tmp_path: Path) -> None:
    with (
        running_backend(site, tmp_path / "var", SettableClock(), busy_timeout_s=1) as backend,
        closing(sqlite3.connect(backend.database, isolation_level=None)) as other,
        ThreadPoolExecutor(60) as pool,
    ):
        other.execute("BEGIN EXCLUSIVE")
        receipt = f"{backend.url}/r/{SLUG}/receipts/{make_receipt_code()}/"
        asked = [pool.submit(httpx.get, receipt, timeout=60) for _ in range(60)]
        assert httpx.get(f"{backend.url}/", timeout=60).status_code == 200
        waiting = sum(not answer.done() for answer in asked)
        other.execute("ROLLBACK")
        assert waiting > 40  # the page did not queue behind those who asked before
        assert {answer.result().status_code for answer in asked} <= {404, 503}


def test_a_site_that_cannot_be_understood_is_answered_503(phone: Phone) -> None:
    form = phone.site / "r/water-safety-2565/form.json"
    good = form.read_text()
    form.write_text("{")
    assert phone.post(make_submission()).status_code == 503
    form.write_text(good)
    assert phone.post(make_submission()).status_code == 201


def test_logs_hold_nothing_personal(phone: Phone, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    submission = make_submission()
    receipt = phone.post(submission).json()["receipt"]
    phone.client.get("/r/water-safety-2565/?name=Somchai")
    phone.client.get(f"/r/water-safety-2565/receipts/{receipt}/", headers={"accept": "text/html"})
    phone.client.get("/Somchai@example.go.th")
    phone.post(submission | {"submission_id": "broken"})
    wait_for(lambda: sum(record.name == "wian.access" for record in caplog.records) == 5)
    told = [record.getMessage() for record in caplog.records if record.name == "wian.access"]
    assert sorted(line.rsplit(" ", 2)[0] for line in told) == [
        "GET /r/{slug}/ 200",
        "GET /r/{slug}/receipts/{receipt}/ 200",
        "GET /{path:path} 404",
        "POST /r/{slug}/ 201",
        "POST /r/{slug}/ 422",
    ]
    ours = [record.getMessage() for record in caplog.records if record.name.split(".")[0] in {"wian", "uvicorn"}]
    personal = [submission[name] for name in ("first_name", "last_name", "email", "mobile", "submission_id")]
    assert [line for line in ours if any(text in line for text in [*personal, receipt, "Somchai"])] == []


def test_a_method_that_nobody_knows_is_not_logged(phone: Phone, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "wian.access")
    assert phone.client.request("SOMCHAI", "/").status_code == 405
    wait_for(lambda: any(record.name == "wian.access" for record in caplog.records))
    told = [record.getMessage() for record in caplog.records if record.name == "wian.access"]
    assert [line.rsplit(" ", 2)[0] for line in told] == ["? /{path:path} 405"]


def test_our_own_mistakes_are_logged_without_their_text(
    phone: Phone, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    submission = make_submission()

    def fail(*_arguments: object, **_options: object) -> None:
        raise RuntimeError(submission["first_name"])

    monkeypatch.setattr(app, "decide", fail)
    response = phone.post(submission)
    assert (response.status_code, response.json()["code"]) == (500, "unexpected")
    assert response.headers["referrer-policy"] == "no-referrer"
    wait_for(lambda: any(record.levelno >= logging.ERROR for record in caplog.records))
    errors = [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
    assert len(errors) == 1
    assert errors[0].startswith("RuntimeError, unexpected:\n")
    assert submission["first_name"] not in errors[0]


TEXTS = st.text(max_size=20)
FIELDS = tuple(make_submission())
PAIRS = st.tuples(st.sampled_from(FIELDS) | TEXTS, TEXTS)
BODIES = (
    st.binary(max_size=200)
    | st.lists(PAIRS, max_size=25).map(lambda pairs: "&".join(f"{a}={b}" for a, b in pairs).encode("utf-8", "replace"))
    | st.dictionaries(st.sampled_from(FIELDS), TEXTS.filter(lambda text: text.isprintable())).map(
        lambda fields: wire.encode(make_submission() | fields).encode()
    )
)
HEADER_TEXTS = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=30).map(str.strip)
HEADERS = st.fixed_dictionaries(
    {},
    optional={
        "content-type": st.just(FORM_TYPE) | HEADER_TEXTS,
        "accept": st.sampled_from(["text/html", "*/*", "text/html;q=x"]) | HEADER_TEXTS,
        "accept-language": HEADER_TEXTS,
        "accept-encoding": HEADER_TEXTS,
        "content-encoding": HEADER_TEXTS,
        "if-none-match": HEADER_TEXTS,
    },
)


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=BODIES, headers=HEADERS)
def test_no_body_and_no_header_makes_the_server_fail(phone: Phone, body: bytes, headers: dict[str, str]) -> None:
    response = phone.send(body, **headers)
    assert 200 <= response.status_code < 500


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=st.text(max_size=40), headers=HEADERS)
def test_no_path_makes_the_server_fail(phone: Phone, path: str, headers: dict[str, str]) -> None:
    target = path.encode("utf-8", "replace").hex()
    address = "/" + "".join(f"%{target[start : start + 2]}" for start in range(0, len(target), 2))
    assert phone.client.get(address, headers=headers).status_code < 500
