"""The site's own file is an office's own before letters with its QR codes go out."""

from __future__ import annotations

import pytest

from tests.own_event import EVENT

SITE = "content/site.yaml"


def list_codes(content_copy):
    findings = [found for found in content_copy.findings() if found.code in {"site-sample", "address-reserved"}]
    return [(str(found.place), found.level, found.code) for found in findings]


def rename_event(content_copy):
    folder = content_copy.root / EVENT
    folder.rename(folder.parent / "own-event")


def test_the_sample_itself_is_as_it_should_be(content_copy):
    assert list_codes(content_copy) == []


def test_another_event_under_the_samples_name_is_found(content_copy):
    rename_event(content_copy)
    assert list_codes(content_copy) == [
        (f"{SITE}:11: base_url", "error", "address-reserved"),
        (f"{SITE}:16: sample_of", "warning", "site-sample"),
    ]


@pytest.mark.parametrize(
    ("address", "codes"),
    [
        ("https://wian.example", ["address-reserved"]),
        ("https://www.example.com", ["address-reserved"]),
        ("https://example.go.th", []),
        ("http://localhost:8000", []),
    ],
)
def test_an_address_that_nobody_can_have_is_found(content_copy, address, codes):
    rename_event(content_copy)
    text = (content_copy.root / SITE).read_text("utf-8")
    lines = [line for line in text.splitlines(keepends=True) if not line.startswith("sample_of:")]
    content_copy.put(SITE, "".join(lines).replace("https://wian.example", address))
    assert [code for _place, _level, code in list_codes(content_copy)] == codes
