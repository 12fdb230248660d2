"""The one place that knows MkDocs: the content of pages in, a themed site out, once per language.

Nothing of MkDocs' but the theme and its search: no Markdown, no navigation. So a move to its successor changes this
file only.
"""

from __future__ import annotations

import logging
import os
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, override
from zoneinfo import ZoneInfo

import jinja2
from mkdocs.commands.build import build
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File
from mkdocs.structure.pages import Page
from mkdocs.theme import Theme
from mkdocs.utils import get_theme_dir

from site_format.addresses import ICON, file_path, home_page
from site_format.locales import DEFAULT_LOCALE, LOCALES, other_locale
from site_src.dates import format_moment
from site_src.errors import BuildError
from site_src.pages.used_styles import STYLE_MARK
from site_src.project import THEME
from site_src.site_folder import find_file
from site_src.templating import compiled_templates, link_pages, translator

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mkdocs.structure.files import Files

    from site_format.locales import Locale
    from site_src.model import BuildOptions, Content
    from site_src.pages.render import ThemedPage

MATERIAL = Path(get_theme_dir("material"))


@dataclass(frozen=True, slots=True)
class Assets:
    """Our own files that every page loads, by root-relative address; `search` is the search's worker."""

    scripts: tuple[str, ...]
    search: str


def build_pages(
    pages: Iterable[ThemedPage],
    root: Path,
    content: Content,
    locale: Locale,
    options: BuildOptions,
    *,
    assets: Assets,
) -> None:
    """Put the theme around `pages`, the content of pages in `locale`, and write them into the site at `root`.

    Both languages load the theme's files from the Thai site at the root, so that a phone fetches them once.

    Raises:
        BuildError: MkDocs refuses its configuration or a page.
    """
    logging.getLogger("mkdocs").setLevel(logging.WARNING)
    with tempfile.TemporaryDirectory() as folder, _dated(int(options.now.timestamp())):
        docs = Path(folder) / "docs"  # which MkDocs wants to be there, empty as it is
        docs.mkdir()
        config = MkDocsConfig(config_file_path=f"{folder}/mkdocs.yml")
        target = find_file(root, home_page(locale)).parent
        config.load_dict(_settings(docs, target, content, locale, options, assets=assets))
        errors, warnings = config.validate()
        if errors or warnings:
            raise BuildError(f"MkDocs refuses its settings: {errors + warnings}")
        config.theme = _OwnTheme(
            find_material_files().values() if locale == DEFAULT_LOCALE else (), **_choose_theme(locale)
        )
        config.plugins["wian/pages"] = _OwnPages(pages)
        try:
            build(config)
        except MkDocsException as error:
            raise BuildError(f"MkDocs can't build the pages in {locale}: {error}") from error


class _NoOptions(Config):  # type: ignore[no-untyped-call]  # MkDocs' own hook
    """MkDocs asks every plugin for the kind of its options."""


class _OwnPages(BasePlugin[_NoOptions]):  # type: ignore[no-untyped-call]  # likewise
    """Gives MkDocs our pages."""

    def __init__(self, pages: Iterable[ThemedPage]) -> None:
        self._pages = pages

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        for page in self._pages:
            file = File.generated(config, file_path(page.path).replace(".html", ".md"), content="")
            files.append(file)
            _ReadyPage(page, file, config)  # it takes its place in the file by itself
        return files


class _OwnTheme(Theme):
    """The theme with our templates, which escape what they show; Material's are written to be used without that.

    MkDocs would look at each of its 15,000 files, most of them icons, to know which to copy into the site.
    """

    def __init__(self, copied: Iterable[str], **settings: Any) -> None:  # noqa: ANN401 - as in MkDocs
        super().__init__(**settings)
        self._copied = copied

    @override
    def get_env(self) -> jinja2.Environment:
        env = super().get_env()
        env.loader = _ThemeLoader(self.dirs, self._copied)
        env.autoescape = _is_own_template
        env.bytecode_cache = compiled_templates(Path(__file__))
        return env


class _ThemeLoader(jinja2.FileSystemLoader):
    """Finds every template, and lists only the files that are copied into the site."""

    def __init__(self, folders: list[str], copied: Iterable[str]) -> None:
        super().__init__(folders)
        self._copied = copied

    @override
    def list_templates(self) -> list[str]:
        return sorted(self._copied)


class _ReadyPage(Page):
    """A page whose content is HTML already, so that MkDocs has no Markdown to read."""

    def __init__(self, ready: ThemedPage, file: File, config: MkDocsConfig) -> None:
        super().__init__(None, file, config)
        self._ready = ready

    @override
    def read_source(self, config: MkDocsConfig) -> None:
        self.markdown = ""
        self.meta = {"title": self._ready.title, "description": self._ready.description}

    @override
    def render(self, config: MkDocsConfig, files: Files) -> None:
        self.content = self._ready.html


def _is_own_template(name: str | None) -> bool:
    return name is not None and (THEME / name).is_file()


def _choose_theme(locale: Locale) -> dict[str, Any]:
    return {"name": "material", "custom_dir": str(THEME), "language": locale, "font": False}


def _settings(
    docs: Path, target: Path, content: Content, locale: Locale, options: BuildOptions, *, assets: Assets
) -> dict[str, Any]:
    site = content.site
    return {
        "site_name": site.name.get(locale),
        "site_description": site.description.get(locale),
        "site_url": site.base_url + home_page(locale),
        "docs_dir": str(docs),
        "site_dir": str(target),
        "theme": _choose_theme(locale),
        "plugins": [{"search": {"lang": "en"}}],  # Thai is searched by look/search.js, not by Material's word lists
        "markdown_extensions": [],
        "extra": {
            "t": translator(content.messages[locale], locale),
            **link_pages(locale),
            "icon": ICON,
            "base_url": site.base_url,
            "locales": LOCALES,
            "default_locale": DEFAULT_LOCALE,
            "other_locale": other_locale(locale),
            "publisher": site.publisher.get(locale),
            "is_preview": options.is_preview,
            "preview_now": format_moment(options.now, locale, ZoneInfo(site.time_zone)),
            "style_mark": STYLE_MARK,
            "scripts": assets.scripts,
            "search": assets.search,
        },
    }


def find_material_files() -> dict[str, str]:
    """The theme's hashed files that pages load: `script` and `search`, each a path below the site's root.

    Raises:
        BuildError: the theme has other files than the pinned version.
    """
    patterns = {
        "script": "assets/javascripts/bundle.*.min.js",
        "search": "assets/javascripts/workers/search.*.min.js",
    }
    return {name: _find_material_file(pattern).relative_to(MATERIAL).as_posix() for name, pattern in patterns.items()}


def read_material_style() -> str:
    """The theme's stylesheet.

    Raises:
        BuildError: the theme has other files than the pinned version.
    """
    return _find_material_file("assets/stylesheets/main.*.min.css").read_text(encoding="utf-8")


def _find_material_file(pattern: str) -> Path:
    files = sorted(MATERIAL.glob(pattern))
    if len(files) != 1:
        raise BuildError(f"mkdocs-material has {len(files)} files {pattern}, not one", "Install the pinned version.")
    return files[0]


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
