"""A phone that must wait, or whose POST is taken for another site's: its entry goes out later, and once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from backend.web import cross_site
from backend.web.rate_limits import Numbers, RateLimits
from tests.browser.form_steps import (
    PERSON,
    REGISTER,
    expect_soon,
    fill_person,
    press_register,
    read_entries,
    read_rows,
    read_store,
    register,
    send_directly,
    send_now,
    wait_for_companion,
)
from tests.servers.backend_server import running_backend

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.browser.conftest import ServerClock
    from tests.servers.backend_server import RunningBackend
    from tests.servers.fault_proxy import FaultProxy

OTHER = {"first_name": "สมหญิง", "email": "somying@example.go.th", "mobile": "0898765432"}


@pytest.fixture
def limits() -> RateLimits:
    """One address may send one POST a day."""
    return RateLimits(Numbers(posts="1 per day"))


@pytest.fixture
def backend(
    built_site: Path, tmp_path: Path, server_clock: ServerClock, limits: RateLimits
) -> Iterator[RunningBackend]:
    """The form backend, which counts."""
    with running_backend(built_site, tmp_path / "var", server_clock, limits=limits) as running:
        yield running


def test_what_meets_429_waits_as_long_as_it_was_told_and_goes_out_once(
    page: Page, proxy: FaultProxy, backend: RunningBackend, limits: RateLimits
) -> None:
    page.goto(REGISTER)
    wait_for_companion(page)
    send_directly(backend, **OTHER)  # from the same address
    register(page)
    expect_soon(page, lambda: [entry["retry_after_at"] != 0 for entry in read_entries(page)], expected=[True])
    [entry] = read_entries(page)
    assert (entry["state"], entry["next_try_at"] >= entry["retry_after_at"]) == ("queued", True)
    assert len(proxy.posts) == 1
    assert read_rows(backend) == [(OTHER["first_name"], "confirmed")]

    limits.reset()
    send_now(page)
    expect(page.locator(".code")).to_have_count(1)
    assert read_rows(backend) == [(OTHER["first_name"], "confirmed"), (PERSON["first_name"], "confirmed")]
    assert [receipt["submission_id"] for receipt in read_store(page, "receipts")] == [entry["submission_id"]]
    assert [post["submission_id"] for post in proxy.posts] == [entry["submission_id"]] * 2


def test_without_javascript_the_form_comes_back_filled_in(
    browser: Browser, browser_context_args: dict[str, Any], backend: RunningBackend, limits: RateLimits
) -> None:
    send_directly(backend, **OTHER)
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    page = context.new_page()
    page.goto(REGISTER)
    page.locator("select#organisation").select_option("saithong-town")
    fill_person(page, 1)
    press_register(page)
    expect(page.locator("#summary-title")).to_have_text("ขณะนี้มีการส่งจากเครือข่ายนี้มากเกินไป")
    expect(page.locator("#first_name")).to_have_value(PERSON["first_name"])
    expect(page.locator("#organisation")).to_have_value("saithong-town")
    limits.reset()
    page.locator("button").click()
    page.wait_for_url("**/manage/")
    context.close()
    assert len(read_rows(backend)) == 2


def test_a_post_that_is_taken_for_another_sites_decides_nothing(
    page: Page, proxy: FaultProxy, backend: RunningBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.goto(REGISTER)
    wait_for_companion(page)
    with monkeypatch.context() as patch:
        patch.setattr(cross_site, "is_cross_site", lambda _headers: True)
        register(page)
        expect_soon(page, lambda: [entry["unknowns"] != 0 for entry in read_entries(page)], expected=[True])
        assert [entry["state"] for entry in read_entries(page)] == ["queued"]
        assert read_rows(backend) == []
    send_now(page)
    expect(page.locator(".code")).to_have_count(1)
    assert {post["submission_id"] for post in proxy.posts} == {read_store(page, "receipts")[0]["submission_id"]}
    assert read_rows(backend) == [(PERSON["first_name"], "confirmed")]


def test_a_form_of_another_site_registers_nobody(page: Page, proxy: FaultProxy, backend: RunningBackend) -> None:
    form = f"<form method=post action='{proxy.url}{REGISTER}'><input name=first_name value=x><button>go</button></form>"
    page.route("http://elsewhere.test/", lambda route: route.fulfill(body=form, content_type="text/html"))
    page.goto("http://elsewhere.test/")
    with page.expect_response(f"{proxy.url}{REGISTER}") as answer:
        page.locator("button").click()
    assert answer.value.status == 403
    expect(page.locator("h1")).to_have_text("ข้อมูลนี้ส่งมาจากเว็บไซต์อื่น")
    assert read_rows(backend) == []
