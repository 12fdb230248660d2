"""Rules for running text: the Thai and the English half of a pair say the same."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from registration_rules import repair_thai
from site_format.locales import LOCALES
from site_src.check.contacts import check_email, check_phone, find_addresses
from site_src.check.halves import halves
from site_src.dates import BUDDHIST_ERA_OFFSET, format_weekday, list_named_days
from site_src.load.linked_files import find_links
from site_src.model import Finding, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from site_src.model import Content, Param, PlacedText

_ENGLISH_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_THAI_WORDS = ("หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า", "สิบ", "สิบเอ็ด", "สิบสอง")
_NOON = 12
_THAI_LETTER = re.compile("[\u0e01-\u0e2e]")
_LATIN_LETTER = re.compile("[a-z]", re.IGNORECASE)


def check_translated_dates(pair: PlacedText) -> Iterator[Finding]:
    """Both halves of a pair name the same dates; a span names every day in it, and of a row one finding is enough."""
    th, en = halves(pair)
    for half, other in ((th, en), (en, th)):
        known, rows = list_named_days(other.dates), set[int]()
        for found in half.dates:
            if found.on is not None and found.on not in known and found.row_start not in rows:
                rows.add(found.row_start)
                params: dict[str, Param] = {"words": found.words, "on": found.on}
                yield Finding(f"date-only-in-{half.locale}", "error", half.place_at(found.start), params)


def check_translated_times(pair: PlacedText) -> Iterator[Finding]:
    """Both halves of a pair give the same times of day; a full hour may be a bare number in one of them."""
    th, en = halves(pair)
    for half, other in ((th, en), (en, th)):
        known = {found.at for found in other.times}
        numbers = other.numbers(())
        for found in half.times:
            hours = {found.at.hour, found.at.hour % _NOON} if not found.at.minute else set[int]()
            if found.is_sure and found.at not in known and not hours & numbers.keys():
                params: dict[str, Param] = {"words": found.words, "at": found.at}
                yield Finding(f"time-only-in-{half.locale}", "error", half.place_at(found.start), params)


def check_translated_numbers(pair: PlacedText) -> Iterator[Finding]:
    """Both halves of a pair give the same numbers; years agree across the eras, and small numbers may be words."""
    th, en = halves(pair)
    times = th.sure_times() | en.sure_times()
    thai, english = th.numbers(times), en.numbers(times)
    hours = {hour for at in times if not at.minute for hour in (at.hour, at.hour % _NOON)}
    words = set(re.findall(r"[a-z]+", en.text.casefold()))
    for number, position in thai.items():
        is_word = 0 < number <= len(_ENGLISH_WORDS) and _ENGLISH_WORDS[number - 1] in words
        is_known = bool({number, number - BUDDHIST_ERA_OFFSET} & english.keys()) or number in hours
        if not is_known and not is_word:
            yield Finding("number-only-in-th", "error", th.place_at(position), {"number": str(number)})
    for number, position in english.items():
        is_word = 0 < number <= len(_THAI_WORDS) and _THAI_WORDS[number - 1] in th.text
        is_known = bool({number, number + BUDDHIST_ERA_OFFSET} & thai.keys()) or number in hours
        if not is_known and not is_word:
            yield Finding("number-only-in-en", "error", en.place_at(position), {"number": str(number)})


def check_translated_phones(pair: PlacedText) -> Iterator[Finding]:
    """Both halves of a pair give the same telephone numbers, however they are written; short ones are mere numbers."""
    th, en = halves(pair)
    if any(found.number is None for found in (*th.phones, *en.phones)):
        return  # what cannot be right is a finding already
    for half, other in ((th, en), (en, th)):
        known = {found.number.link for found in other.phones if found.number}
        for found in half.phones:
            if found.number and not found.number.is_short and found.number.link not in known:
                place = half.place_at(found.start)
                yield Finding(f"number-only-in-{half.locale}", "error", place, {"number": found.words})


def check_calendar(pair: PlacedText) -> Iterator[Finding]:
    """A date in a text is in the calendar, and falls on the weekday that stands with it."""
    for half in halves(pair):
        for found in half.dates:
            place = half.place_at(found.start)
            if found.on is None:
                yield Finding("date-impossible", "error", place, {"words": found.words})
            elif found.weekday not in {None, found.on.weekday()}:
                weekday = Text(*(format_weekday(found.on, locale) for locale in LOCALES))
                params: dict[str, Param] = {"words": found.words, "on": found.on, "weekday": weekday}
                yield Finding("weekday-mismatch", "error", place, params)


def check_eras(pair: PlacedText) -> Iterator[Finding]:
    """A Thai date counts its year in the Buddhist Era, an English one in the Common Era, unless it says otherwise."""
    for half in halves(pair):
        rows = set[int]()
        for found in half.dates:
            era = "common" if (found.locale or half.locale) == "th" else "buddhist"
            if found.era == era and found.on is not None and found.row_start not in rows:
                rows.add(found.row_start)
                years = {"buddhist": found.on.year + BUDDHIST_ERA_OFFSET, "common": found.on.year}
                params: dict[str, Param] = {"words": found.words, **{era: str(year) for era, year in years.items()}}
                yield Finding(f"era-{era}", "error", half.place_at(found.start), params)


def check_pictures(pair: PlacedText) -> Iterator[Finding]:
    """A picture has words for those who cannot see it."""
    for half in halves(pair):
        for link in find_links(half.text):
            if link.kind == "picture" and not link.alt:
                place = half.place_at(max(0, half.text.find(link.address)))
                yield Finding("alt-missing", "error", place, {"name": link.address})


def check_thai_spelling(pair: PlacedText) -> Iterator[Finding]:
    """Thai text has no slips that only a machine makes: ำ in two pieces, doubled marks, เเ for แ, hidden characters."""
    thai, _english = halves(pair)
    for line in thai.text.splitlines():
        if (repaired := repair_thai(line)) != line:
            written, meant = _first_difference(line, repaired)
            place = thai.place_at(thai.text.index(line))
            yield Finding("thai-spelling", "warning", place, {"written": written, "meant": meant})


def check_language(pair: PlacedText) -> Iterator[Finding]:
    """The English half of a pair is not mostly Thai."""
    thai, latin = (len(pattern.findall(pair.text.en)) for pattern in (_THAI_LETTER, _LATIN_LETTER))
    if thai > latin:
        yield Finding("not-translated", "warning", pair.en, {"words": pair.text.en[:60]})


def check_contacts(pair: PlacedText) -> Iterator[Finding]:
    """The telephone numbers and addresses in a text can be right."""
    for half in halves(pair):
        for found in half.phones:
            yield from check_phone(found.words, half.place_at(found.start))
        for written, start in find_addresses(half.text):
            yield from check_email(written, half.place_at(start))


PAIR_RULES = (
    check_translated_dates,
    check_translated_times,
    check_translated_numbers,
    check_translated_phones,
    check_calendar,
    check_eras,
    check_contacts,
    check_pictures,
    check_thai_spelling,
    check_language,
)


def check_notice(content: Content) -> Iterator[Finding]:
    """The privacy notice says in both languages for how many days registrations are kept, and it is that many."""
    days = content.site.keep_days
    pair = next(pair for pair in content.texts if pair.text is content.site.notice.text)
    for half in halves(pair):
        if days not in half.numbers(()):
            yield Finding("keep-days-unsaid", "error", half.place, {"days": str(days)})


def check_every_pair(content: Content) -> Iterator[Finding]:
    """What `PAIR_RULES` say of each pair of texts: pair after pair, for what one rule has read of it helps the next."""
    for pair in content.texts:
        for rule in PAIR_RULES:
            yield from rule(pair)


RULES: tuple[Callable[[Content], Iterator[Finding]], ...] = (
    check_every_pair,
    check_notice,
)


def _first_difference(written: str, meant: str) -> tuple[str, str]:
    """The first word in which two spellings of a line differ; Thai has no spaces, so a piece of the line."""
    start = next((at for at, pair in enumerate(zip(written, meant, strict=False)) if pair[0] != pair[1]), 0)
    return written[max(0, start - 8) : start + 8], meant[max(0, start - 8) : start + 8]
