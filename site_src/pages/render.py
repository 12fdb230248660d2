"""The pages of one language: the content of those that the theme surrounds, and finished posters and calendar files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_format.addresses import calendar_file, event_page, home_page, poster_page, privacy_page
from site_format.locales import DEFAULT_LOCALE
from site_src.pages.calendar_file import render_calendar
from site_src.pages.contradictions import note_contradictions
from site_src.pages.event_state import find_state, group_by_state
from site_src.pages.filters import add_filters
from site_src.pages.qr import draw_code
from site_src.pages.qr_targets import find_target
from site_src.project import PAGE_TEMPLATES
from site_src.site_folder import write_file
from site_src.templating import environment, translator

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import jinja2

    from site_format.locales import Locale
    from site_src.model import BuildOptions, Content, Event, Finding


@dataclass(frozen=True, slots=True)
class ThemedPage:
    """The content of one page, which the theme puts its head, header and footer around.

    Attributes:
        path: The page's address in Thai, with a slash at the end.
        title: In words, not HTML; so is `description`, for search engines and whoever shares a link.
        html: The content, as it will stand in the page.
    """

    path: str
    title: str
    description: str
    html: str


def page_environment(content: Content, locale: Locale, options: BuildOptions) -> jinja2.Environment:
    """What these pages are rendered with."""
    env = environment(content, locale, options, PAGE_TEMPLATES)
    add_filters(env, content, locale, options)
    return env


def render_themed_pages(
    env: jinja2.Environment, content: Content, locale: Locale, options: BuildOptions, *, findings: Sequence[Finding]
) -> Iterator[ThemedPage]:
    """Home, the page of every event and the privacy notice."""
    translate = translator(content.messages[locale], locale)
    site = content.site
    yield ThemedPage(
        home_page(DEFAULT_LOCALE),
        site.name.get(locale),
        site.description.get(locale),
        env.get_template("home.html.j2").render(groups=group_by_state(content, options.now)),
    )
    for event in content.events:
        description = "site.event.description_called_off" if event.called_off else "site.event.description"
        when, deadline = (env.filters[name](event) for name in ("when", "deadline"))
        yield ThemedPage(
            event_page(event.slug, DEFAULT_LOCALE),
            event.title.get(locale),
            translate(description, when=when, deadline=deadline),
            env.get_template("event.html.j2").render(
                _describe(content, event, locale, options),
                notes=note_contradictions(event, findings, content.messages[locale], locale),
            ),
        )
    yield ThemedPage(
        privacy_page(DEFAULT_LOCALE),
        translate("site.privacy.title"),
        translate("site.privacy.description"),
        env.get_template("privacy.html.j2").render(),
    )


def write_event_files(
    root: Path, env: jinja2.Environment, content: Content, locale: Locale, options: BuildOptions, *, style: str
) -> None:
    """Write each event's poster, calendar file, and the pictures and PDFs that its texts name, into the site.

    Args:
        root: The site's folder.
        env: As `page_environment` makes it.
        content: Everything.
        locale: The language.
        options: When it is, above all.
        style: The address of the poster's stylesheet.
    """
    for event in content.events:
        poster = env.get_template("poster.html.j2").render(_describe(content, event, locale, options), style=style)
        write_file(root, poster_page(event.slug, locale), poster)
        write_file(root, calendar_file(event.slug, locale), render_calendar(content, event, locale))
        for file in event.files:
            write_file(root, event_page(event.slug, locale) + file.name, file.source.read_bytes())


def _describe(content: Content, event: Event, locale: Locale, options: BuildOptions) -> dict[str, object]:
    state = find_state(event, options.now)
    target = find_target(content, event, locale)
    label = translator(content.messages[locale], locale)("site.register.code_label", address=target)
    return {
        "event": event,
        "state": state,
        "target": target.removeprefix("https://"),
        "code": draw_code(target, label) if state == "open" else "",
    }
