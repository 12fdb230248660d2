"""Loading the content: as values, and one example for each thing that can be wrong with a file."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from site_format.locales import LOCALES
from site_src.author_text import describe_problem
from site_src.load import ContentError, load_content
from site_src.load.messages import placeholders
from site_src.model import Text
from tests.own_event import EVENT, PROJECT, SLUG

MESSAGES = load_content(PROJECT).messages
AGENDA, FORM, EVENT_FILE = f"{EVENT}/agenda.yaml", f"{EVENT}/form.yaml", f"{EVENT}/event.yaml"
OFFICE, PROVINCE = f"{EVENT}/circulars/office/letter.yaml", f"{EVENT}/circulars/province/letter.yaml"
SITE, TABLE, LIST = "content/site.yaml", "content/organisations/province.csv", "content/organisations/province.yaml"
TH, EN = "content/messages/th.yaml", "content/messages/en.yaml"

LETTERS, LISTED = "circulars: [office, province]", "organisations: province"
HOURS = "starts: 08:30, ends: 12:00"
TIMES = "starts_at: 2022-01-14 08:30\nends_at: 2022-01-14 16:00"
TWO_DAYS = "days: [{on: 2022-01-14, starts: 08:30, ends: 16:00}, {on: 2022-01-15, starts: 09:00, ends: 12:00}"
LONG_FIELDS = "".join(
    f"  - {{name: long_{number}, kind: long_text, max_length: 2000, label: {{th: ยาว, en: Long}}}}\n"
    for number in range(2)
)
MANY_FIELDS = "".join(f"  - {{name: box_{number}, kind: flag, label: {{th: ช่อง, en: Box}}}}\n" for number in range(44))
CHOICES = "choices: [{value: a, label: {th: ก, en: a}}]"

STARTS = "starts_at: 2022-01-14 08:30"

# what is broken → the problem that it makes: file, key, code
BROKEN = [
    # values
    (SITE, "base_url: https://wian.example", "base_url: wian.example", "base_url", "not-an-address"),
    (SITE, "base_url: https://wian.example", "base_url: https://wian.example:99999", "base_url", "not-an-address"),
    (SITE, "base_url: https://wian.example", "base_url: https://[wian", "base_url", "not-an-address"),
    (SITE, "base_url: https://wian.example", "base_url: https://wian.example/province", "base_url", "address-has-path"),
    (SITE, "Asia/Bangkok", "Asia/Saithong", "time_zone", "time-zone-unknown"),
    (SITE, "form_backend: own", "form_backend: netlfy", "form_backend", "not-one-of"),
    (SITE, "notice_version: 2022-01-05", "notice_version: Version 1", "notice_version", "slug-invalid"),
    (LIST, "is_sample: true", "is_sample: yes", "is_sample", "not-true-or-false"),
    (EVENT_FILE, STARTS, f"reminder_days: 31\n{STARTS}", "reminder_days", "not-a-number"),
    (EVENT_FILE, STARTS, f"called_off: {{on: 2022-01-08}}\n{STARTS}", "called_off.because", "key-missing"),
    (EVENT_FILE, "quota: 3", "quota: three", "registration.quota", "not-a-number"),
    (EVENT_FILE, "quota: 3", "quota: 0", "registration.quota", "not-a-number"),
    (EVENT_FILE, "quota: 3", "quota: -3", "registration.quota", "not-a-number"),
    (EVENT_FILE, "quota: 3", "quota: ๓", "registration.quota", "not-a-number"),
    (EVENT_FILE, "quota: 3", "quota: [3]", "registration.quota", "not-a-text"),
    # dates and times
    (PROVINCE, "dated_on: 2021-12-23", "dated_on: 2564-12-23", "dated_on", "date-buddhist"),
    (PROVINCE, "dated_on: 2021-12-23", "dated_on: ๒๓ ธันวาคม ๒๕๖๔", "dated_on", "date-not-iso"),
    (PROVINCE, "dated_on: 2021-12-23", "dated_on: 23/12/2564", "dated_on", "date-not-iso"),
    (PROVINCE, "dated_on: 2021-12-23", "dated_on: 2021-12-32", "dated_on", "date-not-in-calendar"),
    (PROVINCE, "dated_on: 2021-12-23", "dated_on: 1021-12-23", "dated_on", "date-too-early"),
    (PROVINCE, "dated_on: 2021-12-23", "dated_on: 20211223", "dated_on", "not-a-date"),
    (EVENT_FILE, "starts_at: 2022-01-14 08:30", "starts_at: 2022-01-14", "starts_at", "time-missing"),
    (EVENT_FILE, "starts_at: 2022-01-14 08:30", "starts_at: 2022-01-14 8:30", "starts_at", "not-a-time"),
    (EVENT_FILE, "starts_at: 2022-01-14 08:30", "starts_at: 2022-01-14 08:30+07:00", "starts_at", "not-a-time"),
    (EVENT_FILE, "starts_at: 2022-01-14 08:30", "starts_at: 2565-01-14 08:30", "starts_at", "date-buddhist"),
    (EVENT_FILE, "starts_at: 2022-01-14 08:30\n", "", "starts_at", "key-missing"),
    (EVENT_FILE, "starts_at: 2022-01-14 08:30\n", f"{TWO_DAYS}]\n", "days", "days-and-times"),
    (EVENT_FILE, TIMES, f"{TWO_DAYS}, {{on: 2022-01-15, {HOURS}}}]", "days[2].on", "days-not-in-order"),
    (EVENT_FILE, TIMES, TWO_DAYS.replace("08:30", "8.30") + "]", "days[0].starts", "not-a-time"),
    (EVENT_FILE, "ends_at: 2022-01-14 16:00", "ends_at: 2122-01-14 16:00", "ends_at", "event-too-long"),
    (AGENDA, "- starts: 08:50", "- starts: 24:50", "items[1].starts", "not-a-time"),
    # keys and kinds of nodes
    (EVENT_FILE, "channel:", "chanel:", "chanel", "key-unknown"),
    (EVENT_FILE, "channel:", "chanel:", "channel", "key-missing"),
    (EVENT_FILE, "channel:\n", "channel: {th: ก, en: a}\nchannel:\n", "channel", "key-twice"),
    (EVENT_FILE, LETTERS, "circulars: office", "circulars", "not-a-list"),
    (EVENT_FILE, LETTERS, "circulars: []", "circulars", "list-too-short"),
    (EVENT_FILE, "registration:\n", "registration: open\nother:\n", "registration", "not-a-mapping"),
    (EVENT_FILE, "title:\n", "summary: {th: ก, en: a}\ntitle:\n", "summary", "text-belongs-in-files"),
    (PROVINCE, "number: ที่ ทท", "slug: province\nnumber: ที่ ทท", "slug", "key-unknown"),
    # texts
    (PROVINCE, "unit:\n", "unit: Law\nother:\n", "unit", "not-a-pair"),
    (PROVINCE, ", en: Mr Wichai Thongdi}", "}", "signatory.en", "translation-missing-en"),
    (PROVINCE, "{th: นายวิชัย ทองดี, ", "{", "signatory.th", "translation-missing-th"),
    (PROVINCE, "en: Mr Wichai Thongdi", "en: ' '", "signatory.en", "text-empty"),
    (PROVINCE, "en: Mr Wichai Thongdi", r'en: "Mr \a"', "signatory.en", "invisible-character"),
    (PROVINCE, "en: Mr Wichai Thongdi", r'en: "Mr \uD800"', "signatory.en", "invisible-character"),
    (PROVINCE, "seats: จำนวนแห่งละ ๓ คน", "seats: จำนวนแห่งละ ๔ คน", "passages.seats", "quote-not-in-letter"),
    (PROVINCE, "  aim: ไม่ให้", "  The aim: ปลด", "passages.The aim", "slug-invalid"),
    (PROVINCE, "        at: cites_on\n", "", "attachments[0].accept[1].at", "key-missing"),
    (PROVINCE, "orphan_lines:\n", "orphan_lines: one\nother:\n", "orphan_lines", "not-a-list"),
    (PROVINCE, "acting_for: {th:", "acting_for: {ja: 知事, th:", "acting_for.ja", "key-unknown"),
    # references
    (EVENT_FILE, LISTED, "organisations: provinse", "registration.organisations", "organisations-unknown"),
    (EVENT_FILE, LETTERS, "circulars: [office, provence]", "circulars[1]", "circular-unknown"),
    (EVENT_FILE, LETTERS, "circulars: [office, province, office]", "circulars[2]", "circular-twice"),
    (EVENT_FILE, LETTERS, "circulars: [office]", "circulars", "circular-unused"),
    (PROVINCE, "circular: office", "circular: ofice", "attachments[0].circular", "circular-unknown"),
    (AGENDA, "who: somsak", "who: somsek", "items[1].speakers[0].who", "person-unknown"),
    # the form
    (FORM, "name: mobile", "name: telephone", "fields", "field-missing"),
    (FORM, "name: position", "name: Position", "fields[4].name", "field-name-invalid"),
    (FORM, "name: position", "name: attempt", "fields[4].name", "field-name-invalid"),
    (FORM, "name: position", "name: method", "fields[4].name", "field-name-invalid"),
    (FORM, "name: position", "name: constructor", "fields[4].name", "field-name-invalid"),
    (FORM, "name: position", "name: position\n    kind: date", "fields[4].kind", "not-one-of"),
    (FORM, "name: email", "name: email\n    kind: text", "fields[5].kind", "field-kind-fixed"),
    (FORM, "name: position", "name: position\n    kind: organisation", "fields[4].kind", "organisation-second"),
    (FORM, "name: position", "name: agreed\n    kind: flag\n    required: true", "fields[4].required", "flag-required"),
    (FORM, "name: position", "name: cars\n    min_value: 2\n    max_value: 1", "fields[4].min_value", "values-crossed"),
    (FORM, "max_length: 100\n    autocomplete: o", "max_length: 201\n    x: o", "fields[4].max_length", "not-a-number"),
    (FORM, "fields:\n", f"fields:\n{LONG_FIELDS}", "fields", "form-too-large"),
    (FORM, "fields:\n", f"fields:\n{MANY_FIELDS}", "fields", "form-too-large"),
    (FORM, "name: mobile", "name: email", "fields[6]", "field-twice"),
    (FORM, "name: mobile", "name: email", "fields", "field-missing"),
    (FORM, "    min_length: 6\n", "    min_length: 101\n", "fields[5].min_length", "lengths-crossed"),
    (FORM, "{value: mrs,", "{value: mr,", "fields[1].choices[1].value", "choice-twice"),
    (FORM, "{value: mrs,", "{value: mrs-mrs-mrs-mrs-mrs-mrs,", "fields[1].choices[1].value", "choice-too-long"),
    (FORM, "autocomplete: tel", CHOICES, "fields[6].choices", "choices-unexpected"),
    (FORM, "    choices:\n", "    accept:\n", "fields[1].choices", "choices-missing"),
    # YAML
    (SITE, "time_zone: Asia", "time_zone: &zone Asia", "time_zone", "yaml-anchor"),
    (SITE, "time_zone: Asia/Bangkok", "time_zone: *zone", "time_zone", "yaml-anchor"),
    (SITE, "time_zone: Asia", "time_zone: !!python/name:os.system Asia", "time_zone", "yaml-tag"),
    (SITE, "time_zone: Asia/Bangkok", f"time_zone: {'[' * 30}{']' * 30}", f"time_zone{'[0]' * 12}", "yaml-too-deep"),
    (SITE, "time_zone: Asia/Bangkok", "[a]: b", "", "yaml-key"),
    (SITE, "time_zone: Asia/Bangkok", "time_zone: Asia/Bangkok\n---\na: b", "", "yaml-documents"),
    (SITE, "time_zone: Asia/Bangkok", "time_zone: !a!b Asia/Bangkok", "", "yaml-syntax"),
    (SITE, "time_zone: Asia/Bangkok", "\ttime_zone: Asia/Bangkok", "", "yaml-tab"),
    (SITE, "time_zone: Asia/Bangkok", "time_zone: 'Asia/Bangkok", "", "yaml-quote-open"),
    (SITE, "time_zone: Asia/Bangkok", "time_zone: 'Asia' Bangkok", "", "yaml-quote-inside"),
    (SITE, "time_zone: Asia/Bangkok", "time_zone: Asia: Bangkok", "", "yaml-colon-inside"),
    (SITE, "time_zone: Asia/Bangkok", "time_zone Asia/Bangkok", "", "yaml-colon-missing"),
    (SITE, "time_zone: Asia/Bangkok", "time_zone:Asia/Bangkok", "", "yaml-space-missing"),
    (SITE, "time_zone: Asia/Bangkok", "time_zone: @Bangkok", "", "yaml-start-character"),
    (SITE, "time_zone: Asia/Bangkok", "time_zone: [Asia/Bangkok", "", "yaml-bracket-open"),
    (SITE, "time_zone: Asia/Bangkok", "time_zone: {Asia: Bang: kok}", "", "yaml-bracket-text"),
    (SITE, "time_zone: Asia/Bangkok", "  time_zone: Asia/Bangkok", "", "yaml-indentation"),
    (SITE, "time_zone: Asia/Bangkok", r'time_zone: "\U00110000"', "", "yaml-escape"),
    (SITE, "time_zone: Asia/Bangkok", "time_zone: \x07", "", "yaml-characters"),
    # the table of organisations
    (TABLE, "code,kind,", "code;kind;", "", "table-header"),
    (TABLE, "\nsaithong-town,", "\nsaithong_town,", "code", "code-invalid"),
    (TABLE, "\nsaithong-town,", "\nsaithong-pao,", "code", "code-twice"),
    (TABLE, "\ntao-990102,", "\n,", "code", "text-empty"),
    (TABLE, "\nsaithong-town,town", "\nsaithong-town,twn", "kind", "not-one-of"),
    (TABLE, "\nsaithong-town,town", "\nsaithong-town,town,", "", "table-cells"),
    (TABLE, "Saithong Town Municipality", '"Saithong "Town" Municipality', "", "table-syntax"),
    (TABLE, "Saithong Town Municipality", "Saithong\x00Town", "", "invisible-character"),
    (TABLE, ",Mueang Saithong District\ntao-990101,", ",\ntao-990101,", "district_en", "translation-missing-en"),
    (TABLE, "องค์การบริหารส่วนตำบลทรายทองใหญ่", "องค์การบริหารส่วนตำบลปากคลอง", "name_th", "organisation-twice"),
    # messages
    (EN, "  did-you-mean: ", "  did-you-meen: ", "author.did-you-mean", "message-missing"),
    (EN, "  did-you-mean: ", "  did-you-meen: ", "author.did-you-meen", "message-missing"),
    (EN, "Did you mean “{nearest}”?", "Did you mean “{closest}”?", "author.did-you-mean", "message-placeholders"),
    (EN, '"Did you mean “{nearest}”?"', "", "author.did-you-mean", "text-empty"),
]  # fmt: skip


def test_content_loads_as_values():
    content = load_content(PROJECT)
    (event,) = content.events
    assert event.slug == SLUG
    assert (event.starts_at, event.ends_at) == (
        datetime(2022, 1, 14, 1, 30, tzinfo=UTC),
        datetime(2022, 1, 14, 9, 0, tzinfo=UTC),
    )
    assert (event.deadline_at, event.deadline_on, event.deadline_is_day) == (
        datetime(2022, 1, 10, 17, 0, tzinfo=UTC),
        date(2022, 1, 10),
        True,
    )
    assert [item.title.en for item in event.agenda if item.kind == "break"] == ["Lunch"]
    assert [len(item.speakers) for item in event.agenda] == [0, 2, 4, 0, 4, 0]
    assert [(letter.slug, letter.number, letter.dated_on) for letter in event.circulars] == [
        ("office", "ที่ ปน๐๐๒๒ /ว ๐๐๓๔", date(2022, 12, 15)),
        ("province", "ที่ ทท ๐๐๓๑.๒/ว ๕๒๑๘", date(2021, 12, 23)),
    ]
    assert event.circulars[0].stamps[1].received_time == time(13, 30)
    assert event.circulars[1].attachments[0].circular == "office"
    assert [field.name for field in event.form_fields][:3] == ["organisation", "honorific", "first_name"]
    assert len(event.organisation_list.organisations) == 55
    assert event.organisation_list.organisations[2].name == Text(
        "องค์การบริหารส่วนตำบลปากคลอง", "Pak Khlong Subdistrict Administrative Organisation"
    )


def test_a_letters_text_is_kept_as_printed():
    """With its slips."""
    office, province = load_content(PROJECT).events[0].circulars
    assert "เพื่อไม่มีเด็กจมน้ำและบาดเจ็บ" in office.body.th
    assert "เพื่อไม่ให้เด็กจมน้ำและบาดเจ็บ" in province.body.th
    assert province.addressees[1].th == "นายกองค้การบริหารส่วนจังหวัดทรายทอง"


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: f"{broken[4]}-{broken[3]}")
def test_each_problem_is_reported_at_its_key_and_described_in_full(content_copy, broken):
    name, old, new, key, code = broken
    content_copy.edit(name, old, new)
    problems = content_copy.problems()
    assert (key, code) in {(problem.place.key, problem.code) for problem in problems}
    for problem in problems:
        for locale in LOCALES:
            described = describe_problem(problem, MESSAGES, locale)
            assert described.startswith(f"{problem.place}: ")
            assert placeholders(MESSAGES[locale][f"author.{problem.code}"]) <= problem.params.keys()


def test_every_problem_that_is_described_has_an_example_here():
    described = {key.split(".")[1] for key in MESSAGES["en"] if key.startswith("author.")}
    examples = {row[4] for row in BROKEN} | {"file-empty", "file-missing", "file-unreadable", "not-utf8"}
    examples |= {"not-utf8-broken", "table-empty"}
    examples |= {"linked-file-kind", "linked-file-missing", "linked-file-outside", "picture-elsewhere"}
    assert examples == described - {"level", "accepted", "also-at", "did-you-mean"}


@pytest.mark.parametrize(
    ("name", "data", "place", "code"),
    [
        (SITE, b"", f"{SITE}:1", "file-empty"),
        (SITE, b"# nothing but a comment\n", f"{SITE}:1", "file-empty"),
        (SITE, "name: เวียน\n".encode("cp874"), f"{SITE}:1", "not-utf8"),
        (f"{EVENT}/summary.th.md", "\nเวียน\n".encode("cp874"), f"{EVENT}/summary.th.md:2", "not-utf8"),
        (SITE, "name: เวียน\n".encode("utf-16"), f"{SITE}:1", "not-utf8"),
        (SITE, b"name: Caf\xe9\n", f"{SITE}:1", "not-utf8-broken"),
        (f"{EVENT}/summary.th.md", b" \n", f"{EVENT}/summary.th.md:1: summary", "text-empty"),
        (TABLE, b"code,kind,name_th,name_en,district_th,district_en\n", f"{TABLE}:1", "table-empty"),
        (f"{EVENT}/circulars/Second Letter/letter.yaml", b"", f"{EVENT}/circulars/Second Letter:1", "slug-invalid"),
        ("content/events/Event 2/event.yaml", b"", "content/events/Event 2:1", "slug-invalid"),
        ("content/events/Event 2/event.yaml", b"", "content/events/Event 2/form.yaml:1", "file-missing"),
    ],
)
def test_files_that_cannot_be_read_as_they_are(content_copy, name, data, place, code):
    content_copy.put(name, data)
    assert (place, code) in {(str(problem.place), problem.code) for problem in content_copy.problems()}


def test_a_missing_markdown_file_is_named(content_copy):
    (content_copy.root / EVENT / "invited.en.md").unlink()
    (problem,) = content_copy.problems()
    assert (str(problem.place), problem.code) == (f"{EVENT}/invited.en.md:1", "file-missing")


def test_a_folder_in_the_place_of_a_file_is_a_problem_too(content_copy):
    (content_copy.root / SITE).unlink()
    (content_copy.root / SITE).mkdir()
    (problem,) = content_copy.problems()
    assert (str(problem.place), problem.code) == (f"{SITE}:1", "file-unreadable")


def test_a_file_name_that_is_not_utf8_can_be_said(content_copy):
    folder = os.fsencode(content_copy.root / EVENT / "circulars") + b"/\xff"
    Path(os.fsdecode(folder)).mkdir()
    (problem, *_others) = content_copy.problems()
    assert describe_problem(problem, MESSAGES, "en").startswith(f"{EVENT}/circulars/\\udcff:1: “\\udcff” cannot stand")


def test_broken_messages_are_described_without_them(content_copy):
    content_copy.put(TH, b"author:\n\t- x")
    content_copy.put(EN, b"")
    with pytest.raises(ContentError) as caught:
        load_content(content_copy.root)
    assert str(caught.value).startswith(f"{EN}:1: file-empty {{}}\n{TH}:2: yaml-tab ")
    described = [describe_problem(problem, caught.value.messages, "th") for problem in caught.value.problems]
    assert described[0] == f"{EN}:1: file empty"
    assert described[1] == f"{TH}:2: yaml tab"


def test_an_empty_project_says_what_it_lacks(tmp_path):
    with pytest.raises(ContentError) as caught:
        load_content(tmp_path)
    assert [(str(problem.place), problem.code) for problem in caught.value.problems] == [
        ("content/messages/en.yaml:1", "file-missing"),
        ("content/messages/th.yaml:1", "file-missing"),
        ("content/site.yaml:1", "file-missing"),
    ]


@pytest.mark.parametrize("missing", [TABLE, LIST])
def test_a_list_of_organisations_says_which_of_its_two_files_is_missing(content_copy, missing):
    (content_copy.root / missing).unlink()
    assert [(str(problem.place), problem.code) for problem in content_copy.problems()] == [
        (f"{missing}:1", "file-missing")
    ]


def test_a_list_of_ones_own_needs_no_credit(content_copy):
    text = (content_copy.root / LIST).read_text("utf-8")
    content_copy.put(LIST, text[: text.index("credit:")])
    assert content_copy.problems() == []


def test_all_problems_are_reported_at_once_by_file_and_line(content_copy):
    content_copy.edit(AGENDA, "- starts: 08:50", "- starts: 8.50")
    content_copy.edit(AGENDA, "kind: login", "kind: logn")
    content_copy.edit(EVENT_FILE, "quota: 3", "quota: many")
    content_copy.edit(SITE, "Asia/Bangkok", "Thailand")
    content_copy.edit(TABLE, "\nsaithong-town,", "\nSaithong town,")
    assert [(str(problem.place), problem.code) for problem in content_copy.problems()] == [
        (f"{AGENDA}:27: items[0].kind", "not-one-of"),
        (f"{AGENDA}:31: items[1].starts", "not-a-time"),
        (f"{EVENT_FILE}:14: registration.quota", "not-a-number"),
        (f"{TABLE}:3: code", "code-invalid"),
        (f"{SITE}:12: time_zone", "time-zone-unknown"),
    ]


def test_a_suggestion_comes_with_a_near_miss(content_copy):
    content_copy.edit(EVENT_FILE, "ends_at: 2022-01-14 16:00", "end_at: 2565-01-14 16:00")
    content_copy.edit(PROVINCE, "dated_on: 2021-12-23", "dated_on: 2564-12-23")
    described = [describe_problem(problem, MESSAGES, "en") for problem in content_copy.problems()]
    assert described[0] == (f"{PROVINCE}:10: dated_on: 2564-12-23 is a Buddhist year; write the Common Era: 2021-12-23")
    assert described[2].startswith(
        f"{EVENT_FILE}:10: end_at: end_at is not known here; known are: accept, called_off, "
    )
    assert described[2].endswith(" Did you mean “ends_at”?")


def test_byte_order_marks_and_windows_line_ends_are_no_problem(content_copy):
    for name in (SITE, EVENT_FILE, AGENDA, TABLE, f"{EVENT}/summary.th.md", TH):
        data = (content_copy.root / name).read_bytes()
        content_copy.put(name, b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n"))
    assert load_content(content_copy.root).events == load_content(PROJECT).events


def test_yaml_guesses_spoil_nothing(content_copy):
    """Plain words that YAML would turn into booleans, numbers or dates stay the words that they are."""
    content_copy.edit(SITE, "th: เวียน\n", "th: no\n")
    content_copy.edit(SITE, "en: Wian\n", "en: 1_000\n")
    content_copy.edit(OFFICE, 'number: "008123"', "number: 008123")
    content = load_content(content_copy.root)
    assert content.site.name == Text("no", "1_000")
    assert content.events[0].circulars[0].stamps[1].number == "008123"


ENTRIES = """\
  - {name: diet, kind: choice, label: {th: อาหาร, en: Food}, choices: [{value: halal, label: {th: ฮาลาล, en: Halal}}]}
  - {name: arrival, kind: long_text, label: {th: การเดินทาง, en: Arrival}}
  - {name: nights, kind: number, max_value: 14, label: {th: จำนวนคืน, en: Nights}, required: false}
  - {name: room, kind: flag, label: {th: ขอห้องพัก, en: I need a room}}
  - {name: remark, label: {th: หมายเหตุ, en: Remark}}
"""


def test_a_new_field_is_one_entry_of_the_form(content_copy):
    content_copy.append(FORM, ENTRIES)
    [event] = load_content(content_copy.root).events
    assert [
        (field.name, field.kind, field.required, field.max_length, field.max_value) for field in event.form_fields[7:]
    ] == [
        ("diet", "choice", True, 40, 1_000_000),
        ("arrival", "long_text", True, 500, 1_000_000),
        ("nights", "number", False, 0, 14),
        ("room", "flag", False, 0, 1_000_000),
        ("remark", "text", True, 100, 1_000_000),
    ]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_table_is_read_as_spreadsheets_write_it(content_copy, separator):
    """With a byte order mark, Windows' ends of lines, their own separator, rows and a column that were emptied."""
    rows = (content_copy.root / TABLE).read_text("utf-8").replace(",", separator).splitlines()
    empty = separator * 6
    written = [rows[0] + separator, *(row + separator for row in rows[1:3]), empty, "", *rows[3:], empty, f" {empty}"]
    content_copy.put(TABLE, b"\xef\xbb\xbf" + "\r\n".join(written).encode())
    assert load_content(content_copy.root).events == load_content(PROJECT).events


def test_lines_are_counted_on_past_empty_rows(content_copy):
    content_copy.edit(TABLE, "\nsaithong-town,", "\n,,,,,\n,,,,,\nsaithong town,")
    assert [str(problem.place) for problem in content_copy.problems()] == [f"{TABLE}:5: code"]


def test_an_encoding_is_named_with_what_to_do(content_copy):
    content_copy.put(TABLE, (content_copy.root / TABLE).read_bytes().decode().encode("cp874"))
    (problem,) = content_copy.problems()
    assert describe_problem(problem, MESSAGES, "en") == (
        f"{TABLE}:2: the file is saved as Windows-874 (TIS-620); save it again as UTF-8 "
        "(in Excel choose “CSV UTF-8”, in Notepad the encoding UTF-8)"
    )
