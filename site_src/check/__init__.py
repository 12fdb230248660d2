"""The check: what contradicts itself in well-formed content.

A rule is a generator of findings whose docstring is the rule. An error stops the build until the content is mended or
accepts the finding in place, with a reason, in an `accept` list beside the value.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from site_src.check import agenda, events, files, letters, site, texts
from site_src.model import Content, Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from site_src.model import Acceptance, Event, ReadablePart

type Cover = tuple[str, str, str]  # a file or the Markdown files of a folder, a finding's code, a key path

EVENT_RULES: tuple[Callable[[Event, Content], Iterator[Finding]], ...] = (
    *events.RULES,
    *agenda.RULES,
    *letters.RULES,
    *files.RULES,
)
CONTENT_RULES: tuple[Callable[[Content], Iterator[Finding]], ...] = (*site.RULES, *texts.RULES)


def check_content(content: Content, root: Path) -> Iterator[Finding]:
    """Everything that contradicts itself in the content of the project folder `root`, by file and line.

    A finding that the content accepts carries the reason. An acceptance that meets no finding is a finding itself.
    """
    found = [
        *(finding for event in content.events for rule in EVENT_RULES for finding in rule(event, content)),
        *(finding for rule in CONTENT_RULES for finding in rule(content)),
        *files.check_files(content, root),
    ]
    unused = _check_acceptances(content.acceptances, found)
    yield from _sort([*_accept_all(found, content.acceptances), *unused])


def check_readable(part: ReadablePart) -> Iterator[Finding]:
    """What can be said of content of which something could not be loaded; what that may be the cause of is left out."""
    found = [finding for pair in part.texts for rule in texts.PAIR_RULES for finding in rule(pair)]
    if part.site is not None:
        content = Content(part.site, part.events, part.messages, part.acceptances, part.texts, part.lines)
        found += [finding for event in part.events for rule in EVENT_RULES for finding in rule(event, content)]
    yield from _sort(_accept_all(found, part.acceptances))


def stops_build(finding: Finding) -> bool:
    """Whether the build has to wait until the finding is mended or accepted."""
    return finding.level == "error" and finding.accepted_because is None


def _sort(findings: Iterable[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda finding: (finding.place.file, finding.place.line))


def _accept_all(found: Iterable[Finding], acceptances: Iterable[Acceptance]) -> Iterator[Finding]:
    """The findings, each with the reason of the first acceptance that covers it."""
    covering: dict[Cover, Acceptance] = {}
    for acceptance in acceptances:
        for key in _list_covered(acceptance):
            covering.setdefault(key, acceptance)
    for finding in found:
        reasons = (covering[key].because for key in _list_covers(finding) if key in covering)
        yield replace(finding, accepted_because=next(reasons, None))


def _check_acceptances(acceptances: Iterable[Acceptance], found: Iterable[Finding]) -> Iterator[Finding]:
    """An acceptance accepts something: what it was for is not mended yet, nor moved away."""
    covered = {key for finding in found for key in _list_covers(finding)}
    for acceptance in acceptances:
        if covered.isdisjoint(_list_covered(acceptance)):
            params = {"finding": acceptance.finding, "at": acceptance.at}
            yield Finding("acceptance-unused", "error", acceptance.place, params)


def _list_covered(acceptance: Acceptance) -> tuple[Cover, ...]:
    """What an acceptance covers: a place in its own file, or in a Markdown file beside it."""
    file = acceptance.place.file
    folder = f"{PurePosixPath(file).parent}/*.md"
    return tuple((where, acceptance.finding, acceptance.covers) for where in (file, folder))


def _list_covers(finding: Finding) -> tuple[Cover, ...]:
    """What an acceptance has to cover for it to accept the finding."""
    file = PurePosixPath(finding.place.file)
    places = (finding.place.file, f"{file.parent}/*.md") if file.suffix == ".md" else (finding.place.file,)
    return tuple((where, finding.code, finding.place.key) for where in places)
