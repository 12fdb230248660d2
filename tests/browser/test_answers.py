"""The pure parts of sending, as they are, in a blank page: what an answer means, and when the next try is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

ID = "0b6f2a5c-8f0e-4d0c-9a52-000000000001"
NOW_MS = 1_641_348_000_000  # 2022-01-05T02:00:00Z
STORED = {"submission_id": ID, "receipt": "1234-5678", "status": "confirmed", "received_at": "2022-01-05T02:00:00.000Z"}
UNKNOWN = {"kind": "unknown", "retry_after_s": 0}
RECEIPT = {key: value for key, value in STORED.items() if key != "submission_id"}
PROBLEM = {"code": "required", "field": "email", "params": {}}
PAGE = "<!doctype html><p>Please log in to this Wi-Fi"


@pytest.fixture(scope="module")
def blank(browser: Browser) -> Iterator[Page]:
    """A page of no site."""
    page = browser.new_page()
    yield page
    page.close()


def run(page: Page, module: str, script: str, *arguments: object) -> Any:
    """What the function `script` gives for a module under pwa/, which imports nothing itself, and `arguments`."""
    source = (ROOT / "pwa" / module).read_text("utf-8")
    return page.evaluate(f"async ([source, args]) => ({script})({IMPORT}, ...args)", [source, list(arguments)])


IMPORT = "await import(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })))"


def echo(code: str = "", **more: object) -> str:
    """A problem answer that echoes our id."""
    return json.dumps({"submission_id": ID, "code": code, **more})


ANSWERS = [
    # status, body, headers, form backend, trusted -> answer
    (201, json.dumps(STORED), {}, "own", True, {"kind": "stored"} | RECEIPT),
    (200, json.dumps(STORED | {"status": "late_review"}), {}, "own", True,
     {"kind": "stored"} | RECEIPT | {"status": "late_review"}),
    (201, json.dumps(STORED), {}, "netlify", True, {"kind": "stored"} | RECEIPT),
    (201, json.dumps(STORED | {"submission_id": "another"}), {}, "own", True, UNKNOWN),
    (201, json.dumps(STORED | {"receipt": ""}), {}, "own", True, UNKNOWN),
    (201, json.dumps(STORED | {"status": "fine"}), {}, "own", True, UNKNOWN),
    (201, json.dumps(STORED | {"received_at": "soon"}), {}, "own", True, UNKNOWN),
    (202, json.dumps(STORED), {}, "own", True, UNKNOWN),
    (201, json.dumps(STORED)[:-1], {}, "own", True, UNKNOWN),
    (422, echo("quota_full"), {}, "own", True, {"kind": "refused", "code": "quota_full"}),
    (422, echo("closed"), {}, "own", True, {"kind": "refused", "code": "closed"}),
    (422, echo("superseded"), {}, "own", True, {"kind": "refused", "code": "superseded"}),
    (422, json.dumps({"code": "closed"}), {}, "own", True, UNKNOWN),
    (422, echo("invalid", problems=[PROBLEM, {"code": 1}]), {}, "own", True,
     {"kind": "needs_person", "code": "invalid", "problems": [PROBLEM]}),
    (422, echo("key_reused"), {}, "own", True, {"kind": "needs_person", "code": "key_reused", "problems": []}),
    (422, echo("surprise"), {}, "own", True, UNKNOWN),
    (409, echo("in_progress"), {}, "own", True, {"kind": "wait", "retry_after_s": 0}),
    (409, PAGE, {"retryAfter": "60"}, "own", True, UNKNOWN),
    (503, echo("unavailable"), {"retryAfter": "5"}, "own", True, {"kind": "wait", "retry_after_s": 5}),
    (429, echo("busy"), {"retryAfter": "99999"}, "own", True, {"kind": "wait", "retry_after_s": 3600}),
    (503, PAGE, {"retryAfter": "120"}, "own", True, {"kind": "unknown", "retry_after_s": 120}),
    (503, PAGE, {"retryAfter": "Wed, 05 Jan 2022 02:02:00 GMT"}, "own", True,
     {"kind": "unknown", "retry_after_s": 120}),
    (503, PAGE, {"retryAfter": "Sat, 01 Jan 2000 00:01:30 GMT", "date": "Sat, 01 Jan 2000 00:00:00 GMT"}, "own", True,
     {"kind": "unknown", "retry_after_s": 90}),
    (503, PAGE, {"retryAfter": "-5"}, "own", True, UNKNOWN),
    (503, PAGE, {"retryAfter": "whenever"}, "own", True, UNKNOWN),
    (200, PAGE, {}, "own", True, UNKNOWN),
    (200, PAGE, {}, "netlify", True, {"kind": "received"}),
    (200, "", {}, "netlify", True, {"kind": "received"}),
    (200, PAGE, {}, "netlify", False, UNKNOWN),
    (404, PAGE, {}, "netlify", True, UNKNOWN),
    (404, echo("event_unknown"), {}, "own", True, UNKNOWN),
    (0, "", {}, "own", False, UNKNOWN),
    (500, "null", {}, "own", True, UNKNOWN),
]  # fmt: skip

READ_ANSWERS = """({ readAnswer }, cases, id, now) => cases.map(([status, body, headers, backend, trusted]) =>
  readAnswer({ status, body, retryAfter: null, date: null, ...headers, trusted }, id, backend, now))"""


def test_only_json_that_echoes_our_id_is_an_answer(blank: Page) -> None:
    answers = run(blank, "sync/answers.js", READ_ANSWERS, [case[:5] for case in ANSWERS], ID, NOW_MS)
    assert answers == [case[5] for case in ANSWERS]


PICK_DELAYS = """({ pickDelay }, drawn) => {
  Math.random = () => drawn;
  return [1, 2, 3, 4, 5, 6, 7, 8, 100].map(pickDelay);
}"""


@pytest.mark.parametrize("drawn", [0, 0.5, 1])
def test_delays_have_full_jitter_below_a_limit_that_doubles_to_five_minutes(blank: Page, drawn: float) -> None:
    limits_s = [5, 10, 20, 40, 80, 160, 300, 300, 300]
    assert run(blank, "sync/schedule.js", PICK_DELAYS, drawn) == [drawn * 1000 * limit for limit in limits_s]


PLAN = """({ dueAt, hastenedAt, nextDueAt, pickDue }, entries, now) => ({
  due: pickDue(entries, now).map((entry) => entry.submission_id),
  next: nextDueAt(entries, now),
  dueAt: entries.map((entry) => dueAt(entry, now) - now),
  hastened: entries.map((entry) => hastenedAt(entry, now) - now),
})"""


def make(name: str, state: str, due_in_ms: int = 0, asked_ms: int = 0, replaces: str = "") -> dict[str, object]:
    """An entry as the schedule sees it."""
    asked = NOW_MS + asked_ms if asked_ms else 0
    times = {"next_try_at": NOW_MS + due_in_ms, "retry_after_at": asked}
    return {"submission_id": name, "state": state, "replaces": replaces, **times}


def test_no_entry_blocks_another_but_its_own_correction(blank: Page) -> None:
    entries = [
        make("later", "queued", due_in_ms=60_000, asked_ms=60_000),
        make("now", "queued"),
        make("old", "superseded", due_in_ms=5_000),
        make("its-correction", "queued", replaces="old"),
        make("correction-of-an-answered-one", "queued", replaces="gone"),
        make("answered", "refused"),
        make("arrived", "received"),
        make("clock-was-set-back", "queued", due_in_ms=10**10, asked_ms=10**10),
    ]
    plan = run(blank, "sync/schedule.js", PLAN, entries, NOW_MS)
    assert plan["due"] == ["now", "correction-of-an-answered-one", "clock-was-set-back"]
    assert plan["next"] == NOW_MS
    assert plan["dueAt"] == [60_000, 0, 5_000, 0, 0, 0, 0, 0]
    assert plan["hastened"] == [60_000, 0, 0, 0, 0, 0, 0, 0]
    assert run(blank, "sync/schedule.js", PLAN, entries[:1] + entries[2:4], NOW_MS)["next"] == NOW_MS + 5_000
    assert run(blank, "sync/schedule.js", PLAN, entries[5:7], NOW_MS)["next"] is None
