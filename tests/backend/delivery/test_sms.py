"""SMS: two parts at most, whatever an event, a room or a meeting is called, and nothing cut in half."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.delivery.joining import JoiningDetails, Online, OnTheSpot
from backend.delivery.sms import describe_length, render_sms
from backend.delivery.sms_alphabet import Measure, measure, plain, shorten
from backend.terms.message_kinds import MessageKind, may_have_joining_details
from tests.backend.delivery.samples import JOINING, LINK, MEETING_ID, PASSCODE, STATES, TEXTS, make_event, make_message

KINDS = get_args(MessageKind.__value__)
LONG_TITLES = {
    "th": "แนวทางการยกระดับผลการประเมินคุณธรรมและความโปร่งใสในการดำเนินงานขององค์กรปกครองส่วนท้องถิ่นทั่วประเทศ " * 2,
    "en": "Guidelines for raising the integrity and transparency assessment of local administrative organisations " * 2,
}
LONG_EVENT = replace(
    make_event(
        when_in_short={"th": "25–26, 28 ส.ค. และ 1–2 ก.ย. 2568 08.30 น.", "en": "25–26, 28 Aug and 1–2 Sep 2025"}
    ),
    title=LONG_TITLES,
)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", Measure("GSM-7", 0, 1)),
        ("a" * 160, Measure("GSM-7", 160, 1)),
        ("a" * 161, Measure("GSM-7", 161, 2)),
        ("a" * 306, Measure("GSM-7", 306, 2)),
        ("a" * 307, Measure("GSM-7", 307, 3)),
        ("[" * 80, Measure("GSM-7", 160, 1)),
        ("a" * 152 + "[" + "a" * 152, Measure("GSM-7", 306, 3)),  # the bracket's two places are not divided
        ("ก" * 70, Measure("UCS-2", 70, 1)),
        ("ก" * 71, Measure("UCS-2", 71, 2)),
        ("ก" * 134, Measure("UCS-2", 134, 2)),
        ("ก" * 135, Measure("UCS-2", 135, 3)),
        ("ก" * 66 + "😀" + "ก" * 66, Measure("UCS-2", 134, 3)),
        ("ก" * 67 + "😀" + "ก" * 65, Measure("UCS-2", 134, 2)),
    ],
)
def test_parts_are_counted_as_networks_count_them(text: str, length: Measure):
    assert measure(text) == length


@pytest.mark.parametrize(
    ("longest", "shown"),
    [
        (11, "น้ำท่วมใหญ่"),
        (10, "น้ำท่วม..."),
        (9, "น้ำท่ว..."),
        (8, "น้ำท่..."),
        (7, "น้ำ..."),
        (6, "น้ำ..."),
        (5, "..."),
        (3, "..."),
    ],
)
def test_thai_is_cut_between_letters_that_a_reader_can_part(longest: int, shown: str):
    assert shorten("น้ำท่วมใหญ่", longest) == shown


def test_no_vowel_is_left_without_its_consonant():
    assert [shorten("เวียนกะทิและขนม", longest) for longest in (9, 11)] == ["เวียน...", "เวียนกะ..."]
    assert shorten("abเวียน", 6) == "ab..."


def test_dashes_and_quotation_marks_do_not_cost_the_short_alphabet():
    assert plain("25–26 “Aug” … it’s\n08:30") == '25-26 "Aug" ... it\'s 08:30'
    text = render_sms(make_message(channel="sms", locale="en", event=LONG_EVENT), TEXTS)
    assert measure(text).alphabet == "GSM-7"


@pytest.mark.parametrize("locale", ["th", "en"])
@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=25, deadline=None)
@given(
    online=st.builds(
        Online,
        link=st.sampled_from(["", LINK, f"https://example.com/{'x' * 900}"]),
        meeting_id=st.from_regex(r"[0-9]{6,18}|[0-9]( [0-9]){5,17}", fullmatch=True),
        passcode=st.text(st.sampled_from("aก๑😀€[~"), max_size=32),
    ),
    room=st.text(st.sampled_from("ห้อง 1"), max_size=200),
    with_link=st.booleans(),
)
def test_nothing_takes_more_than_two_parts(kind, locale, online, room, with_link):
    joining = JoiningDetails(online, OnTheSpot(dict.fromkeys(("th", "en"), room)))
    state = STATES.get(kind, "confirmed")
    known = joining if may_have_joining_details(kind, state) else None
    message = make_message(kind, "sms", locale=locale, event=LONG_EVENT, joining=known, place=12345)
    text = render_sms(message, TEXTS, with_link=with_link)
    assert measure(text).segments <= 2
    if known:
        assert online.meeting_id.replace(" ", "") in text.replace(" ", "")
        assert plain(online.passcode) in text


@pytest.mark.parametrize("kind", KINDS)
def test_only_who_holds_a_seat_is_told_how_to_join(kind):
    state = STATES.get(kind, "confirmed")
    known = JOINING if may_have_joining_details(kind, state) else None
    text = render_sms(make_message(kind, "sms", locale="en", joining=known), TEXTS, with_link=True)
    assert (MEETING_ID in text, PASSCODE in text, LINK in text) == (known is not None,) * 3


def test_the_link_is_left_out_unless_it_is_asked_for():
    message = make_message("joining_details", "sms", locale="en")
    assert LINK not in render_sms(message, TEXTS)
    assert LINK in render_sms(message, TEXTS, with_link=True)


def test_an_event_with_a_link_alone_points_to_the_email():
    link_alone = JoiningDetails(Online(link=LINK))
    assert render_sms(make_message("joining_details", "sms", joining=link_alone), TEXTS) == (
        "วิธีเข้าร่วม สัมมนาน้ำ <๒๕๖๕> 14 ม.ค. 2565 08.30 น. วิธีเข้าร่วมอยู่ในอีเมล"
    )


@pytest.mark.parametrize(
    ("kind", "locale", "text"),
    [
        (
            "confirmation",
            "th",
            "ลงทะเบียนแล้ว สัมมนาน้ำ <๒๕๖๕> 14 ม.ค. 2565 08.30 น. เลขอ้างอิง 4821-0937 จะแจ้งวิธีเข้าร่วมก่อนวันงาน",
        ),
        (
            "confirmation",
            "en",
            (
                "You are registered: Water seminar <2022> 14 Jan 2022 08:30 Code 4821-0937 "
                "How to join will follow before the event."
            ),
        ),
        ("waiting", "th", "ท่านอยู่ในรายชื่อสำรอง ลำดับที่ 3 สัมมนาน้ำ <๒๕๖๕> เลขอ้างอิง 4821-0937"),
        ("waiting", "en", "You are on the waiting list at place 3: Water seminar <2022> Code 4821-0937"),
        ("event_called_off", "th", "งดจัดงาน สัมมนาน้ำ <๒๕๖๕> 14 ม.ค. 2565 08.30 น. เลขอ้างอิง 4821-0937"),
    ],
)
def test_what_an_sms_says(kind, locale, text):
    assert render_sms(make_message(kind, "sms", locale=locale), TEXTS) == text


def test_the_title_gives_way_first_and_then_the_room():
    one_day = replace(LONG_EVENT, facts=make_event().facts)
    shown = [render_sms(make_message("joining_details", "sms", event=event), TEXTS) for event in (one_day, LONG_EVENT)]
    assert shown == [
        (
            "วิธีเข้าร่วม แนวทางการยกระดับผลการประ... 14 ม.ค. 2565 08.30 น. Meeting ID 987 6543 2101 Passcode Kr4bi! "
            "ที่ ห้องประชุมทรายทอง ชั้น 2"
        ),
        (
            "วิธีเข้าร่วม แนวทางการยกระดับผลการประเมินคุณธรรม... 25-26, 28 ส.ค. และ 1-2 ก.ย. 2568 08.30 น. "
            "Meeting ID 987 6543 2101 Passcode Kr4bi!"
        ),
    ]


def test_an_hour_that_takes_too_long_to_say_is_left_to_the_email():
    event = make_event(when_in_short={"th": "วันที่ " * 30, "en": "day " * 90})
    assert render_sms(make_message("event_called_off", "sms", event=event), TEXTS) == (
        "งดจัดงาน สัมมนาน้ำ <๒๕๖๕> เลขอ้างอิง 4821-0937"
    )


def test_a_preview_says_how_long_a_text_is():
    message = make_message(channel="sms")
    assert describe_length("ก" * 71, TEXTS, message) == "SMS 2 ส่วน 71 จาก 134 ตัวอักษร (UCS-2)"
