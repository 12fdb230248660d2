"""`content/site.yaml` and the privacy notice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from site_src.model.places import Place, Text

type FormBackend = Literal["own", "netlify"]


@dataclass(frozen=True, slots=True)
class Notice:
    """The privacy notice that a registrant agrees to; `version` travels with every submission."""

    version: str
    text: Text  # Markdown


@dataclass(frozen=True, slots=True)
class Site:
    """`content/site.yaml`."""

    name: Text
    description: Text
    publisher: Text
    base_url: str  # no slash at the end
    time_zone: str  # IANA name, e.g. Asia/Bangkok
    form_backend: FormBackend
    notice: Notice
    keep_days: int  # how long after an event its registrations are kept
    sample_of: str  # the slug of the event whose sample this file belongs to; empty once it is an office's own
    place: Place
