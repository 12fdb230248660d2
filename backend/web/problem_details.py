"""What is answered when a request cannot be done: told to a program as JSON, to a person as a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from registration_rules import Problem


@dataclass(frozen=True, slots=True)
class ProblemDetails:
    """One problem answer.

    Attributes:
        code: What went wrong; the texts are `backend.problem.<code>`.
        submission_id: The submission that it answers; empty if that could not be made out.
        entered: What a person entered, so that a page can show it again for mending; None where nothing was read.
    """

    status: int
    code: str
    submission_id: str = ""
    problems: tuple[Problem, ...] = ()
    entered: Mapping[str, str] | None = None
