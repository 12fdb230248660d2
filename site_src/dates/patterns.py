"""How a day stands in a sentence, as regular expressions: in Thai, and in English with day or month first."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_src.dates.names import MONTHS, MORE_MONTHS, MORE_WEEKDAYS, SHORT_MONTHS, WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from site_format.locales import Locale


@dataclass(frozen=True, slots=True)
class Grammar:
    """One way to write a row of days.

    Attributes:
        anchor: The last day of a row, which has the year. Groups: `first_weekday`, `weekday`, `weekday_behind`, `day`,
            `month`, `year`.
        left: A day of the row that ends where the next one begins; it may lack the month.
        month_leads: Whether a day without a month has that of the day before it, not of the one behind it.
    """

    locale: Locale
    anchor: re.Pattern[str]
    left: re.Pattern[str]
    month_leads: bool = False


def _any_of(names: Iterable[str]) -> str:
    """A pattern for any of the names, longer ones first, so that none is cut short; dots are often left out."""
    ordered = sorted(set(names), key=len, reverse=True)
    return "|".join(re.escape(name).replace(r"\.", r"\.?\s?").removesuffix(r"\s?") for name in ordered)


_IS_THAI = re.compile("[ก-๙]")
_SPACE = r"\s{0,8}"
_DASH = r"[-‐‑‒–—−]"
_DAY = r"(?<![\d:/])(?<!\d\.)(?P<day>\d{1,2})(?![\d:/])"

_SHORT_THAI = [name for name in MORE_WEEKDAYS if _IS_THAI.search(name) and len(name) < len("พฤห")]
_LONG_THAI = [*WEEKDAYS["th"], *(name for name in MORE_WEEKDAYS if _IS_THAI.search(name) and len(name) > len("พฤ"))]
_TH_NAME = rf"(?:{_any_of(_LONG_THAI)}|(?:{_any_of(_SHORT_THAI)})\.)"
# A name begins where no other word ends: not in พ.ศ., ผศ. or ก.พ.
_TH_NAMED = rf"(?:วัน\s?|(?<![ก-๙.]))%s{_SPACE}(?:ที่)?{_SPACE}"
_TH_LIST = rf"[^\S\n]{{0,8}}(?:{_DASH}|,|ถึง|และ|กับ|จนถึง)\s{{0,8}}(?:และ\s?)?(?:วันที่\s?)?"
_TH_WEEKDAY = (
    rf"(?:(?:{_TH_NAMED % f'(?P<first_weekday>{_TH_NAME})'}{_TH_LIST})?{_TH_NAMED % f'(?P<weekday>{_TH_NAME})'})?"
)
_TH_BEHIND = rf"(?:{_SPACE}\(\s?(?:วัน\s?)?(?P<weekday_behind>{_TH_NAME})\s?\))?"
_TH_MONTH = rf"{_SPACE}(?:เดือน{_SPACE})?(?P<month>{_any_of([*MONTHS['th'], *SHORT_MONTHS['th']])})"
_TH_ERA = r"(?:พ\.\s?ศ\.|ค\.\s?ศ\.|พุทธศักราช|คริสต์ศักราช)"
# Two digits are a year only where they can be one of our time and count nothing: 14 มกราคม 65 คน names none.
_COUNTED = r"\s?(?:น\.|นาฬิกา|คน|แห่ง|หน่วย|ราย|ท่าน|ชุด|ฉบับ|บาท|วัน|ชั่วโมง|เรื่อง|ข้อ|%)"
_TH_YEAR = rf"{_SPACE}(?:ปี\s?)?(?:{_TH_ERA}\s?)?(?P<year>\d{{4}}(?!\d)|[4-9๔-๙]\d(?![.:]?\d|{_COUNTED}))"

_EN_NAME = rf"(?:{_any_of([*WEEKDAYS['en'], *(name for name in MORE_WEEKDAYS if not _IS_THAI.search(name))])})\b\.?"
_EN_LIST = (
    rf"(?:\s{{0,8}}{_DASH}\s{{0,8}}|,?\s{{1,8}}(?:to|until|till|through|and|&)\s{{1,8}}(?:the\s)?"
    r"|,\s{1,8}(?:and\s{1,8})?)"
)
_EN_WEEKDAY = rf"(?:(?:\b(?P<first_weekday>{_EN_NAME}){_EN_LIST})?\b(?P<weekday>{_EN_NAME}),?\s{{1,8}}(?:the\s)?)?"
_EN_BEHIND = rf"(?:\s{{0,8}}\(\s?(?P<weekday_behind>{_EN_NAME})\s?\))?"
_EN_MONTH = rf"(?P<month>{_any_of([*MONTHS['en'], *SHORT_MONTHS['en'], *MORE_MONTHS])})\b\.?"
_EN_ORDINAL = r"(?:st|nd|rd|th)?\b"
_EN_ERA = r"(?:B\.?\s?E\.?|C\.?\s?E\.?|A\.?\s?D\.?)"
_EN_YEAR = rf",?\s{{1,8}}(?:{_EN_ERA}\s{{0,8}})?(?P<year>\d{{4}})(?!\d)(?:\s{{1,8}}{_EN_ERA}(?![\w]))?"
_EN_OF = r"\s{0,8}(?:of\s{1,8})?"

NAMED_ERA = re.compile(rf"{_TH_ERA}|\b{_EN_ERA}(?!\w)", re.IGNORECASE)
SPAN = re.compile(rf"(?:{_DASH}|ถึง|\b(?:to|until|till|through))\s{{0,8}}(?:วันที่\s?|the\s)?\Z", re.IGNORECASE)

GRAMMARS = (
    Grammar(
        "th",
        re.compile(rf"{_TH_WEEKDAY}{_DAY}{_TH_MONTH}{_TH_YEAR}{_TH_BEHIND}"),
        re.compile(rf"{_TH_WEEKDAY}{_DAY}(?:{_TH_MONTH})?{_TH_LIST}\Z"),
    ),
    Grammar(
        "en",
        re.compile(rf"{_EN_WEEKDAY}{_DAY}{_EN_ORDINAL}{_EN_OF}{_EN_MONTH}{_EN_YEAR}{_EN_BEHIND}", re.IGNORECASE),
        re.compile(rf"{_EN_WEEKDAY}{_DAY}{_EN_ORDINAL}(?:{_EN_OF}{_EN_MONTH})?{_EN_LIST}\Z", re.IGNORECASE),
    ),
    Grammar(
        "en",
        re.compile(
            rf"{_EN_WEEKDAY}(?:\b{_EN_MONTH}\s{{1,8}})?{_DAY}{_EN_ORDINAL}{_EN_YEAR}{_EN_BEHIND}", re.IGNORECASE
        ),
        re.compile(rf"{_EN_WEEKDAY}(?:\b{_EN_MONTH}\s{{1,8}})?{_DAY}{_EN_ORDINAL}{_EN_LIST}\Z", re.IGNORECASE),
        month_leads=True,
    ),
)
NUMERIC = (
    re.compile(r"(?<![\d/-])(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?![\d/-])"),
    re.compile(r"(?<![\d/])(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4}|[4-9๔-๙]\d)(?![\d/])"),
)
