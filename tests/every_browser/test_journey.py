"""One registration from the first visit to the next version of the app, the same in every engine."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

from tests.browser.form_steps import PATIENCE_S, PERSON, RECEIPTS, REGISTER, read_rows
from tests.browser.test_update import NEWER, deploy_newer
from tests.own_event import SLUG

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.every_browser.browsers import Browser
    from tests.servers.backend_server import RunningBackend
    from tests.servers.fault_proxy import FaultProxy

EVENT = f"/events/{SLUG}/"
SAVED = "บันทึกไว้ในเครื่องนี้แล้ว"
REGISTERED = "ลงทะเบียนเรียบร้อยแล้ว"

HAS_ARRIVED = """return location.pathname === PATH && document.readyState === "complete"
  && (PATH !== REGISTER || document.querySelector("#queue [role=status]") !== null)"""
IS_READY_OFFLINE = """const worker = await navigator.serviceWorker.getRegistration();
return Boolean(worker?.active && navigator.serviceWorker.controller)"""
FILL = """const change = (control, value) => {
  control.value = value;
  for (const type of ["input", "change"]) control.dispatchEvent(new Event(type, { bubbles: true }));
};
change(document.querySelector("[role=combobox]"), "องค์การบริหารส่วนจังหวัดทรายทอง");
document.querySelector("[role=option]").click();
const person = document.querySelector("[data-person]");
for (const [name, value] of Object.entries(VALUES)) change(person.querySelector(`[name=${name}]`), value);
document.querySelector("#registration button.main-button").click();"""
CORRECT = """const control = document.querySelector("[data-person] [name=first_name]");
control.value = "สมหญิง";
control.dispatchEvent(new Event("input", { bubbles: true }));
document.querySelector("#registration button.main-button").click();"""
READ_TITLE = "return document.getElementById('result-title')?.textContent"
READ_CARDS = "return [...document.querySelectorAll('#queue [data-id]')].map((card) => card.innerText)"
READ_FIRST_NAME = "return document.querySelector('[data-person] [name=first_name]')?.value"
PROMPT = "#app-update button"


def test_a_registration_from_the_first_visit_to_the_next_version(
    engine: Browser, proxy: FaultProxy, backend: RunningBackend, site: Path
) -> None:
    visit(engine, proxy, EVENT)
    visit(engine, proxy, REGISTER)
    expect_soon(lambda: engine.run(IS_READY_OFFLINE), expected=True)

    proxy.cut()
    engine.kill()
    visit(engine, proxy, REGISTER)
    engine.run(fill_in(VALUES={"honorific": "mr", **PERSON}))
    expect_soon(lambda: engine.run(READ_TITLE), expected=SAVED)
    for path in (EVENT, RECEIPTS, EVENT, RECEIPTS):
        leave_at_once(engine, path)
    expect_soon(lambda: len(engine.run(READ_CARDS)), expected=1)

    engine.kill()
    visit(engine, proxy, RECEIPTS)
    expect_soon(lambda: len(engine.run(READ_CARDS)), expected=1)
    assert read_rows(backend) == []
    proxy.restore()
    click(engine, "[data-action=send]")
    expect_soon(lambda: read_rows(backend), expected=[("สมชาย", "confirmed")])
    expect_soon(lambda: engine.run("return document.querySelectorAll('.code').length"), expected=1)

    click(engine, "[data-action=correct]")
    expect_soon(lambda: engine.run(READ_FIRST_NAME), expected="สมชาย")
    engine.run(CORRECT)
    expect_soon(lambda: engine.run(READ_TITLE), expected=REGISTERED)
    assert read_rows(backend) == [("สมชาย", "replaced"), ("สมหญิง", "confirmed")]
    assert set(proxy.post_counts().values()) == {1}

    deploy_newer(site)
    engine.run("await (await navigator.serviceWorker.getRegistration()).update()")
    click(engine, PROMPT)
    expect_soon(lambda: engine.run(f"return document.documentElement.outerHTML.includes({NEWER!r})"), expected=True)
    expect_soon(lambda: len(engine.run(READ_CARDS)), expected=1)


def fill_in(**names: object) -> str:
    """The script that fills in the form and submits it."""
    return "".join(f"const {name} = {json.dumps(value)};" for name, value in names.items()) + FILL


def visit(engine: Browser, proxy: FaultProxy, path: str) -> None:
    """Open a page of the site and wait until it is there with all its scripts."""
    engine.open(proxy.url + path)
    has_arrived = f"const PATH = {json.dumps(path)}, REGISTER = {json.dumps(REGISTER)}; {HAS_ARRIVED}"
    expect_soon(lambda: engine.run(has_arrived), expected=True)


def leave_at_once(engine: Browser, path: str) -> None:
    """Go to a page by a link, as soon as the one before has begun to read what is kept."""
    engine.run(f"setTimeout(() => {{ location.href = {json.dumps(path)}; }})")
    expect_soon(lambda: engine.run("return location.pathname"), expected=path)


def click(engine: Browser, selector: str) -> None:
    """Press what `selector` finds, once it is there."""
    press = f"const found = document.querySelector({json.dumps(selector)}); found?.click(); return found !== null"
    expect_soon(lambda: engine.run(press), expected=True)


def expect_soon(read: Callable[[], Any], expected: object) -> None:
    """Wait until `read()` gives `expected`; while a page goes and the next comes, it may fail."""
    give_up_at = time.monotonic() + PATIENCE_S
    found: object = None
    while time.monotonic() < give_up_at:
        try:
            found = read()
        except (AssertionError, KeyError) as error:
            found = error
        if found == expected:
            return
        time.sleep(0.05)
    raise AssertionError(f"{found!r} instead of {expected!r}")
