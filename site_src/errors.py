"""The one exception that stops a build with words for whoever runs it."""

from __future__ import annotations


class BuildError(Exception):
    """The build cannot go on, said so that a person can act on it.

    Attributes:
        what: What is wrong and where, in one sentence.
        advice: What to do about it; empty if `what` already says so.
    """

    def __init__(self, what: str, advice: str = "") -> None:
        """Keep what is wrong and what to do."""
        super().__init__(what, advice)
        self.what = what
        self.advice = advice

    def __str__(self) -> str:
        """What is wrong, then what to do, as the build command prints it."""
        return f"{self.what}\n{self.advice}" if self.advice else self.what
