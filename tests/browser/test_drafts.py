"""What is typed is kept: when the phone turns away, after a failure, and against what was kept earlier."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.form_steps import (
    FAIL_ONCE,
    HOLD_VERSION_1,
    NO_STORAGE,
    RECEIPTS,
    REGISTER,
    expect_soon,
    fill_in,
    press_register,
    read_rows,
    read_store,
    register,
    wait_for_companion,
)
from tests.own_event import SLUG

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.servers.backend_server import RunningBackend

TYPED = "สมชาย"
LEAVE = {
    "another app comes to the front": """() => {
      Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    }""",
    "the page goes": "() => dispatchEvent(new PageTransitionEvent('pagehide'))",
}

without_worker = pytest.mark.browser_context_args(service_workers="block")  # its clock can't be set


def stop_clock(page: Page) -> None:
    """Let no timer of the page run from now on."""
    page.clock.pause_at(page.evaluate("new Date(Date.now() + 60_000).toISOString()"))


def read_names(page: Page) -> list[str]:
    """The first names in the drafts that are kept."""
    return [one["first_name"] for draft in read_store(page, "drafts") for one in draft["people"]]  # type: ignore[attr-defined]


@without_worker
@pytest.mark.parametrize("leave", LEAVE.values(), ids=LEAVE)
def test_what_is_typed_is_kept_before_the_pause_that_a_phone_may_not_give(page: Page, leave: str) -> None:
    page.clock.install()
    page.goto(REGISTER)
    wait_for_companion(page)
    stop_clock(page)
    page.locator("#first_name").fill(TYPED)
    assert read_store(page, "drafts") == []
    page.evaluate(leave)
    expect_soon(page, lambda: read_names(page), expected=[TYPED])


@without_worker
def test_a_draft_that_could_not_be_kept_once_is_kept_the_next_time(page: Page) -> None:
    page.clock.install()
    page.goto(REGISTER)
    wait_for_companion(page)
    stop_clock(page)
    page.evaluate(FAIL_ONCE, ["put", "drafts", 1])
    page.locator("#first_name").fill(TYPED)
    page.evaluate(LEAVE["the page goes"])
    expect(page.locator("[data-notice=storage]")).to_be_visible()
    assert read_store(page, "drafts") == []
    page.evaluate(LEAVE["the page goes"])
    expect_soon(page, lambda: read_names(page), expected=[TYPED])


@without_worker
def test_what_is_typed_before_the_kept_draft_has_come_stays(page: Page) -> None:
    slow = page.context.new_page()
    slow.goto("/manifest.webmanifest")  # of this origin, without our scripts
    slow.evaluate(HOLD_VERSION_1, {"event": SLUG, "people": [{"first_name": "ของเดิม"}], "updated_at": ""})
    page.clock.install()
    stop_clock(page)
    page.goto(REGISTER)  # it waits for that older version to close
    page.locator("#first_name").fill(TYPED)
    slow.evaluate("connection.close()")
    expect_soon(page, lambda: read_names(page), expected=["ของเดิม"])
    page.clock.resume()
    expect_soon(page, lambda: read_names(page), expected=[TYPED])
    expect(page.locator("#first_name")).to_have_value(TYPED)
    expect(page.locator("[data-notice=restored]")).to_have_count(0)


def test_what_is_mended_after_an_error_is_kept_as_well(page: Page) -> None:
    page.goto(REGISTER)
    fill_in(page, mobile="")
    press_register(page)
    expect(page.locator(".summary")).to_be_focused()
    page.locator("#mobile").fill("0812345678")
    page.reload()
    expect(page.locator("#mobile")).to_have_value("0812345678")
    expect(page.locator("#first_name")).to_have_value(TYPED)


def test_what_was_typed_to_correct_a_registration_goes_with_it(page: Page) -> None:
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(REGISTER)
    register(page)
    expect(page.locator(".code")).to_have_count(1)
    page.goto(RECEIPTS)
    page.locator("#queue a[href*='#replace=']").click()
    expect(page.locator("[data-notice=correcting]")).to_be_visible()
    page.locator("#first_name").fill("สมหญิง")
    page.evaluate(REMOVE_AND_TYPE)
    expect(page.locator("[data-notice=correction_missing]")).to_be_visible()
    expect(page.locator("#first_name")).to_have_value("")
    page.evaluate(LEAVE["the page goes"])
    assert read_store(page, "drafts") == []


# At once, so that the pause after which the form would be kept is not over before.
REMOVE_AND_TYPE = """() => {
  document.querySelector("[data-action=remove]").click();
  const field = document.querySelector("#first_name");
  field.value = "สมหญิ";
  field.dispatchEvent(new Event("input", { bubbles: true }));
}"""


def test_whoever_leaves_with_what_can_not_be_kept_is_asked(page: Page) -> None:
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.add_init_script(NO_STORAGE)
    page.goto(REGISTER)
    expect(page.locator("[data-notice=storage]")).to_be_visible()
    page.locator("#first_name").click()  # browsers ask only where something was touched
    page.locator("#first_name").fill(TYPED)
    page.goto("about:blank")
    assert asked == ["beforeunload"]


def test_where_even_the_last_organisation_can_not_be_kept_people_register_all_the_same(
    page: Page, backend: RunningBackend
) -> None:
    page.add_init_script(NO_LOCAL_STORAGE)
    page.goto(REGISTER)
    register(page)
    expect(page.locator(".code")).to_have_count(1)
    page.locator("#register-more").click()
    expect(page.locator("#organisation")).to_be_focused()
    fill_in(page)
    assert read_rows(backend) == [("สมชาย", "confirmed")]


NO_LOCAL_STORAGE = """Object.defineProperty(globalThis, "localStorage", {
  get() { throw new DOMException("denied", "SecurityError"); },
});"""
