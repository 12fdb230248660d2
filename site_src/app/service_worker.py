"""The service worker with the list of what it keeps for the time without a network."""

from __future__ import annotations

import hashlib
import json
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, override
from urllib.parse import urljoin, urlsplit

from site_format.addresses import address
from site_format.locales import LOCALES
from site_src.app.receipts_page import write_app_page
from site_src.bundle import bundle_script, define_values
from site_src.errors import BuildError
from site_src.pages.render import find_state
from site_src.project import PWA

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from site_src.model import BuildOptions, Content

MARKER = "/icons/icon-192.png"
"""What every page of ours links to; a page of somebody else's in its place does not have it."""

_LINKED = frozenset({"stylesheet", "icon", "apple-touch-icon", "manifest", "preload", "modulepreload"})
_CSS_URL = re.compile(r"url\(\s*['\"]?(?!data:|#)([^'\")]+)")


def write_service_worker(content: Content, options: BuildOptions, staging: Path) -> None:
    """Write `sw.js`, and the page that it shows for what it can't get, into the otherwise finished site at `staging`.

    Raises:
        BuildError: A page to keep, or something that it needs, is not in the site.
    """
    script = bundle_script(PWA / "offline/main.js")
    for locale in LOCALES:
        write_app_page(content, options, staging, locale, path="/offline/", script=script, messages=())
    precache = hash_files(staging, collect_precache(staging, list_pages(content, options)))
    version = hashlib.sha256(json.dumps(precache).encode()).hexdigest()[:16]
    if content.site.form_backend == "netlify":
        precache = {path: "" if path.endswith("/") else digest for path, digest in precache.items()}
    values: dict[str, object] = {
        "__VERSION__": version,  # also where the pages are known by their marker only: a new page is a new version
        "__PRECACHE__": precache,
        "__FILES__": hash_files(staging, list_large_files(staging) - precache.keys()),
        "__VISITED__": sorted(list_built_pages(staging) - precache.keys()),
        "__MARKER__": MARKER,
        "__FORM_BACKEND__": content.site.form_backend,
    }
    (staging / "sw.js").write_text(bundle_script(PWA / "sw.js", define_values(values), "iife"), "utf-8")


def list_pages(content: Content, options: BuildOptions) -> Iterator[str]:
    """The addresses that open without a network once the service worker is there.

    They are home, the privacy and receipts pages, and for every event that is not over its page, calendar file, poster
    and registration.
    """
    events = [event.slug for event in content.events if find_state(event, options.now) != "past"]
    for locale in LOCALES:
        yield from (address(path, locale) for path in ("/", "/privacy/", "/receipts/", "/offline/"))
        for slug in events:
            event = f"/events/{slug}/"
            yield from (
                address(path, locale) for path in (event, f"{event}event.ics", f"{event}poster/", f"/r/{slug}/")
            )


def collect_precache(staging: Path, pages: Iterator[str]) -> set[str]:
    """The addresses of `pages` and of all that they load from this site.

    Raises:
        BuildError: One of them is not in the site.
    """
    wanted, found = list(pages), set[str]()
    while wanted:
        path = wanted.pop()
        if path in found:
            continue
        found.add(path)
        file = find_file(staging, path)
        if not file.is_file():
            raise BuildError(f"{path} is to open without a network, but the build did not write it")
        wanted += _find_needs(path, file)
    return found


def _find_needs(path: str, file: Path) -> Iterator[str]:
    """The addresses of what the file at `path` loads, without other origins'."""
    if file.suffix == ".html":
        finder = _NeedsFinder()
        finder.feed(file.read_text("utf-8"))
        finder.close()
        links = finder.links
    elif file.suffix == ".css":
        links = _CSS_URL.findall(file.read_text("utf-8"))
    else:
        return
    for link in links:
        parts = urlsplit(urljoin(path, link))
        if not parts.scheme and not parts.netloc:
            yield parts.path


def list_built_pages(staging: Path) -> set[str]:
    """The address of every page in the site; what the form backend makes by itself has none of these."""
    return {
        f"/{page.relative_to(staging).as_posix().removesuffix('index.html')}" for page in staging.rglob("index.html")
    }


def list_large_files(staging: Path) -> set[str]:
    """The addresses of Python for the browser, its worker and the rules: too large to keep before they are wanted."""
    files = (file for file in (staging / "app").rglob("*") if file.is_file() and file.suffix != ".br")
    return {f"/{file.relative_to(staging).as_posix()}" for file in files}


def find_file(staging: Path, path: str) -> Path:
    """The file that is served at the address `path`."""
    return staging / (f"{path}index.html" if path.endswith("/") else path).removeprefix("/")


def hash_files(staging: Path, paths: set[str]) -> dict[str, str]:
    """Address → SHA-256 in hexadecimal of each file, in order."""
    return {path: hashlib.sha256(find_file(staging, path).read_bytes()).hexdigest() for path in sorted(paths)}


class _NeedsFinder(HTMLParser):
    """Collects what a page loads by itself: styles, scripts, images, icons, the manifest."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in {"script", "img", "source"} and (source := given.get("src")):
            self.links.append(source)
        if tag == "link" and (href := given.get("href")) and _LINKED & set((given.get("rel") or "").split()):
            self.links.append(href)
