"""The outbox under several senders, in a file and on a server."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from backend.built_site.events import Events
from backend.registration.register import register
from backend.store import outbox
from backend.store.schema import outbox as rows
from backend.terms.submission import parse_submission
from registration_rules import check_registration
from tests.backend.conftest import OPEN_AT
from tests.backend.small_site import SLUG, make_submission, write_small_site

if TYPE_CHECKING:
    from pathlib import Path

    from backend.store.outbox import DueMessage
    from backend.store.store import Store

LEASE = timedelta(minutes=5)


def fill(store: Store, site: Path, people: int) -> None:
    event = Events(write_small_site(site, quota=None), is_preview=False).find(SLUG)
    assert event is not None
    for number in range(people):
        submission = parse_submission(make_submission(number))
        register(store, event, submission, check_registration(event.form, submission.fields), OPEN_AT)


def take(store: Store, most: int = 4) -> list[DueMessage]:
    return store.write(lambda connection: outbox.take_due(connection, ["email"], OPEN_AT, OPEN_AT + LEASE, most))


def test_no_message_is_taken_by_two(store: Store, site: Path) -> None:
    fill(store, site, 40)

    def take_all() -> list[int]:
        taken = []
        while some := take(store):
            taken += [message.id for message in some]
        return taken

    with ThreadPoolExecutor(8) as pool:
        taken = [id_ for future in [pool.submit(take_all) for _ in range(8)] for id_ in future.result()]
    assert len(taken) == len(set(taken)) == 40


def test_the_oldest_come_first_and_only_by_the_channels_that_are_asked_for(store: Store, site: Path) -> None:
    fill(store, site, 3)
    taken = take(store, most=2)
    assert [(message.channel, message.attempts) for message in taken] == [("email", 1)] * 2
    assert [message.id for message in taken] == sorted(message.id for message in taken)
    with store.reading() as connection:
        lowest = connection.execute(select(rows.c.id).where(rows.c.channel == "email").order_by(rows.c.id)).scalars()
        assert [message.id for message in taken] == list(lowest)[:2]


def test_what_was_dropped_while_it_was_sent_stays_dropped(store: Store, site: Path) -> None:
    fill(store, site, 1)
    [message] = take(store)
    store.write(lambda connection: outbox.note_overtaken(connection, message))
    store.write(lambda connection: outbox.note_sent(connection, message, "4711", OPEN_AT))
    with store.reading() as connection:
        query = select(rows.c.state, rows.c.provider_id).where(rows.c.id == message.id)
        assert connection.execute(query).one() == ("dropped", None)


def test_messages_are_counted_by_channel_and_state(store: Store, site: Path) -> None:
    fill(store, site, 2)
    [first, _] = take(store)
    store.write(lambda connection: outbox.note_sent(connection, first, "4711", OPEN_AT))
    with store.reading() as connection:
        assert outbox.count_messages(connection, SLUG) == {
            ("email", "sent"): 1,
            ("email", "waiting"): 1,
            ("sms", "waiting"): 2,
        }
