"""The style that pages carry within them: of Material's and our rules those that something on them can meet.

Of Material's stylesheet a fifth is used; a page that carries it needs no second request before it can be drawn.
"""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from site_src.command import run_command
from site_src.errors import BuildError
from site_src.project import KEPT_STYLES, OWN_NODE, PURGECSS

if TYPE_CHECKING:
    from collections.abc import Iterable

STYLE_MARK = "/* the style of this page */"
"""Stands in each page where its style will."""

# What Material's script puts into a page: classes of what it finds, and marks while search is open.
_OF_SCRIPT = """
md-search-result__item md-search-result__link md-search-result__article md-search-result__article--document
md-search-result__more md-search-result__icon md-search-result__terms md-search__suggest md-ellipsis
mark details summary js focus-visible data-md-scrolllock
"""
# Material takes search away until there is a script, and what stands beside it would then move; see look/pages.css.
_WITHOUT_SCRIPT = {"no-js"}
_WORD = re.compile(r"[A-Za-z0-9_-]+")


def inline_styles(root: Path, style: str, scripts: Iterable[str]) -> None:
    """Put what they use of `style` into all pages below `root` that have its mark.

    Pages share one style, so that it is made once for any number of events.

    Args:
        root: The folder with the site.
        style: A stylesheet.
        scripts: What runs on the pages, and may name classes.

    Raises:
        BuildError: PurgeCSS is missing or fails.
    """
    texts = {page: page.read_text(encoding="utf-8") for page in root.rglob("*.html")}
    marked = {page: text for page, text in texts.items() if STYLE_MARK in text}
    words = {word for text in (*marked.values(), *scripts, _OF_SCRIPT) for word in _WORD.findall(text)}
    used = keep_used(style, words - _WITHOUT_SCRIPT)
    for page, text in marked.items():
        page.write_text(text.replace(STYLE_MARK, used), encoding="utf-8")


def keep_used(style: str, words: Iterable[str]) -> str:
    """The rules of `style` that can meet markup with these words: tags, classes, identifiers, attributes, values.

    Raises:
        BuildError: PurgeCSS is missing or fails.
    """
    if not PURGECSS.exists():
        raise BuildError("PurgeCSS is missing in node_modules/", "Run npm ci, or python3 tools/setup.py serve.")
    listed = " ".join(sorted(words))
    kept = KEPT_STYLES / hashlib.sha256(f"{style}\n{listed}\n{PURGECSS.read_text()}".encode()).hexdigest()
    if kept.exists():
        return kept.read_text(encoding="utf-8")
    used = _purge(style, listed)
    KEPT_STYLES.mkdir(parents=True, exist_ok=True)
    arriving = kept.with_suffix(".new")  # a build that is interrupted leaves no half file under the final name
    arriving.write_text(used, encoding="utf-8")
    arriving.replace(kept)
    return used


def _find_node() -> str:
    return str(OWN_NODE) if OWN_NODE.exists() else "node"


def _purge(style: str, words: str) -> str:
    with tempfile.TemporaryDirectory() as name:
        style_file, words_file = Path(name) / "style.css", Path(name) / "words.html"
        style_file.write_text(style, encoding="utf-8")
        words_file.write_text(words, encoding="utf-8")
        files = ["--css", str(style_file), "--content", str(words_file)]
        options = ["--font-face", "--keyframes", "--variables"]
        said = run_command([_find_node(), str(PURGECSS), *files, *options], "PurgeCSS failed.")
    try:
        return str(json.loads(said)[0]["css"])
    except (ValueError, LookupError, TypeError) as error:
        raise BuildError("PurgeCSS gave no style.", said[:200]) from error
