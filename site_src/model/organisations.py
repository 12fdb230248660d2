"""Who is invited: `content/organisations/`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from site_src.model.places import Text


@dataclass(frozen=True, slots=True)
class Organisation:
    """One local administrative organisation (อปท.).

    Attributes:
        code: Stable identifier in [a-z0-9-], at most 20 characters.
        kind: `pao`, `city`, `town`, `subdistrict_municipality`, `tao` or `special`.
        district: The district (อำเภอ) that tells bodies of one name apart; empty texts for a whole province.
    """

    code: str
    kind: str
    name: Text
    district: Text


@dataclass(frozen=True, slots=True)
class OrganisationList:
    """`content/organisations/<slug>.csv` with the `<slug>.yaml` that describes it."""

    slug: str
    title: Text
    is_sample: bool  # pages and the build say so until the office's own list takes its place
    credit: Text
    organisations: tuple[Organisation, ...]
