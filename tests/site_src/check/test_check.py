"""The check: what it finds in content as it is, and an example for each rule."""

from __future__ import annotations

import pytest

from site_format.locales import LOCALES
from site_src.author_text import describe_finding
from site_src.check import check_content, check_readable, stops_build
from site_src.load import ContentError, load_content
from site_src.load.messages import placeholders
from tests.own_event import EVENT, PROJECT

CONTENT = load_content(PROJECT)
EVENT_FILE = f"{EVENT}/event.yaml"
OFFICE_LETTER, PROVINCE_LETTER = f"{EVENT}/circulars/office/letter.yaml", f"{EVENT}/circulars/province/letter.yaml"
A, E, N, K = "agenda.yaml", "event.yaml", "circulars/office/letter.yaml", "circulars/province/letter.yaml"
TH, EN, BACK_TH, BACK_EN = "summary.th.md", "summary.en.md", "background.th.md", "background.en.md"
ANOTHER_DAY = ("ends_at: 2022-01-14 16:00", "ends_at: 2022-01-16 16:00")
GAP_AT_THE_END = ("ends_at: 2022-01-14 16:00", "ends_at: 2022-01-14 16:30")
SLIP = ("นักวิจัย, en: Researcher}\n  prani", "นํักวิจัย, en: Researcher}\n  prani")
CALLED_OFF_LATE = "called_off: {on: 2022-01-15, because: {th: ก, en: a}}"
NEW_CODE = "qr_codes: [{caption: {th: ก, en: a}}]\npassages:\n"

# what becomes wrong → where the finding is, and its code
CONTRADICTIONS = [
    # the chain of letters
    (N, "dated_on: 2022-12-15", "dated_on: 2021-12-15", f"{K}: attachments[0].cites_on", "citation-date"),
    (K, "cites_number: ที่ ปน ๐๐๒๒", "cites_number: ปน 0012", f"{K}: attachments[0].cites_number", "citation-number"),
    (K, "cites_on: 2021-12-14", "cites_on: 2022-12-15", f"{K}: attachments[0].circular", "attached-later"),
    (K, "dated_on: 2021-12-23", "dated_on: 2022-01-15", f"{K}: dated_on", "date-after-event"),
    (K, "dated_on: 2021-12-23", "dated_on: 2022-01-11", f"{K}: dated_on", "date-after-deadline"),
    (N, "received_on: 2022-12-20", "received_on: 2022-01-15", f"{N}: stamps[0].received_on", "received-after-event"),
    (N, "received_on: 2022-12-20", "received_on: 2021-12-20", f"{N}: stamps[0].received_on", "received-before-dated"),
    (K, "passages:\n", NEW_CODE, f"{K}: qr_codes[0].target", "qr-target-missing"),
    (K, "aim: ไม่ให้เด็กจมน้ำและบาดเจ็บ", "aim: ไม่ให้เด็กจมน้ำ", f"{K}: passages.aim", "text-differs"),
    (K, "  - ที่ ๒๐๔๑", "  - ที่ ๒๐๔๑\n  - ที่ ๒๐๔๒", f"{K}: orphan_lines[1]", "orphan-line"),
    (K, 'phone: "075550190"', 'phone: "0755501900"', f"{K}: phone", "phone-implausible"),
    (K, 'fax: "075550190"', 'fax: "015550190"', f"{K}: fax", "phone-implausible"),
    (N, "email: watersafety@gmail.com", "email: watersafety@gmail", f"{N}: email", "email-implausible"),
    (N, "email: watersafety@gmail.com", "email: water..safety@wso.go.th", f"{N}: email", "email-implausible"),
    (N, "email: watersafety@gmail.com", "email: plan@wso.com", f"{N}: email", "non-government-email"),
    # the event
    (E, "deadline: 2022-01-10", "deadline: 2022-01-14", f"{E}: registration.deadline", "deadline-after-start"),
    (E, "deadline: 2022-01-10", "deadline: 2022-01-14 08:31", f"{E}: registration.deadline", "deadline-after-start"),
    (E, "ends_at:", f"{CALLED_OFF_LATE}\nends_at:", f"{E}: called_off.on", "called-off-too-late"),
    (E, "ends_at: 2022-01-14 16:00", "ends_at: 2022-01-14 08:30", f"{E}: ends_at", "ends-before-start"),
    (E, "starts_at: 2022-01-14 08:30", "starts_at: 2022-01-13 08:30", f"{E}: starts_at", "event-date-unsaid"),
    (TH, "แห่งละ 3 คน", "แห่งละ ๒ คน", f"{TH}: summary", "quota-differs"),
    (E, "max_people: 3", "max_people: 4", f"{E}: registration.max_people", "people-over-quota"),
    (E, 'value: "025550123"', 'value: "02555012"', f"{E}: help_channels[0].value", "phone-implausible"),
    (E, "value: watersafety@gmail.com", "value: watersafety", f"{E}: help_channels[1].value", "email-implausible"),
    (E, "value: สัมมนา", "value: ห้องสัมมนา", f"{E}: help_channels[2].value", "help-without-link"),
    (E, "quota: 3", "quota: 4", f"{E}: registration.organisations", "organisations-sample"),
    # the agenda
    (A, "starts: 13:00", "starts: 13:30", f"{A}: items[4].starts", "agenda-gap"),
    (A, "starts: 08:30", "starts: 08:40", f"{A}: items[0].starts", "agenda-gap"),
    (E, *GAP_AT_THE_END, f"{A}: items[4].ends", "agenda-gap"),
    (A, "starts: 13:00", "starts: 12:30", f"{A}: items[4].starts", "agenda-overlap"),
    (A, "starts: 08:30", "starts: 08:00", f"{A}: items[0].starts", "agenda-outside-event"),
    (A, "- starts: 13:00", "- on: 2022-01-15\n    starts: 13:00", f"{A}: items[4].starts", "agenda-outside-event"),
    (E, *ANOTHER_DAY, f"{A}: items", "agenda-day-empty"),
    (A, "ends: 13:00", "ends: 12:00", f"{A}: items[3].ends", "agenda-reversed"),
    (A, "นางสาวสุดา", "น.ส.สุดา", f"{A}: people.suda", "name-unverified"),
    # texts
    (EN, "10 January", "11 January", f"{EN}: summary", "date-only-in-en"),
    (EN, "10 January", "11 January", f"{TH}: summary", "date-only-in-th"),
    (BACK_EN, "3,711", "3,117", f"{BACK_EN}: background", "number-only-in-en"),
    (BACK_EN, "3,711", "3,117", f"{BACK_TH}: background", "number-only-in-th"),
    (BACK_EN, "by 2022", "by 2023", f"{BACK_TH}: background", "number-only-in-th"),
    (K, "14 ธันวาคม 2564", "31 กุมภาพันธ์ 2564", f"{K}: attachments[0].title", "date-impossible"),
    (TH, "ภายในวันที่ 10", "ภายในวันอังคารที่ 10", f"{TH}: summary", "weekday-mismatch"),
    (TH, "ภายในวันที่ 10 มกราคม 2565", "ภายใน อ. 10 ม.ค. 65", f"{TH}: summary", "weekday-mismatch"),
    (TH, "10 มกราคม 2565", "10 มกราคม 2022", f"{TH}: summary", "era-common"),
    (EN, "10 January 2022", "10 January 2565", f"{EN}: summary", "era-buddhist"),
    (TH, "ภายในวันที่ 10 มกราคม 2565", "ภายในวันที่ 10 มกราคม 2565 เวลา 09.00 น.", f"{TH}: summary", "time-only-in-th"),
    (EN, "10 January 2022", "9 a.m. on 10 January 2022", f"{EN}: summary", "time-only-in-en"),
    (EN, "10 January", "Tuesday 10 January", f"{EN}: summary", "weekday-mismatch"),
    (A, "02-5550123\n    en", "02-555012\n    en", f"{A}: notes[0]", "phone-implausible"),
    (BACK_TH, "แหล่งน้ำเสี่ยงคือ", "pool@wso,go.th แหล่งน้ำเสี่ยงคือ", f"{BACK_TH}: background", "email-implausible"),
    (TH, "วันที่ 10 ม", "วันที่ 11 ม", f"{TH}: summary", "deadline-differs"),
    (EN, "by 10 ", "by Tuesday, 11 ", f"{EN}: summary", "deadline-differs"),
    (A, *SLIP, f"{A}: people.suda.position", "thai-spelling"),
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
    *("agenda-day-empty", "help-without-link", "thai-spelling", "not-translated", "file-unused"),
}
NOTES = {"name-unverified", "organisations-sample"}


def summarise(findings):
    return [
        (f"{finding.place}", finding.level, finding.code, finding.accepted_because is not None) for finding in findings
    ]


def test_contradictions_are_found_and_accepted_in_place():
    found = [row for row in summarise(check_content(CONTENT, PROJECT)) if row[1] != "info"]
    assert found == [
        (f"{OFFICE_LETTER}:9: dated_on", "error", "date-after-event", True),
        (f"{OFFICE_LETTER}:23: stamps[0].received_on", "error", "received-after-event", True),
        (f"{OFFICE_LETTER}:32: stamps[1].received_on", "error", "received-after-event", True),
        (f"{OFFICE_LETTER}:49: email", "warning", "non-government-email", False),
        (f"{OFFICE_LETTER}:54: qr_codes[0].target", "error", "qr-target-missing", True),
        (f"{OFFICE_LETTER}:61: qr_codes[1].target", "error", "qr-target-missing", True),
        (f"{OFFICE_LETTER}:68: qr_codes[2].target", "error", "qr-target-missing", True),
        (f"{OFFICE_LETTER}:79: orphan_lines[0]", "warning", "orphan-line", True),
        (f"{PROVINCE_LETTER}:23: attachments[0].cites_number", "error", "citation-number", True),
        (f"{PROVINCE_LETTER}:24: attachments[0].cites_on", "error", "citation-date", True),
        (f"{PROVINCE_LETTER}:49: passages.aim", "warning", "text-differs", False),
        (f"{PROVINCE_LETTER}:50: passages.seats", "warning", "text-differs", False),
        (f"{PROVINCE_LETTER}:52: orphan_lines[0]", "warning", "orphan-line", True),
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


def test_what_is_accepted_builds():
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
    elsewhere = {"file-unused", "keep-days-unsaid", "site-sample", "address-reserved", "alt-missing", "picture-large"}
    assert {case[4] for case in CONTRADICTIONS} | elsewhere == described


def test_a_file_that_nothing_reads_is_named(content_copy):
    content_copy.put(f"{EVENT}/invted.th.md", "…")
    content_copy.put(f"{EVENT}/.hidden", "…")
    assert [finding.place.file for finding in content_copy.findings() if finding.code == "file-unused"] == [
        f"{EVENT}/invted.th.md"
    ]


def test_a_finding_that_nobody_accepts_stops_the_build(content_copy):
    content_copy.edit(PROVINCE_LETTER, "finding: citation-date", "finding: citation-dates")
    stopping = [(str(finding.place), finding.code) for finding in content_copy.findings() if stops_build(finding)]
    assert stopping == [
        (f"{PROVINCE_LETTER}:24: attachments[0].cites_on", "citation-date"),
        (f"{PROVINCE_LETTER}:32: attachments[0].accept[1]", "acceptance-unused"),
    ]


def test_an_acceptance_covers_its_own_value_only(content_copy):
    """The second stamp's reason does not speak for the first one's date."""
    first = "received_on: 2022-12-20\n    accept:\n      - finding: received-"
    content_copy.edit(OFFICE_LETTER, f"{first}after-event", f"{first}before-dated")
    stopping = [(finding.place.key, finding.code) for finding in content_copy.findings() if stops_build(finding)]
    assert stopping == [("stamps[0].received_on", "received-after-event"), ("stamps[0].accept[0]", "acceptance-unused")]


def test_what_is_mended_needs_no_acceptance_any_more(content_copy):
    """A letter's number compares without spaces, ที่ and the kind of its digits."""
    content_copy.edit(PROVINCE_LETTER, "cites_number: ที่ ปน ๐๐๒๒/ว ๐๐๗๔", "cites_number: ปน0022 /ว 0034")
    stopping = [(str(finding.place), finding.code) for finding in content_copy.findings() if stops_build(finding)]
    assert stopping == [(f"{PROVINCE_LETTER}:27: attachments[0].accept[0]", "acceptance-unused")]


def test_running_text_is_accepted_in_the_file_that_it_lies_beside(content_copy):
    content_copy.edit(f"{EVENT}/summary.th.md", "ภายในวันที่ 10", "ภายในวันอังคารที่ 10")
    reason = "{finding: weekday-mismatch, at: summary, because: {th: ตามต้นฉบับ, en: As printed}}"
    content_copy.append(EVENT_FILE, f"accept: [{reason}]\n")
    (finding,) = [finding for finding in content_copy.findings() if finding.code == "weekday-mismatch"]
    assert (finding.place.file, finding.place.line) == (f"{EVENT}/summary.th.md", 3)
    assert describe_finding(finding, CONTENT.messages, "en") == (
        f"{EVENT}/summary.th.md:3: summary: error [weekday-mismatch]: “วันอังคารที่ 10 มกราคม 2565” names another weekday, "
        "but 10 Jan 2022 is a Monday; fix the weekday or the date\n    accepted: As printed"
    )


def test_small_numbers_may_be_words_and_years_agree_across_the_eras(content_copy):
    content_copy.edit(f"{EVENT}/summary.en.md", "send 3 people", "send three people")
    content_copy.edit(f"{EVENT}/background.en.md", "by 2022", "by B.E. 2565")
    assert [finding.code for finding in content_copy.findings() if finding.code.startswith("number")] == []


def add_to_summary(content_copy, thai, english):
    content_copy.append(f"{EVENT}/{TH}", f"\n{thai}\n")
    content_copy.append(f"{EVENT}/{EN}", f"\n{english}\n")


def list_new(content_copy):
    """What is found beyond what is found in the content as it is."""
    known = {(str(finding.place), finding.code) for finding in check_content(CONTENT, PROJECT)}
    return [row for row in summarise(content_copy.findings()) if (row[0], row[2]) not in known]


@pytest.mark.parametrize(
    ("thai", "english"),
    [
        ("ระหว่างวันพุธที่ ๒๖ - วันพฤหัสบดีที่ ๒๗ มิถุนายน ๒๕๖๗", "on Wednesday 26 and Thursday 27 June 2024"),
        ("26 มิถุนายน ถึง 2 กรกฎาคม 2567", "from 26 June to 2 July 2024"),
        ("25 – 26, 28 สิงหาคม และ 1 – 2 กันยายน", "25–26 and 28 August and 1–2 September"),
        ("25 – 26, 28 สิงหาคม และ 1 – 2 กันยายน 2568", "25–26, 28 August and 1–2 September 2025"),
        ("24 -  26   มิถุนายน 2558", "24, 25 and 26 June 2015"),
        ("วันพฤหัสที่ 27 มิ.ย. 67 (เวลา 09.00 - 16.30 น.)", "Thursday 27 June 2024, 9 a.m. to 4:30 p.m."),
        ("พ. 26 - พฤ. 27 มิ.ย. 2567", "Wed 26 – Thu 27 Jun 2024"),
        ("เริ่ม 13.00 น. วันที่ 27 มิ.ย. ค.ศ. 2024", "begins at 1 pm on 27 June B.E. 2567"),
        ("โทร. ๐ ๒๕๒๘ ๔๐๓๗ ต่อ ๑๒๓ หรือสายด่วน ๑๕๗๙", "Call +66 2 528 4037 ext. 123, or 1579"),
        ("โทร 02-5284037 075-611910", "Call 0 2528 4037 and 0 7561 1910"),
        ("กรอกข้อ 3.10 ร้อยละ 80.00 ก่อนเที่ยงวัน", "Fill in 3.10, 80 per cent, before noon"),
    ],
)
def test_correct_text_in_any_usual_form_is_no_finding(content_copy, thai, english):
    add_to_summary(content_copy, thai, english)
    assert list_new(content_copy) == []


@pytest.mark.parametrize(
    ("thai", "words", "day"),
    [
        ("ระหว่างวันพุธที่ ๒๖ - วันศุกร์ที่ ๒๗ มิถุนายน ๒๕๖๗", "วันพุธที่ ๒๖ - วันศุกร์ที่ ๒๗ มิถุนายน ๒๕๖๗", 27),
        ("วันอังคารที่ 26 ถึงวันพฤหัสบดีที่ 27 มิถุนายน 2567", "วันอังคารที่ 26 ถึงวันพฤหัสบดีที่ 27 มิถุนายน 2567", 26),
        ("วันอังคาร - วันพฤหัสบดีที่ 26 - 27 มิ.ย. 67", "วันอังคาร - วันพฤหัสบดีที่ 26 - 27 มิ.ย. 67", 26),
        ("วันพฤหัสที่ 26 มิ.ย. 67", "วันพฤหัสที่ 26 มิ.ย. 67", 26),
        ("พฤ.  26 มิถุนายน 2567", "พฤ.  26 มิถุนายน 2567", 26),
        ("26 มิ.ย. 67 (พฤ.)", "26 มิ.ย. 67 (พฤ.)", 26),
    ],
)
def test_a_wrong_weekday_is_found_in_any_usual_form(content_copy, thai, words, day):
    add_to_summary(content_copy, thai, "26 and 27 June 2024")
    mismatches = [finding for finding in content_copy.findings() if finding.code == "weekday-mismatch"]
    assert [(finding.params["words"], finding.params["on"].day) for finding in mismatches] == [(words, day)]


def test_a_time_that_one_half_lacks_is_said_as_a_time(content_copy):
    add_to_summary(content_copy, "เริ่มเวลา 09.00 น.", "It begins in the morning.")
    (finding,) = [finding for finding in content_copy.findings() if finding.place.file.endswith(TH)]
    assert describe_finding(finding, CONTENT.messages, "th") == (
        f"{EVENT}/{TH}:5: summary: ต้องแก้ [time-only-in-th]: "
        "ข้อความภาษาไทยมีเวลา “09.00” (09.00 น.) แต่ภาษาอังกฤษไม่มีเวลานี้ โปรดแก้ให้ตรงกัน"
    )


def test_each_other_deadline_is_said_once_with_all_its_places(content_copy):
    for name in ("summary", "background"):
        thai = "ส่งบทคัดย่อภายในวันที่ 3 ม.ค. 2565 และบทความภายในวันที่ 5 ม.ค. 2565"
        content_copy.append(f"{EVENT}/{name}.th.md", f"\n{thai}\n")
        content_copy.append(f"{EVENT}/{name}.en.md", "\nSend abstracts by 3 January 2022, papers by 5 January 2022.\n")
    found = [finding for finding in content_copy.findings() if finding.code == "deadline-differs"]
    assert [(str(finding.place), finding.params["words"]) for finding in found] == [
        (f"{EVENT}/{TH}:5: summary", "3 ม.ค. 2565"),
        (f"{EVENT}/{TH}:5: summary", "5 ม.ค. 2565"),
    ]
    assert found[0].params["also"] == f"{EVENT}/{EN}:5, {EVENT}/{BACK_TH}:5, {EVENT}/{BACK_EN}:5"
    assert describe_finding(found[0], CONTENT.messages, "en").endswith(
        f" The same stands at {found[0].params['also']}."
    )


def test_a_gap_in_the_agenda_of_a_day_says_that_day(content_copy):
    content_copy.edit(EVENT_FILE, "ends_at: 2022-01-14 16:00", "ends_at: 2022-01-15 16:30")
    content_copy.edit(f"{EVENT}/{A}", "- starts: 13:00", "- on: 2022-01-15\n    starts: 13:00")
    gaps = [finding for finding in content_copy.findings() if finding.code == "agenda-gap"]
    assert [
        (finding.place.key, describe_finding(finding, CONTENT.messages, "en").split("]: ")[1]) for finding in gaps
    ] == [
        (
            "items[4].ends",
            "on 15 Jan 2022 nothing is on the agenda from 16:00 to 16:30; fix the time or add what happens",
        )
    ]


def test_every_day_of_the_event_is_named_somewhere(content_copy):
    content_copy.edit(EVENT_FILE, "ends_at: 2022-01-14 16:00", "ends_at: 2022-01-15 16:00")
    unsaid = [finding for finding in content_copy.findings() if finding.code == "event-date-unsaid"]
    assert [(finding.place.key, str(finding.params["on"])) for finding in unsaid] == [("ends_at", "2022-01-15")]
    add_to_summary(content_copy, "จัดวันที่ 14–15 มกราคม 2565", "On 14 and 15 January 2022")
    assert [finding for finding in content_copy.findings() if finding.code == "event-date-unsaid"] == []


def test_an_event_at_dawn_is_on_its_own_day_in_thailand(content_copy):
    """Half past six in Thailand is the day before in UTC."""
    content_copy.edit(EVENT_FILE, "starts_at: 2022-01-14 08:30", "starts_at: 2022-01-14 06:30")
    assert [finding for finding in content_copy.findings() if finding.code == "event-date-unsaid"] == []


def test_what_can_be_said_is_said_although_something_could_not_be_loaded(content_copy):
    content_copy.edit(f"{EVENT}/{TH}", "ภายในวันที่ 10", "ภายในวันอังคารที่ 10")
    content_copy.edit(EVENT_FILE, "quota: 3", "quota: many")
    with pytest.raises(ContentError) as caught:
        load_content(content_copy.root)
    assert [problem.code for problem in caught.value.problems] == ["not-a-number"]
    assert [row for row in summarise(check_readable(caught.value.readable)) if not row[3]] == [
        (f"{EVENT}/{TH}:3: summary", "error", "weekday-mismatch", False)
    ]


def test_without_the_sites_own_file_the_texts_are_checked_all_the_same(content_copy):
    content_copy.edit(f"{EVENT}/{TH}", "ภายในวันที่ 10", "ภายในวันอังคารที่ 10")
    (content_copy.root / "content/site.yaml").unlink()
    with pytest.raises(ContentError) as caught:
        load_content(content_copy.root)
    assert [row[2] for row in summarise(check_readable(caught.value.readable))] == ["weekday-mismatch"]


@pytest.mark.parametrize(
    "number",
    ["02-528-4037", "๐ ๒๕๒๘ ๔๐๓๗", "+66 2528 4037", "(02) 528.4037", "1111", "1579", "0812345678", "025284037 ต่อ ๑๒๓"],
)
def test_telephone_numbers_may_be_written_as_people_do(content_copy, number):
    content_copy.edit(EVENT_FILE, 'value: "025550123"', f'value: "{number}"')
    assert [finding.code for finding in content_copy.findings() if finding.code == "phone-implausible"] == []


def test_an_address_in_thai_text_needs_no_space_around_it(content_copy):
    content_copy.edit(f"{EVENT}/{BACK_TH}", "แหล่งน้ำเสี่ยงคือ", "อีเมลpool@wso.go.thครับ แหล่งน้ำเสี่ยงคือ")
    assert [finding.code for finding in content_copy.findings() if finding.code.startswith("email")] == []


def test_an_agenda_of_two_days_has_a_night_in_it(content_copy):
    content_copy.edit(EVENT_FILE, "ends_at: 2022-01-14 16:00", "ends_at: 2022-01-15 16:00")
    content_copy.edit(f"{EVENT}/{A}", "starts: 13:00", "on: 2022-01-15\n    starts: 08:30")
    content_copy.edit(f"{EVENT}/{A}", "- starts: 16:00", "- on: 2022-01-15\n    starts: 16:00")
    assert [finding.code for finding in content_copy.findings() if finding.code.startswith("agenda")] == []
