"""Many people of many organisations, and the site with the event that they register for, which is open now."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bench.load import make_post
from registration_rules import wire
from site_format.addresses import registration_target
from tests.backend.small_site import SLUG, make_submission, write_small_site

if TYPE_CHECKING:
    from pathlib import Path

QUOTA = 3
NAMES = 100
"""How many the small site's people have: so many of one organisation are different persons."""

_DEADLINE, _START, _END, _DELETION = (timedelta(days=number) for number in (30, 40, 41, 130))


def write_site(site: Path, organisations: int) -> Path:
    """A small site whose event has `QUOTA` seats for each of so many organisations."""
    codes = [_name_organisation(number) for number in range(organisations)]
    now = datetime.now(UTC)
    write_small_site(site, organisations=codes, quota=QUOTA, deadline_at=wire.format_instant(now + _DEADLINE))
    file = site / "r" / SLUG / "form.json"
    form = json.loads(file.read_text(encoding="utf-8"))
    times = {"starts_at": now + _START, "ends_at": now + _END, "delete_at": now + _DELETION}
    form |= {name: wire.format_instant(instant) for name, instant in times.items()}
    form["facts"]["days"][0] |= {name: form[name] for name in ("starts_at", "ends_at")}
    shown = form["organisations"][-1]
    form["organisations"] = [shown | {"code": code} for code in codes]
    file.write_text(json.dumps(form), encoding="utf-8")
    return site


def make_requests(people: int, organisations: int) -> list[bytes]:
    """The POSTs of so many people, each with a key of their own, who come from the organisations in turn."""
    now = wire.format_instant(datetime.now(UTC))
    return [
        make_post(registration_target(SLUG), wire.encode(_fill_in(number, organisations, now)))
        for number in range(people)
    ]


def _fill_in(number: int, organisations: int, now: str) -> dict[str, str]:
    of_organisation, organisation = divmod(number, organisations)
    return make_submission(
        (organisation + of_organisation) % NAMES,
        organisation=_name_organisation(organisation),
        submission_id=str(uuid.uuid4()),
        email=f"person{number}@example.go.th",
        mobile=f"08{number:08}",
        created_at=now,
        sent_at=now,
    )


def _name_organisation(number: int) -> str:
    return f"tao-{number:05}"
