"""Where the site's QR codes lead, and the proof that each of them does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_format.addresses import event_page, poster_page, registration_page
from site_src.errors import BuildError
from site_src.pages.event_state import find_state
from site_src.pages.qr import read_code

if TYPE_CHECKING:
    from collections.abc import Mapping

    from site_format.locales import Locale
    from site_src.model import BuildOptions, Content, Event
    from site_src.pages.page_survey import Survey


def find_target(content: Content, event: Event, locale: Locale) -> str:
    """The absolute address of an event's registration page, as its QR code says it."""
    return content.site.base_url + registration_page(event.slug, locale)


def list_targets(content: Content, options: BuildOptions) -> dict[str, str]:
    """What the QR codes of the site must lead to, by the address of the page that shows them."""
    return {
        find_page(event.slug, locale): find_target(content, event, locale)
        for event in content.events
        if find_state(event, options.now) == "open"
        for locale in content.messages
        for find_page in (event_page, poster_page)
    }


def verify_codes(pages: Survey, targets: Mapping[str, str]) -> int:
    """Read every QR code in the site's pages as a phone would, and return how many there are.

    Args:
        pages: The finished site's.
        targets: What the codes of a page must say, by the page's address. A page named here has at least one code, a
            page not named has none.

    Raises:
        BuildError: a code is missing, unreadable, without its quiet zone, or says something else.
    """
    count = 0
    for address, page in pages.items():
        if bool(page.codes) != (address in targets):
            raise BuildError(
                f"{address}: {'a QR code that nobody expects' if page.codes else 'the QR code is missing'}"
            )
        for code in page.codes:
            said = read_code(code, address)
            if said != targets[address]:
                raise BuildError(f"{address}: the QR code leads to {said or 'nothing'} instead of {targets[address]}")
            count += 1
    if missing := [address for address in targets if address not in pages]:
        raise BuildError(f"{missing[0]}: the page for this QR code was not written")
    return count
