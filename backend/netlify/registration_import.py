"""The use case: what Netlify received goes the way of every registration, with the time at which Netlify had it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from backend.netlify.derived_keys import choose_key
from backend.registration.register import register
from backend.terms.outcomes import Invalid, Refused, Stored
from backend.terms.submission import EnvelopeError, parse_submission
from registration_rules import Code, Problem, check_registration, wire
from registration_rules.form import is_field_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from backend.built_site.events import Event
    from backend.netlify.submission_list import NetlifySubmission
    from backend.netlify.terminal import Progress
    from backend.store.store import Store
    from backend.terms.outcomes import Outcome, RefusalCode
    from registration_rules import Form

_OF_NETLIFY = frozenset({"ip", "user_agent", "referrer"})  # what it adds to what was sent; none of our business


@dataclass(slots=True)
class ImportReport:
    """What became of an event's submissions; it holds nothing that a person entered.

    Attributes:
        new: How many were stored, `waiting` of them in the waiting list, `late` of them for review and `suspected` of
            them from the spam list.
        known: How many had been stored before.
        refused: Those that are refused, now or earlier, and why.
        invalid: Those that break rules, and which; nothing of them is stored.
        former_fields: Names of fields that the form does not have now; kept with the registrations.
        unknown_fields: Names that no field of a form can have; left out.
    """

    new: int = 0
    waiting: int = 0
    late: int = 0
    suspected: int = 0
    known: int = 0
    refused: list[tuple[NetlifySubmission, RefusalCode]] = field(default_factory=list)
    invalid: list[tuple[NetlifySubmission, Sequence[Problem]]] = field(default_factory=list)
    former_fields: set[str] = field(default_factory=set)
    unknown_fields: set[str] = field(default_factory=set)

    def add(self, sent: NetlifySubmission, outcome: Outcome) -> None:
        """Count what became of one."""
        match outcome:
            case Stored(is_replay=True):
                self.known += 1
            case Stored():
                self.new += 1
                self.waiting += outcome.status == "waiting"
                self.late += outcome.status == "late_review"
                self.suspected += sent.is_spam
            case Refused():
                self.refused.append((sent, outcome.code))
            case Invalid():
                self.invalid.append((sent, outcome.problems))


def import_submissions(
    store: Store,
    event: Event,
    submissions: Sequence[NetlifySubmission],
    report: ImportReport,
    progress: Progress,
) -> None:
    """Register each in its own transaction, in the order given, and count in `report` what became of it.

    Any number of times: each has its key, and a key that was answered gets that answer again. The privacy notice counts
    as it was when a person sent the form, who cannot be asked again.

    Raises:
        StoreUnavailableError: If the store cannot be written just now; what was counted before is stored.
    """
    for number, sent in enumerate(submissions, start=1):
        report.add(sent, _register(store, event, sent, report))
        progress.show(f"{number} of {len(submissions)} imported …")


def _register(store: Store, event: Event, sent: NetlifySubmission, report: ImportReport) -> Outcome:
    try:
        fields = read_fields(event.form, sent.data, report)
        submission = parse_submission(fields)
    except wire.WireError as error:
        return Invalid("", (error.problem,))
    except EnvelopeError as error:
        return Invalid(error.submission_id, error.problems)
    submission = replace(submission, bot_suspected=submission.bot_suspected or sent.is_spam)
    checked = check_registration(event.form, fields)
    origin = [one for one in wire.check_origin(event.form, fields) if one.code != Code.NOTICE_OUTDATED]
    checked = checked._replace(problems=(*origin, *checked.problems))
    if not submission.is_scripted:
        with store.reading() as connection:
            submission = choose_key(connection, submission, sent.received_at)
    return register(store, event, submission, checked, sent.received_at)


def read_fields(form: Form, data: Any, report: ImportReport) -> Mapping[str, str]:  # noqa: ANN401 - whatever JSON holds
    """The fields of the wire from what Netlify lists, checked as strictly as the body of a POST.

    What Netlify leaves out because it is empty is empty again, so that the fingerprint is that of what was sent: phones
    send every field, a browser without JavaScript all but flags that are not ticked.

    Raises:
        WireError: If it is no submission.
    """
    if not isinstance(data, dict):
        raise wire.WireError(Problem(Code.BODY_UNREADABLE))
    known = wire.list_fields(form)
    fields: dict[str, str] = {}
    for name, value in data.items():
        if name not in known:
            if name in _OF_NETLIFY:
                continue
            (report.former_fields if is_field_name(name) else report.unknown_fields).add(name)
            if not is_field_name(name):
                continue
        if value is not None and not isinstance(value, str):
            raise wire.WireError(Problem(Code.NOT_TEXT, name))
        fields[name] = value or ""
    flags = {one.name for one in form.fields if one.kind == "flag"}
    sent_by_all = known if fields.get("submission_id") else [name for name in known if name not in flags]
    try:
        body = wire.encode(dict.fromkeys(sent_by_all, "") | fields).encode()
    except UnicodeEncodeError:
        raise wire.WireError(Problem(Code.BODY_UNREADABLE)) from None
    return wire.parse_body(body)
