"""The JSON that an app page carries for its script: its messages, its rules and its addresses."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from markupsafe import Markup

from site_format.addresses import address
from site_format.locales import other_locale
from site_src.app.form_data import write_instant

if TYPE_CHECKING:
    from collections.abc import Mapping

    from site_format.locales import Locale
    from site_src.model import BuildOptions, Content


def render_page_data(
    content: Content,
    locale: Locale,
    options: BuildOptions,
    *,
    path: str,
    messages: tuple[str, ...],
    except_for: tuple[str, ...] = (),
    title: str,
    starts_at: str = "",
    rules: Mapping[str, object] | None = None,
    events: Mapping[str, object] | None = None,
    companion: str = "",
    worker: str = "",
    rules_download_bytes: int = 0,
) -> Markup:
    """The text of `<script type="application/json" id="page-data">`; `pwa/ui/page-data.js` describes its keys.

    Args:
        content: For the messages and the form backend.
        locale: The page's.
        options: Says whether the page is a preview that stands still.
        path: The page's root-relative address without its language.
        messages: The prefixes of the messages that the page's script may show.
        except_for: The prefixes of those among them that come with another script.
        title: The event's or the page's.
        starts_at: The event's first instant, on a registration page.
        events: What is public of each event, on the receipts page.
        rules: The `rules` part of form.json, on a registration page.
        companion: The address of the page's second script, there too.
        worker: The Python worker's address, there too.
        rules_download_bytes: What that worker downloads.
    """
    texts = content.messages[locale]
    data = {
        "locale": locale,
        "messages": {k: v for k, v in texts.items() if k.startswith(messages) and not k.startswith(except_for)},
        "rules": rules,
        "title": title,
        "starts_at": starts_at,
        "companion": companion,
        "worker": worker,
        "rules_download_bytes": rules_download_bytes,
        "form_backend": content.site.form_backend,
        "time_zone": content.site.time_zone,
        "preview_as_of": write_instant(options.now) if options.is_preview else None,
        "other_locale_url": address(path, other_locale(locale)),
    }
    if events is not None:
        data["events"] = events
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704 - nothing can close the element that it stands in
