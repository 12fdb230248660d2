"""Pictures and PDFs that an event's Markdown names: they lie in the event's folder and are copied beside its page.

A name is kept, but for what addresses carry badly (spaces, Thai, capital endings); then a piece of a hash keeps two of
them apart. Texts say the new name from here on, relative to the event's page, which is the same in both languages.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Literal, override
from urllib.parse import unquote, urlsplit

from site_src.model import LinkedFile, Place
from site_src.templating import render_markdown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_src.load.reading import Reading

PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp")
SUPPORTED = (*PICTURES, ".pdf")
_MAY_LINK = re.compile(r"\]\(|\]:|<(?:img|a)\b", re.IGNORECASE)
_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_EVENT_FOLDER_PARTS = 3  # content/events/<slug>


@dataclass(frozen=True, slots=True)
class Link:
    """What Markdown names: the address as written, and of a picture the words in its place."""

    kind: Literal["picture", "link"]
    address: str
    alt: str


def find_links(text: str) -> list[Link]:
    """The pictures and links of a Markdown text, as Markdown itself reads it."""
    if not _MAY_LINK.search(text):
        return []
    finder = _LinkFinder()
    finder.feed(render_markdown(text))
    finder.close()
    return finder.links


def attach_files(text: str, place: Place, reading: Reading) -> str:
    """The text with the names that its files have beside the page; what cannot be shown there is reported."""
    for link in dict.fromkeys(find_links(text)):
        if not _names_file(link):
            continue
        here = Place(place.file, place.line + _find_line(text, link.address, place), place.key)
        file = _find_file(link, here, reading)
        if file is not None:
            reading.files.append(file)
            fragment = urlsplit(link.address).fragment
            text = _rename(text, link.address, f"{file.name}#{fragment}" if fragment else file.name)
    return text


def _names_file(link: Link) -> bool:
    parts = urlsplit(link.address)
    is_inside = not parts.scheme and not parts.netloc and bool(parts.path)
    return link.kind == "picture" or (is_inside and not link.address.startswith("/"))


def _find_file(link: Link, here: Place, reading: Reading) -> LinkedFile | None:
    """The file that is meant; None if it cannot be, which has been reported."""
    parts = urlsplit(link.address)
    if parts.scheme or parts.netloc or link.address.startswith("/"):
        reading.report(here, "picture-elsewhere", written=link.address)
        return None
    source = (reading.root / here.file).parent / unquote(parts.path)
    folder = reading.root.joinpath(*PurePosixPath(here.file).parts[:_EVENT_FOLDER_PARTS])
    is_event = PurePosixPath(here.file).parts[1] == "events"
    if Path(parts.path).suffix.casefold() not in (PICTURES if link.kind == "picture" else SUPPORTED):
        known = PICTURES if link.kind == "picture" else SUPPORTED
        reading.report(here, "linked-file-kind", written=link.address, known=" ".join(known))
    elif not is_event or not source.resolve().is_relative_to(folder.resolve()):
        reading.report(here, "linked-file-outside", written=link.address)
    elif not source.is_file():
        reading.report(here, "linked-file-missing", written=link.address)
    else:
        inside = source.resolve().relative_to(folder.resolve())
        path = source.resolve().relative_to(reading.root.resolve()).as_posix()
        reading.lines[path, ""] = 1
        return LinkedFile(source.resolve(), path, _make_safe(PurePosixPath(inside.as_posix())))
    return None


def _make_safe(path: PurePosixPath) -> str:
    """The path as an address carries it; one that is safe already stays."""
    if all(_SAFE.fullmatch(part) for part in path.parts) and path.suffix == path.suffix.casefold():
        return path.as_posix()
    digest = hashlib.sha256(path.as_posix().encode(errors="surrogateescape")).hexdigest()[:8]
    words = re.findall(r"[A-Za-z0-9]+", path.with_suffix("").as_posix())
    return "-".join((*words, digest)) + path.suffix.casefold()


def _find_line(text: str, address: str, place: Place) -> int:
    """On which line of a Markdown file, from 0, an address stands first."""
    return text.count("\n", 0, max(0, text.find(address))) if place.file.endswith(".md") else 0


def _rename(text: str, address: str, name: str) -> str:
    """The text with a file's name in place of the address that was written, wherever it is one."""
    named = re.compile(
        rf"""(\]\(\s*<?|^\s*\[[^\]\n]+\]:\s*<?|(?:src|href)\s*=\s*["']?){re.escape(address)}""", re.MULTILINE
    )
    return named.sub(lambda match: match[1] + name, text)


class _LinkFinder(HTMLParser):
    """Collects what a text shows and leads to."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[Link] = []

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.links += _read_link(tag, dict(attrs))


def _read_link(tag: str, given: dict[str, str | None]) -> Iterator[Link]:
    if tag == "img" and (address := given.get("src")):
        yield Link("picture", address, (given.get("alt") or "").strip())
    elif tag == "a" and (address := given.get("href")):
        yield Link("link", address, "")
