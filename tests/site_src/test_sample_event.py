"""The sample event: its values, the words of its letters, and which of its contradictions are accepted."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path

from site_format.locales import LOCALES
from site_src.check import check_content, stops_build
from site_src.load import load_content
from site_src.model import BuildOptions, Text
from site_src.pages.qr_targets import list_targets

PROJECT = Path(__file__).parents[2]
CONTENT = load_content(PROJECT)
FINDINGS = tuple(check_content(CONTENT, PROJECT))
FOLDER = "content/events/ita-lao-2565"
NACC_LETTER, KRABI_LETTER = f"{FOLDER}/circulars/nacc/letter.yaml", f"{FOLDER}/circulars/krabi/letter.yaml"


def summarise(findings):
    return [
        (str(finding.place), finding.level, finding.code, finding.accepted_because is not None) for finding in findings
    ]


def test_the_sample_loads_as_values():
    (event,) = CONTENT.events
    assert (event.slug, CONTENT.site.base_url) == ("ita-lao-2565", "https://wian.example")
    assert (event.starts_at, event.ends_at) == (
        datetime(2022, 1, 14, 1, 30, tzinfo=UTC),
        datetime(2022, 1, 14, 9, 0, tzinfo=UTC),
    )
    assert (event.deadline_at, event.deadline_on, event.deadline_is_day) == (
        datetime(2022, 1, 10, 17, 0, tzinfo=UTC),
        date(2022, 1, 10),
        True,
    )
    assert (event.quota, event.max_people) == (3, 3)
    assert [item.title.en for item in event.agenda if item.kind == "break"] == ["Lunch"]
    assert [len(item.speakers) for item in event.agenda] == [0, 2, 4, 0, 4, 0]
    assert [(letter.slug, letter.number, letter.dated_on) for letter in event.circulars] == [
        ("nacc", "ที่ ปช๐๐๑๓ /ว ๐๐๕๗", date(2022, 12, 15)),
        ("krabi", "ที่ กบ ๐๐๒๓.๔/ว ๖๔๕๖", date(2021, 12, 23)),
    ]
    assert event.circulars[0].stamps[1].received_time == time(13, 30)
    assert event.circulars[1].attachments[0].circular == "nacc"
    assert [field.name for field in event.form_fields] == [
        *("organisation", "honorific", "first_name", "last_name", "position", "email", "mobile"),
    ]
    assert len(event.organisation_list.organisations) == 55
    assert event.organisation_list.organisations[2].name == Text(
        "องค์การบริหารส่วนตำบลปากน้ำ", "Pak Nam Subdistrict Administrative Organisation"
    )


def test_the_letters_are_kept_as_printed():
    """The Thai text of both letters, with its slips."""
    nacc, krabi = CONTENT.events[0].circulars
    assert "มีความโปร่งใส ปลอดภัยและประพฤติมิชอบ" in nacc.body.th
    assert "มีความโปร่งใส ปลดการทุจริตและประพฤติมิชอบ" in krabi.body.th
    assert krabi.addressees[1].th == "นายกองค้การบริหารส่วนจังหวัดกระบี่"


def test_its_contradictions_are_found_and_accepted_in_place():
    assert [row for row in summarise(FINDINGS) if row[1] != "info"] == [
        (f"{KRABI_LETTER}:23: attachments[0].cites_number", "error", "citation-number", True),
        (f"{KRABI_LETTER}:24: attachments[0].cites_on", "error", "citation-date", True),
        (f"{KRABI_LETTER}:49: passages.aim", "warning", "text-differs", False),
        (f"{KRABI_LETTER}:50: passages.seats", "warning", "text-differs", False),
        (f"{KRABI_LETTER}:52: orphan_lines[0]", "warning", "orphan-line", True),
        (f"{NACC_LETTER}:9: dated_on", "error", "date-after-event", True),
        (f"{NACC_LETTER}:23: stamps[0].received_on", "error", "received-after-event", True),
        (f"{NACC_LETTER}:32: stamps[1].received_on", "error", "received-after-event", True),
        (f"{NACC_LETTER}:49: email", "warning", "non-government-email", False),
        (f"{NACC_LETTER}:54: qr_codes[0].target", "error", "qr-target-missing", True),
        (f"{NACC_LETTER}:61: qr_codes[1].target", "error", "qr-target-missing", True),
        (f"{NACC_LETTER}:68: qr_codes[2].target", "error", "qr-target-missing", True),
        (f"{NACC_LETTER}:79: orphan_lines[0]", "warning", "orphan-line", True),
        (f"{FOLDER}/event.yaml:34: help_channels[1].value", "warning", "non-government-email", False),
        (f"{FOLDER}/event.yaml:39: help_channels[2].value", "warning", "help-without-link", False),
    ]


def test_it_builds():
    assert [finding for finding in FINDINGS if stops_build(finding)] == []


def test_six_names_and_the_list_of_organisations_wait_for_a_person():
    notes = [finding.code for finding in FINDINGS if finding.level == "info"]
    assert notes == ["name-unverified"] * 6 + ["organisations-sample"]


def test_its_codes_lead_to_its_form():
    options = BuildOptions(now=datetime(2022, 1, 5, tzinfo=UTC), is_preview=False)
    assert list_targets(CONTENT, options) == {
        f"{start}/events/ita-lao-2565/{page}": f"https://wian.example{start}/r/ita-lao-2565/"
        for start in ("", "/en")
        for page in ("", "poster/")
    }


def test_every_reason_for_a_contradiction_is_given_in_both_languages():
    reasons = [finding.accepted_because for finding in FINDINGS if finding.accepted_because]
    assert len(reasons) == 10
    assert {bool(reason.get(locale).strip()) for reason in reasons for locale in LOCALES} == {True}
