"""Where an event stands at the moment that the pages treat as now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime

    from site_src.model import Content, Event

type State = Literal["open", "coming", "called_off", "past"]
STATES: tuple[State, ...] = ("open", "coming", "called_off", "past")


def find_state(event: Event, now: datetime) -> State:
    """Where an event stands: `open` while it takes registrations, `coming` until it is over, then `past`.

    One that was called off is `called_off` until it would be over.
    """
    if now > event.ends_at:
        return "past"
    if event.called_off is not None:
        return "called_off"
    return "open" if now <= event.deadline_at else "coming"


def group_by_state(content: Content, now: datetime) -> list[tuple[State, list[Event]]]:
    """The events by where they stand, soonest first; of past ones the latest first."""
    groups = [(state, [event for event in content.events if find_state(event, now) == state]) for state in STATES]
    groups[-1][1].reverse()
    return groups
