"""A code that says something else than its page should, or nothing, stops the build."""

import pytest

from site_src.errors import BuildError
from site_src.pages.page_survey import SurveyedPage, survey_page
from site_src.pages.qr import draw_code
from site_src.pages.qr_targets import verify_codes

TARGET = "https://wian.example/r/water-safety-2565/"


def survey(body: str) -> SurveyedPage:
    return survey_page(f"<!doctype html><p>{body}</p>".encode())


def verify(page: SurveyedPage) -> int:
    return verify_codes({"/events/x/": page}, {"/events/x/": TARGET})


def test_every_code_of_the_site_is_read() -> None:
    page = survey(draw_code(TARGET, "one") + "</p><p>" + draw_code(TARGET, "two"))
    assert verify(page) == 2


def test_a_code_for_another_address_stops_the_build() -> None:
    page = survey(draw_code("https://wian.example/r/other/", "label"))
    with pytest.raises(BuildError, match=r"/events/x/: the QR code leads to .*/r/other/ instead of .*/r/water-safety"):
        verify(page)


def test_a_code_with_half_its_modules_gone_stops_the_build() -> None:
    svg = str(draw_code(TARGET, "label"))
    runs = svg.split("M")
    page = survey("M".join(runs[:1] + runs[len(runs) // 2 :]))
    with pytest.raises(BuildError, match="leads to nothing instead of"):
        verify(page)


def test_something_in_the_white_margin_stops_the_build() -> None:
    page = survey(str(draw_code(TARGET, "label")).replace('fill="#000" d="', 'fill="#000" d="M2 20h3v1h-3z', 1))
    with pytest.raises(BuildError, match="something in its white margin"):
        verify(page)


@pytest.mark.parametrize(
    ("old", "new"), [('fill="#fff"', 'fill="none"'), ('width="41"', 'width="39"'), ("v1h-", "v2h-")]
)
def test_a_drawing_that_is_not_ours_stops_the_build(old: str, new: str) -> None:
    page = survey(str(draw_code(TARGET, "label")).replace(old, new, 1))
    with pytest.raises(BuildError, match="not a QR code as this build draws it"):
        verify(page)


def test_a_page_without_its_code_stops_the_build() -> None:
    page = survey("no code")
    with pytest.raises(BuildError, match="the QR code is missing"):
        verify(page)


def test_a_code_that_nobody_expects_stops_the_build() -> None:
    page = survey(draw_code(TARGET, "label"))
    with pytest.raises(BuildError, match="a QR code that nobody expects"):
        verify_codes({"/events/x/": page}, {})


def test_a_missing_page_stops_the_build() -> None:
    with pytest.raises(BuildError, match="the page for this QR code was not written"):
        verify_codes({}, {"/events/x/": TARGET})
