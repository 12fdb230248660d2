"""Titles that got into a name field, told from names that only begin like one.

Thai writes no space after a title, so นายสมชาย is the usual slip while นายิกา is a name. Asking somebody wrongly is
worse than letting a title pass: who really has that name has no other to give. So a title glued to a name counts only
where it is certain; of some 22,000 Thai given names and surnames that these patterns were tried on they stop none that
was not itself such a slip. Where letters alone decide nothing (คุณากร, ดรุณี, the surnames นายาว and นางาม) a title counts
only with a full stop or a space after it.

ม.ล., ม.ร.ว. and ม.จ. are let through: they are part of the style of those who bear them, and few forms' choices of an
honorific have them.
"""

import re

_FULL_THAI = re.compile(
    "นางสาว|เด็กชาย|เด็กหญิง|ว่าที่|ดาบตำรวจ|ด็อกเตอร์|(?:ผู้ช่วย|รอง)?ศาสตราจารย์|นายแพทย์|แพทย์หญิง|ทันตแพทย์"
    "|(?:พล|พัน|ร้อย|สิบ|จ่าสิบ|พันจ่า|จ่า|นาวา|เรือ)(?:อากาศ|ตำรวจ)?(?:จัตวา|ตรี|โท|เอก)(?:หญิง)?"
)
_SPACED_THAI = re.compile("(?:นาย|นาง|นส|ดร|ผศ|รศ|คุณ|อาจารย์)(?= )")
_GLUED_THAI = re.compile("(?:นาย|นาง(?!(?:พญา|ฟ้า|เอก|แอ่น)(?: |$)))(?=[เ-ไ]?[ก-ฮ])")  # นางฟ้า and the like are words
_SHORT_THAI = re.compile(r"((?:[ก-ฮ]{1,3}\. ?)+(?:[ก-ฮ](?= ))?)(?:หญิง)?")
_ROYAL = frozenset({"มล", "มรว", "มจ"})
_LATIN = re.compile(
    r"(?:mr|mrs|ms|miss|dr|prof)(?:\.| )|(?:asst|assoc|pol|lt|capt|maj|col|gen|sgt|cpl)\."
    r"|acting (?=sub|lt)|sub[ -]?lt[. ]",
    re.IGNORECASE,
)
_GLUED_LATIN = re.compile("(?:Mrs?|Ms|Miss|Dr)(?=[A-Z][a-z])")
_ALONE_THAI = re.compile("นาย|นาง|นางสาว|นส|ดช|ดญ|ดร|ผศ|รศ|คุณ|เด็กชาย|เด็กหญิง|ว่าที่(?:รต|ร้อยตรี)?")
_ALONE_LATIN = re.compile(r"(?:mrs?|ms|miss|dr|prof)\.?", re.IGNORECASE)  # with a full stop inside they are initials


def is_title(text: str) -> bool:
    """Whether the text is a title and nothing else: นาย, น.ส., Mr."""
    letters = text.replace(".", "").replace(" ", "")
    return (_ALONE_THAI.fullmatch(letters) or _ALONE_LATIN.fullmatch(text)) is not None


def strip_titles(name: str, *, is_surname: bool) -> str:
    """The name without the titles that it begins with; the name itself if it begins with none.

    In a surname นาย and นาง count only with a space after them: surnames in นา ("field") are many.
    """
    while length := _measure_title(name, is_surname=is_surname):
        name = name[length:].lstrip(" .")
    return name


def _measure_title(name: str, *, is_surname: bool) -> int:
    for pattern in (_FULL_THAI, _SPACED_THAI, _LATIN, _GLUED_LATIN):
        if match := pattern.match(name):
            return match.end()
    if (match := _SHORT_THAI.match(name)) and _is_short_title(match[1]):
        return match.end()
    if not is_surname and (match := _GLUED_THAI.match(name)) and _looks_like_name(name[match.end() :]):
        return match.end()
    return 0


def _is_short_title(abbreviation: str) -> bool:
    """A Thai name begins with no abbreviation of two letters or more, but for the royal ones; one is an initial."""
    letters = abbreviation.replace(".", "").replace(" ", "")
    return len(letters) > 1 and letters not in _ROYAL


def _looks_like_name(rest: str) -> bool:
    """นายก, นายน์ and the like leave no name behind the supposed title."""
    first_word = rest.partition(" ")[0]
    return len(first_word) > 1 and not first_word.startswith("์", 1)
