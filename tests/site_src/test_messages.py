"""Every text that Wian shows is there in both languages, with the same placeholders, and used by something."""

from __future__ import annotations

import pytest

from site_format.locales import LOCALES
from site_src.load import load_content
from site_src.load.messages import placeholders
from tests.own_event import PROJECT

MESSAGES = load_content(PROJECT).messages
SECTIONS = {"site", "app", "problems", "backend", "delivery", "findings", "author"}


def test_both_languages_have_the_same_keys():
    assert sorted(MESSAGES["th"]) == sorted(MESSAGES["en"])


def test_both_languages_have_the_same_placeholders():
    differing = [key for key, text in MESSAGES["en"].items() if placeholders(text) != placeholders(MESSAGES["th"][key])]
    assert differing == []


@pytest.mark.parametrize("locale", LOCALES)
def test_messages_are_in_known_sections_and_have_no_loose_ends(locale):
    assert {key.split(".")[0] for key in MESSAGES[locale]} == SECTIONS
    assert [key for key, text in MESSAGES[locale].items() if text != text.strip() or "  " in text] == []
