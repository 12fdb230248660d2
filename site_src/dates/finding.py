"""Dates in running text, in the many ways in which letters write them.

A letter names days in a row that share month and year: `ระหว่างวันพุธที่ ๒๖ - วันพฤหัสบดีที่ ๒๗ มิถุนายน ๒๕๖๗`,
`25 – 26, 28 สิงหาคม และ 1 – 2 กันยายน 2568`, `26 June to 2 July 2024`. So a row is read from its end, where the year
stands, to the left: what a day lacks, it has from the day behind it (in `June 26–27, 2024` the month is before it).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from site_src.dates.names import BUDDHIST_ERA_OFFSET, FIRST_BUDDHIST_YEAR, find_month, find_weekday
from site_src.dates.patterns import GRAMMARS, NAMED_ERA, NUMERIC, SPAN

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator

    from site_format.locales import Locale
    from site_src.dates.patterns import Grammar

type Era = Literal["buddhist", "common"]

LAST_DAY = 31
LONGEST_TERM = 60  # characters of one day in a row, with its weekday and what stands before the next one


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date that running text names.

    Attributes:
        on: The day; None for a day that no calendar has, such as 31 February.
        weekday: The weekday written with it, Monday is 0; None if none is.
        words: The date as it is written, with the others of its row.
        start: Where in the text the day itself begins, with its weekday.
        row_start: Where `words` begin.
        locale: The language of its month's name; None for a date in digits only.
        era: In which era its year counts, if the text leaves that to the reader; None if it names the era or is ISO.
        opens_span: Whether a dash or "to" leads from here to the next date found.
    """

    on: date | None
    weekday: int | None
    words: str
    start: int
    row_start: int
    locale: Locale | None
    era: Era | None
    opens_span: bool = False


@dataclass(frozen=True, slots=True)
class _Term:
    """One day of a row as written; what it leaves open is None."""

    start: int
    end: int
    day: int
    month: int | None
    year: int | None
    weekday: int | None
    last_weekday: int | None  # of `วันพุธ - วันพฤหัสบดีที่ 26 - 27`, the second


def find_dates(text: str) -> list[FoundDate]:
    """The dates that Thai or English running text names in full, in the order in which they stand.

    Thai and Arabic digits, long and short names, both eras, ISO dates, day/month/year, and every day of a row such as
    `14–16 มกราคม 2565`, of a span its first and its last. A day whose year is nowhere in its row is no date here.
    """
    found = sorted(_find_dates(text), key=lambda one: one.start)
    opens = [_leads_on(text, one, other) for one, other in pairwise(found)]
    return [replace(one, opens_span=leads) for one, leads in zip(found, [*opens, False], strict=False)]


def list_named_days(dates: Iterable[FoundDate]) -> set[date]:
    """Every day that the dates name, with those between the ends of a span."""
    found = tuple(dates)
    days = {one.on for one in found if one.on is not None}
    for one, other in pairwise(found):
        if one.opens_span and one.on and other.on:
            days |= {one.on + timedelta(number) for number in range((other.on - one.on).days)}
    return days


def _find_dates(text: str) -> Iterator[FoundDate]:
    for grammar in GRAMMARS:
        for anchor in grammar.anchor.finditer(text):
            yield from _read_row(text, anchor, grammar)
    for pattern in NUMERIC:
        for match in pattern.finditer(text):
            on = _make_date(_common_year(match["year"]), int(match["month"]), int(match["day"]))
            era = None if pattern is NUMERIC[0] else _find_era(match["year"])
            yield FoundDate(on, None, match[0], match.start(), match.start(), None, era)


def _read_row(text: str, anchor: re.Match[str], grammar: Grammar) -> Iterator[FoundDate]:
    """The days of the row that ends with `anchor`, which has the year."""
    terms = [_read_term(anchor)]
    while left := grammar.left.search(text, max(0, terms[0].start - LONGEST_TERM), terms[0].start):
        terms.insert(0, _read_term(left))
    dated = _share_months(terms, grammar)
    if not dated:
        return
    start, end = dated[0][0].start, anchor.end()
    words, era = text[start:end], None if NAMED_ERA.search(anchor[0]) else _find_era(anchor["year"])
    chain = dated[0][0].last_weekday  # of two weekdays before a row the second belongs to its last day
    for number, (term, month, year) in enumerate(dated):
        weekday = chain if chain is not None and number == len(dated) - 1 and number else term.weekday
        yield FoundDate(_make_date(year, month, term.day), weekday, words, term.start, start, grammar.locale, era)


def _share_months(terms: list[_Term], grammar: Grammar) -> list[tuple[_Term, int, int]]:
    """Each day with its month and its year; a number that can't be a day before the next one ends the row."""
    year = terms[-1].year
    months = _months_from_left(terms) if grammar.month_leads else _months_from_right(terms)
    dated: list[tuple[_Term, int, int]] = []
    for term, month in reversed(list(zip(terms, months, strict=True))):
        if month is None or year is None or (term.month is None and not 1 <= term.day <= LAST_DAY):
            break
        if dated:
            later, later_month, later_year = dated[0]
            if month == later_month and term.day >= later.day:
                break
            year = later_year - 1 if month > later_month else later_year
        dated.insert(0, (term, month, year))
    return dated


def _months_from_right(terms: list[_Term]) -> list[int | None]:
    months: list[int | None] = []
    for term in reversed(terms):
        months.insert(0, term.month if term.month is not None else months[0])
    return months


def _months_from_left(terms: list[_Term]) -> list[int | None]:
    months: list[int | None] = []
    for term in terms:
        months.append(term.month if term.month is not None else (months[-1] if months else None))
    return months


def _read_term(match: re.Match[str]) -> _Term:
    parts = match.groupdict()
    first, weekday = parts.get("first_weekday"), parts.get("weekday") or parts.get("weekday_behind")
    numbers = [find_weekday(name) if name else None for name in (first or weekday, weekday if first else None)]
    return _Term(
        start=match.start(),
        end=match.end(),
        day=int(parts["day"]),
        month=find_month(parts["month"]) if parts.get("month") else None,
        year=_common_year(parts["year"]) if parts.get("year") else None,
        weekday=numbers[0],
        last_weekday=numbers[1],
    )


def _leads_on(text: str, one: FoundDate, other: FoundDate) -> bool:
    """Whether nothing but the day itself and a dash or its like stands between two dates."""
    return one.on is not None and other.on is not None and SPAN.search(text, one.start, other.start) is not None


def _common_year(written: str) -> int:
    """The year of the Common Era: two digits, which only Thai writes, are the last ones of a Buddhist year."""
    year = int(written) + (2500 if len(written) == len("65") else 0)
    return year - BUDDHIST_ERA_OFFSET if year >= FIRST_BUDDHIST_YEAR else year


def _find_era(written: str) -> Era | None:
    if len(written) == len("65"):
        return None
    return "buddhist" if int(written) >= FIRST_BUDDHIST_YEAR else "common"


def _make_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
