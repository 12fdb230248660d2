"""The check: what it finds in the seed, and an example for each rule."""

from __future__ import annotations

from pathlib import Path

import pytest
from content_copy import EVENT

from site_format.locales import LOCALES
from site_src.author_text import describe_finding
from site_src.check import check_content, stops_build
from site_src.load import load_content
from site_src.load.messages import placeholders

PROJECT = Path(__file__).parents[3]
CONTENT = load_content(PROJECT)
EVENT_FILE = f"{EVENT}/event.yaml"
NACC_LETTER, KRABI_LETTER = f"{EVENT}/circulars/nacc/letter.yaml", f"{EVENT}/circulars/krabi/letter.yaml"
A, E, N, K = "agenda.yaml", "event.yaml", "circulars/nacc/letter.yaml", "circulars/krabi/letter.yaml"
TH, EN, BACK_TH, BACK_EN = "summary.th.md", "summary.en.md", "background.th.md", "background.en.md"
GAP_AT_THE_END = ("ends_at: 2022-01-14 16:00", "ends_at: 2022-01-14 16:30")
SLIP = ("นักวิจัย, en: Researcher}\n  surarat", "นํักวิจัย, en: Researcher}\n  surarat")
NEW_CODE = "qr_codes: [{caption: {th: ก, en: a}}]\npassages:\n"

# what becomes wrong → where the finding is, and its code
CONTRADICTIONS = [
    # the chain of letters
    (N, "dated_on: 2022-12-15", "dated_on: 2021-12-15", f"{K}: attachments[0].cites_on", "citation-date"),
    (K, "cites_number: ที่ ปช ๐๐๑๓", "cites_number: ปช 0012", f"{K}: attachments[0].cites_number", "citation-number"),
    (K, "cites_on: 2021-12-14", "cites_on: 2022-12-15", f"{K}: attachments[0].circular", "attached-later"),
    (K, "dated_on: 2021-12-23", "dated_on: 2022-01-15", f"{K}: dated_on", "date-after-event"),
    (K, "dated_on: 2021-12-23", "dated_on: 2022-01-11", f"{K}: dated_on", "date-after-deadline"),
    (N, "received_on: 2022-12-20", "received_on: 2022-01-15", f"{N}: stamps[0].received_on", "received-after-event"),
    (N, "received_on: 2022-12-20", "received_on: 2021-12-20", f"{N}: stamps[0].received_on", "received-before-dated"),
    (K, "passages:\n", NEW_CODE, f"{K}: qr_codes[0].target", "qr-target-missing"),
    (K, "aim: ปลดการทุจริตและประพฤติมิชอบ", "aim: ปลดการทุจริต", f"{K}: passages.aim", "text-differs"),
    (K, "  - ที่ ๑๐๓๓", "  - ที่ ๑๐๓๓\n  - ที่ ๑๐๓๔", f"{K}: orphan_lines[1]", "orphan-line"),
    (K, 'phone: "075611910"', 'phone: "0756119100"', f"{K}: phone", "phone-implausible"),
    (K, 'fax: "075611910"', 'fax: "015611910"', f"{K}: fax", "phone-implausible"),
    (N, "email: naccplan@gmail.com", "email: naccplan@gmail", f"{N}: email", "email-implausible"),
    (N, "email: naccplan@gmail.com", "email: nacc..plan@nacc.go.th", f"{N}: email", "email-implausible"),
    (N, "email: naccplan@gmail.com", "email: plan@nacc.com", f"{N}: email", "non-government-email"),
    # the event
    (E, "deadline: 2022-01-10", "deadline: 2022-01-14", f"{E}: registration.deadline", "deadline-after-start"),
    (E, "deadline: 2022-01-10", "deadline: 2022-01-14 08:31", f"{E}: registration.deadline", "deadline-after-start"),
    (E, "ends_at: 2022-01-14 16:00", "ends_at: 2022-01-14 08:30", f"{E}: ends_at", "ends-before-start"),
    (E, "starts_at: 2022-01-14 08:30", "starts_at: 2022-01-13 08:30", f"{E}: starts_at", "event-date-unsaid"),
    (TH, "แห่งละ 3 คน", "แห่งละ ๒ คน", f"{TH}: summary", "quota-differs"),
    (E, "max_people: 3", "max_people: 4", f"{E}: registration.max_people", "people-over-quota"),
    (E, 'value: "025284037"', 'value: "02528403"', f"{E}: help_channels[0].value", "phone-implausible"),
    (E, "value: naccplan@gmail.com", "value: naccplan", f"{E}: help_channels[1].value", "email-implausible"),
    (E, "value: สัมมนา", "value: ห้องสัมมนา", f"{E}: help_channels[2].value", "help-without-link"),
    (E, "quota: 3", "quota: 4", f"{E}: registration.organisations", "organisations-sample"),
    # the agenda
    (A, "starts: 13:00", "starts: 13:30", f"{A}: items[4].starts", "agenda-gap"),
    (A, "starts: 08:30", "starts: 08:40", f"{A}: items[0].starts", "agenda-gap"),
    (E, *GAP_AT_THE_END, f"{A}: items[4].ends", "agenda-gap"),
    (A, "starts: 13:00", "starts: 12:30", f"{A}: items[4].starts", "agenda-overlap"),
    (A, "starts: 08:30", "starts: 08:00", f"{A}: items[0].starts", "agenda-outside-event"),
    (A, "- starts: 13:00", "- on: 2022-01-15\n    starts: 13:00", f"{A}: items[4].starts", "agenda-outside-event"),
    (A, "ends: 13:00", "ends: 12:00", f"{A}: items[3].ends", "agenda-reversed"),
    (A, "นางสาวสุตา", "น.ส.สุตา", f"{A}: people.suta", "name-unverified"),
    # texts
    (EN, "10 January", "11 January", f"{EN}: summary", "date-only-in-en"),
    (EN, "10 January", "11 January", f"{TH}: summary", "date-only-in-th"),
    (BACK_EN, "3,711", "3,117", f"{BACK_EN}: background", "number-only-in-en"),
    (BACK_EN, "3,711", "3,117", f"{BACK_TH}: background", "number-only-in-th"),
    (BACK_EN, "by 2022", "by 2023", f"{BACK_TH}: background", "number-only-in-th"),
    (K, "14 ธันวาคม 2564", "31 กุมภาพันธ์ 2564", f"{K}: attachments[0].title", "date-impossible"),
    (TH, "ภายในวันที่ 10", "ภายในวันอังคารที่ 10", f"{TH}: summary", "weekday-mismatch"),
    (EN, "10 January", "Tuesday 10 January", f"{EN}: summary", "weekday-mismatch"),
    (A, "02-5284037\n    en", "02-528403\n    en", f"{A}: notes[0]", "phone-implausible"),
    (BACK_TH, "ITA คือ", "ita@nacc,go.th ITA คือ", f"{BACK_TH}: background", "email-implausible"),
    (TH, "วันที่ 10 ม", "วันที่ 11 ม", f"{TH}: summary", "deadline-differs"),
    (EN, "by 10 ", "by Tuesday, 11 ", f"{EN}: summary", "deadline-differs"),
    (A, *SLIP, f"{A}: people.suta.position", "thai-spelling"),
    (A, "en: Lunch", "en: พักรับประทานอาหาร (lunch)", f"{A}: items[3].title", "not-translated"),
    # acceptances
    (K, "at: cites_on", "at: cites_number", f"{K}: attachments[0].accept[1]", "acceptance-unused"),
]
WARNINGS = {
    *(
        "deadline-differs",
        "date-after-deadline",
        "text-differs",
        "orphan-line",
        "non-government-email",
        "people-over-quota",
        "quota-differs",
    ),
    *("help-without-link", "thai-spelling", "not-translated", "file-unused"),
}
NOTES = {"name-unverified", "organisations-sample"}


def summarise(findings):
    return [
        (f"{finding.place}", finding.level, finding.code, finding.accepted_because is not None) for finding in findings
    ]


def test_the_seed_s_contradictions_are_found_and_accepted_in_place():
    found = [row for row in summarise(check_content(CONTENT, PROJECT)) if row[1] != "info"]
    assert found == [
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
        (f"{EVENT_FILE}:34: help_channels[1].value", "warning", "non-government-email", False),
        (f"{EVENT_FILE}:39: help_channels[2].value", "warning", "help-without-link", False),
    ]


def test_the_notice_says_for_how_long_registrations_are_kept(content_copy):
    content_copy.edit("content/site.yaml", "keep_days: 90", "keep_days: 60")
    found = [row for row in summarise(content_copy.findings()) if row[2] == "keep-days-unsaid"]
    assert found == [
        ("content/notice.en.md:1: notice", "error", "keep-days-unsaid", False),
        ("content/notice.th.md:1: notice", "error", "keep-days-unsaid", False),
    ]


def test_noon_may_be_a_number_or_a_word(content_copy):
    content_copy.append(f"{EVENT}/summary.th.md", "\nส่งภายในเวลา 12.00 น.\n")
    content_copy.append(f"{EVENT}/summary.en.md", "\nSend it by noon.\n")
    assert [row for row in summarise(content_copy.findings()) if row[2].startswith("number-only")] == []


def test_the_seed_builds():
    assert [finding for finding in check_content(CONTENT, PROJECT) if stops_build(finding)] == []


def test_six_names_and_the_sample_list_wait_for_a_person():
    notes = [row[2] for row in summarise(check_content(CONTENT, PROJECT)) if row[1] == "info"]
    assert notes == ["name-unverified"] * 6 + ["organisations-sample"]


@pytest.mark.parametrize("case", CONTRADICTIONS, ids=lambda case: f"{case[4]}-{case[3]}")
def test_each_rule_finds_its_contradiction(content_copy, case):
    name, old, new, place, code = case
    content_copy.edit(f"{EVENT}/{name}", old, new)
    findings = content_copy.findings()
    assert (f"{EVENT}/{place}", code) in {(f"{at.place.file}: {at.place.key}", at.code) for at in findings}
    for finding in findings:
        for locale in LOCALES:
            assert describe_finding(finding, CONTENT.messages, locale).startswith(f"{finding.place}: ")
            assert placeholders(CONTENT.messages[locale][f"findings.{finding.code}"]) <= finding.params.keys()
        level = "warning" if finding.code in WARNINGS else "info" if finding.code in NOTES else "error"
        assert finding.level == level


def test_every_finding_that_is_described_has_an_example_here():
    described = {key.removeprefix("findings.") for key in CONTENT.messages["en"] if key.startswith("findings.")}
    assert {case[4] for case in CONTRADICTIONS} | {"file-unused", "keep-days-unsaid"} == described


def test_a_file_that_nothing_reads_is_named(content_copy):
    content_copy.put(f"{EVENT}/invted.th.md", "…")
    content_copy.put(f"{EVENT}/.hidden", "…")
    assert [finding.place.file for finding in content_copy.findings() if finding.code == "file-unused"] == [
        f"{EVENT}/invted.th.md"
    ]


def test_a_finding_that_nobody_accepts_stops_the_build(content_copy):
    content_copy.edit(KRABI_LETTER, "finding: citation-date", "finding: citation-dates")
    stopping = [(str(finding.place), finding.code) for finding in content_copy.findings() if stops_build(finding)]
    assert stopping == [
        (f"{KRABI_LETTER}:24: attachments[0].cites_on", "citation-date"),
        (f"{KRABI_LETTER}:32: attachments[0].accept[1]", "acceptance-unused"),
    ]


def test_an_acceptance_covers_its_own_value_only(content_copy):
    """The second stamp's reason does not speak for the first one's date."""
    first = "received_on: 2022-12-20\n    accept:\n      - finding: received-"
    content_copy.edit(NACC_LETTER, f"{first}after-event", f"{first}before-dated")
    stopping = [(finding.place.key, finding.code) for finding in content_copy.findings() if stops_build(finding)]
    assert stopping == [("stamps[0].received_on", "received-after-event"), ("stamps[0].accept[0]", "acceptance-unused")]


def test_what_is_mended_needs_no_acceptance_any_more(content_copy):
    """A letter's number compares without spaces, ที่ and the kind of its digits."""
    content_copy.edit(KRABI_LETTER, "cites_number: ที่ ปช ๐๐๑๓/ว ๐๐๙๗", "cites_number: ปช0013 /ว 0057")
    stopping = [(str(finding.place), finding.code) for finding in content_copy.findings() if stops_build(finding)]
    assert stopping == [(f"{KRABI_LETTER}:27: attachments[0].accept[0]", "acceptance-unused")]


def test_running_text_is_accepted_in_the_file_that_it_lies_beside(content_copy):
    content_copy.edit(f"{EVENT}/summary.th.md", "ภายในวันที่ 10", "ภายในวันอังคารที่ 10")
    reason = "{finding: weekday-mismatch, at: summary, because: {th: ตามต้นฉบับ, en: As printed}}"
    content_copy.append(EVENT_FILE, f"accept: [{reason}]\n")
    (finding,) = [finding for finding in content_copy.findings() if finding.code == "weekday-mismatch"]
    assert (finding.place.file, finding.place.line) == (f"{EVENT}/summary.th.md", 3)
    assert describe_finding(finding, CONTENT.messages, "en") == (
        f"{EVENT}/summary.th.md:3: summary: error [weekday-mismatch]: “วันอังคารที่ 10 มกราคม 2565” names a weekday on "
        "which that day does not fall (10 Jan 2022); fix the weekday or the date\n    accepted: As printed"
    )


def test_small_numbers_may_be_words_and_years_agree_across_the_eras(content_copy):
    content_copy.edit(f"{EVENT}/summary.en.md", "send 3 people", "send three people")
    content_copy.edit(f"{EVENT}/background.en.md", "by 2022", "by B.E. 2565")
    assert [finding.code for finding in content_copy.findings() if finding.code.startswith("number")] == []


@pytest.mark.parametrize(
    "number", ["02-528-4037", "๐ ๒๕๒๘ ๔๐๓๗", "+66 2528 4037", "(02) 528.4037", "1111", "0812345678"]
)
def test_telephone_numbers_may_be_written_as_people_do(content_copy, number):
    content_copy.edit(EVENT_FILE, 'value: "025284037"', f'value: "{number}"')
    assert [finding.code for finding in content_copy.findings() if finding.code == "phone-implausible"] == []


def test_an_address_in_thai_text_needs_no_space_around_it(content_copy):
    content_copy.edit(f"{EVENT}/{BACK_TH}", "ITA คือ", "อีเมลita@nacc.go.thครับ ITA คือ")
    assert [finding.code for finding in content_copy.findings() if finding.code.startswith("email")] == []


def test_an_agenda_of_two_days_has_a_night_in_it(content_copy):
    content_copy.edit(EVENT_FILE, "ends_at: 2022-01-14 16:00", "ends_at: 2022-01-15 16:00")
    content_copy.edit(f"{EVENT}/{A}", "starts: 13:00", "on: 2022-01-15\n    starts: 08:30")
    content_copy.edit(f"{EVENT}/{A}", "- starts: 16:00", "- on: 2022-01-15\n    starts: 16:00")
    assert [finding.code for finding in content_copy.findings() if finding.code.startswith("agenda")] == []
