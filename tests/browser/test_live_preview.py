"""What an author sees in a browser while writing: every change by itself, and why there is none."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, ROOT, Phone
from tests.browser.form_steps import REGISTER, wait_for_worker
from tests.own_event import EVENT, PROJECT, SLUG
from tests.servers.live_preview import LivePreview, live_preview
from tests.site_src.content_copy import ContentCopy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import Any

    from playwright.sync_api import BrowserType, Page

PAGE = f"/en/events/{SLUG}/"
BANNER = "#preview-banner"
PATIENCE_MS = 120_000  # a build on a busy machine
TYPED = "กำลังพิมพ์อยู่"
SUMMARY = f"{EVENT}/summary.en.md"


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> ContentCopy:
    """The tests’ own content, to be edited; every test leaves it sound."""
    root = tmp_path_factory.mktemp("project")
    shutil.copytree(PROJECT / "content", root / "content")
    return ContentCopy(root)


@pytest.fixture(scope="module")
def preview(content: ContentCopy, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LivePreview]:
    """The preview of that content."""
    with live_preview(content.root, tmp_path_factory.mktemp("preview"), ROOT) as running:
        yield running


@pytest.fixture
def phone(
    browser_type: BrowserType, browser_type_launch_args: dict[str, Any], preview: LivePreview, tmp_path: Path
) -> Iterator[Phone]:
    """A browser with the preview before it; no script of ours may fail in it."""
    options = {**browser_type_launch_args, **PHONE, "base_url": preview.url}
    phone = Phone(browser_type, options, tmp_path / "phone")
    yield phone
    phone.close()
    assert phone.page_errors == []


def write_word(content: ContentCopy, word: str) -> None:
    """Begin the event's summary with another word."""
    file = content.root / SUMMARY
    text = file.read_text("utf-8")
    content.put(SUMMARY, f"{word} {text.removeprefix(text.split()[0]).lstrip()}")


def edit_and_wait(preview: LivePreview, content: ContentCopy, old: str, new: str) -> None:
    """Edit the event, and let no later test see it being built."""
    said = len(preview.lines)
    content.edit(f"{EVENT}/event.yaml", old, new)
    preview.wait_for("Built in", said)


def expect_word(page: Page, word: str) -> None:
    """The page shows it, without a hand on it."""
    expect(page.locator("article")).to_contain_text(word, timeout=PATIENCE_MS)


def test_a_changed_word_comes_to_the_open_page(phone: Phone, content: ContentCopy) -> None:
    page = phone.open(PAGE)
    write_word(content, "Firstly")
    expect_word(page, "Firstly")


def test_and_past_a_service_worker_that_keeps_the_old_page(phone: Phone, content: ContentCopy) -> None:
    page = phone.open(PAGE)
    wait_for_worker(page)
    assert page.evaluate(f"caches.match('{PAGE}').then(Boolean)")
    loads = count_loads(page)
    write_word(content, "Secondly")
    expect_word(page, "Secondly")
    expect(page.locator("#app-update")).to_be_hidden()
    assert len(loads) == 1  # the old worker had nothing left to answer from
    wait_for_worker(page)
    assert page.evaluate(f"caches.match('{PAGE}').then((kept) => kept.text())").count("Secondly")


def count_loads(page: Page) -> list[Page]:
    """As many entries as there are loads of the page from now on."""
    loads: list[Page] = []
    page.on("domcontentloaded", lambda page: loads.append(page))  # noqa: PLW0108 - it is given an attribute
    return loads


def test_a_page_that_is_opened_after_the_change_shows_it_too(
    phone: Phone, content: ContentCopy, preview: LivePreview
) -> None:
    page = phone.open(PAGE)
    wait_for_worker(page)
    page.goto("about:blank")
    said = len(preview.lines)
    write_word(content, "Thirdly")
    preview.wait_for("Built in", said)
    page.goto(PAGE)
    expect_word(page, "Thirdly")


def test_a_mistake_is_shown_by_file_and_line_over_the_last_good_page(
    phone: Phone, content: ContentCopy, preview: LivePreview, find_violations: Callable[[Page], list[str]]
) -> None:
    page, other = phone.open(PAGE), phone.open("/receipts/")
    write_word(content, "Fourthly")
    expect_word(page, "Fourthly")
    other.bring_to_front()
    said = len(preview.lines)
    content.edit(f"{EVENT}/event.yaml", "\nregistration:", "\nregistrations:")
    shown = page.locator(f"{BANNER}[role=alert]")
    expect(shown).to_contain_text(f"{EVENT}/event.yaml:", timeout=PATIENCE_MS)
    expect(shown).to_contain_text("This page shows the last good site")
    expect(page.locator("article")).to_contain_text("Fourthly")
    expect(other.locator(BANNER)).to_contain_text("หน้านี้ยังแสดงเว็บไซต์ชุดล่าสุดที่สร้างสำเร็จ", timeout=PATIENCE_MS)
    assert find_violations(page) == []
    line = preview.wait_for("event.yaml:", said).strip()
    assert line in page.locator(f"{BANNER} li").all_inner_texts()

    content.edit(f"{EVENT}/event.yaml", "\nregistrations:", "\nregistration:")
    expect(shown).to_be_empty(timeout=PATIENCE_MS)
    expect(page.locator("article")).to_contain_text("Fourthly")


def test_what_is_typed_into_the_form_outlives_the_reload(
    phone: Phone, content: ContentCopy, preview: LivePreview
) -> None:
    page = phone.open(f"/en{REGISTER}")
    wait_for_worker(page)
    page.evaluate("document.body.dataset.old = 'yes'")
    content.edit(f"{EVENT}/event.yaml", "quota: 3", "quota: 2")
    page.locator("[name=first_name]").first.fill(TYPED)
    expect(page.locator("body[data-old]")).to_have_count(0, timeout=PATIENCE_MS)
    expect(page.locator("[name=first_name]").first).to_have_value(TYPED)
    edit_and_wait(preview, content, "quota: 2", "quota: 3")


def test_a_form_that_cannot_be_kept_is_not_reloaded(phone: Phone, content: ContentCopy, preview: LivePreview) -> None:
    page = phone.open(f"/en{REGISTER}")
    wait_for_worker(page)
    page.evaluate(
        "() => { IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); }; }"
    )
    page.locator("[name=first_name]").first.fill(TYPED)
    content.edit(f"{EVENT}/event.yaml", "quota: 3", "quota: 1")
    expect(page.locator(BANNER)).to_contain_text("can’t be saved on this device", timeout=PATIENCE_MS)
    expect(page.locator("[name=first_name]").first).to_have_value(TYPED)
    edit_and_wait(preview, content, "quota: 1", "quota: 3")


def test_a_build_in_another_terminal_changes_nothing(
    phone: Phone, content: ContentCopy, preview: LivePreview, tmp_path: Path
) -> None:
    page = phone.open(PAGE)
    command = [sys.executable, "build.py", "--base-url", "https://wian.example", "--content", str(content.root)]
    done = subprocess.run([*command, "--output", str(tmp_path / "site")], cwd=ROOT, check=False, capture_output=True)
    assert done.returncode == 0
    write_word(content, "Fifthly")
    expect_word(page, "Fifthly")
    assert f"{preview.url}/en/r/{SLUG}/" in page.content()
    assert "wian.example" not in page.content()
    expect(page.locator(".w-preview")).to_contain_text("5 January 2022")
    expect(page.get_by_text("This event is over")).to_have_count(0)
