"""What keeps a request from being done, as the problem that is answered."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from backend.built_site.events import EventUnusableError
from backend.store.store import StoreUnavailableError
from backend.web.problem_details import ProblemDetails
from backend.web.rate_limits import TooManyRequestsError
from backend.web.request_body import RequestBodyError
from registration_rules.wire import WireError

if TYPE_CHECKING:
    from collections.abc import Mapping

RETRY_AFTER_S = 5
FAILURES = (RequestBodyError, WireError, TooManyRequestsError, StoreUnavailableError, EventUnusableError)

_log = logging.getLogger("wian.backend")


def describe_failure(error: Exception, entered: Mapping[str, str] | None = None) -> ProblemDetails:
    """The problem to answer for one of `FAILURES`; what nobody outside can mend is logged.

    Args:
        error: What was raised.
        entered: What a person entered, if that could be read.
    """
    key = entered["submission_id"] if entered else ""
    match error:
        case RequestBodyError():
            return ProblemDetails(error.status, error.code)
        case WireError():
            return ProblemDetails(400, "bad_request", problems=(error.problem,))
        case TooManyRequestsError():
            return ProblemDetails(429, "too_many_requests", key, (), entered, retry_after_s=error.retry_after_s)
    _log.error("registrations cannot be taken: %s", error)
    return ProblemDetails(503, "unavailable", key, (), entered, retry_after_s=RETRY_AFTER_S)
