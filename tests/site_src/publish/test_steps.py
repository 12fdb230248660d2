"""The whole site, built: complete, the same every time, and honest about being a preview."""

import hashlib
import json
import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from site_src.app.service_worker import write_service_worker
from site_src.check import check_content
from site_src.errors import BuildError
from site_src.load import load_content
from site_src.model import BuildOptions, Content
from site_src.pages.page_survey import survey_pages
from site_src.publish import steps as publishing
from site_src.publish.steps import format_size, publish
from tests.own_event import PROJECT

CONTENT = load_content(PROJECT)
FINDINGS = tuple(check_content(CONTENT, PROJECT))
NOW = datetime.fromisoformat("2022-01-05T09:00+07:00")


def build(output: Path, content: Content = CONTENT, *, is_preview: bool = True) -> Path:
    options = BuildOptions(now=NOW, is_preview=is_preview)
    publish(content, options, FINDINGS, output=output, translate=lambda key, **_params: key)
    return output


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("first") / "site")


def hash_files(root: Path) -> dict[str, str]:
    files = (file for file in root.rglob("*") if file.is_file())
    return {file.relative_to(root).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def list_pages(root: Path) -> dict[str, str]:
    return {file.relative_to(root).as_posix(): file.read_text("utf-8") for file in sorted(root.rglob("*.html"))}


def test_every_page_is_there_in_both_languages(site: Path) -> None:
    thai = {path for path in list_pages(site) if not path.startswith("en/")}
    assert {f"en/{path}" for path in thai} == {path for path in list_pages(site) if path.startswith("en/")}
    assert {
        "index.html", "404.html", "privacy/index.html", "receipts/index.html", "r/water-safety-2565/index.html",
        "events/water-safety-2565/index.html", "events/water-safety-2565/poster/index.html",
    } <= thai  # fmt: skip


def test_the_same_content_gives_the_same_bytes(site: Path, tmp_path: Path) -> None:
    assert hash_files(build(tmp_path / "site")) == hash_files(site)


@pytest.mark.parametrize("is_preview", [True, False])
def test_nothing_of_a_live_preview_is_in_any_other_site(site: Path, tmp_path: Path, is_preview: bool) -> None:
    built = site if is_preview else build(tmp_path / "site", is_preview=False)
    texts = [text for texts in CONTENT.messages.values() for key, text in texts.items() if key.startswith("site.live.")]
    traces = [trace.encode() for trace in ("preview/", "data-stamp", "EventSource", "preview-banner", *texts)]
    found = {trace for file in built.rglob("*") if file.is_file() for trace in traces if trace in file.read_bytes()}
    assert found == set()
    assert [file for file in hash_files(built) if "preview" in file] == []


def test_a_live_preview_is_the_real_site_with_what_reloads_it(site: Path, tmp_path: Path) -> None:
    options = BuildOptions(now=NOW, is_preview=True, is_live=True)
    live = tmp_path / "site"
    publish(CONTENT, options, FINDINGS, output=live, translate=lambda key, **_params: key)
    tag = re.compile(r'<script src="/app/preview-[0-9a-f]{16}\.js" data-stamp="[0-9a-f]{16}" defer></script>')
    policy = re.compile(r"<meta http-equiv=.Content-Security-Policy. [^>]*>")
    pages = {path: policy.sub("", html) for path, html in list_pages(site).items()}
    assert {path: policy.sub("", tag.sub("", html, count=1)) for path, html in list_pages(live).items()} == pages
    assert [path for path, html in list_pages(live).items() if not tag.search(html)] == []
    more = sorted(hash_files(live).keys() - hash_files(site).keys())
    assert [re.sub(r"[0-9a-f]{16}", "#", path) for path in more] == ["app/preview-#.js", "preview/stamps.json"]
    assert {path for path in hash_files(site).keys() - hash_files(live).keys() if not path.endswith(".br")} == set()


def test_every_page_of_a_preview_says_so_and_no_other_page_does(site: Path, tmp_path: Path) -> None:
    said = re.compile("ตัวอย่างก่อนเผยแพร่|Preview before publishing|2022-01-05T|preview", re.IGNORECASE)
    assert [path for path, html in list_pages(site).items() if not said.search(html)] == []
    real = build(tmp_path / "site", is_preview=False)
    banners = ("ตัวอย่างก่อนเผยแพร่", "Preview before publishing")
    pages = {path: html for path, html in list_pages(real).items() if "/r/" not in f"/{path}"}
    assert [path for path, html in pages.items() if any(banner in html for banner in banners)] == []


def test_pages_load_nothing_from_elsewhere(site: Path) -> None:
    loads = re.compile(r'<(?:script|img|iframe|source|video|audio)\b[^>]*\bsrc="([^"]*)"|<link\b[^>]*>')
    allowed = re.compile(r'rel="(?:alternate ?|canonical)"|href="/')
    for path, html in list_pages(site).items():
        for tag in loads.finditer(html):
            assert (tag[1] or "").startswith("/") or allowed.search(tag[0]), f"{path}: {tag[0]}"


def test_pages_have_no_inline_handlers_or_styles(site: Path) -> None:
    inline = re.compile(r'<[a-z][^>]*\s(?:on[a-z]+|style)="')
    assert [path for path, html in list_pages(site).items() if inline.search(html)] == []


def test_english_pages_share_the_thai_sites_files(site: Path) -> None:
    assert not (site / "en" / "assets").exists()
    assert list(site.rglob("*.map")) == []


def test_meeting_secrets_are_in_no_file(site: Path) -> None:
    secret = re.compile(r"zoom\.us|pwd=|passcode\s*[:=]\s*\d", re.IGNORECASE)
    texts = {
        file: file.read_text("utf-8") for file in site.rglob("*") if file.suffix in {".html", ".json", ".ics", ".xml"}
    }
    assert [file for file, text in texts.items() if secret.search(text)] == []


def test_the_sitemap_links_both_languages(site: Path) -> None:
    for name, home in (("sitemap.xml", ""), ("en/sitemap.xml", "en/")):
        text = (site / name).read_text("utf-8")
        assert re.findall("<loc>(.*)</loc>", text) == [
            f"https://wian.example/{home}{page}" for page in ("", "events/water-safety-2565/", "privacy/")
        ]
        assert text.count('hreflang="en" href="https://wian.example/en/') == 3


def test_the_search_index_has_both_languages_of_the_letter(site: Path) -> None:
    for name, word in (("search", "จมน้ำ"), ("en/search", "drowning")):
        docs = json.loads((site / name / "search_index.json").read_text("utf-8"))["docs"]
        assert any(word in doc["text"] for doc in docs)


def test_netlify_compresses_by_itself_and_its_phones_hear_of_every_new_page(tmp_path: Path) -> None:
    content = replace(CONTENT, site=replace(CONTENT.site, form_backend="netlify"))
    site = build(tmp_path / "site", content)
    assert list(site.rglob("*.br")) == []
    assert sorted(path.relative_to(site).as_posix() for path in site.rglob("thanks/*")) == [
        "en/r/water-safety-2565/thanks/index.html",
        "r/water-safety-2565/thanks/index.html",
    ]

    worker, page = site / "sw.js", site / "r/water-safety-2565/index.html"
    before = worker.read_text("utf-8")
    page.write_text(page.read_text("utf-8").replace("</body>", "<p>new</p></body>"), "utf-8")
    write_service_worker(content, BuildOptions(now=NOW, is_preview=True), site, survey_pages(site))
    assert worker.read_text("utf-8") != before


def test_our_own_backend_answers_with_the_receipt_and_needs_no_page_that_thanks(site: Path) -> None:
    assert list(site.rglob("thanks")) == []
    assert 'action="/r/water-safety-2565/"' in (site / "en/r/water-safety-2565/index.html").read_text("utf-8")


def test_a_tampered_code_stops_the_build_and_leaves_the_old_site(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = build(tmp_path / "site")
    before = hash_files(output)

    def tamper(job: publishing.Job) -> None:
        page = job.staging / "events/water-safety-2565/index.html"
        other = (job.staging / "en/events/water-safety-2565/index.html").read_text("utf-8")
        code = re.compile('<path fill="#000" d="[^"]*"/>')
        (wrong,) = code.findall(other)
        page.write_text(code.sub(wrong, page.read_text("utf-8")), "utf-8")

    writers = publishing.WRITERS
    monkeypatch.setattr(publishing, "WRITERS", {"pages": writers["pages"], "tamper": tamper})
    with pytest.raises(BuildError, match=r"leads to https://wian\.example/en/r/water-safety-2565/ instead of"):
        build(output)
    assert hash_files(output) == before


def test_sizes_are_said_in_the_unit_that_fits() -> None:
    assert [format_size(size) for size in (0, 2048, 3 << 20)] == ["0 KiB", "2 KiB", "3.0 MiB"]
