"""The names of days and months, in full and as people shorten them."""

# ruff: noqa: SIM905 - a line of twelve names reads better than twelve quoted strings

from __future__ import annotations

BUDDHIST_ERA_OFFSET = 543
FIRST_BUDDHIST_YEAR = 2400  # a year from here on is of the Buddhist Era; before, of the Common Era
DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")  # Thai to Arabic

WEEKDAYS = {
    "th": tuple("จันทร์ อังคาร พุธ พฤหัสบดี ศุกร์ เสาร์ อาทิตย์".split()),
    "en": tuple("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()),
}
MONTHS = {
    "th": tuple("มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม".split()),
    "en": tuple("January February March April May June July August September October November December".split()),
}
SHORT_MONTHS = {
    "th": tuple("ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย. ต.ค. พ.ย. ธ.ค.".split()),
    "en": tuple("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()),
}

# What else is written for them, dots aside; each points to its place in the year or the week, from 0.
MORE_WEEKDAYS = {
    "พฤหัส": 3,
    "พฤหัสฯ": 3,
    "จ": 0,
    "อ": 1,
    "พ": 2,
    "พฤ": 3,
    "ศ": 4,
    "ส": 5,
    "อา": 6,
    **{name: number for number, name in enumerate("Mon Tue Wed Thu Fri Sat Sun".split())},
    "Tues": 1,
    "Weds": 2,
    "Thur": 3,
    "Thurs": 3,
}
MORE_MONTHS = {"Sept": 8}


def find_weekday(written: str) -> int:
    """Which day of the week a name means; Monday is 0."""
    return _WEEKDAY_NUMBERS[_bare(written)]


def find_month(written: str) -> int:
    """Which month a name or a number means, from 1."""
    return int(written) if written.isdecimal() else _MONTH_NUMBERS[_bare(written)] + 1


def _bare(written: str) -> str:
    """A name as it compares: without dots and spaces, in lower case."""
    return "".join(written.split()).replace(".", "").casefold()


_WEEKDAY_NUMBERS = {
    **{_bare(name): number for names in WEEKDAYS.values() for number, name in enumerate(names)},
    **{_bare(name): number for name, number in MORE_WEEKDAYS.items()},
}
_MONTH_NUMBERS = {
    **{_bare(name): at for names in (*MONTHS.values(), *SHORT_MONTHS.values()) for at, name in enumerate(names)},
    **{_bare(name): number for name, number in MORE_MONTHS.items()},
}
