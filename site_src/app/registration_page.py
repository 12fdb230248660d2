"""The registration app: a page per event and language, form.json, and Python for the browser with the rules."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from markupsafe import Markup

from registration_rules.form import ENVELOPE_FIELDS
from site_format.addresses import form_file, form_name, messages_file, registration_page
from site_format.locales import DEFAULT_LOCALE, LOCALES
from site_src.app.form_data import describe_control, describe_form, describe_rules, write_instant
from site_src.app.page_data import render_page_data
from site_src.app.rules_worker import RulesWorker, write_rules_worker
from site_src.bundle import bundle_script, minify_style
from site_src.dates import format_deadline, format_hours
from site_src.project import APP_TEMPLATES, PWA
from site_src.site_folder import write_file, write_hashed_script, write_json
from site_src.templating import environment

if TYPE_CHECKING:
    from pathlib import Path

    import jinja2

    from site_format.locales import Locale
    from site_src.model import BuildOptions, Content, Event, Organisation, Text

# What the page itself must be able to say before its second script has come: all about the form, and the native checks.
# The words for answers come with the script that sends.
_NATIVE = ("required", "email_format", "mobile_format", "number_format")
_ANSWERS = "app.form.direct_"
_MESSAGES = ("app.form.", *(f"problems.{code}" for code in _NATIVE))
_COMPANION_MESSAGES = (_ANSWERS, "app.rules.", "app.queue.", "app.update.", "problems.")
_KNOWN_TO_THE_BUILD = {"form-name", "bot-field", "event", "locale", "notice_version"}
_AUTHORS_MESSAGES = ("author.", "findings.", "site.build.", "site.live.")


@dataclass(frozen=True, slots=True)
class PageParts:
    """What every registration page of one language has in common.

    Attributes:
        worker: The Python worker.
        companion: Address of the page's second script.
        script: The page's own script, which stands in it.
        style: Its style, likewise.
        template: What a page is made with.
    """

    worker: RulesWorker
    companion: str
    script: str
    style: str
    template: jinja2.Template


def write_app(content: Content, options: BuildOptions, staging: Path) -> None:
    """Write the registration pages, form.json, the messages and Python for the browser into the site at `staging`.

    Raises:
        BuildError: A tool is missing, or the content doesn't fit the rules.
    """
    app = staging / "app"
    app.mkdir(parents=True, exist_ok=True)
    # Netlify compresses texts and WebAssembly, but no archive.
    worker = write_rules_worker(app, is_deflated=content.site.form_backend == "netlify")
    script = bundle_script(PWA / "register/main.js")
    style = minify_style(APP_TEMPLATES / "app.css")
    for event in content.events:
        write_json(staging, form_file(event.slug), describe_form(event, content.site, options))
    for locale in LOCALES:
        template = environment(content, locale, options, APP_TEMPLATES).get_template("register.html.j2")
        parts = PageParts(worker, _write_companion(app, content, locale), script, style, template)
        for event in content.events:
            html = _render_page(content, event, locale, options, parts)
            write_file(staging, registration_page(event.slug, locale), html)
        public = {k: v for k, v in content.messages[locale].items() if not k.startswith(_AUTHORS_MESSAGES)}
        write_json(staging, messages_file(locale), public)


def _write_companion(folder: Path, content: Content, locale: Locale) -> str:
    """Write the page's second script, with its texts in one language; its address."""
    texts = content.messages[locale]
    messages = {key: text for key, text in texts.items() if key.startswith(_COMPANION_MESSAGES)}
    values = {"COMPANION_MESSAGES": messages, "CARD_STYLE": minify_style(APP_TEMPLATES / "cards.css")}
    script = bundle_script(PWA / "register/companion.js", values)
    return write_hashed_script(folder, f"register-{locale}", script)


def _render_page(content: Content, event: Event, locale: Locale, options: BuildOptions, parts: PageParts) -> str:
    path = registration_page(event.slug, DEFAULT_LOCALE)
    page_data = render_page_data(
        content,
        locale,
        options,
        path=path,
        messages=_MESSAGES,
        except_for=(_ANSWERS,),
        title=event.title.get(locale),
        starts_at=write_instant(event.starts_at),
        rules=describe_rules(event, content.site, options),
        companion=parts.companion,
        worker=parts.worker.address,
        rules_download_bytes=parts.worker.download_bytes,
    )
    zone = ZoneInfo(content.site.time_zone)
    return parts.template.render(
        path=path,
        companion=parts.companion,
        style=Markup(parts.style),  # noqa: S704 - our own stylesheet
        script=Markup(parts.script),  # noqa: S704 - our own script, which esbuild makes safe to inline
        page_data=page_data,
        event=event,
        times=format_hours(event, locale, zone),
        deadline=format_deadline(event, locale, zone),
        is_past=options.now > event.deadline_at,
        form_name=form_name(event.slug),
        organisation_field=next(field for field in event.form_fields if field.kind == "organisation"),
        person_fields=[field for field in event.form_fields if field.kind != "organisation"],
        districts=_group_by_district(event.organisation_list.organisations),
        control_attributes=describe_control,
        script_fields=[name for name in ENVELOPE_FIELDS if name not in _KNOWN_TO_THE_BUILD],
    )


def _group_by_district(organisations: tuple[Organisation, ...]) -> list[tuple[Text, list[Organisation]]]:
    """The organisations under their districts, both in the order of the list; those without a district first."""
    districts = list(dict.fromkeys(one.district for one in organisations))
    ordered = sorted(organisations, key=lambda one: (bool(one.district.th), districts.index(one.district)))
    return [(district, list(group)) for district, group in groupby(ordered, key=lambda one: one.district)]
