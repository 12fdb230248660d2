"""E-mails as a mail program reads them."""

from __future__ import annotations

import re
from dataclasses import replace
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from typing import TYPE_CHECKING, get_args

import pytest

from backend.delivery.addresses import AddressError, parse_sender, write_for_servers
from backend.delivery.mail import Sender, name_message, render_mail
from backend.terms.message_kinds import MessageKind, may_have_joining_details
from tests.backend.delivery.samples import (
    JOINING,
    LINK,
    MANAGE,
    QUEUED_AT,
    SECRETS,
    STATES,
    TEXTS,
    make_event,
    make_message,
    rename,
)

if TYPE_CHECKING:
    from email.message import EmailMessage

    from backend.delivery.message import Message

KINDS = get_args(MessageKind.__value__)
OTHER = {"th": "อื่น ๆ", "en": "Other"}
SENDER = Sender("registration@wian.example.go.th")


def read(message: Message, sender: Sender = SENDER) -> EmailMessage:
    """The e-mail as it arrives."""
    mail: EmailMessage = message_from_bytes(bytes(render_mail(message, sender, TEXTS)), policy=policy.default)
    return mail


def read_header(mail: EmailMessage, name: str) -> str:
    """A header as it is shown. The parser's own reading of names has a space where a long one was folded."""
    raw = next(value for key, value in mail.raw_items() if key == name)
    return str(make_header(decode_header(raw)))


def body(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


class Reader(HTMLParser):
    """What of a page a reader sees, and what a mail program would fetch or follow."""

    def __init__(self, html: str) -> None:
        """Read a whole page."""
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        """Note an element."""
        self.tags.append(tag)
        self.attributes |= {name for name, _value in attrs}
        self.links += [value for name, value in attrs if name == "href"]

    def handle_data(self, data):
        """Note text."""
        self.text += data


def test_the_headers_say_from_whom_to_whom_and_what():
    mail = read(make_message())
    assert {name: read_header(mail, name) for name in mail if name != "Content-Type"} == {
        "From": "สำนักงานจังหวัดทรายทอง <registration@wian.example.go.th>",
        "To": "นายสมชาย ใจดี <somchai@example.go.th>",
        "Reply-To": "water@example.go.th",
        "Subject": "ยืนยันการลงทะเบียน: สัมมนาน้ำ <๒๕๖๕>",
        "Date": "Wed, 05 Jan 2022 02:00:06 +0000",
        "Message-ID": "<wian.42.20220105020006@wian.example.go.th>",
        "Auto-Submitted": "auto-generated",
        "MIME-Version": "1.0",
    }
    assert parsedate_to_datetime(mail["Date"]) == QUEUED_AT


def test_text_html_and_invitation_are_forms_of_one_email():
    mail = read(make_message())
    assert [part.get_content_type() for part in mail.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
    ]
    assert max(len(line) for line in bytes(render_mail(make_message(), SENDER, TEXTS)).splitlines()) <= 78


def test_the_office_s_own_name_and_an_office_without_an_address():
    mail = read(make_message(event=make_event(help=[])), Sender("a@example.go.th", "ฝ่ายอบรม, จังหวัด"))
    assert read_header(mail, "From") == "ฝ่ายอบรม, จังหวัด <a@example.go.th>"
    assert mail["From"].addresses[0].addr_spec == "a@example.go.th"
    assert mail["Reply-To"] is None


def test_the_message_id_never_changes_and_is_no_other_s():
    message = make_message()
    later = replace(message, state="confirmed", kind="changed", sequence=4, joining=JOINING)
    assert name_message(later, "x.th") == name_message(message, "x.th") == "<wian.42.20220105020006@x.th>"
    others = [replace(message, id=43), replace(message, queued_at=QUEUED_AT.replace(year=2023))]
    assert [name_message(other, "x.th") == name_message(message, "x.th") for other in others] == [False, False]


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        (
            "th",
            """\
เรียน นายสมชาย ใจดี

ท่านลงทะเบียนเข้าร่วมงานนี้เรียบร้อยแล้ว

งาน: สัมมนาน้ำ <๒๕๖๕>
วันและเวลา: วันศุกร์ที่ 14 มกราคม 2565 เวลา 08.30–16.00 น.
สถานที่หรือช่องทาง: ออนไลน์ทาง Zoom Webinar
หน่วยงาน: อบจ.ทรายทอง
เลขอ้างอิง: 4821-0937
สถานะ: ยืนยันแล้ว มีที่นั่ง

เราจะส่งวิธีเข้าร่วมให้ท่านทางอีเมลนี้ทันทีที่ผู้จัดแจ้ง ก่อนงานเริ่ม (วันศุกร์ที่ 14 มกราคม 2565 เวลา 08.30–16.00 น.)

ดู แก้ไข หรือยกเลิกการลงทะเบียน
https://wian.example/manage/3f2a9c0d5e6b7a8190b1c2d3e4f50617/
ลิงก์นี้เป็นของท่านโดยเฉพาะ ผู้ที่มีลิงก์นี้แก้ไขหรือยกเลิกแทนท่านได้

สอบถามเพิ่มเติม

โทรศัพท์ กลุ่มฝึกอบรม: 0\N{NO-BREAK SPACE}2555\N{NO-BREAK SPACE}0123
อีเมล สำนักงานความปลอดภัยทางน้ำ: water@example.go.th

รายละเอียดงาน: https://wian.example/events/water-safety-2565/

ขอแสดงความนับถือ
สำนักงานจังหวัดทรายทอง

ข้อความนี้ส่งโดยอัตโนมัติ เพราะมีผู้ลงทะเบียนด้วยที่อยู่อีเมลนี้ หากท่านไม่ได้ลงทะเบียน โปรดแจ้งผู้จัด
""",
        ),
        (
            "en",
            """\
Dear Mr สมชาย ใจดี,

You are registered for this event.

Event: Water seminar <2022>
When: Friday 14 January 2022, 08:30–16:00
Where: Online, by Zoom Webinar
Organisation: อบจ.ทรายทอง
Receipt code: 4821-0937
Status: confirmed, with a seat

As soon as the organiser has set how to join, we will write to this address, before the event starts \
(Friday 14 January 2022, 08:30–16:00).

See, change or cancel your registration
https://wian.example/manage/3f2a9c0d5e6b7a8190b1c2d3e4f50617/
This link is yours alone. Whoever has it can change or cancel your registration.

Questions

Telephone, training group: 0\N{NO-BREAK SPACE}2555\N{NO-BREAK SPACE}0123
E-mail, Water Safety Office: water@example.go.th

About the event: https://wian.example/en/events/water-safety-2565/

Yours faithfully,
Saithong Provincial Office

This message was sent automatically, because somebody registered with this e-mail address. \
If that was not you, please tell the organiser.
""",
        ),
    ],
)
def test_the_whole_text(locale, text):
    assert body(read(make_message(locale=locale, manage=MANAGE)), "plain") == text


@pytest.mark.parametrize("locale", ["th", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_text_and_html_of_every_kind_say_the_same(kind, locale):
    state = STATES.get(kind, "confirmed")
    known = JOINING if may_have_joining_details(kind, state) else None
    mail = read(make_message(kind, locale=locale, joining=known, manage=MANAGE))
    page = Reader(body(mail, "html"))
    said = {line.split(": ", 1)[-1].strip() for line in body(mail, "plain").splitlines()} - {""}
    not_in_words = {f"https://wian.example/manage/{MANAGE}/", page.links[-1]}
    assert {line for line in said - not_in_words if line not in page.text} == set()
    assert not_in_words <= set(page.links)
    assert TEXTS.text(locale, f"delivery.lead.{kind}") in page.text
    assert f'<html lang="{locale}">' in body(mail, "html")


@pytest.mark.parametrize("kind", KINDS)
def test_no_secret_is_in_an_email_to_who_must_not_know_it(kind):
    state = STATES.get(kind, "confirmed")
    may_know = may_have_joining_details(kind, state)
    mail = read(make_message(kind, locale="th", joining=JOINING if may_know else None, sequence=2))
    whole = "".join(str(part.get_content()) for part in mail.walk() if part.get_content_maintype() == "text")
    whole = whole.replace("\r\n ", "")
    assert (LINK in whole) == may_know
    if not may_know:
        assert [secret for secret in SECRETS if secret in whole] == []


@pytest.mark.parametrize("kind", KINDS)
def test_only_who_holds_a_seat_is_promised_how_to_join(kind):
    later = TEXTS.text("th", "delivery.joining.later").split("(")[0]
    state = STATES.get(kind, "confirmed")
    is_promised = may_have_joining_details(kind, state) and kind != "joining_details"
    assert (later in body(read(make_message(kind)), "plain")) == is_promised
    if may_have_joining_details(kind, state):
        assert later not in body(read(make_message(kind, joining=JOINING)), "plain")


def test_the_html_loads_nothing_and_sets_no_colour():
    html = body(read(make_message(joining=JOINING, manage=MANAGE)), "html")
    page = Reader(html)
    assert {"img", "link", "script", "style", "iframe", "form"} & set(page.tags) == set()
    assert {"src", "srcset", "background", "bgcolor", "color"} & page.attributes == set()
    assert re.findall(r"(?:color|background)\s*:|url\(|@import", html) == []
    assert '<meta name="color-scheme" content="light dark">' in html
    assert [link.split(":")[0] for link in page.links] == ["https", "https", "https", "tel", "mailto", "https"]


def test_what_somebody_typed_is_text_and_no_markup_nor_placeholder():
    message = rename(make_message(), first_name="{last_name}", last_name='<b onclick="x">&{title}')
    mail = read(message)
    page = Reader(body(mail, "html"))
    assert 'นาย{last_name} <b onclick="x">&{title}' in page.text
    assert {"b"} & set(page.tags) == set()
    assert 'เรียน นาย{last_name} <b onclick="x">&{title}\n' in body(mail, "plain")


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r", "\v", "\f", "\x1c", "\x85", "\u2028", "\0"])
def test_no_name_and_no_title_makes_a_header(line_end):
    injected = f"สมชาย{line_end}Bcc: spy@example.com{line_end}{line_end}<p>"
    event = make_event(publisher={"th": injected, "en": injected})
    message = rename(make_message(event=replace(event, title={"th": injected, "en": injected})), first_name=injected)
    mail = read(message, Sender("a@example.go.th"))
    assert mail["Bcc"] is None
    assert len(mail["To"].addresses) == len(mail["From"].addresses) == 1
    assert read_header(mail, "Subject") == "ยืนยันการลงทะเบียน: สมชาย Bcc: spy@example.com <p>"


@pytest.mark.parametrize(
    ("honorific", "locale", "greeting"),
    [
        ("mrs", "th", "เรียน นางสมชาย ใจดี"),
        ("mrs", "en", "Dear Mrs สมชาย ใจดี,"),
        ("other", "th", "เรียน คุณสมชาย ใจดี"),
        ("other", "en", "Dear สมชาย ใจดี,"),
        ("gone-from-the-form", "th", "เรียน คุณสมชาย ใจดี"),
        ("", "th", "เรียน คุณสมชาย ใจดี"),
    ],
)
def test_who_has_no_title_is_greeted_politely(honorific, locale, greeting):
    event = make_event()
    known = replace(event.fields["honorific"], choices=event.fields["honorific"].choices | {"other": OTHER})
    event = replace(event, fields=dict(event.fields) | {"honorific": known})
    text = body(read(rename(make_message(locale=locale, event=event), honorific=honorific)), "plain")
    assert text.splitlines()[0] == greeting


def test_the_place_in_the_waiting_list_is_said():
    assert "ลำดับในรายชื่อสำรอง: 3\n" in body(read(make_message("waiting")), "plain")
    assert "ลำดับในรายชื่อสำรอง" not in body(read(make_message("waiting", place=None)), "plain")


def test_each_of_several_days_has_its_line():
    days = [
        {
            "starts_at": f"2025-08-{day}T01:30:00Z",
            "ends_at": f"2025-08-{day}T09:30:00Z",
            "text": {"th": text, "en": text},
        }
        for day, text in (("25", "first day"), ("26", "second day"))
    ]
    mail = read(make_message(event=make_event(days=days)))
    assert "วันและเวลา: first day\n  second day\n" in body(mail, "plain")
    assert "<strong>first day<br>second day</strong>" in body(mail, "html")


def test_a_preview_says_that_nothing_is_real():
    message = make_message()
    preview = replace(message.event, form=message.event.form._replace(preview_as_of=QUEUED_AT))
    text = body(read(replace(message, event=preview)), "plain")
    assert text.startswith("[ข้อความตัวอย่างสำหรับทดลองใช้ ไม่ใช่การลงทะเบียนจริง]\n\nเรียน")


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("a@Example.go.th", "a@example.go.th"),
        ("a@สำนักงาน.ไทย", "a@xn--12cm6cc5fxbfe1v.xn--o3cw4h"),
        ("ส่ง@สำนักงาน.ไทย", "ส่ง@xn--12cm6cc5fxbfe1v.xn--o3cw4h"),
    ],
)
def test_a_domain_goes_out_in_ascii(address, written):
    assert write_for_servers(address) == written


@pytest.mark.parametrize(
    "address",
    [
        "",
        "a",
        "@example.go.th",
        "a@",
        "a@localhost",
        "a@gmial.com",
        "a@example.go.ht",
        "a@-.ไทย",
        "a b@example.go.th",
        "a@b@example.go.th",
        "a\r\nBcc: x@example.go.th",
        "ส่ง ๆ@example.go.th",
        "<a@example.go.th>",
        f"{'a' * 65}@example.go.th",
    ],
)
def test_what_is_no_address_or_a_slip_is_refused(address):
    with pytest.raises(AddressError):
        write_for_servers(address)
    with pytest.raises(AddressError):
        render_mail(rename(make_message(), email=address), SENDER, TEXTS)


def test_a_sender_is_a_name_and_an_address():
    assert parse_sender("สำนักงาน  อบรม <a@สำนักงาน.ไทย>") == ("สำนักงาน อบรม", "a@xn--12cm6cc5fxbfe1v.xn--o3cw4h")
    assert parse_sender("a@example.go.th") == ("", "a@example.go.th")
    with pytest.raises(AddressError):
        parse_sender("สำนักงาน")
