"""Who registers for what: sites with events that are open now, and any number of people with addresses of their own."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from bench.faults.http_client import make_post
from registration_rules import wire
from site_format.addresses import cancel_target, registration_target
from tests.backend.small_site import make_submission, write_small_site

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

EVENT = "seminar"
_DEADLINE, _START, _END, _DELETION = (timedelta(days=number) for number in (60, 70, 71, 160))


def write_site(site: Path, events: Mapping[str, Mapping[str, Any]]) -> Path:
    """A small site with these events, which are open now; each is what replaces the small site's rules."""
    now = datetime.now(UTC)
    for slug, rules in events.items():
        deadline_at = wire.format_instant(now + _DEADLINE)
        write_small_site(site, **({"event": slug, "deadline_at": deadline_at} | rules))
        file = site / "r" / slug / "form.json"
        form = json.loads(file.read_text(encoding="utf-8"))
        times = {"starts_at": now + _START, "ends_at": now + _END, "delete_at": now + _DELETION}
        form |= {name: wire.format_instant(instant) for name, instant in times.items()}
        form["facts"]["days"][0] |= {name: form[name] for name in ("starts_at", "ends_at")}
        file.write_text(json.dumps(form), encoding="utf-8")
    return site


def name_organisations(count: int) -> list[str]:
    """The codes of so many organisations."""
    return [f"o{number}" for number in range(count)]


def address_of(number: int) -> str:
    """The loopback address of somebody, from 127.1.0.0 on."""
    return f"127.{1 + (number >> 16) % 250}.{(number >> 8) & 255}.{number & 255}"


@dataclass(frozen=True, slots=True)
class Registrant:
    """Somebody with a filled-in form: `fields` are those of the wire, which stay as they are through all attempts."""

    number: int
    fields: dict[str, str]

    @property
    def address(self) -> str:
        """Where they send from."""
        return address_of(self.number)

    @property
    def key(self) -> str:
        """The idempotency key."""
        return self.fields["submission_id"]

    @property
    def request(self) -> bytes:
        """The POST that registers them."""
        return make_post(registration_target(self.fields["event"]), wire.encode(self.fields))

    def corrected(self, manage: str, **fields: str) -> Registrant:
        """The same person with a correction of this registration, under a new key."""
        changed = {"submission_id": str(uuid.uuid4()), "replaces": self.key, "manage": manage}
        return Registrant(self.number, self.fields | changed | fields)

    def cancellation(self, manage: str) -> bytes:
        """The POST that cancels this registration."""
        now = wire.format_instant(datetime.now(UTC))
        fields = {"submission_id": self.key, "manage": manage, "act_id": str(uuid.uuid4())}
        fields |= {"created_at": now, "sent_at": now, "attempt": "1"}
        body = "&".join(f"{name}={value}" for name, value in fields.items())
        return make_post(cancel_target(self.fields["event"]), body)


def make_registrant(number: int, organisation: str, event: str = EVENT, **fields: str) -> Registrant:
    """Person `number`, with a name, an e-mail address and a mobile that nobody else has."""
    now = wire.format_instant(datetime.now(UTC))
    own = {
        "event": event,
        "form-name": event,
        "organisation": organisation,
        "first_name": name_person(number),
        "email": f"person{number}@example.go.th",
        "mobile": f"08{number:08}",
        "created_at": now,
        "sent_at": now,
    }
    return Registrant(number, make_submission(**(own | fields)))


def name_person(number: int) -> str:
    """A name of seven letters, another for each number up to eleven million."""
    return "Som" + "".join(chr(ord("a") + number // 26**place % 26) for place in range(5))
