"""How much one address may ask: many people behind it pass, guessing and flooding end, and nothing is lost by it."""

from __future__ import annotations

import re
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import httpx
import pytest

from backend.web.rate_limits import Numbers, RateLimits, TooManyRequestsError, group_address
from tests.backend.conftest import Phone, SettableClock
from tests.backend.small_site import make_plain_submission, make_submission, write_small_site
from tests.backend.test_concurrency import post, serving
from tests.backend.web.test_pages import BROWSER, FormReader, text_of
from tests.servers.backend_server import running_backend

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("no_new_hour")
PROXY = "127.0.0.1"


@contextmanager
def limited(tmp_path: Path, **numbers: str) -> Iterator[tuple[Phone, RateLimits]]:
    """A phone at a backend that counts; `numbers` replace the real ones. Any address may be played by a header."""
    organisations = [f"o{number}" for number in range(200)]
    site = write_small_site(tmp_path / "site", organisations=organisations)
    limits, clock = RateLimits(Numbers(**numbers)), SettableClock()
    with (
        running_backend(site, tmp_path / "var", clock, limits=limits, trusted_proxies=[PROXY]) as backend,
        httpx.Client(base_url=backend.url, headers={"accept": "*/*"}) as client,
    ):
        yield Phone(client, clock, site, backend.database), limits


def send(phone: Phone, number: int, organisation: str = "o0", address: str = "192.0.2.1", **fields: str) -> str:
    """What is answered to a person's registration: its status, or a problem's code."""
    submission = make_submission(number, organisation=organisation, **fields)
    body = phone.post(submission, **{"x-forwarded-for": address}).json()
    assert body["submission_id"] == submission["submission_id"]
    return body.get("code") or body["status"]


def test_pressing_a_button_of_ones_own_page_counts_as_a_post(tmp_path: Path) -> None:
    with limited(tmp_path, posts="2 per hour") as (phone, _):
        key = phone.register(0, organisation="o0")["manage"]
        headers = {"content-type": "application/x-www-form-urlencoded"}
        answers = [phone.client.post(f"/manage/{key}/", content="act=ask", headers=headers) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [200, 429]
        assert int(answers[1].headers["retry-after"]) > 0
        assert phone.client.get(f"/manage/{key}/").status_code == 200


def test_a_hall_and_a_district_office_pass(tmp_path: Path) -> None:
    """300 people over one address within ten minutes, each with a copy and a slip, and 90 more within the hour."""
    with limited(tmp_path) as (phone, _):
        for number in range(100):
            for person in range(3):
                submission = make_submission(person, organisation=f"o{number}")
                answers = [phone.post(submission | {"mobile": "1"}), phone.post(submission), phone.post(submission)]
                assert [answer.status_code for answer in answers] == [422, 201, 200]
        office = [send(phone, person, f"o{100 + number}", "192.0.2.2") for number in range(30) for person in range(3)]
        assert office == ["confirmed"] * 90


def test_one_sender_cannot_flood_and_others_are_not_disturbed(tmp_path: Path) -> None:
    with limited(tmp_path, posts="5 per hour") as (phone, _):
        answers = [send(phone, number, f"o{number}") for number in range(20)]
        assert answers == ["confirmed"] * 5 + ["too_many_requests"] * 15
        assert send(phone, 30, "o30", address="192.0.2.2") == "confirmed"


def test_refusals_cost_no_row_without_end(tmp_path: Path) -> None:
    with limited(tmp_path) as (phone, _):
        for number in range(3):
            assert send(phone, number) == "confirmed"
        answers = [send(phone, number % 90 + 3) for number in range(197)]
        assert answers == ["quota_full"] * 60 + ["too_many_requests"] * 137
        assert phone.query("SELECT count(*) FROM submissions WHERE outcome = 'quota_full'") == [(60,)]
        assert send(phone, 99, "o1") == "confirmed"  # who can register still may


def test_who_is_registered_cannot_be_guessed(tmp_path: Path) -> None:
    with limited(tmp_path) as (phone, _):
        send(phone, 0)
        answers = [send(phone, 0) for _ in range(60)]
        assert answers == ["invalid"] * 20 + ["too_many_requests"] * 40


def test_a_key_that_is_taken_is_not_told_without_end(tmp_path: Path) -> None:
    with limited(tmp_path, conflicts="2 per hour") as (phone, _):
        key = phone.register(0, organisation="o0")["submission_id"]
        answers = [send(phone, 1, submission_id=key) for _ in range(8)]
        assert answers == ["key_reused"] * 2 + ["too_many_requests"] * 6


def test_corrections_are_no_way_to_guess(tmp_path: Path) -> None:
    with limited(tmp_path, corrections="2 per hour") as (phone, _):
        key = phone.register(0, organisation="o0")["submission_id"]
        answers = []
        for number in range(1, 9):
            submission = make_submission(number, organisation="o0", replaces=key)
            answer = phone.post(submission)
            answers.append(answer.status_code)
            key = submission["submission_id"] if answer.is_success else key
        assert answers == [201, 201] + [429] * 6
        assert phone.query("SELECT count(*) FROM registrations WHERE seat IS NOT NULL") == [(1,)]


def test_what_needs_no_seat_ends_too(tmp_path: Path) -> None:
    with limited(tmp_path, seatless="2 per hour") as (phone, _):
        phone.clock.now = datetime(2022, 1, 11, 2, tzinfo=UTC)
        answers = [send(phone, number, sent_at="2022-01-11T02:00:00.000Z") for number in range(5)]
        assert answers == ["late_review"] * 2 + ["too_many_requests"] * 3
        assert phone.query("SELECT count(*) FROM submissions") == [(2,)]


def test_an_answer_that_was_given_before_is_given_again_whatever_the_count(tmp_path: Path) -> None:
    one = dict.fromkeys(("refusals", "corrections", "conflicts"), "1 per hour")
    with limited(tmp_path, **one) as (phone, _):
        first = [make_submission(number, organisation="o0") for number in range(5)]
        before = [phone.post(submission) for submission in first]
        assert [answer.status_code for answer in before] == [201, 201, 201, 422, 429]
        again = [phone.post(submission) for submission in first for _ in range(3)]
        assert [answer.status_code for answer in again] == [200] * 9 + [422] * 3 + [429] * 3


def test_429_says_when_to_come_again_and_nothing_is_kept_until_then(tmp_path: Path) -> None:
    with limited(tmp_path, refusals="1 per hour") as (phone, limits):
        for number in range(4):
            send(phone, number)
        submission = make_submission(5, organisation="o0")
        answer = phone.post(submission, **{"x-forwarded-for": "192.0.2.1"})
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json() == {
            "type": "urn:wian:problem:too_many_requests",
            "title": "ขณะนี้มีการส่งจากเครือข่ายนี้มากเกินไป",
            "status": 429,
            "code": "too_many_requests",
            "submission_id": submission["submission_id"],
        }
        assert 1 <= int(answer.headers["retry-after"]) <= 3600
        assert phone.query("SELECT count(*) FROM submissions") == [(4,)]
        limits.reset()
        assert phone.post(submission).json()["code"] == "quota_full"


@pytest.mark.parametrize("locale", ["th", "en"])
def test_a_person_gets_the_form_back_as_it_was_filled_in(tmp_path: Path, locale: str) -> None:
    with limited(tmp_path, posts="1 per hour") as (phone, limits):
        send(phone, 0, address=PROXY)
        submission = make_plain_submission(5, position='<b>"นิติกร"</b>', locale=locale)
        page = phone.post(submission, **BROWSER)
        assert (page.status_code, page.headers["content-type"]) == (429, "text/html; charset=utf-8")
        assert re.search(r"หลังจาก \d+ นาที" if locale == "th" else r"after \d+ min", text_of(page))
        sent_back = FormReader(page.text).values
        typed = ("first_name", "last_name", "position", "email", "mobile", "honorific", "locale")
        assert {name: sent_back[name] for name in typed} == {name: submission[name] for name in typed}
        assert "<ul>" not in page.text
        limits.reset()
        assert phone.post(sent_back | {"organisation": "o9"}, **BROWSER).status_code == 303


@pytest.mark.parametrize(
    ("address", "group"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:0:1::1", "2001:db8:0:1::/64"),
        ("2001:DB8:0:1:ffff:ffff:ffff:ffff", "2001:db8:0:1::/64"),
        ("2001:db8:0:2::1", "2001:db8:0:2::/64"),
        ("", "?"),
        ("unix:", "?"),
    ],
)
def test_a_sender_is_an_address_or_a_network(address: str, group: str) -> None:
    assert group_address(address) == group


def test_the_rest_of_an_ipv6_address_is_no_way_out() -> None:
    limits = RateLimits(Numbers(posts="1 per hour"))
    passed = 0
    for number in range(10):
        with suppress(TooManyRequestsError):
            limits.admit_post(f"2001:db8::{number}")
            passed += 1
    assert passed == 1
    limits.admit_post("2001:db8:0:1::")


@pytest.mark.parametrize(("as_of", "limited"), [("", True), ("2022-01-05T09:00+07:00", False)])
def test_a_real_server_counts_and_a_preview_does_not(tmp_path: Path, as_of: str, limited: bool) -> None:
    preview_as_of = "2022-01-05T02:00:00Z" if as_of else None
    site = write_small_site(tmp_path / "site", preview_as_of=preview_as_of, quota=1)
    with serving(site, tmp_path / "var", as_of) as (base, _), httpx.Client(timeout=60) as client:
        answers = [post(client, base, make_submission(number % 100)).status_code for number in range(70)]
    assert answers.count(429) == (10 if limited else 0)
