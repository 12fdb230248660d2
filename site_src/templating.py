"""The jinja2 environment that every generated page is made with."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import jinja2
import markdown  # type: ignore[import-untyped]  # it has no types of its own
from markupsafe import Markup

from site_format.addresses import address
from site_format.locales import other_locale
from site_format.messages import fill
from site_src.dates import (
    format_long_date,
    format_long_days,
    format_moment,
    format_short_date,
    format_short_days,
    format_time,
)
from site_src.errors import BuildError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from site_format.locales import Locale
    from site_src.model import BuildOptions, Content, Text

MARKDOWN_EXTENSIONS = ("sane_lists", "tables")


def environment(content: Content, locale: Locale, options: BuildOptions, templates: Path) -> jinja2.Environment:
    """The environment for pages in `locale`: autoescaping, and strict about names that are not there.

    Globals: `t(key, **params)`, `locale`, `other_locale`, `site`, `options`, `url(path, locale=None)`.
    Filters: `in_locale`, `md`, `long_date`, `short_date`, `clock_time`, `date_time`, and of an event `long_days` and
    `short_days`; instants are shown in the site's
    time zone.
    """
    zone = ZoneInfo(content.site.time_zone)
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(templates),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.globals |= {
        "t": translator(content.messages[locale], locale),
        "locale": locale,
        "other_locale": other_locale(locale),
        "site": content.site,
        "options": options,
        "url": lambda path, target=None: address(path, target or locale),
    }
    env.filters |= {
        "in_locale": partial(_in_locale, locale=locale),
        "md": render_markdown,
        **_date_filters(locale, zone),
    }
    return env


def translator(messages: Mapping[str, str], locale: Locale) -> Callable[..., str]:
    """A function from a message's key and parameters to its text in `locale`.

    The function raises BuildError for a key that the messages do not have.
    """

    def translate(key: str, **params: object) -> str:
        try:
            text = messages[key]
        except KeyError:
            raise BuildError(
                f"content/messages/{locale}.yaml: {key}: this text is missing",
                "Add it there; both languages have the same keys.",
            ) from None
        return fill(text, params)

    return translate


def render_markdown(text: str) -> Markup:
    """The author's Markdown as HTML blocks; authors are trusted, as is everything in `content/`."""
    return Markup(markdown.markdown(text, extensions=MARKDOWN_EXTENSIONS, output_format="html"))  # noqa: S704 - see above


def _in_locale(text: Text, locale: Locale) -> str:
    return text.get(locale)


def _date_filters(locale: Locale, zone: ZoneInfo) -> dict[str, Callable[..., str]]:
    def day(value: date) -> date:
        return value.astimezone(zone).date() if isinstance(value, datetime) else value

    return {
        "long_date": lambda value: format_long_date(day(value), locale),
        "short_date": lambda value: format_short_date(day(value), locale),
        "long_days": lambda event: format_long_days([day.on for day in event.days], locale),
        "short_days": lambda event: format_short_days([day.on for day in event.days], locale),
        "clock_time": lambda value: format_time(value, locale, zone),
        "date_time": lambda value: format_moment(value, locale, zone),
    }
