"""What an import says in the end: how many, and which a person has to look after; by number and time, never by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backend.netlify.terminal import make_printable
from backend.terms.instants import format_thai_time

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from backend.built_site.events import Event
    from backend.built_site.messages import Messages
    from backend.netlify.registration_import import ImportReport
    from backend.netlify.submission_list import NetlifySubmission
    from backend.terms.outcomes import RefusalCode
    from registration_rules import Problem

_REASONS: Mapping[RefusalCode, str] = {
    "quota_full": "its organisation had no place left",
    "closed": "it came after the deadline",
    "superseded": "a correction had taken its place",
    "key_reused": "another registration came under its key before",
}
_SAFE_PARAMS = ("min", "max", "digits")  # numbers; other parameters repeat what a person entered


def describe_report(report: ImportReport, event: Event, messages: Messages) -> Iterator[str]:
    """The lines of a report."""
    yield f"  new: {report.new}{_describe_new(report)}"
    yield f"  known already: {report.known}"
    yield f"  refused: {len(report.refused)}"
    for sent, code in report.refused:
        yield f"    {_name(sent)}: {_REASONS[code]}"
    yield f"  invalid: {len(report.invalid)}"
    for sent, problems in report.invalid:
        yield f"    {_name(sent)}: {' '.join(_describe_problem(problem, event, messages) for problem in problems)}"
    if report.invalid:
        yield "  Nothing of the invalid ones is stored. Look them up at Netlify by their numbers, and ask those people."
    if report.former_fields:
        yield f"  Kept, although the form does not ask it now: {_list(report.former_fields)}"
    if report.unknown_fields:
        yield f"  Left out, for no field of a form can be called so: {_list(report.unknown_fields)}"


def _describe_new(report: ImportReport) -> str:
    parts = []
    if report.waiting:
        parts.append(f"{report.waiting} on the waiting list")
    if report.late:
        parts.append(f"{report.late} late and to be reviewed")
    if report.suspected:
        parts.append(f"{report.suspected} from the spam list and marked as suspected")
    return f" ({', '.join(parts)})" if parts else ""


def _name(sent: NetlifySubmission) -> str:
    return f"number {make_printable(sent.number)} of {format_thai_time(sent.received_at)}"


def _describe_problem(problem: Problem, event: Event, messages: Messages) -> str:
    params = dict.fromkeys(problem.code.params, "…") | {
        name: value for name, value in problem.params.items() if name in _SAFE_PARAMS
    }
    text = messages.text("en", f"problems.{problem.code.value}", **params)
    known = event.fields.get(problem.field)
    label = known.label["en"] if known else make_printable(problem.field)
    return f"{label}: {text}" if label else text


def _list(names: Iterable[str]) -> str:
    return ", ".join(sorted(map(make_printable, names)))
