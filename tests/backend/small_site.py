"""A hand-made site of a few files with one event, and submissions as its page would send them."""

from __future__ import annotations

import copy
import json
import uuid
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from registration_rules import __version__, wire
from tests.own_event import SLUG

ROOT = Path(__file__).resolve().parents[2]

RULES: dict[str, Any] = {
    "form_version": 1,
    "event": SLUG,
    "rules_version": __version__,
    "notice_version": "2564-12",
    "deadline_at": "2022-01-10T17:00:00Z",
    "grace_hours": 72,
    "quota": 3,
    "capacity": None,
    "waiting_list": False,
    "max_people": 3,
    "preview_as_of": None,
    "organisations": ["saithong-pao", "saithong-town", "ao-ngam-tao"],
    "fields": [
        {
            "name": name,
            "kind": kind,
            "required": name != "honorific",
            "min_length": 0,
            "max_length": maximum,
            "choices": ["mr", "mrs", "miss"] if kind == "choice" else [],
        }
        for name, kind, maximum in (
            ("organisation", "organisation", 20),
            ("honorific", "choice", 20),
            ("first_name", "personal_name", 60),
            ("last_name", "personal_name", 60),
            ("position", "text", 100),
            ("email", "email", 254),
            ("mobile", "mobile", 20),
        )
    ],
}


def _both(th: str, en: str) -> dict[str, str]:
    return {"th": th, "en": en}


FORM: dict[str, Any] = {
    "rules": RULES,
    "title": _both("สัมมนาน้ำ <๒๕๖๕>", "Water seminar <2022>"),
    "starts_at": "2022-01-14T01:30:00Z",
    "ends_at": "2022-01-14T09:00:00Z",
    "delete_at": "2022-04-14T09:00:00Z",
    "form_backend": "own",
    "facts": {
        "when": _both("วันศุกร์ที่ 14 มกราคม 2565 เวลา 08.30–16.00 น.", "Friday 14 January 2022, 08:30–16:00"),
        "when_in_short": _both("14 ม.ค. 2565 08.30 น.", "14 Jan 2022 08:30"),
        "days": [
            {
                "starts_at": "2022-01-14T01:30:00Z",
                "ends_at": "2022-01-14T09:00:00Z",
                "text": _both("วันศุกร์ที่ 14 มกราคม 2565 เวลา 08.30–16.00 น.", "Friday 14 January 2022, 08:30–16:00"),
            }
        ],
        "where": _both("ออนไลน์ทาง Zoom Webinar", "Online, by Zoom Webinar"),
        "help": [
            {
                "kind": "phone",
                "label": _both("โทรศัพท์ กลุ่มฝึกอบรม", "Telephone, training group"),
                "value": _both(
                    "0\N{NO-BREAK SPACE}2555\N{NO-BREAK SPACE}0123", "0\N{NO-BREAK SPACE}2555\N{NO-BREAK SPACE}0123"
                ),
                "link": "tel:+6625550123",
            },
            {
                "kind": "email",
                "label": _both("อีเมล สำนักงานความปลอดภัยทางน้ำ", "E-mail, Water Safety Office"),
                "value": _both("water@example.go.th", "water@example.go.th"),
                "link": "mailto:water@example.go.th",
            },
        ],
        "publisher": _both("สำนักงานจังหวัดทรายทอง", "Saithong Provincial Office"),
        "base_url": "https://wian.example",
    },
    "organisations": [
        {
            "code": "saithong-pao",
            "kind": "pao",
            "name": _both("อบจ.ทรายทอง", "Saithong PAO"),
            "district": _both("", ""),
        },
        {
            "code": "saithong-town",
            "kind": "town",
            "name": _both("เทศบาลเมืองทรายทอง", "Saithong Town"),
            "district": _both("เมืองทรายทอง", "Mueang Saithong"),
        },
        {
            "code": "ao-ngam-tao",
            "kind": "tao",
            "name": _both("อบต.อ่าวงาม", "Ao Ngam TAO"),
            "district": _both("เมืองทรายทอง", "Mueang Saithong"),
        },
    ],
}
_LABELS = {
    "organisation": _both("หน่วยงาน", "Organisation"),
    "honorific": _both("คำนำหน้า", "Title"),
    "first_name": _both("ชื่อ", "First name"),
    "last_name": _both("นามสกุล", "Last name"),
    "position": _both("ตำแหน่ง", "Position"),
    "email": _both("อีเมล", "E-mail"),
    "mobile": _both("โทรศัพท์มือถือ", "Mobile"),
    "mr": _both("นาย", "Mr"),
    "mrs": _both("นาง", "Mrs"),
    "miss": _both("นางสาว", "Miss"),
}
_CONTROLS = {
    "first_name": {"type": "text", "autocomplete": "given-name"},
    "email": {"type": "email", "autocomplete": "email"},
    "flag": {"type": "checkbox", "value": "yes"},
}

# Thai given names, so that the rules take each for a person of its own.
_FIRST_NAMES = ("สมชาย", "สมหญิง", "วิชัย", "มาลี", "ประเสริฐ", "สุดา", "อนันต์", "กานดา", "ธนา", "พิมพ์")
_LAST_NAMES = ("ใจดี", "รักไทย", "มีสุข", "ทองคำ", "ศรีสุข", "บุญมา", "แก้วใส", "พงศ์ไทย", "สายชล", "อินทร์แก้ว")

HEADERS = """\
# as the build writes them, in small
/*
  X-Content-Type-Options: nosniff
  X-Frame-Options: DENY
/r/:slug/
  Content-Security-Policy: default-src 'self'
  Cache-Control: no-cache
/app/*
  Cache-Control: public, max-age=31536000, immutable
"""
REDIRECTS = """\
/old/*  /events/:splat  301
/en/*  /en/404.html  404
"""


def make_field(name: str, kind: str, *, required: bool = False, **limits: Any) -> dict[str, Any]:
    """A further field for `RULES["fields"]`; `limits` are its choices and lengths, or the limits of a number."""
    return {
        "name": name,
        "kind": kind,
        "required": required,
        "min_length": 0,
        "max_length": 100,
        "choices": [],
    } | limits


def describe_fields(fields: list[dict[str, Any]]) -> dict[str, Any]:
    """How `FORM` shows the fields of its rules, by name."""
    return {field["name"]: _describe_field(field) for field in fields}


def _describe_field(field: dict[str, Any]) -> dict[str, Any]:
    name = field["name"]
    return {
        "label": _LABELS.get(name, _both(f"ช่อง {name}", f"Field {name}")),
        "hint": _both("", "") if name in _LABELS else _both(f"วิธีกรอก {name}", f"How to fill in {name}"),
        "attributes": _CONTROLS.get(name) or _CONTROLS.get(field["kind"], {}),
        "choices": {value: _LABELS.get(value, _both(f"แบบ {value}", f"Choice {value}")) for value in field["choices"]},
    }


def write_small_site(site: Path, **rules: object) -> Path:
    """Write the site into the folder `site`; `rules` replace keys of the event's rules."""
    form = copy.deepcopy(FORM)
    form["rules"].update(rules)
    form["fields"] = describe_fields(form["rules"]["fields"])
    slug = form["rules"]["event"]
    files = {
        "index.html": "<!doctype html><title>home</title>",
        "404.html": "<!doctype html><title>ไม่พบ</title>",
        "en/404.html": "<!doctype html><title>not found</title>",
        f"r/{slug}/index.html": "<!doctype html><title>form</title>" + "<p>ลงทะเบียน</p>" * 100,
        f"r/{slug}/form.json": json.dumps(form),
        "_headers": HEADERS,
        "_redirects": REDIRECTS,
    }
    for locale in ("th", "en"):
        files[f"messages/{locale}.json"] = json.dumps(load_messages(locale))
    for name, text in files.items():
        path = site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return site


def make_person(number: int = 0, **fields: str) -> dict[str, str]:
    """What a person enters; each number is another person, and `fields` replace what is given."""
    tens, ones = divmod(number, 10)
    return {
        "organisation": "saithong-pao",
        "honorific": "mr",
        "first_name": _FIRST_NAMES[ones],
        "last_name": _LAST_NAMES[tens],
        "position": "นิติกร",
        "email": f"person{number}@example.go.th",
        "mobile": f"081234{number:04}",
    } | fields


def make_submission(number: int = 0, **fields: str) -> dict[str, str]:
    """A submission as the page's script sends it, under a new key unless `fields` say otherwise."""
    return (
        dict.fromkeys(wire.ENVELOPE_FIELDS, "")
        | make_person(number)
        | {
            "form-name": SLUG,
            "submission_id": str(uuid.uuid4()),
            "event": SLUG,
            "locale": "th",
            "notice_version": str(RULES["notice_version"]),
            "created_at": "2022-01-05T02:00:00.000Z",
            "sent_at": "2022-01-05T02:00:05.000Z",
            "attempt": "1",
            "rules_version": __version__,
        }
        | fields
    )


def make_plain_submission(number: int = 0, **fields: str) -> dict[str, str]:
    """A submission as a browser without JavaScript sends it."""
    scripted = ("submission_id", "created_at", "sent_at", "attempt", "rules_version")
    return make_submission(number) | dict.fromkeys(scripted, "") | fields


@cache
def load_messages(locale: str) -> dict[str, str]:
    """The messages in one language, flat, as the built site has them."""
    nested = YAML(typ="safe").load(ROOT / "content" / "messages" / f"{locale}.yaml")
    flat: dict[str, str] = {}

    def flatten(prefix: str, value: dict[str, Any] | str | None) -> None:
        if isinstance(value, dict):
            for key, inner in value.items():
                flatten(f"{prefix}.{key}" if prefix else key, inner)
        elif value is not None:
            flat[prefix] = value

    flatten("", nested)
    return flat
