"""A POST that another site's page made is refused; one that says nothing of where it comes from passes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.backend.small_site import make_submission
from tests.backend.web.test_pages import BROWSER, text_of
from tests.backend.web.test_requests import is_empty

if TYPE_CHECKING:
    from tests.backend.conftest import Phone

HOST = "wian.example.go.th"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"sec-fetch-site": "same-origin", "origin": "https://evil.example"},  # behind a proxy that changes Host
        {"sec-fetch-site": "none"},
        {"origin": f"https://{HOST}"},
        {"origin": f"http://{HOST.upper()}"},
        {"origin": "null"},
        {"origin": "http://[::1]:8000", "host": "[::1]:8000"},
    ],
)
def test_a_page_of_our_own_and_a_program_pass(phone: Phone, headers: dict[str, str]) -> None:
    assert phone.post(make_submission(), **{"host": HOST} | headers).status_code == 201


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "cross-site", "origin": f"https://{HOST}"},
        {"sec-fetch-site": "cross-site", "origin": "null"},
        {"sec-fetch-site": ""},
        {"origin": "https://evil.example"},
        {"origin": f"https://{HOST}.evil.example"},
        {"origin": f"https://{HOST}:8443"},
        {"origin": "http://[", "host": HOST},
        {"origin": "file://"},
        {"origin": ""},
    ],
)
def test_a_page_of_another_site_is_refused(phone: Phone, headers: dict[str, str]) -> None:
    answer = phone.post(make_submission(), **{"host": HOST} | headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "cross_site")
    assert "submission_id" not in answer.json()  # so that a phone takes it for transport, and sends again
    assert is_empty(phone)


def test_a_person_is_told_where_to_register(phone: Phone) -> None:
    page = phone.post(make_submission(), **BROWSER, **{"sec-fetch-site": "cross-site"})
    assert (page.status_code, page.headers["content-type"]) == (403, "text/html; charset=utf-8")
    assert "ข้อมูลนี้ส่งมาจากเว็บไซต์อื่น" in text_of(page)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_no_address_takes_anything_from_another_site(phone: Phone, method: str) -> None:
    answer = phone.client.request(method, "/anywhere/", headers={"sec-fetch-site": "cross-site"})
    assert (answer.status_code, answer.json()["code"]) == (403, "cross_site")


def test_pages_may_be_opened_from_anywhere(phone: Phone) -> None:
    assert phone.client.get(phone.address, headers={"sec-fetch-site": "cross-site"}).status_code == 200
