"""QR codes are drawn so that phones read them, and a code that says something else stops the build."""

from pathlib import Path

import pytest

from site_src.errors import BuildError
from site_src.pages.qr import draw_code, read_code, verify_codes

TARGET = "https://wian.example/r/ita-lao-2565/"


def write_page(root: Path, body: str) -> None:
    page = root / "events/x/index.html"
    page.parent.mkdir(parents=True)
    page.write_text(f"<!doctype html><p>{body}</p>", "utf-8")


def verify(root: Path) -> int:
    return verify_codes(root, {"events/x/index.html": TARGET})


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


def test_every_code_of_the_site_is_read(tmp_path: Path) -> None:
    write_page(tmp_path, draw_code(TARGET, "one") + "</p><p>" + draw_code(TARGET, "two"))
    assert verify(tmp_path) == 2


def test_a_code_for_another_address_stops_the_build(tmp_path: Path) -> None:
    write_page(tmp_path, draw_code("https://wian.example/r/other/", "label"))
    with pytest.raises(
        BuildError, match=r"events/x/index.html: the QR code leads to .*/r/other/ instead of .*/r/ita-lao"
    ):
        verify(tmp_path)


def test_a_code_with_half_its_modules_gone_stops_the_build(tmp_path: Path) -> None:
    svg = str(draw_code(TARGET, "label"))
    runs = svg.split("M")
    write_page(tmp_path, "M".join(runs[:1] + runs[len(runs) // 2 :]))
    with pytest.raises(BuildError, match="leads to nothing instead of"):
        verify(tmp_path)


def test_something_in_the_white_margin_stops_the_build(tmp_path: Path) -> None:
    write_page(tmp_path, str(draw_code(TARGET, "label")).replace('fill="#000" d="', 'fill="#000" d="M2 20h3v1h-3z', 1))
    with pytest.raises(BuildError, match="something in its white margin"):
        verify(tmp_path)


@pytest.mark.parametrize(
    ("old", "new"), [('fill="#fff"', 'fill="none"'), ('width="41"', 'width="39"'), ("v1h-", "v2h-")]
)
def test_a_drawing_that_is_not_ours_stops_the_build(tmp_path: Path, old: str, new: str) -> None:
    write_page(tmp_path, str(draw_code(TARGET, "label")).replace(old, new, 1))
    with pytest.raises(BuildError, match="not a QR code as this build draws it"):
        verify(tmp_path)


def test_a_page_without_its_code_stops_the_build(tmp_path: Path) -> None:
    write_page(tmp_path, "no code")
    with pytest.raises(BuildError, match="the QR code is missing"):
        verify(tmp_path)


def test_a_code_that_nobody_expects_stops_the_build(tmp_path: Path) -> None:
    write_page(tmp_path, draw_code(TARGET, "label"))
    with pytest.raises(BuildError, match="a QR code that nobody expects"):
        verify_codes(tmp_path, {})


def test_a_missing_page_stops_the_build(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="the page for this QR code was not written"):
        verify(tmp_path)
