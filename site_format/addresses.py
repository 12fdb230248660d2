"""The addresses of the site's pages, root-relative, in each language, and the files that they stand for.

Thai is the site's first language and has no folder of its own; every other one has: `/events/x/` and `/en/events/x/`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_format.locales import DEFAULT_LOCALE, LOCALES

if TYPE_CHECKING:
    from site_format.locales import Locale

SERVICE_WORKER = "/sw.js"
"""The same for ever: browsers that have it look for the next version there."""


def address(path: str, locale: Locale) -> str:
    """The address in `locale` of `path`, which is the address in Thai."""
    return path if locale == DEFAULT_LOCALE else f"/{locale}{path}"


def locale_of(path: str) -> Locale:
    """The language in whose folder `path` lies; Thai for what lies in none."""
    return next(
        (locale for locale in LOCALES if locale != DEFAULT_LOCALE and path.startswith(address("/", locale))),
        DEFAULT_LOCALE,
    )


def home_page(locale: Locale) -> str:
    """The list of events."""
    return address("/", locale)


def privacy_page(locale: Locale) -> str:
    """The privacy notice."""
    return address("/privacy/", locale)


def receipts_page(locale: Locale) -> str:
    """What this phone has queued, sent and had answered."""
    return address("/receipts/", locale)


def offline_page(locale: Locale) -> str:
    """What the service worker shows in place of a page that it can't get."""
    return address("/offline/", locale)


def not_found_page(locale: Locale) -> str:
    """What is answered where there is no page."""
    return address("/404.html", locale)


def manifest(locale: Locale) -> str:
    """The web app manifest."""
    return address("/manifest.webmanifest", locale)


def icon_file(name: str) -> str:
    """An icon of the app, by the name of its file."""
    return f"/icons/{name}"


ICON = icon_file("favicon.png")
"""What every page of ours links to."""


def event_page(slug: str, locale: Locale) -> str:
    """The page of an event."""
    return address(f"/events/{slug}/", locale)


def calendar_file(slug: str, locale: Locale) -> str:
    """The calendar file of an event."""
    return address(f"/events/{slug}/event.ics", locale)


def poster_page(slug: str, locale: Locale) -> str:
    """The A4 sheet with the QR code of an event."""
    return address(f"/events/{slug}/poster/", locale)


def registration_page(slug: str, locale: Locale) -> str:
    """The page that the QR code opens."""
    return address(f"/r/{slug}/", locale)


def registration_target(slug: str) -> str:
    """Where registrations are posted, whatever their language; a page has to be there, for so Netlify wants it."""
    return registration_page(slug, DEFAULT_LOCALE)


def cancel_target(slug: str) -> str:
    """Where a phone posts that a registration is to be cancelled."""
    return f"{registration_target(slug)}cancel/"


def standing_target(slug: str) -> str:
    """Where a phone posts the question how registrations stand."""
    return f"{registration_target(slug)}standing/"


def thanks_page(slug: str, locale: Locale) -> str:
    """What a browser without JavaScript gets for a registration where Netlify takes it."""
    return address(f"/r/{slug}/thanks/", locale)


def form_name(slug: str) -> str:
    """What the form of an event is called, in the page and in Netlify's list of forms."""
    return f"registration-{slug}"


def receipt_page(slug: str, receipt: str, locale: Locale) -> str:
    """What the form backend shows of one registration to a browser without JavaScript."""
    return address(f"/r/{slug}/receipts/{receipt}/", locale)


def manage_page(key: str = "") -> str:
    """The form backend's page on which a registrant sees and cancels one registration, in its language.

    Without a key it is that of whose key the browser brings along, so that no list of visited pages has it.
    """
    return f"/manage/{key}/" if key else "/manage/"


def change_page(key: str = "") -> str:
    """The form with which a registrant changes that registration; likewise."""
    return f"{manage_page(key)}change/"


def form_file(slug: str) -> str:
    """What the form backend reads of an event, `form.json`."""
    return f"/r/{slug}/form.json"


def messages_file(locale: Locale) -> str:
    """The messages in `locale` for the form backend's own pages."""
    return f"/messages/{locale}.json"


def file_path(root_relative: str) -> str:
    """The path, below the site's folder, of the file that is served at an address."""
    path = root_relative.removeprefix("/")
    return f"{path}index.html" if not path or path.endswith("/") else path


def page_address(path: str) -> str:
    """The address of the file at `path` below the site's folder: the other way round."""
    return f"/{path.removesuffix('index.html') if path.rpartition('/')[2] == 'index.html' else path}"
