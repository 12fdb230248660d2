"""The jinja2 environment that every generated page is made with."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, override
from zoneinfo import ZoneInfo

import jinja2
import markdown  # type: ignore[import-untyped]  # it has no types of its own
from markupsafe import Markup

from site_format import addresses
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
from site_src.project import KEPT_TEMPLATES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from site_format.locales import Locale
    from site_src.model import BuildOptions, Content, Text

MARKDOWN_EXTENSIONS = ("sane_lists", "tables")

_PAGES = (
    addresses.address,
    addresses.home_page,
    addresses.privacy_page,
    addresses.receipts_page,
    addresses.manifest,
    addresses.event_page,
    addresses.calendar_file,
    addresses.poster_page,
    addresses.registration_page,
    addresses.thanks_page,
)


def environment(content: Content, locale: Locale, options: BuildOptions, templates: Path) -> jinja2.Environment:
    """The environment for pages in `locale`: autoescaping, and strict about names that are not there.

    Whoever renders many pages makes it once: it compiles each template once.

    Globals: `t(key, **params)`, `locale`, `other_locale`, `site`, `options`, `icon`, `icon_file(name)`,
    `registration_target(slug)`, and the functions of `site_format.addresses` without their locale (`event_page(slug)`):
    `to=` names another language.
    Filters: `in_locale`, `md`, `long_date`, `short_date`, `clock_time`, `date_time`, and of an event `long_days` and
    `short_days`; instants are shown in the site's time zone.
    """
    zone = ZoneInfo(content.site.time_zone)
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(templates),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        bytecode_cache=compiled_templates(Path(__file__)),
    )
    env.globals |= {
        "t": translator(content.messages[locale], locale),
        "locale": locale,
        "other_locale": other_locale(locale),
        "site": content.site,
        "options": options,
        "icon": addresses.ICON,
        "icon_file": addresses.icon_file,
        "registration_target": addresses.registration_target,
        **link_pages(locale),
    }
    env.filters |= {
        "in_locale": partial(_in_locale, locale=locale),
        "md": render_markdown,
        **_date_filters(locale, zone),
    }
    return env


def link_pages(locale: Locale) -> dict[str, Callable[..., str]]:
    """The functions that give the addresses of pages in `locale`, or in the language that `to=` names."""

    def link(find: Callable[..., str], *arguments: str, to: Locale = locale) -> str:
        return find(*arguments, to)

    return {find.__name__: partial(link, find) for find in _PAGES}


def compiled_templates(setting_up: Path) -> jinja2.BytecodeCache:
    """Templates as compiled by earlier builds, also MkDocs' own: compiling them is a quarter of a build.

    Args:
        setting_up: The module that sets the environment up. Whether a template escapes is compiled into it, so a
            change there makes all of them anew.
    """
    KEPT_TEMPLATES.mkdir(parents=True, exist_ok=True)
    return _CompiledTemplates(str(KEPT_TEMPLATES), setting_up)


class _CompiledTemplates(jinja2.FileSystemBytecodeCache):
    """Knows a compiled template by its source, and by what else decides about it: the environment and jinja2."""

    def __init__(self, folder: str, setting_up: Path) -> None:
        super().__init__(folder)
        self._compiler = hashlib.sha256(setting_up.read_bytes()).hexdigest() + version("jinja2")

    @override
    def get_source_checksum(self, source: str) -> str:
        return super().get_source_checksum(self._compiler + source)


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
