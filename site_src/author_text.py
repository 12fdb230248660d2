"""Problems and findings in words, for whoever edits the content."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

from site_format.messages import fill
from site_src.dates import format_short_date
from site_src.model import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from site_format.locales import Locale
    from site_src.load import ContentProblem
    from site_src.model import Finding, Param

type Messages = Mapping[Locale, Mapping[str, str]]


def describe_problem(problem: ContentProblem, messages: Messages, locale: Locale) -> str:
    """`file:line: key: what is wrong; what to do`."""
    sentence = _translate(f"author.{problem.code}", problem.params, messages, locale)
    if problem.params.get("nearest"):
        sentence = f"{sentence} {_translate('author.did-you-mean', problem.params, messages, locale)}"
    return _printable(f"{problem.place}: {sentence}")


def describe_finding(finding: Finding, messages: Messages, locale: Locale) -> str:
    """`file:line: key: level [code]: what contradicts itself; what to do`, and why it is accepted if it is."""
    level = _translate(f"author.level.{finding.level}", {}, messages, locale)
    sentence = _translate(f"findings.{finding.code}", finding.params, messages, locale)
    line = f"{finding.place}: {level} [{finding.code}]: {sentence}"
    if finding.params.get("also"):
        line = f"{line} {_translate('author.also-at', finding.params, messages, locale)}"
    if finding.accepted_because is not None:
        line += "\n    " + _translate("author.accepted", {"because": finding.accepted_because}, messages, locale)
    return _printable(line)


def _translate(key: str, params: Mapping[str, Param], messages: Messages, locale: Locale) -> str:
    """The message in `locale`, or else in any language, or else its bare code: the messages may be what is broken."""
    texts = (messages.get(each, {}).get(key) for each in (locale, "en", "th"))
    shown = {name: _show(value, locale) for name, value in params.items()}
    for text in texts:
        if text is not None:
            return fill(text, shown)
    code = key.rpartition(".")[2].replace("-", " ")
    return f"{code} ({', '.join(shown.values())})" if shown else code


def _printable(text: str) -> str:
    """The text for any terminal: bytes of a file name that are not UTF-8 are shown as escapes."""
    return text.encode(errors="backslashreplace").decode()


def _show(value: Param, locale: Locale) -> str:
    match value:
        case Text():
            return value.get(locale)
        case datetime():
            clock = _show(value.time(), locale)
            return f"{format_short_date(value, locale)} {'เวลา ' if locale == 'th' else ''}{clock}"
        case date():
            return format_short_date(value, locale)
        case time():
            return f"{value:%H.%M} น." if locale == "th" else f"{value:%H:%M}"
        case _:
            return str(value)
