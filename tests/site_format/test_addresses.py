"""Addresses of the site's pages in both languages."""

from __future__ import annotations

import pytest

from site_format.addresses import (
    address,
    calendar_file,
    event_page,
    file_path,
    form_file,
    home_page,
    locale_of,
    manage_page,
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
    registration_target,
)


def test_thai_has_no_folder_and_english_has_one():
    assert [address("/privacy/", locale) for locale in ("th", "en")] == ["/privacy/", "/en/privacy/"]
    assert [home_page(locale) for locale in ("th", "en")] == ["/", "/en/"]


@pytest.mark.parametrize(
    ("path", "locale"),
    [("/", "th"), ("/en/", "en"), ("/en", "th"), ("/en/r/x/", "en"), ("/english/", "th"), ("/r/en/", "th"), ("", "th")],
)
def test_an_address_tells_its_language(path: str, locale: str):
    assert locale_of(path) == locale


def test_pages_of_the_site():
    pages = (home_page, privacy_page, receipts_page, offline_page, not_found_page, manifest, messages_file)
    thai = ["/", "/privacy/", "/receipts/", "/offline/", "/404.html", "/manifest.webmanifest"]
    assert [page("th") for page in pages] == [*thai, "/messages/th.json"]
    assert [page("en") for page in pages] == [*(f"/en{path}" for path in thai), "/messages/en.json"]


def test_pages_of_an_event():
    assert event_page("x", "th") == "/events/x/"
    assert calendar_file("x", "en") == "/en/events/x/event.ics"
    assert poster_page("x", "th") == "/events/x/poster/"
    assert registration_page("x", "en") == "/en/r/x/"
    assert registration_target("x") == "/r/x/"
    assert receipt_page("x", "4821-0937", "en") == "/en/r/x/receipts/4821-0937/"
    assert form_file("x") == "/r/x/form.json"
    assert manage_page("0123456789abcdef") == "/manage/0123456789abcdef/"
    assert manage_page() == "/manage/"


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
