"""Every submission once, in the order of time, whatever becomes of the lists while they are read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from backend.netlify.api import PER_PAGE, NetlifyError
from backend.netlify.submission_list import READINGS, FormMissingError, find_form, list_submissions
from tests.servers.netlify_api import PROJECT

if TYPE_CHECKING:
    from tests.backend.netlify.conftest import Way
    from tests.servers.netlify_api import NetlifyApiServer

FORM = "registration-x"


def receive(netlify: NetlifyApiServer, count: int, *, is_spam: bool = False) -> None:
    for _ in range(count):
        second = len(netlify.forms.get(FORM, ()))
        at = f"2022-01-05T{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}Z"
        netlify.receive(FORM, {}, at, is_spam=is_spam)


def read(way: Way) -> list[tuple[str, bool]]:
    """Numbers, and whether each is spam."""
    found = list_submissions(way.api, find_form(way.api, PROJECT, FORM), way.progress)
    return [(one.number, one.is_spam) for one in found]


def test_both_lists_are_one_in_the_order_of_time(netlify: NetlifyApiServer, way: Way) -> None:
    receive(netlify, 1)
    receive(netlify, PER_PAGE + 1, is_spam=True)
    receive(netlify, 2 * PER_PAGE + 1)
    expected = [(str(number), 2 <= number <= PER_PAGE + 2) for number in range(1, 3 * PER_PAGE + 4)]
    assert read(way) == expected


def test_what_came_in_the_same_second_is_in_the_order_of_numbers(netlify: NetlifyApiServer, way: Way) -> None:
    for _ in range(11):
        netlify.receive(FORM, {}, "2022-01-05T02:00:00Z")
    assert read(way) == [(str(number), False) for number in range(1, 12)]


def test_times_count_whatever_their_offset(netlify: NetlifyApiServer, way: Way) -> None:
    netlify.receive(FORM, {}, "2022-01-05T02:00:01Z")
    netlify.receive(FORM, {}, "2022-01-05T09:00:00.500+07:00")
    assert read(way) == [("2", False), ("1", False)]


@pytest.mark.parametrize("is_newest_first", [True, False])
def test_what_arrives_between_two_pages_neither_hides_nor_doubles_another(
    netlify: NetlifyApiServer, way: Way, *, is_newest_first: bool
) -> None:
    netlify.is_newest_first = is_newest_first
    receive(netlify, 2 * PER_PAGE)
    netlify.after_answer = lambda number: receive(netlify, 3) if number == 2 else None
    assert read(way) == [(str(number), False) for number in range(1, 2 * PER_PAGE + 4)]


@pytest.mark.parametrize("is_newest_first", [True, False])
def test_what_is_deleted_between_two_pages_hides_no_other(
    netlify: NetlifyApiServer, way: Way, *, is_newest_first: bool
) -> None:
    netlify.is_newest_first = is_newest_first
    receive(netlify, 2 * PER_PAGE)

    def delete_the_first(number: int) -> None:
        if number == 2:  # the first page of submissions was read, and the next moves up
            netlify.forms[FORM].pop(-1 if is_newest_first else 0)

    netlify.after_answer = delete_the_first
    assert read(way) == [(str(number), False) for number in range(1, 2 * PER_PAGE + 1)]


@pytest.mark.parametrize("was_spam", [True, False])
def test_what_moves_between_the_lists_is_not_missed(netlify: NetlifyApiServer, way: Way, *, was_spam: bool) -> None:
    receive(netlify, 1, is_spam=was_spam)
    [submission] = netlify.forms[FORM]

    def move(number: int) -> None:
        if number == 2:  # the first list was read
            (netlify.spam.discard if was_spam else netlify.spam.add)(submission["id"])

    netlify.after_answer = move
    assert read(way) == [("1", not was_spam)]


def test_lists_that_never_rest_are_read_as_far_as_they_are_and_that_is_said(
    netlify: NetlifyApiServer, way: Way
) -> None:
    receive(netlify, 1)
    netlify.after_answer = lambda _number: receive(netlify, 1)
    assert len(read(way)) >= READINGS
    assert way.log.getvalue() == ("More kept coming in while Netlify's lists were read; run this again afterwards.\n")


def test_pages_that_only_repeat_themselves_end(netlify: NetlifyApiServer, way: Way) -> None:
    receive(netlify, PER_PAGE + 1)
    first = netlify.forms[FORM][0]
    netlify.forms[FORM] = [first] * (50 * PER_PAGE)
    assert read(way) == [("1", False)]
    assert len(netlify.requests) <= 1 + 2 * 3


def test_a_form_that_is_not_there_is_said_with_those_that_are(netlify: NetlifyApiServer, way: Way) -> None:
    netlify.forms = {"contact\x1b[2J": [], "ติดต่อ": []}
    with pytest.raises(FormMissingError, match=re.escape("its forms: contact?[2J, ติดต่อ. If form detection was")):
        find_form(way.api, PROJECT, FORM)


def test_a_projects_name_leads_nowhere_else(netlify: NetlifyApiServer, way: Way) -> None:
    with pytest.raises(NetlifyError, match=r"Netlify does not know the project \.\./x\?y"):
        find_form(way.api, "../x?y", FORM)
    assert netlify.requests == ["/api/v1/sites/..%2Fx%3Fy/forms?page=1&per_page=100"]


@pytest.mark.parametrize("broken", [{"id": None}, {"created_at": "yesterday"}, {"created_at": "2022-01-05T02:00:00"}])
def test_without_its_time_or_name_nothing_can_be_put_in_order(
    netlify: NetlifyApiServer, way: Way, broken: dict[str, str | None]
) -> None:
    receive(netlify, 2)
    netlify.forms[FORM][0].update(broken)
    with pytest.raises(NetlifyError, match="without an id or time"):
        read(way)


def test_what_has_no_number_is_called_by_its_id(netlify: NetlifyApiServer, way: Way) -> None:
    del netlify.receive(FORM, {}, "2022-01-05T02:00:00Z")["number"]
    assert read(way) == [("5f0000000000000000000001", False)]
