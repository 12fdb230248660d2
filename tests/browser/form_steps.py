"""What a person does on the registration page, and what the organiser then finds in the store."""

from __future__ import annotations

import sqlite3
import time
import uuid
from contextlib import closing
from operator import itemgetter
from typing import TYPE_CHECKING

import httpx
from playwright.sync_api import expect

from registration_rules import wire
from tests.own_event import SLUG
from tests.servers.fault_proxy import Fault

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page

    from tests.servers.backend_server import RunningBackend
    from tests.servers.fault_proxy import FaultProxy

REGISTER = f"/r/{SLUG}/"
RECEIPTS = "/receipts/"

SEND_NOW = "[data-action=send]"

PATIENCE_S = 20

NO_STORAGE = 'IDBFactory.prototype.open = () => { throw new DOMException("denied", "SecurityError"); };'

# The `number`th call from now on fails, as where there is no room left.
FAIL_ONCE = """([method, store, number]) => {
  const original = IDBObjectStore.prototype[method];
  IDBObjectStore.prototype[method] = function (...args) {
    if (this.name !== store || --number > 0) return original.apply(this, args);
    IDBObjectStore.prototype[method] = original;
    throw new DOMException("full", "QuotaExceededError");
  };
}"""

PERSON = {
    "first_name": "สมชาย",
    "last_name": "ใจดี",
    "position": "นักวิชาการ",
    "email": "somchai@example.go.th",
    "mobile": "0812345678",
}


def fill_in(page: Page, **changes: str) -> None:
    """Fill the whole form for one person of Saithong PAO; `changes` are other values, by field."""
    choose_organisation(page, "องค์การบริหารส่วนจังหวัดทรายทอง")
    fill_person(page, 1, **changes)


def choose_organisation(page: Page, name: str) -> None:
    """Type the organisation's name and take the first that is found."""
    page.get_by_role("combobox").first.fill(name)
    page.get_by_role("option").first.click()


def person(page: Page, number: int) -> Locator:
    """The fields of a person, counted from 1."""
    return page.locator("[data-person]").nth(number - 1)


def fill_person(page: Page, number: int, **changes: str) -> None:
    """Fill a person's fields; `changes` are other values, by field."""
    person(page, number).locator("[name=honorific]").select_option("mr")
    for name, value in (PERSON | changes).items():
        person(page, number).locator(f"[name={name}]").fill(value)


def press_register(page: Page) -> None:
    """Press "Register", whatever comes of it."""
    page.locator("#registration button.main-button").click()


def submit(page: Page) -> None:
    """Press "Register" and see that the page says what is kept."""
    press_register(page)
    expect(page.locator("#result")).to_be_visible()


def register(page: Page, **changes: str) -> None:
    """Fill in the form and submit it."""
    fill_in(page, **changes)
    submit(page)


def register_and_lose_the_answer(page: Page, proxy: FaultProxy, backend: RunningBackend) -> None:
    """Register somebody whom the server stores, while the connection goes on dropping before the answer."""
    proxy.fault = Fault("lose_answer", methods=("POST",))
    register(page)
    expect_soon(page, lambda: read_rows(backend), expected=[(PERSON["first_name"], "confirmed")])
    expect_soon(page, lambda: read_entries(page)[0]["unknowns"] != 0, expected=True)


def send_now(page: Page) -> None:
    """Press "Send now"; it does no harm where the schedule was faster and the button has gone."""
    page.locator(SEND_NOW).dispatch_event("click")


def wait_for_companion(page: Page) -> None:
    """Wait until the registration page has its second script, without which it saves but does not send."""
    expect(page.locator("#queue [role=status]")).to_be_attached()


def wait_for_worker(page: Page) -> None:
    """Wait until the service worker is installed and in charge of this page."""
    page.evaluate(WAIT_FOR_WORKER)


WAIT_FOR_WORKER = """async () => {
  await navigator.serviceWorker.ready;
  const container = navigator.serviceWorker;
  if (!container.controller) await new Promise((done) => container.addEventListener("controllerchange", done));
}"""


def expect_soon(page: Page, read: Callable[[], object], expected: object) -> None:
    """Wait until `read()` gives `expected`; the page goes on meanwhile."""
    give_up_at = time.monotonic() + PATIENCE_S
    while (found := read()) != expected and time.monotonic() < give_up_at:
        page.wait_for_timeout(50)
    assert found == expected, f"{found!r} instead of {expected!r}"


def read_entries(page: Page) -> list[dict[str, object]]:
    """The queue as the phone's database holds it, in the order in which it was submitted."""
    return sorted(read_store(page, "entries"), key=itemgetter("sequence"))


def read_store(page: Page, store: str) -> list[dict[str, object]]:
    """What a store of the phone's database holds."""
    values: list[dict[str, object]] = page.evaluate(READ_STORE, store)
    return values


def wait_for_database(page: Page) -> None:
    """Wait until the app has made its database."""
    expect_soon(page, lambda: page.evaluate(HAS_DATABASE), expected=True)


# The app's database as it is. Where there is none yet, none is made, for that is the app's business.
OPEN_DATABASE = """(() => new Promise((resolve, reject) => {
  const opening = indexedDB.open("wian");
  opening.onupgradeneeded = () => opening.transaction.abort();
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => resolve(opening.result);
}))()"""

HAS_DATABASE = f"{OPEN_DATABASE}.then((database) => {{ database.close(); return true; }}, () => false)"

READ_STORE = f"""async (store) => {{
  const database = await {OPEN_DATABASE};
  const reading = database.transaction(store).objectStore(store).getAll();
  await new Promise((resolve) => {{ reading.onsuccess = resolve; }});
  database.close();
  return reading.result;
}}"""


def read_receipts(backend: RunningBackend) -> list[str]:
    """The receipt codes in the organiser's store."""
    with closing(sqlite3.connect(backend.database)) as database:
        rows = database.execute("SELECT receipt FROM submissions WHERE receipt IS NOT NULL ORDER BY received_at")
        return [receipt for (receipt,) in rows]


def read_rows(backend: RunningBackend, columns: str = "first_name, state") -> list[tuple[object, ...]]:
    """The registrations in the organiser's store, in the order in which they came."""
    with closing(sqlite3.connect(backend.database)) as database:
        return database.execute(f"SELECT {columns} FROM registrations ORDER BY received_at, first_name").fetchall()  # noqa: S608 - our own columns


def send_directly(backend: RunningBackend, **changes: str) -> None:
    """Register somebody as another phone would."""
    at = "2022-01-05T02:00:00.000Z"
    submission = {
        "form-name": f"registration-{SLUG}",
        "submission_id": str(uuid.uuid4()),
        "event": SLUG,
        "locale": "th",
        "organisation": "saithong-pao",
        "honorific": "mr",
        "notice_version": "2022-01-05",
        "created_at": at,
        "sent_at": at,
        "attempt": "1",
        **PERSON,
        **changes,
    }
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = httpx.post(f"{backend.url}{REGISTER}", content=wire.encode(submission), headers=headers)
    assert answer.status_code == 201, answer.text


# An older version of the app in another tab: it keeps a draft and its connection, so that no newer one opens.
HOLD_VERSION_1 = """(draft) => new Promise((resolve, reject) => {
  const opening = indexedDB.open("wian", 1);
  opening.onerror = () => reject(opening.error);
  opening.onupgradeneeded = () => {
    for (const [store, keyPath] of [["entries", "submission_id"], ["receipts", "submission_id"], ["drafts", "event"]])
      opening.result.createObjectStore(store, { keyPath });
    opening.transaction.objectStore("drafts").put(draft);
  };
  opening.onsuccess = () => { globalThis.connection = opening.result; resolve(); };
})"""
