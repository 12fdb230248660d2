"""An office: a site, a store of either kind, and what is done with both, without a server between."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from backend.built_site.events import Events
from backend.registration.acts import decide
from backend.registration.announcements import announce
from backend.registration.register import register
from backend.store import outbox
from backend.store.schema import outbox as rows
from backend.store.schema import registrations
from backend.terms.submission import parse_submission
from registration_rules import check_registration
from tests.backend.conftest import OPEN_AT
from tests.backend.small_site import SLUG, make_submission

if TYPE_CHECKING:
    from pathlib import Path

    from backend.built_site.events import Event
    from backend.registration.acts import Decided, Decision
    from backend.store.outbox import DueMessage
    from backend.store.store import Store
    from backend.terms.outcomes import Outcome


@dataclass
class Office:
    """A site, its store, and what is done with both."""

    store: Store
    site: Path
    now: datetime = OPEN_AT

    def events(self) -> Events:
        """The events as another process reads them."""
        return Events(self.site, is_preview=False)

    def event(self) -> Event:
        """The event as the site has it now."""
        event = self.events().find(SLUG)
        assert event is not None
        return event

    def register(self, number: int, **fields: str) -> Outcome:
        """Register a person, each a moment after the last."""
        self.now += timedelta(milliseconds=1)
        submission = parse_submission(make_submission(number, **fields))
        checked = check_registration(self.event().form, submission.fields)
        return register(self.store, self.event(), submission, checked, self.now)

    def change(self, *, days: list[tuple[str, str]] | None = None, **keys: Any) -> None:
        """Build the site anew; a `title` or `where` for both languages, `days` as two instants each."""
        file = self.site / f"r/{SLUG}/form.json"
        form = json.loads(file.read_text())
        if days:
            text = {"th": "-", "en": "-"}
            form["facts"]["days"] = [{"starts_at": start, "ends_at": end, "text": text} for start, end in days]
            form |= {"starts_at": days[0][0], "ends_at": days[-1][1]}
        if "where" in keys:
            form["facts"]["where"] = dict.fromkeys(("th", "en"), keys.pop("where"))
        file.write_text(json.dumps(form | keys))

    def announce(self) -> None:
        """Look at the site once."""
        announce(self.store, self.events(), self.now)

    def told(self, *kinds: str, state: str = "waiting") -> list[tuple[str, str]]:
        """First name and kind, in order, of e-mails in a state; of `kinds` only, if there are any."""
        query = (
            select(registrations.c.first_name, rows.c.kind)
            .join(rows)
            .where(rows.c.channel == "email", rows.c.state == state)
            .order_by(rows.c.id)
        )
        with self.store.reading() as connection:
            return [(name, kind) for name, kind in connection.execute(query) if not kinds or kind in kinds]

    def take_all(self) -> list[DueMessage]:
        """Begin to send all that is due."""
        until = self.now + timedelta(minutes=5)
        return self.store.write(lambda connection: outbox.take_due(connection, ["email", "sms"], self.now, until, 100))

    def send_all(self) -> None:
        """Send it."""
        for message in self.take_all():
            self.store.write(lambda connection, one=message: outbox.note_sent(connection, one, "", self.now))

    def decide(self, receipt: str, decision: Decision) -> Decided:
        """Decide about a registration."""
        return decide(self.store, self.event(), receipt, decision, by="x", at=self.now)
