"""What later steps need to know of the finished pages, found in one pass over each."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import TYPE_CHECKING, override

from site_format.addresses import page_address

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_LOADED = frozenset({"stylesheet", "icon", "apple-touch-icon", "manifest", "preload", "modulepreload"})
_SOURCES = frozenset({"script", "img", "source"})
_RUN = frozenset({None, "module", "text/javascript"})


@dataclass(frozen=True, slots=True)
class SurveyedPage:
    """One finished page.

    Attributes:
        scripts: The texts of its inline scripts that a browser runs.
        styles: The texts of its inline styles.
        loads: The addresses, as written, of what it loads by itself: styles, scripts, images, icons, the manifest.
        codes: Its QR codes, each as its `<svg>` element.
        digest: SHA-256 of its bytes, in hexadecimal.
    """

    scripts: tuple[str, ...]
    styles: tuple[str, ...]
    loads: tuple[str, ...]
    codes: tuple[str, ...]
    digest: str


type Survey = Mapping[str, SurveyedPage]
"""The pages of a site by their addresses, in the order of those."""


def survey_pages(root: Path) -> Survey:
    """Survey every page below `root`."""
    pages = {page_address(file.relative_to(root).as_posix()): file for file in root.rglob("*.html")}
    return {address: survey_page(pages[address].read_bytes()) for address in sorted(pages)}


def survey_page(data: bytes) -> SurveyedPage:
    """Survey one page in UTF-8."""
    found = _Surveyor()
    found.feed(data.decode())
    found.close()
    return SurveyedPage(
        scripts=tuple(found.scripts),
        styles=tuple(found.styles),
        loads=tuple(found.loads),
        codes=tuple(found.codes),
        digest=hashlib.sha256(data).hexdigest(),
    )


class _Surveyor(HTMLParser):
    """Collects; a text that is being collected is the last of its list."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.scripts: list[str] = []
        self.styles: list[str] = []
        self.loads: list[str] = []
        self.codes: list[str] = []
        self._inline: list[str] | None = None  # the list that an open <script> or <style> belongs to
        self._is_in_code = False

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "svg" and "qr" in (given.get("class") or "").split():
            self._is_in_code = True
            self.codes.append("")
        if self._is_in_code:
            self.codes[-1] += self.get_starttag_text() or ""
        if tag == "style" or (tag == "script" and "src" not in given and given.get("type") in _RUN):
            self._inline = self.styles if tag == "style" else self.scripts
            self._inline.append("")
        self.loads += _list_loads(tag, given)

    @override
    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)  # HTML knows no such end: the slash in <script/> means nothing

    @override
    def handle_data(self, data: str) -> None:
        if self._inline is not None:
            self._inline[-1] += data
        if self._is_in_code:
            self.codes[-1] += data

    @override
    def handle_endtag(self, tag: str) -> None:
        self._inline = None
        if self._is_in_code:
            self.codes[-1] += f"</{tag}>"
            self._is_in_code = tag != "svg"


def _list_loads(tag: str, given: Mapping[str, str | None]) -> list[str]:
    link = ""
    if tag in _SOURCES:
        link = given.get("src") or ""
    elif tag == "link" and _LOADED & set((given.get("rel") or "").split()):
        link = given.get("href") or ""
    return [link] if link else []
