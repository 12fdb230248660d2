"""form.json: what the registration page and the form backend need to know of an event's form."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from registration_rules import FormError, __version__, parse_form
from registration_rules.form import FORM_VERSION, TICKED
from registration_rules.mobile import NATIVE_PATTERN
from site_format.locales import LOCALES
from site_src.dates import (
    format_long_date,
    format_short_days,
    format_time,
    format_time_span,
    format_when,
    list_time_spans,
)
from site_src.errors import BuildError
from site_src.phone_numbers import read_phone

if TYPE_CHECKING:
    from collections.abc import Callable

    from site_format.locales import Locale
    from site_src.model import BuildOptions, Event, FormField, HelpChannel, Site, Text

REMINDER_TIME = time(9)


def describe_rules(event: Event, site: Site, options: BuildOptions) -> dict[str, object]:
    """The `rules` part, as `registration_rules.parse_form` reads it; the page carries the same.

    Raises:
        BuildError: The rules don't understand what the content says.
    """
    rules = {
        "form_version": FORM_VERSION,
        "event": event.slug,
        "rules_version": __version__,
        "notice_version": site.notice.version,
        "deadline_at": write_instant(event.deadline_at),
        "grace_hours": event.grace_hours,
        "quota": event.quota,
        "capacity": event.capacity,
        "waiting_list": event.waiting_list,
        "max_people": event.max_people,
        "preview_as_of": write_instant(options.now) if options.is_preview else None,
        "organisations": [one.code for one in event.organisation_list.organisations],
        "fields": [_describe_rule(field) for field in event.form_fields],
    }
    try:
        parse_form(rules)
    except FormError as error:
        raise BuildError(f"{event.place}: the form doesn't fit its rules: {error}") from error
    return rules


def describe_form(event: Event, site: Site, options: BuildOptions) -> dict[str, object]:
    """All of form.json; see ARCHITECTURE.md for its shape.

    Raises:
        BuildError: As `describe_rules`.
    """
    return {
        "rules": describe_rules(event, site, options),
        "title": _write_text(event.title),
        "starts_at": write_instant(event.starts_at),
        "ends_at": write_instant(event.ends_at),
        "delete_at": write_instant(event.ends_at + timedelta(days=site.keep_days)),
        "remind_at": _find_reminder(event, site),
        "called_off": _describe_calling_off(event),
        "form_backend": site.form_backend,
        "facts": describe_facts(event, site),
        "organisations": [
            {"code": one.code, "kind": one.kind, "name": _write_text(one.name), "district": _write_text(one.district)}
            for one in event.organisation_list.organisations
        ],
        "fields": {field.name: _describe_texts(field) for field in event.form_fields},
    }


def _find_reminder(event: Event, site: Site) -> str | None:
    """When those who hold a seat are reminded: in the morning of an office's day, so that they can still ask."""
    if not event.reminder_days:
        return None
    on = event.days[0].on - timedelta(days=event.reminder_days)
    return write_instant(datetime.combine(on, REMINDER_TIME, ZoneInfo(site.time_zone)))


def _describe_calling_off(event: Event) -> dict[str, object] | None:
    called_off = event.called_off
    if called_off is None:
        return None
    return {
        "on": _write_each(lambda locale: format_long_date(called_off.on, locale)),
        "because": _write_text(called_off.because),
    }


def describe_facts(event: Event, site: Site) -> dict[str, object]:
    """What messages to registrants say of the event, all of it on its page too; nothing here is secret."""
    zone = ZoneInfo(site.time_zone)
    days = [day.on for day in event.days]
    return {
        "when": _write_each(lambda locale: format_when(event, locale, zone)),
        "when_in_short": _write_each(
            lambda locale: f"{format_short_days(days, locale)} {format_time(event.starts_at, locale, zone)}"
        ),
        "days": [_describe_day(starts_at, ends_at, zone) for starts_at, ends_at in list_time_spans(event)],
        "where": _write_text(event.channel),
        "help": [_describe_help(channel) for channel in event.help_channels],
        "publisher": _write_text(site.publisher),
        "base_url": site.base_url,
    }


def _describe_day(starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> dict[str, object]:
    return {
        "starts_at": write_instant(starts_at),
        "ends_at": write_instant(ends_at),
        "text": _write_each(lambda locale: format_time_span(starts_at, ends_at, locale, zone)),
    }


def _describe_help(channel: HelpChannel) -> dict[str, object]:
    number = read_phone(channel.value) if channel.kind == "phone" else None
    link = {"phone": number.link if number else "", "email": f"mailto:{channel.value}", "line": channel.url}
    return {
        "kind": channel.kind,
        "label": _write_text(channel.label),
        "value": _write_each(number.show) if number else dict.fromkeys(LOCALES, channel.value),
        "link": link[channel.kind],
    }


_CONTROLS = {
    "personal_name": {"type": "text", "autocapitalize": "words"},
    "text": {"type": "text"},
    "number": {"type": "text", "inputmode": "numeric"},
    "email": {"type": "email", "inputmode": "email", "autocapitalize": "none", "spellcheck": "false"},
    "mobile": {"type": "tel", "inputmode": "tel", "pattern": NATIVE_PATTERN},
    "flag": {"type": "checkbox", "value": TICKED},
    "long_text": {"rows": "4"},
}


def describe_control(field: FormField) -> dict[str, str]:
    """The HTML attributes of a field's control, for both pages; they never constrain more than the rules do."""
    attributes = dict(_CONTROLS.get(field.kind, {}))
    if field.autocomplete:
        attributes["autocomplete"] = field.autocomplete
    if field.room:
        attributes["maxlength"] = str(field.room)
    if field.required:
        attributes["required"] = ""
    return attributes


def _describe_rule(field: FormField) -> dict[str, object]:
    limits = {"min_value": field.min_value, "max_value": field.max_value} if field.kind == "number" else {}
    return limits | {
        "name": field.name,
        "kind": field.kind,
        "required": field.required,
        "min_length": field.min_length,
        "max_length": field.max_length,
        "choices": [choice.value for choice in field.choices],
    }


def _describe_texts(field: FormField) -> dict[str, object]:
    return {
        "label": _write_text(field.label),
        "hint": _write_text(field.hint),
        "attributes": describe_control(field),
        "choices": {choice.value: _write_text(choice.label) for choice in field.choices},
    }


def _write_text(text: Text) -> dict[str, str]:
    return {"th": text.th, "en": text.en}


def _write_each(show: Callable[[Locale], str]) -> dict[str, str]:
    return {locale: show(locale) for locale in LOCALES}


def write_instant(moment: datetime) -> str:
    """An instant as JSON carries it: `2022-01-10T17:00:00Z`."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
