"""The one place that knows MkDocs: Markdown files in, a themed site out, once per language.

No plugins or hooks but the theme's own search, so that a move to MkDocs' successor changes this file only.
"""

from __future__ import annotations

import logging
import os
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.commands.build import build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.utils import get_theme_dir

from site_src.errors import BuildError
from site_src.templating import address, environment, other_locale, translator

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from site_src.model import BuildOptions, Content, Locale

THEME = Path(__file__).parent / "theme"
MATERIAL = Path(get_theme_dir("material"))
LUNR = "assets/javascripts/lunr"
# What the search worker loads for Thai; English needs nothing. lunr.th cuts words with wordcut's dictionary.
SEARCH_LANGUAGE_FILES = {
    f"{LUNR}/{name}" for name in ("wordcut.js", "min/lunr.stemmer.support.min.js", "min/lunr.th.min.js")
}


@dataclass(frozen=True, slots=True)
class Assets:
    """Our own files that every page loads: root-relative addresses, in loading order."""

    style: str
    scripts: tuple[str, ...]


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
        "plugins": [{"search": {"lang": locale}}],
        "markdown_extensions": [],
        "extra": {
            "t": translator(content.messages[locale], locale),
            "base_url": site.base_url,
            "home": address("/", locale),
            "other_home": address("/", other_locale(locale)),
            "other_locale": other_locale(locale),
            "publisher": site.publisher.get(locale),
            "is_preview": options.is_preview,
            "preview_now": environment(content, locale, options).filters["date_time"](options.now),
            "style": assets.style,
            "scripts": assets.scripts,
            "material": _find_material_files(),
        },
    }


def _find_material_files() -> dict[str, str]:
    """The theme's hashed files, under the names that our templates use."""
    patterns: dict[str, Sequence[str]] = {
        "style": "assets/stylesheets/main.*.min.css",
        "script": "assets/javascripts/bundle.*.min.js",
        "search": "assets/javascripts/workers/search.*.min.js",
    }
    found = {}
    for name, pattern in patterns.items():
        files = sorted(MATERIAL.glob(str(pattern)))
        if len(files) != 1:
            raise BuildError(
                f"mkdocs-material has {len(files)} files {pattern}, not one", "Install the pinned version."
            )
        found[name] = files[0].relative_to(MATERIAL).as_posix()
    return found


def _drop_unused_assets(target: Path, locale: Locale) -> None:
    """Leave out what no page loads: the English copy, source maps, other languages' search, the palette."""
    assets = target / "assets"
    if locale != "th":
        shutil.rmtree(assets)
        return
    for file in sorted(assets.rglob("*")):
        path = file.relative_to(target).as_posix()
        unused = path.startswith(f"{LUNR}/") and path not in SEARCH_LANGUAGE_FILES
        if file.is_file() and (unused or file.suffix == ".map" or "palette." in file.name or "/images/" in path):
            file.unlink()


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
