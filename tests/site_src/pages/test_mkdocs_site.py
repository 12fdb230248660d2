"""The theme surrounds what it is given and changes nothing of it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from site_src.load import load_content
from site_src.model import BuildOptions, Text
from site_src.pages.mkdocs_site import Assets, build_pages
from site_src.pages.render import ThemedPage
from tests.own_event import PROJECT

if TYPE_CHECKING:
    from pathlib import Path

CONTENT = load_content(PROJECT)
OPTIONS = BuildOptions(now=datetime(2022, 1, 5, tzinfo=UTC), is_preview=True)
ASSETS = Assets(("/app/site.js",), "/assets/search.js")
# What a second pass of Markdown would change: emphasis, a code block, a heading, an entity, a link, a list.
HTML = """<div class="w-page">
<h1>A * B * C</h1>

    an indented line, *as it is*

# no heading
<p>1. no list &amp; no [link](x.md) {: .no-class } &lt;b&gt;</p>

- no list
</div>
<p>after <em>the</em> block</p>"""


def build(root: Path, page: ThemedPage) -> str:
    name = Text('สำนักงาน "ก" & <ข>', 'Office "A" & <B>')
    content = replace(CONTENT, site=replace(CONTENT.site, name=name))
    build_pages([page], root, content, "en", OPTIONS, assets=ASSETS)
    return (root / "en/events/x/index.html").read_text("utf-8")


def test_the_content_of_a_page_stands_in_the_theme_as_it_is(tmp_path: Path) -> None:
    html = build(tmp_path, ThemedPage("/events/x/", "Title", "Description", HTML))
    assert html.count(HTML) == 1


def test_words_in_the_head_and_the_frame_are_escaped(tmp_path: Path) -> None:
    html = build(tmp_path, ThemedPage("/events/x/", 'A "B" & <C>', 'D "E" & <F>', HTML))
    assert "<title>A &#34;B&#34; &amp; &lt;C&gt; – Office &#34;A&#34; &amp; &lt;B&gt;</title>" in html
    assert '<meta name="description" content="D &#34;E&#34; &amp; &lt;F&gt;">' in html
    assert '<meta property="og:title" content="A &#34;B&#34; &amp; &lt;C&gt;">' in html
    assert "<strong>Office &#34;A&#34; &amp; &lt;B&gt;</strong>" in html


def test_the_search_finds_the_page_under_its_title_and_headings(tmp_path: Path) -> None:
    build(tmp_path, ThemedPage("/events/x/", "Title", "Description", "<h1>Title</h1><h2 id='y'>Part</h2><p>word</p>"))
    index = json.loads((tmp_path / "en/search/search_index.json").read_text("utf-8"))
    found = [(entry["location"], entry["title"], entry["text"]) for entry in index["docs"]]
    assert found == [("events/x/", "Title", "Title"), ("events/x/#y", "Part", "<p>word</p>")]
