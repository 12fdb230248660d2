"""The backend's own pages, for browsers without JavaScript: what is wrong with a form, and the receipt."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2
from markupsafe import Markup

from backend.registration.life import ACTIVE
from backend.terms.mobile_numbers import format_mobile
from registration_rules import Code
from registration_rules.wire import list_fields, list_former
from site_format import addresses

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backend.built_site.events import Event, Organisation
    from backend.built_site.messages import Messages
    from backend.registration.standing import Standing
    from backend.web.own_registration import OwnRegistration
    from backend.web.problem_details import ProblemDetails
    from registration_rules import FormField, Problem
    from site_format.locales import Locale

_OF_CHANGES = frozenset({"invalid", "quota_full", "closed"})
"""Problems that are told otherwise if a registration was to be changed."""

_TEMPLATES = Path(__file__).parent / "templates"


class Pages:
    """Renders pages in the client's language.

    Attributes:
        policy: The Content-Security-Policy that fits them: their one style by its hash, and nothing else.
    """

    def __init__(self, messages: Messages) -> None:
        """Take every text from `messages`."""
        self.text = messages.text
        style = (_TEMPLATES / "page.css").read_text(encoding="utf-8")
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        self.policy = (
            f"default-src 'none'; style-src 'sha256-{digest}'; form-action 'self'; "
            "base-uri 'none'; frame-ancestors 'none'"
        )
        self._environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(_TEMPLATES),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals["style"] = Markup(style)  # noqa: S704 - our own file
        self._environment.globals["addresses"] = addresses

    def render_receipt(self, locale: Locale, event: Event, standing: Standing) -> str:
        """Event, state and code; the code is all that links the page to a person."""
        return self._render(
            "receipt.html.j2",
            locale,
            event,
            receipt=standing.receipt,
            state=standing.state,
            place=standing.place,
            is_active=standing.state in ACTIVE,
        )

    def render_own(self, own: OwnRegistration, *, address: str, is_asking: bool) -> str:
        """A registration to the one who has its key, in the language in which it was made; at `address`."""
        locale, persons = own.registration.locale, own.registration.persons
        return self._render(
            "own.html.j2",
            locale,
            own.event,
            own=own,
            address=address,
            state=own.registration.state,
            name=f"{persons['first_name']} {persons['last_name']}",
            organisation=own.event.organisation_name(own.registration.organisation, locale),
            is_active=own.registration.state in ACTIVE,
            is_asking=is_asking,
        )

    def render_change(self, own: OwnRegistration) -> str:
        """The form with what is stored of a registration, to be changed."""
        mobiles = {field.name for field in own.event.form.fields if field.kind == "mobile"}
        entered = {name: format_mobile(text) if name in mobiles else text for name, text in own.values.items()}
        entered["manage"] = own.key
        return self._render_form(own.registration.locale, own.event, entered, details=None)

    def render_problem(self, locale: Locale, details: ProblemDetails, event: Event | None) -> str:
        """What went wrong and what to do; with the form as it was filled in, if mending it may help."""
        if event is None or details.entered is None:
            return self._render("problem.html.j2", locale, event, details=details)
        return self._render_form(locale, event, details.entered, details)

    def _render_form(
        self, locale: Locale, event: Event, entered: Mapping[str, str], details: ProblemDetails | None
    ) -> str:
        problems = details.problems if details else ()
        manage = entered.get("manage", "")
        is_other = details is not None and manage != "" and details.code in _OF_CHANGES
        return self._render(
            "form.html.j2",
            locale,
            event,
            details=details,
            texts=[(problem.field, self._explain(locale, problem)) for problem in problems],
            is_notice_new=any(problem.code == Code.NOTICE_OUTDATED for problem in problems),
            fields=[_describe_field(event, field, entered, locale) for field in event.form.fields],
            districts=_group_by_district(event.organisations, locale),
            untyped=_list_untyped(event, locale, entered) | list_former(event.form, entered),
            optional=self.text(locale, "app.page.optional"),
            manage=manage,
            summary=f"{'change' if is_other else 'problem'}.{details.code}" if details else "change",
        )

    def _explain(self, locale: Locale, problem: Problem) -> str:
        if problem.code == Code.NOTICE_OUTDATED:  # here the new one is at hand, and nothing has to be typed again
            return self.text(locale, "backend.form.notice_new")
        return self.text(locale, f"problems.{problem.code}", **problem.params)

    def _render(self, template: str, locale: Locale, event: Event | None, **values: object) -> str:
        def t(key: str, **params: object) -> str:
            return self.text(locale, f"backend.{key}", **params)

        return self._environment.get_template(template).render(
            t=t, locale=locale, event=event, site_name=self.text(locale, "backend.page.home"), **values
        )


def _describe_field(event: Event, field: FormField, entered: Mapping[str, str], locale: Locale) -> dict[str, object]:
    shown, value = event.fields[field.name], entered.get(field.name, "")
    attributes = dict(shown.attributes)
    if field.kind == "flag":
        attributes |= {"checked": ""} if value else {}
    elif field.kind not in {"organisation", "choice", "long_text"}:
        attributes["value"] = value
    return {
        "name": field.name,
        "kind": field.kind,
        "required": field.required,
        "label": shown.label[locale],
        "hint": shown.hint[locale],
        "attributes": attributes,
        "entered": value,
        "choices": [(choice, label[locale]) for choice, label in shown.choices.items()],
    }


def _group_by_district(organisations: tuple[Organisation, ...], locale: Locale) -> Mapping[str, list[tuple[str, str]]]:
    """Codes and names under their district, those without one first."""
    grouped: dict[str, list[tuple[str, str]]] = {"": []}
    for organisation in organisations:
        grouped.setdefault(organisation.district[locale], []).append((organisation.code, organisation.name[locale]))
    return grouped


def _list_untyped(event: Event, locale: Locale, entered: Mapping[str, str]) -> dict[str, str]:
    """The fields of the wire that no person fills in, as the page sends them without JavaScript."""
    form = event.form
    typed = {field.name for field in form.fields} | {"bot-field"}
    known = {"form-name": form.event, "event": form.event, "locale": locale, "notice_version": form.notice_version}
    known["manage"] = entered.get("manage", "")
    return {name: known.get(name, "") for name in list_fields(form) if name not in typed}
