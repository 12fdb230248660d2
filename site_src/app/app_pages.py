"""The app's pages that belong to no event: receipts, and what stands for a page that can't be had."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from site_format.addresses import address, offline_page, receipts_page
from site_format.locales import DEFAULT_LOCALE, LOCALES
from site_src.app.event_facts import describe_events
from site_src.app.page_data import render_page_data
from site_src.bundle import bundle_script, minify_style
from site_src.project import APP_TEMPLATES, PWA
from site_src.site_folder import write_file
from site_src.templating import environment, translator

if TYPE_CHECKING:
    from pathlib import Path

    from site_src.model import BuildOptions, Content

_MESSAGES = ("app.queue.", "app.receipts.", "app.update.", "problems.")


def write_app_pages(content: Content, options: BuildOptions, staging: Path) -> None:
    """Write the receipts and the offline page in every language into the site at `staging`.

    Raises:
        BuildError: esbuild is missing, or a text is.
    """
    style = minify_style(APP_TEMPLATES / "app.css")
    cards = minify_style(APP_TEMPLATES / "cards.css")
    pages = (
        ("receipts", receipts_page(DEFAULT_LOCALE), bundle_script(PWA / "receipts/main.js"), _MESSAGES),
        ("offline", offline_page(DEFAULT_LOCALE), bundle_script(PWA / "offline/main.js"), ()),
    )
    for locale in LOCALES:
        env = environment(content, locale, options, APP_TEMPLATES)
        events = describe_events(content, locale, options)
        translate = translator(content.messages[locale], locale)
        for name, path, script, messages in pages:
            title = translate(f"app.{name}.title")
            html = env.get_template(f"{name}.html.j2").render(
                path=path,
                style=Markup(style + cards if name == "receipts" else style),  # noqa: S704 - our own stylesheets
                script=Markup(script),  # noqa: S704 - our own script, which esbuild makes safe to inline
                page_data=render_page_data(
                    content,
                    locale,
                    options,
                    path=path,
                    messages=messages,
                    events=events if name == "receipts" else None,
                    title=title,
                ),
            )
            write_file(staging, address(path, locale), html)
