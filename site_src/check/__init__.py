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
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from site_src.model import Acceptance, Content, Event

type Cover = tuple[str, str, str]  # a file or the Markdown files of a folder, a finding's code, a key path

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
    covering = _index_acceptances(content.acceptances)
    accepted = [_accept(finding, covering) for finding in found]
    unused = _check_acceptances(content.acceptances, found)
    yield from sorted((*accepted, *unused), key=lambda finding: (finding.place.file, finding.place.line))


def stops_build(finding: Finding) -> bool:
    """Whether the build has to wait until the finding is mended or accepted."""
    return finding.level == "error" and finding.accepted_because is None


def _accept(finding: Finding, covering: Mapping[Cover, Acceptance]) -> Finding:
    """The finding, with the reason of the acceptance that covers it."""
    acceptances = (covering[key] for key in _list_covers(finding) if key in covering)
    return replace(finding, accepted_because=next((acceptance.because for acceptance in acceptances), None))


def _check_acceptances(acceptances: Iterable[Acceptance], found: Iterable[Finding]) -> Iterator[Finding]:
    """An acceptance accepts something: what it was for is not mended yet, nor moved away."""
    covered = {key for finding in found for key in _list_covers(finding)}
    for acceptance in acceptances:
        if covered.isdisjoint(_list_covered(acceptance)):
            params = {"finding": acceptance.finding, "at": acceptance.at}
            yield Finding("acceptance-unused", "error", acceptance.place, params)


def _index_acceptances(acceptances: Iterable[Acceptance]) -> dict[Cover, Acceptance]:
    """What is accepted, for finding it at once; of two acceptances of the same the first counts."""
    index: dict[Cover, Acceptance] = {}
    for acceptance in acceptances:
        for key in _list_covered(acceptance):
            index.setdefault(key, acceptance)
    return index


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
