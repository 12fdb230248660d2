"""Whether the messages get on: not whether each arrives, which depends on its recipient too."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import exists, or_, select

from backend.store.schema import outbox

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

PATIENCE = timedelta(minutes=30)

_NOT_ABOUT_ONE = ("unreachable", "timeout", "connection_lost", "not_secure", "credentials_refused")
"""How errors begin that any message would meet, as `backend.delivery.outcomes` has them."""


def is_standing_still(connection: Connection, now: datetime) -> bool:
    """Whether e-mails that should have gone out half an hour ago wait, and it is nobody's address that keeps them.

    Either no sender has taken one that is due, or each try since has met an error that any message would have met.
    Where no e-mail was ever tried, none is set up. SMS are not asked for: an e-mail says everything by itself.
    """
    long_ago = now - PATIENCE
    email = outbox.c.channel == "email"
    waiting = email & (outbox.c.state == "waiting")
    is_set_up = exists().where(email, outbox.c.attempts > 0)
    neglected = exists().where(waiting, outbox.c.next_try_at < long_ago)
    is_hindered = or_(*(outbox.c.last_error.startswith(reason) for reason in _NOT_ABOUT_ONE))
    hindered = exists().where(waiting, outbox.c.first_tried_at < long_ago, is_hindered)
    has_sent = exists().where(email, outbox.c.sent_at >= long_ago)
    query = select(is_set_up & (neglected | (hindered & ~has_sent)))
    return bool(connection.execute(query).scalar_one())
