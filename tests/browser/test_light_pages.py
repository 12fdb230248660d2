"""Pages of running text cost a phone little, look as their whole style would make them look, and never jump."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from site_src.bundle import minify_style
from site_src.pages.mkdocs_site import read_material_style
from site_src.project import LOOK
from tests.own_event import SLUG

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.servers.fault_proxy import FaultProxy

EVENT = f"/events/{SLUG}/"
PAGES = ("/", EVENT, "/privacy/")
MOST_BYTES = json.loads(Path(__file__).with_name("budget.json").read_text(encoding="utf-8"))

LIST_LOADED = """() => ["navigation", "resource"].flatMap((type) => performance.getEntriesByType(type))
  .map(({ name, transferSize }) => [new URL(name).pathname, transferSize])"""

# Every property of every element, and of what stands before and after it; variables count where they are used,
# and heights once.
# The first time it keeps them, the second time it gives what has changed.
COMPARE_STYLES = """() => {
  const found = new Map();
  for (const [number, element] of document.querySelectorAll("body, body *").entries()) {
    for (const pseudo of [undefined, "::before", "::after"]) {
      const style = getComputedStyle(element, pseudo);
      if (pseudo && style.content === "none") continue;
      const name = `${number} ${element.tagName}.${element.className}${pseudo ?? ""} `;
      for (const property of style) {
        if (property.startsWith("--") || property.endsWith("block-size")) continue;
        found.set(name + property, style.getPropertyValue(property));
      }
    }
  }
  const before = (self.stylesBefore ??= found);
  const names = new Set([...before.keys(), ...found.keys()]);
  return [...names].filter((name) => before.get(name) !== found.get(name)).slice(0, 20);
}"""
READ_PLACES = """() => [...document.querySelectorAll("header *, main, #content > *")]
  .map((element) => JSON.stringify(element.getBoundingClientRect()))"""
STILL = "*, ::before, ::after { transition: none !important; animation: none !important; }"
USE_WHOLE_STYLE = """(text) => { document.querySelector("head style").textContent = text; }"""


@pytest.mark.parametrize("start", ["", "/en"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_and_all_that_it_loads_stay_within_their_bytes(page: Page, path: str, start: str) -> None:
    page.goto(start + path)
    page.wait_for_load_state("networkidle")
    loaded = dict(page.evaluate(LIST_LOADED))
    icon = Path(__file__).parents[2] / "site_src/app/icons/favicon.png"  # which a browser without a window leaves out
    assert sum(loaded.values()) + icon.stat().st_size <= MOST_BYTES["a page of running text"], loaded
    assert not any("/javascripts/" in name or "search_index" in name for name in loaded)


@pytest.mark.browser_context_args(bypass_csp=True)  # for the test to put another style in
@pytest.mark.parametrize(
    ("path", "width", "media"),
    [
        (EVENT, 320, {"color_scheme": "dark"}),
        (EVENT, 1280, {"color_scheme": "light"}),
        (EVENT, 1280, {"media": "print"}),
        ("/", 320, {"color_scheme": "light"}),
        ("/en/not/here/", 1280, {"color_scheme": "dark"}),
    ],
)
def test_what_was_left_out_of_the_style_changes_nothing(page: Page, path: str, width: int, media: Any) -> None:
    whole = read_material_style() + minify_style(LOOK / "pages.css")
    page.set_viewport_size({"width": width, "height": 740})
    page.emulate_media(**media)
    page.goto(path)
    expect(page.locator("html.js")).to_be_attached()
    page.add_style_tag(content=STILL)
    for details in page.locator("details").all():
        details.evaluate("element => { element.open = true; }")
    if path == "/":
        look_for(page, "จมน้ำ")
        expect(page.locator(".md-search-result__item mark").first).to_be_visible()
        expect(page.locator("body[data-md-scrolllock]")).to_be_attached()  # which comes a moment later
    page.evaluate(COMPARE_STYLES)
    page.evaluate(USE_WHOLE_STYLE, whole)
    assert page.evaluate(COMPARE_STYLES) == []


def look_for(page: Page, word: str) -> None:
    page.locator("label.w-search-open").click()
    page.locator("[name=query]").fill(word)
    page.locator("[name=query]").press("End")


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_moves_when_the_scripts_come(page: Page, proxy: FaultProxy, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    proxy.held = "/assets/pages"
    proxy.hold.clear()
    page.goto(EVENT, wait_until="commit")
    expect(page.locator("html.no-js #content")).to_be_visible()
    before = page.evaluate(READ_PLACES)
    proxy.hold.set()
    expect(page.locator("html.js")).to_be_attached()
    assert page.evaluate(READ_PLACES) == before


def test_search_that_cannot_be_fetched_says_so_and_is_there_later(page: Page, proxy: FaultProxy) -> None:
    page.goto("/en/")
    expect(page.locator("html.js")).to_be_attached()
    page.route("**/javascripts/**", lambda route: route.abort())
    page.locator("label.w-search-open").click()
    expect(page.locator(".md-search-result__meta")).to_have_text(
        "Search needs a connection. Try again when there is one."
    )
    page.unroute("**/javascripts/**")
    search = page.get_by_role("textbox", name="Search")
    search.blur()
    search.fill("drowning")
    search.press("End")
    expect(page.locator(".md-search-result__item").first).to_be_visible()


@pytest.mark.parametrize("start", ["", "/en"])
@pytest.mark.parametrize("width", [320, 360])
def test_what_is_looked_for_first_is_in_the_first_screen_and_the_button_stays(
    page: Page, start: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 640})
    page.goto(start + EVENT)
    page.evaluate("document.querySelector('.md-banner').remove()")  # which says that this is a preview
    first = page.locator(".w-first")
    expect(first).to_contain_text("2022" if start else "2565")
    expect(first.locator(".w-remaining")).to_be_in_viewport(ratio=1)
    expect(first.get_by_role("link").first).to_be_in_viewport(ratio=1)
    stays = page.locator(".w-stay a")
    expect(stays).to_be_hidden()
    page.locator("#letters").scroll_into_view_if_needed()
    expect(stays).to_be_in_viewport(ratio=1)
    page.locator("#letters ~ p a, .w-chain summary").first.focus()
    focused, bar = page.locator(":focus").bounding_box(), stays.bounding_box()
    assert focused
    assert bar
    assert focused["y"] + focused["height"] <= bar["y"]
