"""The one place that knows MkDocs: Markdown files in, a themed site out, once per language.

No plugins or hooks but the theme's own search, so that a move to MkDocs' successor changes this file only.
"""

from __future__ import annotations

import logging
import os
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from mkdocs.commands.build import build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.utils import get_theme_dir

from site_format.addresses import address
from site_format.locales import other_locale
from site_src.dates import format_moment
from site_src.errors import BuildError
from site_src.templating import translator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_format.locales import Locale
    from site_src.model import BuildOptions, Content

THEME = Path(__file__).parent / "theme"
MATERIAL = Path(get_theme_dir("material"))


@dataclass(frozen=True, slots=True)
class Assets:
    """Our own files that every page loads, by root-relative address; `search` is the search's worker."""

    style: str
    scripts: tuple[str, ...]
    search: str


def build_pages(
    docs: Path, target: Path, content: Content, locale: Locale, options: BuildOptions, *, assets: Assets
) -> None:
    """Turn the Markdown under `docs` into the pages of `locale` under `target`.

    Both languages load the theme's files from the Thai site at the root, so that a phone fetches them once.

    Raises:
        BuildError: MkDocs refuses its configuration or a page.
    """
    config = MkDocsConfig(config_file_path=str(docs.parent / "mkdocs.yml"))
    config.load_dict(_settings(docs, target, content, locale, options, assets=assets))
    errors, warnings = config.validate()
    if errors or warnings:
        raise BuildError(f"MkDocs refuses its settings: {errors + warnings}")
    logging.getLogger("mkdocs").setLevel(logging.WARNING)
    try:
        with _dated(int(options.now.timestamp())):
            build(config)
    except MkDocsException as error:
        raise BuildError(f"MkDocs can't build the pages in {docs}: {error}") from error
    _drop_unused_assets(target, locale)


def _settings(
    docs: Path, target: Path, content: Content, locale: Locale, options: BuildOptions, *, assets: Assets
) -> dict[str, Any]:
    site = content.site
    return {
        "site_name": site.name.get(locale),
        "site_description": site.description.get(locale),
        "site_url": site.base_url + address("/", locale),
        "docs_dir": str(docs),
        "site_dir": str(target),
        "theme": {"name": "material", "custom_dir": str(THEME), "language": locale, "font": False},
        "plugins": [{"search": {"lang": "en"}}],  # Thai is searched by look/search.js, not by Material's word lists
        "markdown_extensions": [],
        "extra": {
            "t": translator(content.messages[locale], locale),
            "base_url": site.base_url,
            "home": address("/", locale),
            "other_home": address("/", other_locale(locale)),
            "other_locale": other_locale(locale),
            "publisher": site.publisher.get(locale),
            "is_preview": options.is_preview,
            "preview_now": format_moment(options.now, locale, ZoneInfo(site.time_zone)),
            "style": assets.style,
            "scripts": assets.scripts,
            "search": assets.search,
            "material": find_material_files(),
        },
    }


def find_material_files() -> dict[str, str]:
    """The theme's hashed files by what they are: `style`, `script` and `search`, each a path below the site's root.

    Raises:
        BuildError: the theme has other files than the pinned version.
    """
    patterns = {
        "style": "assets/stylesheets/main.*.min.css",
        "script": "assets/javascripts/bundle.*.min.js",
        "search": "assets/javascripts/workers/search.*.min.js",
    }
    found = {}
    for name, pattern in patterns.items():
        files = sorted(MATERIAL.glob(pattern))
        if len(files) != 1:
            raise BuildError(
                f"mkdocs-material has {len(files)} files {pattern}, not one", "Install the pinned version."
            )
        found[name] = files[0].relative_to(MATERIAL).as_posix()
    return found


def _drop_unused_assets(target: Path, locale: Locale) -> None:
    """Keep of the theme's files what our pages load, and those once: English pages load the Thai site's."""
    used = set(find_material_files().values()) if locale == "th" else set[str]()
    for file in (target / "assets").rglob("*"):
        if file.is_file() and file.relative_to(target).as_posix() not in used:
            file.unlink()
    for folder in sorted([target / "assets", *(target / "assets").rglob("*")], reverse=True):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


@contextmanager
def _dated(timestamp: int) -> Iterator[None]:
    """Let MkDocs take `timestamp` for the time of the build, so that the same content gives the same bytes."""
    name = "SOURCE_DATE_EPOCH"
    before = os.environ.get(name)
    os.environ[name] = str(timestamp)
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before
