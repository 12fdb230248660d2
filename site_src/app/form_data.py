"""form.json: what the registration page and the form backend need to know of an event's form."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from registration_rules import FormError, __version__, parse_form
from registration_rules.form import FORM_VERSION, TICKED
from registration_rules.mobile import NATIVE_PATTERN
from site_src.errors import BuildError

if TYPE_CHECKING:
    from datetime import datetime

    from site_src.model import BuildOptions, Event, FormField, Site, Text


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
        "form_backend": site.form_backend,
        "organisations": [
            {"code": one.code, "kind": one.kind, "name": _write_text(one.name), "district": _write_text(one.district)}
            for one in event.organisation_list.organisations
        ],
        "fields": {field.name: _describe_texts(field) for field in event.form_fields},
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


def write_instant(moment: datetime) -> str:
    """An instant as JSON carries it: `2022-01-10T17:00:00Z`."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
