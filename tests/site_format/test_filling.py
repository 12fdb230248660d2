"""Texts with placeholders."""

from __future__ import annotations

from site_format.messages import fill


def test_names_are_replaced_and_others_stay():
    assert fill("{count} of {total} {unknown}", {"count": 2, "total": 3}) == "2 of 3 {unknown}"


def test_a_parameter_is_never_filled_again():
    assert fill("{first_name} {last_name}", {"first_name": "{last_name}", "last_name": "ใจดี"}) == "{last_name} ใจดี"
