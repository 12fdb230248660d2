"""Whether a registration is in time, although phones send late and their clocks are wrong."""

from datetime import datetime, timedelta
from typing import Literal

type Timeliness = Literal["normal", "late_review", "closed"]


def judge(
    received_at: datetime, created_at: datetime, sent_at: datetime, deadline_at: datetime, grace: timedelta
) -> Timeliness:
    """`normal` up to the deadline, `late_review` if it was made in time and came within the grace, else `closed`.

    Both limits are inclusive. `age = sent_at − created_at` is measured by one clock, so a constant error of the phone's
    clock cancels out, and `made_at = received_at − age`. A phone's clock proves nothing: what is late goes to a person.
    A form without JavaScript carries no times: pass `received_at` for both, so that nothing of it counts as late.

    Args:
        received_at: When the server had it; like all the others an aware instant.
        created_at: When the phone made it, by the phone's clock.
        sent_at: When the phone sent this attempt, by the phone's clock.
        deadline_at: The last instant that is in time.
        grace: How long after the deadline something made before it is still taken, for review.
    """
    if received_at <= deadline_at:
        return "normal"
    age = sent_at - created_at
    lateness = received_at - deadline_at
    # age ≥ lateness says made_at ≤ deadline_at, and age > 0; made_at itself might lie before the year 1
    if lateness <= grace and age >= lateness:
        return "late_review"
    return "closed"
