"""The fields of the registration form: `form.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from site_src.model.places import Text


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a form field; `value` is what the wire carries."""

    value: str
    label: Text


@dataclass(frozen=True, slots=True)
class FormField:
    """One field of the registration form with its rule parameters (see `registration_rules.form`)."""

    name: str
    kind: str  # one of `registration_rules.form.KINDS`
    label: Text
    hint: Text
    required: bool
    min_length: int
    max_length: int
    min_value: int
    max_value: int
    autocomplete: str  # the HTML autofill token, empty for none
    choices: tuple[Choice, ...]

    @property
    def room(self) -> int:
        """How many characters its control holds, 0 if it is chosen: more than the rules allow."""
        if self.kind in {"personal_name", "text", "long_text", "email"}:
            return self.max_length * 2  # as much as repairing can take away from a decomposed Thai text
        return 500 if self.kind in {"mobile", "number"} else 0
