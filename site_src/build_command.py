"""What `build.py` does: read what is asked for, load, check and publish, and say how it went."""

from __future__ import annotations

import argparse
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
from site_src.project import ROOT
from site_src.publish.steps import publish

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from site_format.locales import Locale
    from site_src.author_text import Messages
    from site_src.model import Content, Finding

OK, FAILED, MISUSED = 0, 1, 2
LATEST_YEAR = 2400  # later years are of the Buddhist Era

type Translate = Callable[..., str]


class ContradictionError(Exception):
    """The content contradicts itself, and nobody has accepted that.

    Attributes:
        findings: Those that stop the build; never empty.
        content: Where they are, with the messages to say them with.
    """

    def __init__(self, findings: Sequence[Finding], content: Content) -> None:
        """Keep what is found and where."""
        super().__init__(f"{len(findings)} contradictions in the content")
        self.findings = tuple(findings)
        self.content = content


# What ends a build with words for whoever runs it; OSError is a full disk, or a folder without permission.
FAILURES = (ContentError, ContradictionError, BuildError, OSError)


@dataclass(frozen=True, slots=True)
class BuildRequest:
    """What the command line and the environment ask for."""

    command: str
    root: Path
    output: Path
    options: BuildOptions
    base_url: str  # empty for the content's own
    locale: Locale


def main(arguments: Sequence[str], variables: Mapping[str, str]) -> int:
    """Run the command and return its exit code: 0 done, 1 the content or the build failed, 2 the command is misused."""
    locale = choose_locale(variables)
    translate = make_translator(locale)
    request = read_request(arguments, variables, locale, translate)
    try:
        run(request, translate)
    except FAILURES as error:
        print_failure(error, locale, translate)
        return FAILED
    if request.command == "build":
        print(translate("next"))
    return OK


def choose_locale(variables: Mapping[str, str]) -> Locale:
    """The author's language, in which the terminal speaks."""
    return "th" if (variables.get("WIAN_LOCALE") or variables.get("LANG", "")).startswith("th") else "en"


def make_translator(locale: Locale) -> Translate:
    """A function from a key under `site.build` and its parameters to the text; the key where the text is missing."""
    messages = read_messages(Reading(ROOT))[locale]

    def translate(key: str, **params: object) -> str:
        return fill(messages.get(f"site.build.{key}", key), params)

    return translate


def read_request(
    arguments: Sequence[str], variables: Mapping[str, str], locale: Locale, translate: Translate
) -> BuildRequest:
    """Read the command line; what is not given there may stand in AS_OF and BASE_URL.

    Raises:
        SystemExit: with code 2, after saying what is wrong with it.
    """
    parser = argparse.ArgumentParser(prog="build.py", description=translate("usage"))
    commands = ("build", "check")
    parser.add_argument("command", nargs="?", choices=commands, default="build", help=translate("option_command"))
    parser.add_argument("--as-of", metavar="TIME", default=variables.get("AS_OF", ""), help=translate("option_as_of"))
    origin = variables.get("BASE_URL", "")
    parser.add_argument("--base-url", metavar="URL", default=origin, help=translate("option_base_url"))
    parser.add_argument("--content", metavar="DIR", type=Path, default=ROOT, help=translate("option_content"))
    parser.add_argument("--output", metavar="DIR", type=Path, default=ROOT / "site", help=translate("option_output"))
    given = parser.parse_args(arguments)
    is_deployment = variables.get("NETLIFY") == "true" and variables.get("CONTEXT") == "production"
    if given.as_of and is_deployment:
        parser.error(translate("no_preview_in_production"))
    try:
        now = read_instant(given.as_of) if given.as_of else datetime.now(UTC)
    except ValueError:
        parser.error(translate("bad_as_of", value=given.as_of))
    base_url = given.base_url.removesuffix("/")
    if base_url and not is_origin(base_url):
        parser.error(translate("bad_base_url", value=given.base_url))
    return BuildRequest(
        command=given.command,
        root=find_project(given.content),
        output=given.output.resolve(),
        options=BuildOptions(now=now, is_preview=bool(given.as_of)),
        base_url=base_url,
        locale=locale,
    )


def find_project(folder: Path) -> Path:
    """The folder that holds `content/`, given itself or that; a project may be called content itself."""
    root = folder.resolve()
    return root.parent if root.name == "content" and not (root / "content").is_dir() else root


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


def run(request: BuildRequest, translate: Translate) -> None:
    """Load, check, and unless only a check was asked for, publish.

    Raises:
        ContentError, ContradictionError, BuildError, OSError: It can't be built; what was there is as it was.
    """
    content, findings = check_request(request, translate)
    if request.command == "check":
        accepted = sum(finding.accepted_because is not None for finding in findings)
        print(translate("check_ok", events=len(content.events), accepted=accepted))
    else:
        publish_request(request, content, findings, translate)


def check_request(request: BuildRequest, translate: Translate) -> tuple[Content, list[Finding]]:
    """The content and what was found in it, which is printed.

    Raises:
        ContentError, ContradictionError: It can't be published as it is.
    """
    content = load_content(request.root)
    if request.base_url:
        content = replace(content, site=replace(content.site, base_url=request.base_url))
    findings = list(check_content(content, request.root))
    _print_findings(content.messages, findings, request.locale, translate)
    stopping = [finding for finding in findings if stops_build(finding)]
    if stopping:
        raise ContradictionError(stopping, content)
    return content, findings


def publish_request(request: BuildRequest, content: Content, findings: Sequence[Finding], translate: Translate) -> None:
    """Build the site, telling each step.

    Raises:
        BuildError, OSError: It could not be made; what was there is as it was.
    """
    if request.options.is_preview:
        now = format_moment(request.options.now, request.locale, ZoneInfo(content.site.time_zone))
        print(translate("preview", now=now))
    publish(content, request.options, findings, output=request.output, translate=translate)


def print_failure(error: Exception, locale: Locale, translate: Translate) -> None:
    """Print why there is no new site, and that the old one is as it was."""
    match error:
        case ContentError():
            for line in describe_failure(error, locale):
                print(line)
            if error.readable:
                _print_findings(error.messages, list(check_readable(error.readable)), locale, translate)
            print(translate("problems", count=len(error.problems)))
        case ContradictionError():  # they stand among the findings, which are printed
            print(translate("unaccepted", count=len(error.findings)))
        case BuildError():
            print(f"{error}\n{translate('failed')}", file=sys.stderr)
        case _:
            print(f"{translate('unexpected', error=error)}\n{translate('failed')}", file=sys.stderr)


def describe_failure(error: Exception, locale: Locale) -> list[str]:
    """What has to be mended, one line each, those of the content as `file:line: …`."""
    match error:
        case ContentError():
            return [describe_problem(problem, error.messages, locale) for problem in error.problems]
        case ContradictionError():
            return [describe_finding(finding, error.content.messages, locale) for finding in error.findings]
        case _:
            return str(error).splitlines()


def _print_findings(messages: Messages, findings: Sequence[Finding], locale: Locale, translate: Translate) -> None:
    """Print every finding, accepted ones with their reason."""
    if findings:
        print(translate("findings"))
    for finding in findings:
        print(f"  {describe_finding(finding, messages, locale)}")
