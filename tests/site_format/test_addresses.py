"""Addresses of the site's pages in both languages."""

from __future__ import annotations

import pytest

from site_format.addresses import (
    address,
    calendar_file,
    event_page,
    file_path,
    form_file,
    home,
    manifest,
    messages_file,
    not_found_page,
    offline_page,
    page_address,
    poster_page,
    privacy_page,
    receipt_page,
    receipts_page,
    registration_page,
)


def test_thai_has_no_folder_and_english_has_one():
    assert [address("/privacy/", locale) for locale in ("th", "en")] == ["/privacy/", "/en/privacy/"]
    assert [home(locale) for locale in ("th", "en")] == ["/", "/en/"]


def test_pages_of_the_site():
    assert privacy_page("en") == "/en/privacy/"
    assert receipts_page("th") == "/receipts/"
    assert offline_page("en") == "/en/offline/"
    assert not_found_page("en") == "/en/404.html"
    assert manifest("th") == "/manifest.webmanifest"
    assert messages_file("en") == "/messages/en.json"


def test_pages_of_an_event():
    assert event_page("x", "th") == "/events/x/"
    assert calendar_file("x", "en") == "/en/events/x/event.ics"
    assert poster_page("x", "th") == "/events/x/poster/"
    assert registration_page("x", "en") == "/en/r/x/"
    assert receipt_page("x", "4821-0937", "en") == "/en/r/x/receipts/4821-0937/"
    assert form_file("x") == "/r/x/form.json"


@pytest.mark.parametrize(
    ("where", "path"),
    [
        ("/", "index.html"),
        ("/en/", "en/index.html"),
        ("/events/x/", "events/x/index.html"),
        ("/404.html", "404.html"),
        ("/events/x/event.ics", "events/x/event.ics"),
        ("/my-index.html", "my-index.html"),
    ],
)
def test_each_address_stands_for_one_file(where: str, path: str):
    assert (file_path(where), page_address(path)) == (path, where)
