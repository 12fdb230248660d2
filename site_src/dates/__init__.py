"""Dates and times as people in Thailand write and read them, in Thai and in English.

Thai pages use the Buddhist Era and `08.30 น.`, English pages the Common Era and `08:30`. A year of the Buddhist Era is
the year of the Common Era plus 543; Thailand's years began in April until 1940, which no circular in here predates.
`formatting` and `spans` write them, `finding` and `clock` find them in running text.
"""

from site_src.dates.clock import FoundTime, find_times
from site_src.dates.finding import FoundDate, find_dates, list_named_days
from site_src.dates.formatting import (
    THAILAND,
    format_deadline,
    format_long_date,
    format_moment,
    format_short_date,
    format_time,
    format_time_range,
    format_weekday,
)
from site_src.dates.names import BUDDHIST_ERA_OFFSET, DIGITS, FIRST_BUDDHIST_YEAR
from site_src.dates.spans import (
    format_hours,
    format_long_days,
    format_short_days,
    format_time_span,
    format_when,
    list_time_spans,
)

__all__ = [
    "BUDDHIST_ERA_OFFSET",
    "DIGITS",
    "FIRST_BUDDHIST_YEAR",
    "THAILAND",
    "FoundDate",
    "FoundTime",
    "find_dates",
    "find_times",
    "format_deadline",
    "format_hours",
    "format_long_date",
    "format_long_days",
    "format_moment",
    "format_short_date",
    "format_short_days",
    "format_time",
    "format_time_range",
    "format_time_span",
    "format_weekday",
    "format_when",
    "list_named_days",
    "list_time_spans",
]
