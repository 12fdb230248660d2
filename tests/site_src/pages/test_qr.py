"""QR codes are drawn so that phones read them."""

import pytest

from site_src.pages.qr import draw_code, read_code

TARGET = "https://wian.example/r/water-safety-2565/"


@pytest.mark.parametrize(
    "target", [TARGET, "https://wian.example/en/r/x/", "http://localhost:8000/r/" + "x" * 60 + "/"]
)
def test_a_code_says_its_target(target: str) -> None:
    assert read_code(draw_code(target, "label"), "page") == target


def test_a_code_has_a_name_and_a_white_ground_of_its_own() -> None:
    svg = draw_code(TARGET, 'opens "x" & <y>')
    assert svg.startswith(
        '<svg class="qr" role="img" aria-label="opens &#34;x&#34; &amp; &lt;y&gt;" viewBox="0 0 41 41"'
    )
    assert '<rect width="41" height="41" fill="#fff"/>' in svg
