"""Rules for the site as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from site_src.model import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_src.model import Content

# Source: RFC 2606 and RFC 6761; nobody can have these. `localhost` is where previews run, which name it themselves.
RESERVED = ("example", "test", "invalid", "example.com", "example.net", "example.org")


def check_owner(content: Content) -> Iterator[Finding]:
    """The site's own file is the office's, not that of the sample, once there is an event besides the sample."""
    site = content.site
    other = next((event.slug for event in content.events if event.slug != site.sample_of), None)
    if site.sample_of and other:
        place = site.place.child("sample_of", content.lines)
        yield Finding("site-sample", "warning", place, {"event": other, "publisher": site.publisher})


def check_address(content: Content) -> Iterator[Finding]:
    """The address that QR codes lead to is one that can exist; the sample alone may have one that cannot."""
    site = content.site
    is_sample = {event.slug for event in content.events} <= {site.sample_of}
    host = urlsplit(site.base_url).hostname or ""
    if not is_sample and any(host == name or host.endswith(f".{name}") for name in RESERVED):
        yield Finding(
            "address-reserved", "error", site.place.child("base_url", content.lines), {"address": site.base_url}
        )


RULES = (check_owner, check_address)
