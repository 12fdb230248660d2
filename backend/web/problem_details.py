"""What is answered when a request cannot be done: told to a program as JSON, to a person as a page."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from registration_rules import Problem


@dataclass(frozen=True, slots=True)
class ProblemDetails:
    """One problem answer.

    Attributes:
        code: What went wrong; the texts are below `backend`, at `texts`.
        submission_id: The submission that it answers; empty if that could not be made out.
        entered: What a person entered, so that a page can show it again for mending; None where nothing was read.
        retry_after_s: When to come again; 0 where that would not help.
        act_id: The act upon a registration that it answers; empty if it is none, or that could not be made out.
    """

    status: int
    code: str
    submission_id: str = ""
    problems: tuple[Problem, ...] = ()
    entered: Mapping[str, str] | None = None
    retry_after_s: int = 0
    act_id: str = ""

    @property
    def texts(self) -> str:
        """Where the texts are, below `backend`: an act fails otherwise than a registration."""
        return f"act_problem.{self.code}" if self.act_id else f"problem.{self.code}"

    @property
    def retry_after_minutes(self) -> int:
        """The same for people, rounded up."""
        return math.ceil(self.retry_after_s / 60)
