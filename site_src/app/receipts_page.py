"""The receipts page: what this phone has queued, sent and had answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from site_format.locales import LOCALES
from site_src.app.page_data import render_page_data
from site_src.app.templates import APP_TEMPLATES
from site_src.bundle import bundle_script, minify_style
from site_src.project import PWA
from site_src.templating import environment, translator

if TYPE_CHECKING:
    from pathlib import Path

    from site_format.locales import Locale
    from site_src.model import BuildOptions, Content

_PATH = "/receipts/"
_MESSAGES = ("app.queue.", "app.update.", "problems.")


def write_receipts(content: Content, options: BuildOptions, staging: Path) -> None:
    """Write the receipts page in every language into the site at `staging`.

    Raises:
        BuildError: esbuild is missing, or a text is.
    """
    script = bundle_script(PWA / "receipts/main.js")
    for locale in LOCALES:
        write_app_page(content, options, staging, locale, path=_PATH, script=script, messages=_MESSAGES)


def write_app_page(
    content: Content,
    options: BuildOptions,
    staging: Path,
    locale: Locale,
    *,
    path: str,
    script: str,
    messages: tuple[str, ...],
) -> None:
    """Write one page of the app that belongs to no event.

    Args:
        content: For its texts.
        options: Says whether it is a preview.
        staging: The site.
        locale: Its language.
        path: Its address in Thai, `/<name>/`; its template is `<name>.html.j2`, its title `app.<name>.title`.
        script: Its script, which stands in the page.
        messages: The prefixes of the messages that the script may show.
    """
    name = path.strip("/")
    title = translator(content.messages[locale], locale)(f"app.{name}.title")
    html = (
        environment(content, locale, options, APP_TEMPLATES)
        .get_template(f"{name}.html.j2")
        .render(
            path=path,
            style=Markup(minify_style(APP_TEMPLATES / "app.css")),  # noqa: S704 - our own stylesheet
            script=Markup(script),  # noqa: S704 - our own script, which esbuild makes safe to inline
            page_data=render_page_data(content, locale, options, path=path, messages=messages, title=title),
        )
    )
    folder = (staging if locale == "th" else staging / locale) / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "index.html").write_text(html, "utf-8")
