"""The script for the pages of running text: it registers the service worker and sends what is queued."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_format.locales import LOCALES
from site_src.bundle import bundle_script
from site_src.project import PWA

if TYPE_CHECKING:
    from site_src.model import Content

_UPDATE_MESSAGES = "app.update."


def render_site_script(content: Content) -> str:
    """The script; those pages carry no page data, so the texts of the update prompt are in it, in both languages.

    Raises:
        BuildError: esbuild is missing, or finds a mistake.
    """
    texts = {
        locale: {key: text for key, text in content.messages[locale].items() if key.startswith(_UPDATE_MESSAGES)}
        for locale in LOCALES
    }
    values = {"__UPDATE_TEXTS__": texts, "__FORM_BACKEND__": content.site.form_backend}
    return bundle_script(PWA / "site/main.js", values, "iife")
