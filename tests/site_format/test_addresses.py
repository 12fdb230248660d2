"""Addresses of the site's pages in both languages."""

from __future__ import annotations

import pytest

from site_format.addresses import (
    address,
    calendar_file,
    event_page,
    home_page,
    locale_of,
    not_found_page,
    poster_page,
    privacy_page,
    receipt_page,
    registration_page,
    registration_target,
)


def test_thai_has_no_folder_and_english_has_one():
    assert [address("/privacy/", locale) for locale in ("th", "en")] == ["/privacy/", "/en/privacy/"]
    assert [address("/", locale) for locale in ("th", "en")] == ["/", "/en/"]


@pytest.mark.parametrize(
    ("path", "locale"),
    [("/", "th"), ("/en/", "en"), ("/en", "th"), ("/en/r/x/", "en"), ("/english/", "th"), ("/r/en/", "th"), ("", "th")],
)
def test_an_address_tells_its_language(path: str, locale: str):
    assert locale_of(path) == locale


def test_pages_of_the_site():
    pages = (home_page, privacy_page, not_found_page)
    assert [page("th") for page in pages] == ["/", "/privacy/", "/404.html"]
    assert [page("en") for page in pages] == ["/en/", "/en/privacy/", "/en/404.html"]


def test_pages_of_an_event():
    assert event_page("x", "th") == "/events/x/"
    assert calendar_file("x", "en") == "/en/events/x/event.ics"
    assert poster_page("x", "th") == "/events/x/poster/"
    assert registration_page("x", "en") == "/en/r/x/"
    assert registration_target("x") == "/r/x/"
    assert receipt_page("x", "4821-0937", "en") == "/en/r/x/receipts/4821-0937/"
