"""On Netlify: its success page means received, not confirmed, and nothing goes out twice."""

from __future__ import annotations

import json
import shutil
from contextlib import closing
from io import StringIO
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from backend.built_site.events import Events
from backend.netlify.api import NetlifyApi
from backend.netlify.registration_import import ImportReport, import_submissions
from backend.netlify.submission_list import find_form, list_submissions
from backend.netlify.terminal import Progress
from backend.store.opening import open_store
from backend.store.schema import registrations
from registration_rules import wire
from site_format.addresses import registration_page, thanks_page
from site_format.locales import LOCALES, other_locale
from tests.browser.conftest import PLAIN_HTTP_HOST, build_site
from tests.browser.form_steps import (
    PERSON,
    RECEIPTS,
    REGISTER,
    SEND_NOW,
    expect_soon,
    fill_in,
    fill_person,
    press_register,
    read_entries,
    register,
    send_now,
    submit,
    wait_for_worker,
)
from tests.browser.test_receipts import PUT, make_receipt
from tests.own_event import PROJECT, SLUG
from tests.servers.fault_proxy import Fault, FaultProxy
from tests.servers.netlify_api import PROJECT as NETLIFY_PROJECT
from tests.servers.netlify_api import TOKEN, NetlifyApiServer
from tests.servers.netlify_forms import NetlifyForms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from site_format.locales import Locale
    from tests.browser.conftest import Phone

FORM = f"registration-{SLUG}"


@pytest.fixture(scope="session")
def netlify_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as it is built for Netlify."""
    folder = tmp_path_factory.mktemp("netlify")
    content = shutil.copytree(PROJECT / "content", folder / "content")
    site = content / "site.yaml"
    site.write_text(site.read_text("utf-8").replace("form_backend: own", "form_backend: netlify"), "utf-8")
    return build_site(folder / "site", content)


@pytest.fixture
def netlify(netlify_site: Path) -> Iterator[NetlifyForms]:
    """A deploy of it."""
    with NetlifyForms(netlify_site) as netlify:
        yield netlify


@pytest.fixture
def proxy(netlify: NetlifyForms) -> Iterator[FaultProxy]:
    """The way there."""
    with FaultProxy(netlify.port) as proxy:
        yield proxy


def test_the_deploy_finds_the_form_with_every_field_of_the_wire(netlify: NetlifyForms) -> None:
    assert list(netlify.forms) == [FORM]
    assert netlify.forms[FORM].fields == {*wire.ENVELOPE_FIELDS, "organisation", "honorific", *PERSON}
    assert netlify.forms[FORM].honeypot == "bot-field"


def test_what_netlify_received_is_said_to_be_unconfirmed_and_not_sent_again(
    phone: Phone, proxy: FaultProxy, netlify: NetlifyForms, find_violations: Callable[[Page], list[str]]
) -> None:
    page = phone.open(REGISTER)
    wait_for_worker(page)  # the install takes the pages although Netlify touched up their forms
    register(page)
    card = page.locator("#queue [data-id]")
    expect(card).to_contain_text("ยังไม่ใช่การยืนยัน")
    [submission] = netlify.forms[FORM].submissions
    assert {name: submission[name] for name in PERSON} == PERSON
    assert [entry["state"] for entry in read_entries(page)] == ["received"]
    assert find_violations(page) == []
    phone.close()

    page = phone.open(RECEIPTS)
    expect(page.locator("#queue [data-id]")).to_contain_text("ยังไม่ใช่การยืนยัน")
    expect(page.locator(SEND_NOW)).to_be_hidden()
    assert list(proxy.post_counts().values()) == [1]


def test_netlify_is_neither_asked_how_registrations_stand_nor_to_cancel_them(page: Page, proxy: FaultProxy) -> None:
    page.goto(RECEIPTS)
    page.evaluate(PUT, ["receipts", [make_receipt(1, "confirmed")]])
    page.reload()
    expect(page.locator("#queue [data-id]")).to_have_count(1)
    expect(page.locator("[data-action=cancel]")).to_have_count(0)
    page.wait_for_timeout(1_000)  # time enough to ask
    assert proxy.posts == []


def test_a_portals_redirect_and_an_undetected_form_are_retried(
    page: Page, proxy: FaultProxy, netlify: NetlifyForms
) -> None:
    page.goto(REGISTER)
    proxy.fault = Fault("captive_redirect", methods=("POST",))
    form = netlify.forms.pop(FORM)
    register(page)
    expect_soon(page, lambda: [(e["state"], e["unknowns"] != 0) for e in read_entries(page)], [("queued", True)])
    proxy.fault = None
    tries = len(proxy.posts)
    send_now(page)
    expect_soon(page, lambda: len(proxy.posts) > tries, expected=True)
    assert [entry["state"] for entry in read_entries(page)] == ["queued"]

    netlify.forms[FORM] = form
    send_now(page)
    expect(page.locator("#queue [data-id]")).to_contain_text("ยังไม่ใช่การยืนยัน")
    assert len(form.submissions) == 1


@pytest.mark.parametrize("locale", LOCALES)
def test_without_javascript_a_page_says_that_it_arrived_and_is_not_confirmed(
    browser: Browser, browser_context_args: dict[str, Any], netlify: NetlifyForms, locale: Locale
) -> None:
    texts = json.loads((netlify.site / f"messages/{locale}.json").read_text("utf-8"))
    url = f"http://127.0.0.1:{netlify.port}"
    context = browser.new_context(**browser_context_args | {"base_url": url}, java_script_enabled=False)
    page = context.new_page()
    page.goto(registration_page(SLUG, locale))
    page.locator("select#organisation").select_option("saithong-town")
    fill_person(page, 1)
    press_register(page)
    expect(page).to_have_url(f"{url}{thanks_page(SLUG, locale)}")
    expect(page.get_by_role("heading", level=1)).to_have_text(texts["app.thanks.title"])
    expect(page.get_by_text(texts["app.thanks.not_confirmed"])).to_be_visible()
    expect(page.locator(".card").first).not_to_have_css("border-radius", "0px")  # its policy allows its style
    [submission] = netlify.forms[FORM].submissions
    expected = {"event": SLUG, "locale": locale, **PERSON}
    assert {name: submission[name] for name in expected} == expected
    page.get_by_role("link", name=texts["app.page.register_more"]).click()
    expect(page).to_have_url(f"{url}{registration_page(SLUG, locale)}")
    context.close()


def test_what_browsers_with_and_without_javascript_sent_is_imported(
    page: Page, browser: Browser, browser_context_args: dict[str, Any], netlify: NetlifyForms, tmp_path: Path
) -> None:
    page.goto(REGISTER)
    register(page)
    expect(page.locator("#queue [data-id]")).to_contain_text("ยังไม่ใช่การยืนยัน")
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    plain = context.new_page()
    plain.goto(REGISTER)
    plain.locator("select#organisation").select_option("saithong-town")
    fill_person(plain, 1, first_name="มาลี", mobile="0898765432")
    press_register(plain)
    plain.wait_for_url("**/thanks/")
    context.close()

    event = Events(netlify.site, is_preview=True).find(SLUG)
    assert event is not None
    report, progress = ImportReport(), Progress(StringIO())
    with NetlifyApiServer() as server, closing(open_store(tmp_path / "var")) as store:
        for submission in netlify.forms[FORM].submissions:
            server.receive(FORM, submission, "2022-01-05T02:30:00Z")
        with NetlifyApi(TOKEN, progress, address=server.url) as api:
            submissions = list_submissions(api, find_form(api, NETLIFY_PROJECT, FORM), progress)
        import_submissions(store, event, submissions, report, progress)
        with store.reading() as connection:
            stored = connection.execute(select(registrations.c.first_name, registrations.c.state)).all()
    assert [tuple(row) for row in stored] == [("สมชาย", "confirmed"), ("มาลี", "confirmed")]
    assert (report.new, report.invalid, report.former_fields, report.unknown_fields) == (2, [], set(), set())


@pytest.mark.parametrize("locale", LOCALES)
def test_that_page_is_for_everybody_and_in_no_search_engine(
    page: Page, find_violations: Callable[[Page], list[str]], locale: Locale
) -> None:
    console: list[str] = []
    page.on("console", lambda message: console.append(message.text))
    page.set_viewport_size({"width": 320, "height": 600})
    page.goto(thanks_page(SLUG, locale))
    expect(page.locator('meta[name="robots"]')).to_have_attribute("content", "noindex")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert (find_violations(page), console) == ([], [])
    page.get_by_role("link", name="English" if locale == "th" else "ภาษาไทย").click()
    page.wait_for_url(f"**{thanks_page(SLUG, other_locale(locale))}")


def test_a_filled_honeypot_is_dropped_in_silence(netlify: NetlifyForms) -> None:
    body = wire.encode({"form-name": FORM, "bot-field": "buy", **PERSON})
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = httpx.post(f"http://127.0.0.1:{netlify.port}{REGISTER}", content=body, headers=headers)
    assert answer.status_code == 200
    assert netlify.forms[FORM].submissions == []


def test_over_plain_http_a_yes_without_our_json_could_be_anybodys(page: Page, proxy: FaultProxy) -> None:
    page.goto(f"http://{PLAIN_HTTP_HOST}:{proxy.port}{REGISTER}")
    assert page.evaluate("isSecureContext") is False
    register(page)
    expect_soon(page, lambda: [(e["state"], e["unknowns"] != 0) for e in read_entries(page)], [("queued", True)])


@pytest.mark.browser_context_args(bypass_csp=True)  # the page's policy forbids it as well; neither may be the only one
def test_a_portals_redirect_takes_no_form_to_another_site(page: Page, proxy: FaultProxy, netlify: NetlifyForms) -> None:
    page.goto(REGISTER)
    with FaultProxy(netlify.port) as stranger:
        proxy.fault = Fault("captive_repost", methods=("POST",), location=f"{stranger.url}{REGISTER}")
        register(page)
        expect_soon(page, lambda: [(e["state"], e["unknowns"] != 0) for e in read_entries(page)], [("queued", True)])
        assert stranger.posts == []


def test_what_a_password_manager_puts_into_the_hidden_field_costs_nobody_the_registration(
    page: Page, netlify: NetlifyForms
) -> None:
    page.goto(REGISTER)
    fill_in(page)
    page.locator("[name=bot-field]").evaluate("(input) => (input.value = 'somchai')")
    submit(page)
    expect(page.locator("#queue [data-id]")).to_contain_text("ยังไม่ใช่การยืนยัน")
    assert len(netlify.forms[FORM].submissions) == 1
