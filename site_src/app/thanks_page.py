"""The page that Netlify answers a registration with, where the browser has no JavaScript: received, not confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from site_format.addresses import thanks_page
from site_format.locales import DEFAULT_LOCALE, LOCALES
from site_src.bundle import minify_style
from site_src.project import APP_TEMPLATES
from site_src.site_folder import write_file
from site_src.templating import environment

if TYPE_CHECKING:
    from pathlib import Path

    from site_src.model import BuildOptions, Content


def write_thanks_pages(content: Content, options: BuildOptions, staging: Path) -> None:
    """Write the page of every event in every language into the site at `staging`, if Netlify takes the registrations.

    Wian's own backend answers with the receipt instead.

    Raises:
        BuildError: esbuild is missing.
    """
    if content.site.form_backend != "netlify":
        return
    style = Markup(minify_style(APP_TEMPLATES / "app.css"))  # noqa: S704 - our own stylesheet
    for locale in LOCALES:
        template = environment(content, locale, options, APP_TEMPLATES).get_template("thanks.html.j2")
        for event in content.events:
            html = template.render(path=thanks_page(event.slug, DEFAULT_LOCALE), style=style, event=event)
            write_file(staging, thanks_page(event.slug, locale), html)
