"""What can be wrong with a content file, and the one exception that carries all of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from site_format.locales import Locale
    from site_src.model import Param, Place, ReadablePart


@dataclass(frozen=True, slots=True)
class ContentProblem:
    """One thing that an author has to mend; its text is in the messages under `author.<code>`."""

    place: Place
    code: str
    params: Mapping[str, Param] = field(default_factory=dict)


class ContentError(Exception):
    """The content cannot be used as it is.

    Attributes:
        problems: All that is wrong, by file and line; never empty.
        messages: The messages of each locale as far as they could be read, to say it with.
        readable: What could be loaded all the same; None if nothing was tried.
    """

    def __init__(
        self,
        problems: Sequence[ContentProblem],
        messages: Mapping[Locale, Mapping[str, str]] | None = None,
        readable: ReadablePart | None = None,
    ) -> None:
        """Sort the problems as a person walks through files."""
        self.problems = tuple(sorted(problems, key=lambda problem: (problem.place.file, problem.place.line)))
        self.messages = messages or {}
        self.readable = readable
        super().__init__(f"{len(self.problems)} problems in the content")

    def __str__(self) -> str:
        """The problems as places and codes; `site_src.author_text` says them in words."""
        return "\n".join(f"{problem.place}: {problem.code} {dict(problem.params)}" for problem in self.problems)
