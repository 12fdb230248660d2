"""The Thai keyboard (Kedmanee): what somebody meant who typed Latin letters while the Thai layout was on."""

_LATIN_KEYS = "`1234567890-=qwertyuiop[]\\asdfghjkl;'zxcvbnm,./~!@#$%^&*()_+QWERTYUIOP{}|ASDFGHJKL:\"ZXCVBNM<>?"
_THAI_KEYS = (
    "_ๅ/-ภถ\u0e38\u0e36คตจขช"
    "ๆไ\u0e33พะ\u0e31\u0e35รนยบลฃ"
    "ฟหกดเ\u0e49\u0e48าสวง"
    "ผปแอ\u0e34\u0e37ทมใฝ"
    "%+๑๒๓๔\u0e39฿๕๖๗๘๙"
    '๐"ฎฑธ\u0e4d\u0e4aณฯญฐ,ฅ'
    "ฤฆฏโฌ\u0e47\u0e4bษศซ."
    "()ฉฮ\u0e3a\u0e4c?ฒฬฦ"
)
_LATIN_FOR_THAI = str.maketrans(_THAI_KEYS, _LATIN_KEYS)
_LATIN_FOR_THAI_ONLY = {thai: latin for thai, latin in _LATIN_FOR_THAI.items() if not chr(thai).isascii()}


def list_latin_readings(text: str) -> tuple[str, str]:
    """What the same keys type in the US layout, likeliest first: `เทฟรสใแนท` is `gmail.com`.

    The second reading keeps characters that both layouts have, for somebody who changed the layout on the way.

    Source: TIS 820-2538, the Thai national keyboard.
    """
    return text.translate(_LATIN_FOR_THAI), text.translate(_LATIN_FOR_THAI_ONLY)
