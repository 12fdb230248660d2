"""The service worker with the list of what it keeps for the time without a network."""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from site_format.addresses import (
    ICON,
    SERVICE_WORKER,
    calendar_file,
    event_page,
    home_page,
    offline_page,
    page_address,
    poster_page,
    privacy_page,
    receipts_page,
    registration_page,
)
from site_format.locales import LOCALES
from site_src.bundle import bundle_script
from site_src.errors import BuildError
from site_src.pages.event_state import find_state
from site_src.project import PWA
from site_src.python.runtime import WHOLE
from site_src.site_folder import find_file, write_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from site_src.model import BuildOptions, Content
    from site_src.pages.page_survey import Survey

MARKER = ICON
"""What every page of ours links to; a page of somebody else's in its place does not have it."""

_CSS_URL = re.compile(r"url\(\s*['\"]?(?!data:|#)([^'\")]+)")
_PAGES = (home_page, privacy_page, receipts_page, offline_page)
_OF_AN_EVENT = (event_page, calendar_file, poster_page, registration_page)


def write_service_worker(content: Content, options: BuildOptions, staging: Path, pages: Survey) -> None:
    """Write the service worker into the otherwise finished site at `staging`, of which `pages` tells the pages.

    Raises:
        BuildError: A page to keep, or something that it needs, is not in the site.
    """
    values = list_values(content, options, staging, pages)
    write_file(staging, SERVICE_WORKER, bundle_script(PWA / "sw/main.js", values, "iife"))


def list_values(content: Content, options: BuildOptions, staging: Path, pages: Survey) -> dict[str, object]:
    """What the build puts into the service worker; `pwa/sw/build-values.d.ts` describes each.

    Raises:
        BuildError: As above.
    """
    precache = hash_files(staging, pages, collect_precache(staging, pages, list_pages(content, options)))
    version = hashlib.sha256(json.dumps(precache).encode()).hexdigest()[:16]
    if content.site.form_backend == "netlify":
        precache = {path: "" if path.endswith("/") else digest for path, digest in precache.items()}
    return {
        "__VERSION__": version,  # also where the pages are known by their marker only: a new page is a new version
        "__PRECACHE__": precache,
        "__FILES__": hash_files(staging, pages, list_large_files(staging) - precache.keys()),
        "__VISITED__": [page for page in pages if page.endswith("/") and page not in precache],
        "__MARKER__": MARKER,
        "__FORM_BACKEND__": content.site.form_backend,
    }


def list_pages(content: Content, options: BuildOptions) -> Iterator[str]:
    """The addresses that open without a network once the service worker is there.

    They are home, the privacy and receipts pages, and for every event that is not over its page, calendar file, poster
    and registration.
    """
    events = [event.slug for event in content.events if find_state(event, options.now) != "past"]
    for locale in LOCALES:
        yield from (find_address(locale) for find_address in _PAGES)
        for slug in events:
            yield from (find_address(slug, locale) for find_address in _OF_AN_EVENT)


def collect_precache(staging: Path, pages: Survey, kept: Iterable[str]) -> set[str]:
    """The addresses in `kept` and those of all that they load from this site.

    Raises:
        BuildError: One of them is not in the site.
    """
    wanted, found = list(kept), set[str]()
    while wanted:
        path = wanted.pop()
        if path in found:
            continue
        found.add(path)
        file = find_file(staging, path)
        if not file.is_file():
            raise BuildError(f"{path} is to open without a network, but the build did not write it")
        wanted += _find_needs(path, file, pages)
    return found


def _find_needs(path: str, file: Path, pages: Survey) -> Iterator[str]:
    """The addresses of what the file at `path` loads, without other origins'."""
    links: Iterable[str] = ()
    if path in pages:
        links = pages[path].loads
    elif file.suffix == ".css":
        links = _CSS_URL.findall(file.read_text("utf-8"))
    for link in links:
        parts = urlsplit(urljoin(path, link))
        if not parts.scheme and not parts.netloc:
            yield parts.path


def list_large_files(staging: Path) -> set[str]:
    """The addresses of Python for the browser, its worker and the rules: too large to keep before they are wanted.

    The whole Python, which hardly any phone ever wants, is not among them.
    """
    app = staging / "app"
    files = (file for file in app.rglob("*") if file.is_file() and file.suffix != ".br")
    files = (file for file in files if not file.relative_to(app).as_posix().startswith(WHOLE))
    return {page_address(file.relative_to(staging).as_posix()) for file in files}


def hash_files(staging: Path, pages: Survey, paths: Iterable[str]) -> dict[str, str]:
    """Address → SHA-256 in hexadecimal of each file, in order."""
    return {
        path: pages[path].digest if path in pages else hashlib.sha256(find_file(staging, path).read_bytes()).hexdigest()
        for path in sorted(paths)
    }
