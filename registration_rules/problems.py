"""Every problem that the rules or the form backend can find; the texts are the messages `problems.<code>`."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple


class Code(StrEnum):
    """What is wrong. `Code.X.params` names the parameters that the text of the code may use."""

    params: tuple[str, ...]

    def __new__(cls, code: str, *params: str) -> "Code":  # noqa: PYI034 - an enum member is not a Self of a subclass
        """A code that is a plain string wherever one is asked for."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.params = params
        return member

    # any field
    REQUIRED = "required"  # nothing filled in
    NOT_TEXT = "not_text"  # a number, a list …: only a program sends this
    TOO_SHORT = "too_short", "min"
    TOO_LONG = "too_long", "max"
    CHOICE_UNKNOWN = "choice_unknown"
    ORGANISATION_UNKNOWN = "organisation_unknown"
    CONTROL_CHARACTERS = "control_characters"  # nothing that one could see or type
    SYMBOLS = "symbols", "characters"  # emoji and the like
    # whole numbers
    NUMBER_FORMAT = "number_format"  # not readable as a whole number; also for the browser's own check
    NUMBER_TOO_SMALL = "number_too_small", "min"
    NUMBER_TOO_LARGE = "number_too_large", "max"
    # personal names
    NAME_DIGITS = "name_digits"
    NAME_CHARACTERS = "name_characters", "characters"  # punctuation, emoji: neither letter nor digit
    NAME_SCRIPT = "name_script"  # letters neither Thai nor Latin, perhaps only looking like them
    NAME_MIXED = "name_mixed"  # Thai and Latin in one name
    NAME_MARKS = "name_marks"  # a Thai vowel or mark where none can be read
    NAME_LONE_LETTER = "name_lone_letter"
    NAME_TITLE = "name_title", "suggestion"  # a title before the name; the name without it
    NAME_ONLY_TITLE = "name_only_title"
    NAME_SAME = "name_same"  # first name and surname are the same word
    NAME_WHOLE = "name_whole", "suggestion"  # one field repeats the other; what belongs into it
    NAME_UNDIVIDED = "name_undivided", "first_name", "last_name"  # the surname stands in the first name's field
    # mobile numbers
    MOBILE_FORMAT = "mobile_format"  # not readable as a number; also for the browser's own check
    MOBILE_TOO_SHORT = "mobile_too_short", "digits"  # how many there are, counted with the 0 in front
    MOBILE_TOO_LONG = "mobile_too_long", "digits"
    MOBILE_PREFIX = "mobile_prefix"  # ten digits, but not 06, 08 or 09
    MOBILE_LANDLINE = "mobile_landline"
    MOBILE_EXTENSION = "mobile_extension"
    MOBILE_FOREIGN = "mobile_foreign"
    MOBILE_SEVERAL = "mobile_several", "suggestion"  # the first of them
    MOBILE_IS_EMAIL = "mobile_is_email"
    # e-mail addresses
    EMAIL_SUGGESTION = "email_suggestion", "suggestion"  # a slip; the address that was probably meant
    EMAIL_FORMAT = "email_format"  # no address, and no better reason; also for the browser's own check
    EMAIL_AT_MISSING = "email_at_missing"
    EMAIL_AT_SEVERAL = "email_at_several"
    EMAIL_LETTERS = "email_letters"  # Thai or other letters than a to z
    EMAIL_DOMAIN = "email_domain"  # what follows the @ is no domain
    EMAIL_IS_NUMBER = "email_is_number"
    # several people, and what only the form backend can know
    TOO_MANY_PEOPLE = "too_many_people", "max"
    REPEATED_PERSON = "repeated_person", "person"  # the number of the earlier one in this list, from 1
    REPEATED_MOBILE = "repeated_mobile", "person"
    ALREADY_REGISTERED = "already_registered"  # the person, the mobile or a newer correction; never which of them
    UNCHANGED = "unchanged"  # a correction of what is registered says the same as that
    SUPERSEDED = "superseded"  # a correction took its place before it came
    QUOTA_FULL = "quota_full"
    CLOSED = "closed"
    KEY_REUSED = "key_reused"
    # the way here (`wire`)
    BAD_REQUEST = "bad_request"  # what no other code says
    BODY_TOO_LARGE = "body_too_large", "max"  # in KiB
    BODY_UNREADABLE = "body_unreadable"  # a broken percent escape, or not UTF-8
    FIELD_UNKNOWN = "field_unknown", "name"
    FIELD_REPEATED = "field_repeated"
    FIELD_MISSING = "field_missing"
    FIELD_BROKEN = "field_broken"  # an identifier, time, attempt or version that no page of ours writes
    EVENT_UNKNOWN = "event_unknown"
    LOCALE_UNKNOWN = "locale_unknown"
    NOTICE_OUTDATED = "notice_outdated"


class Problem(NamedTuple):
    """What is wrong where: a code, the field it belongs to, and parameters ready to be shown; never text.

    Attributes:
        code: A `Code` (a `str`).
        field: Name of the field on the wire; empty if it belongs to no single one.
        params: The values for the placeholders of the message.
    """

    code: Code
    field: str = ""
    params: Mapping[str, str] = {}

    def as_json(self) -> dict[str, object]:
        """The problem as JSON writes it: `{"code": …, "field": …, "params": {…}}`."""
        return {"code": self.code.value, "field": self.field, "params": dict(self.params)}
