"""The rule book for registrations: the same code in the build, in the browser and on the server.

Standard library only; no clock, no files, no network, no text for people. Problems are codes (`Problem`), times are
arguments. `wire` and `deadline` are submodules that only a server needs: importing this package leaves them out,
because every import costs a cheap phone some of its start.
"""

from registration_rules.form import Form, FormError, FormField, parse_form
from registration_rules.problems import Code, Problem
from registration_rules.registration import Checked, check_group, check_registration, same_mobile, same_person
from registration_rules.thai import repair_thai

__version__ = "0.1.0"

__all__ = [
    "Checked",
    "Code",
    "Form",
    "FormError",
    "FormField",
    "Problem",
    "__version__",
    "check_group",
    "check_registration",
    "parse_form",
    "repair_thai",
    "same_mobile",
    "same_person",
]
