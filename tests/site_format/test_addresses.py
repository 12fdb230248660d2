"""Addresses of the site's pages in both languages."""

from __future__ import annotations

from site_format.addresses import address, calendar_file, event_page, poster_page, receipt_page, registration_page


def test_thai_has_no_folder_and_english_has_one():
    assert [address("/privacy/", locale) for locale in ("th", "en")] == ["/privacy/", "/en/privacy/"]
    assert [address("/", locale) for locale in ("th", "en")] == ["/", "/en/"]


def test_pages_of_an_event():
    assert event_page("x", "th") == "/events/x/"
    assert calendar_file("x", "en") == "/en/events/x/event.ics"
    assert poster_page("x", "th") == "/events/x/poster/"
    assert registration_page("x", "en") == "/en/r/x/"
    assert receipt_page("x", "4821-0937", "en") == "/en/r/x/receipts/4821-0937/"
