"""The submissions of a form as Netlify lists them: those it took for people's, and those it took for spam."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from backend.netlify.api import NetlifyError
from backend.netlify.terminal import make_printable
from registration_rules.wire import format_instant, parse_instant

if TYPE_CHECKING:
    from backend.netlify.api import NetlifyApi
    from backend.netlify.terminal import Progress

READINGS = 5  # of a list that changes each time
_STATES: tuple[dict[str, str], ...] = ({}, {"state": "spam"})


@dataclass(frozen=True, slots=True)
class NetlifySubmission:
    """One submission.

    Attributes:
        netlify_id: Netlify's name for it.
        number: The number by which Netlify shows it to people; its name where it has none.
        received_at: When Netlify had it.
        data: What was sent, by field, and what Netlify adds; as it came.
        is_spam: Whether it stands in the spam list.
    """

    netlify_id: str
    number: str
    received_at: datetime
    data: Any
    is_spam: bool


class FormMissingError(NetlifyError):
    """The project has no form of that name."""


def find_form(api: NetlifyApi, project: str, name: str) -> str:
    """Netlify's id of the form called `name` in a project, which is named by its ID or domain.

    Raises:
        FormMissingError: If there is none.
        NetlifyError: If Netlify cannot be read.
    """
    names = set()
    for page in api.list_pages(f"/sites/{quote(project, safe='')}/forms", f"the project {make_printable(project)}"):
        for form in page:
            if form.get("name") == name and isinstance(form.get("id"), str):
                return str(form["id"])
            names.add(make_printable(str(form.get("name"))))
    raise FormMissingError(
        f"Netlify knows no form {name} in this project; its forms: {', '.join(sorted(names)) or 'none'}. "
        "If form detection was enabled only after the deploy, deploy again; what was sent before was not kept."
    )


def list_submissions(api: NetlifyApi, form_id: str, progress: Progress) -> list[NetlifySubmission]:
    """All submissions of a form, in the order in which Netlify had them; each once, whatever changes meanwhile.

    Pages move while they are read: what arrives pushes others to the next page, what is deleted or moved between the
    lists pulls some to a page that was read already. So the lists are read until a reading brings nothing new.

    Raises:
        NetlifyError: If they cannot be read from end to end.
    """
    found: dict[str, NetlifySubmission] = {}
    for reading in range(READINGS):
        known = len(found)
        found |= _read_lists(api, form_id, progress)
        if reading and len(found) == known:
            break
    else:
        progress.say("More kept coming in while Netlify's lists were read; run this again afterwards.")
    return sorted(found.values(), key=lambda one: (one.received_at, len(one.number), one.number))


def _read_lists(api: NetlifyApi, form_id: str, progress: Progress) -> dict[str, NetlifySubmission]:
    found: dict[str, NetlifySubmission] = {}
    for params in _STATES:
        for page in api.list_pages(f"/forms/{quote(form_id, safe='')}/submissions", "the form's submissions", **params):
            read = [_parse_item(item, is_spam=bool(params)) for item in page]
            known = len(found)
            found |= {one.netlify_id: one for one in read}
            progress.show(f"{len(found)} submissions read …")
            if len(found) == known:
                break  # pages that only repeat themselves would have no end
    return found


def _parse_item(item: dict[str, Any], *, is_spam: bool) -> NetlifySubmission:
    try:
        netlify_id, received_at = item["id"], datetime.fromisoformat(item["created_at"])
    except (KeyError, TypeError, ValueError):
        netlify_id = received_at = None
    if not isinstance(netlify_id, str) or received_at is None or received_at.tzinfo is None:
        raise NetlifyError(
            "Netlify lists a submission without an id or time, so that the order is not known. Nothing was imported; "
            "a newer Wian may know what has changed at Netlify."
        )
    number = item.get("number")
    shown = str(number) if isinstance(number, int) else netlify_id
    kept_at = parse_instant(format_instant(received_at))  # as exactly as the store keeps it
    return NetlifySubmission(netlify_id, shown, kept_at, item.get("data"), is_spam)
