"""The check: what contradicts itself in well-formed content.

A rule is a generator of findings whose docstring is the rule. An error stops the build until the content is mended or
accepts the finding in place, with a reason, in an `accept` list beside the value.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from site_src.check import agenda, events, files, letters, texts
from site_src.model import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from site_src.model import Acceptance, Content, Event

EVENT_RULES: tuple[Callable[[Event, Content], Iterator[Finding]], ...] = (
    *events.RULES,
    *agenda.RULES,
    *letters.RULES,
)
CONTENT_RULES: tuple[Callable[[Content], Iterator[Finding]], ...] = texts.RULES


def check_content(content: Content, root: Path) -> Iterator[Finding]:
    """Everything that contradicts itself in the content of the project folder `root`, by file and line.

    A finding that the content accepts carries the reason. An acceptance that meets no finding is a finding itself.
    """
    found = [
        *(finding for event in content.events for rule in EVENT_RULES for finding in rule(event, content)),
        *(finding for rule in CONTENT_RULES for finding in rule(content)),
        *files.check_files(content, root),
    ]
    accepted = [_accept(finding, content.acceptances) for finding in found]
    unused = _check_acceptances(content.acceptances, found)
    yield from sorted((*accepted, *unused), key=lambda finding: (finding.place.file, finding.place.line))


def stops_build(finding: Finding) -> bool:
    """Whether the build has to wait until the finding is mended or accepted."""
    return finding.level == "error" and finding.accepted_because is None


def _accept(finding: Finding, acceptances: Iterable[Acceptance]) -> Finding:
    """The finding, with the reason of the acceptance that covers it."""
    reason = next((acceptance.because for acceptance in acceptances if _covers(acceptance, finding)), None)
    return replace(finding, accepted_because=reason)


def _check_acceptances(acceptances: Iterable[Acceptance], found: Iterable[Finding]) -> Iterator[Finding]:
    """An acceptance accepts something: what it was for is not mended yet, nor moved away."""
    findings = tuple(found)
    for acceptance in acceptances:
        if not any(_covers(acceptance, finding) for finding in findings):
            params = {"finding": acceptance.finding, "at": acceptance.at}
            yield Finding("acceptance-unused", "error", acceptance.place, params)


def _covers(acceptance: Acceptance, finding: Finding) -> bool:
    """Whether code and place agree; Markdown files belong to the YAML file that lies beside them."""
    file = PurePosixPath(finding.place.file)
    is_beside = file.suffix == ".md" and file.parent == PurePosixPath(acceptance.place.file).parent
    is_here = is_beside or finding.place.file == acceptance.place.file
    return is_here and finding.code == acceptance.finding and finding.place.key == acceptance.covers
