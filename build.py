"""The build command: `python build.py` makes site/ from content/, `python build.py check` only looks at the content."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from site_format.messages import fill
from site_src.author_text import describe_finding, describe_problem
from site_src.check import check_content, check_readable, stops_build
from site_src.dates import format_moment
from site_src.errors import BuildError
from site_src.load import ContentError, load_content
from site_src.load.messages import read_messages
from site_src.load.reading import Reading
from site_src.model import BuildOptions
from site_src.publish.steps import publish

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from site_format.locales import Locale
    from site_src.author_text import Messages
    from site_src.model import Finding

ROOT = Path(__file__).resolve().parent
OK, FAILED, MISUSED = 0, 1, 2
LATEST_YEAR = 2400  # later years are of the Buddhist Era

type Say = Callable[..., str]


@dataclass(frozen=True, slots=True)
class Order:
    """What the command line and the environment ask for."""

    command: str
    root: Path
    output: Path
    options: BuildOptions
    base_url: str  # empty for the content's own
    locale: Locale


def main(arguments: Sequence[str], variables: Mapping[str, str]) -> int:
    """Run the command and return its exit code: 0 done, 1 the content or the build failed, 2 the command is misused."""
    locale: Locale = "th" if (variables.get("WIAN_LOCALE") or variables.get("LANG", "")).startswith("th") else "en"
    messages = read_messages(Reading(ROOT))[locale]

    def say(key: str, **params: object) -> str:
        return fill(messages.get(f"site.build.{key}", key), params)

    order = read_order(arguments, variables, locale, say)
    try:
        return run(order, say)
    except ContentError as error:
        for problem in error.problems:
            print(describe_problem(problem, error.messages, locale))
        if error.readable:
            report_findings(list(check_readable(error.readable)), error.messages, locale, say)
        print(say("problems", count=len(error.problems)))
    except BuildError as error:
        print(f"{error}\n{say('failed')}", file=sys.stderr)
    except OSError as error:  # a full disk, a folder without permission
        print(f"{say('unexpected', error=error)}\n{say('failed')}", file=sys.stderr)
    return FAILED


def read_order(arguments: Sequence[str], variables: Mapping[str, str], locale: Locale, say: Say) -> Order:
    """Read the command line; what is not given there may stand in AS_OF and BASE_URL.

    Raises:
        SystemExit: with code 2, after saying what is wrong with it.
    """
    parser = argparse.ArgumentParser(prog="build.py", description=say("usage"))
    parser.add_argument("command", nargs="?", choices=("build", "check"), default="build", help=say("option_command"))
    parser.add_argument("--as-of", metavar="TIME", default=variables.get("AS_OF", ""), help=say("option_as_of"))
    parser.add_argument("--base-url", metavar="URL", default=variables.get("BASE_URL", ""), help=say("option_base_url"))
    parser.add_argument("--content", metavar="DIR", type=Path, default=ROOT, help=say("option_content"))
    parser.add_argument("--output", metavar="DIR", type=Path, default=ROOT / "site", help=say("option_output"))
    given = parser.parse_args(arguments)
    is_deployment = variables.get("NETLIFY") == "true" and variables.get("CONTEXT") == "production"
    if given.as_of and is_deployment:
        parser.error(say("no_preview_in_production"))
    try:
        now = read_instant(given.as_of) if given.as_of else datetime.now(UTC)
    except ValueError:
        parser.error(say("bad_as_of", value=given.as_of))
    base_url = given.base_url.removesuffix("/")
    if base_url and not is_origin(base_url):
        parser.error(say("bad_base_url", value=given.base_url))
    root = given.content.resolve()
    return Order(
        command=given.command,
        root=root.parent if root.name == "content" else root,
        output=given.output.resolve(),
        options=BuildOptions(now=now, is_preview=bool(given.as_of)),
        base_url=base_url,
        locale=locale,
    )


def read_instant(text: str) -> datetime:
    """An ISO 8601 time with its offset.

    Raises:
        ValueError: it is none, leaves the offset open, or counts the years in the Buddhist Era.
    """
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None or instant.year > LATEST_YEAR:
        raise ValueError(text)
    return instant


def is_origin(text: str) -> bool:
    """Whether `text` is scheme, host and perhaps port, and nothing more."""
    parts = urlsplit(text)
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and text == f"{parts.scheme}://{parts.netloc}"


def run(order: Order, say: Say) -> int:
    """Load, check, and unless only a check was asked for, publish."""
    content = load_content(order.root)
    if order.base_url:
        content = replace(content, site=replace(content.site, base_url=order.base_url))
    findings = list(check_content(content, order.root))
    if not report_findings(findings, content.messages, order.locale, say):
        return FAILED
    if order.command == "check":
        accepted = sum(finding.accepted_because is not None for finding in findings)
        print(say("check_ok", events=len(content.events), accepted=accepted))
        return OK
    if order.options.is_preview:
        now = format_moment(order.options.now, order.locale, ZoneInfo(content.site.time_zone))
        print(say("preview", now=now))
    publish(content, order.options, findings, output=order.output, say=say)
    print(say("next"))
    return OK


def report_findings(findings: Sequence[Finding], messages: Messages, locale: Locale, say: Say) -> bool:
    """Print every finding, accepted ones with their reason; whether the build may go on."""
    if findings:
        print(say("findings"))
    for finding in findings:
        print(f"  {describe_finding(finding, messages, locale)}")
    stopping = sum(stops_build(finding) for finding in findings)
    if stopping:
        print(say("unaccepted", count=stopping))
    return not stopping


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr] # a terminal that can't show Thai
    sys.exit(main(sys.argv[1:], os.environ))
