"""`content/site.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_src.load.nodes import read_yaml
from site_src.load.readers import markdown_files, optional, pair, record
from site_src.load.values import base_address, one_of, slug, time_zone, whole
from site_src.model import Notice, Site, Text

if TYPE_CHECKING:
    from site_src.load.reading import Reading
    from site_src.model import FormBackend, Place

LONGEST_DAYS = 3650


@dataclass(frozen=True, slots=True)
class _WrittenSite:
    name: Text
    description: Text
    publisher: Text
    base_url: str
    time_zone: str
    form_backend: FormBackend
    notice_version: str
    notice: Text
    keep_days: int
    sample_of: str
    place: Place


_SITE = record(
    _WrittenSite,
    name=pair,
    description=pair,
    publisher=pair,
    base_url=base_address,
    time_zone=time_zone,
    form_backend=one_of(("own", "netlify")),
    notice_version=slug,
    notice=markdown_files(),
    keep_days=whole(1, LONGEST_DAYS),
    sample_of=optional(slug, ""),
)


def read_site(reading: Reading) -> Site:
    """The site; raises Refused."""
    written = _SITE(read_yaml(reading.root / "content" / "site.yaml", reading), reading)
    return Site(
        name=written.name,
        description=written.description,
        publisher=written.publisher,
        base_url=written.base_url,
        time_zone=written.time_zone,
        form_backend=written.form_backend,
        notice=Notice(written.notice_version, written.notice),
        keep_days=written.keep_days,
        sample_of=written.sample_of,
        place=written.place,
    )
