"""Pictures and PDFs that Markdown names: named safely, copied for both languages, or reported by file and line."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from site_format.locales import LOCALES
from site_src.author_text import describe_finding, describe_problem
from site_src.load import load_content
from site_src.model import BuildOptions
from site_src.pages.render import page_environment, write_event_files
from tests.own_event import EVENT, PROJECT

MESSAGES = load_content(PROJECT).messages
TH, EN = f"{EVENT}/summary.th.md", f"{EVENT}/summary.en.md"
BODY = f"{EVENT}/circulars/office/body"


def put_picture(content_copy, name="plan.png", data=b"picture"):
    content_copy.put(f"{EVENT}/{name}", data)


def test_what_texts_name_is_known_by_the_name_that_it_has_beside_the_page(content_copy):
    put_picture(content_copy, "plan.png")
    put_picture(content_copy, "แผนที่ 1.PNG")
    put_picture(content_copy, "circulars/office/scan.pdf")
    content_copy.append(TH, '\n![แผนผัง](plan.png "ชั้น 1") ![แผนที่](<แผนที่ 1.PNG>) [เว็บ](https://x.go.th) [หน้าแรก](/)\n')
    content_copy.append(
        EN, '\n![Plan][plan] <img src="แผนที่ 1.PNG" alt="Map"> [Web](https://x.go.th)\n\n[plan]: plan.png\n'
    )
    for locale in LOCALES:
        content_copy.append(f"{BODY}.{locale}.md", "\n[PDF](scan.pdf#page=2)\n")
    (event,) = load_content(content_copy.root).events
    safe = next(file.name for file in event.files if file.name.startswith("1-"))
    assert sorted((file.path, file.name) for file in event.files) == [
        (f"{EVENT}/circulars/office/scan.pdf", "circulars/office/scan.pdf"),
        (f"{EVENT}/plan.png", "plan.png"),
        (f"{EVENT}/แผนที่ 1.PNG", safe),
    ]
    assert len(safe) == len("1-12345678.png")
    assert f'![แผนผัง](plan.png "ชั้น 1") ![แผนที่](<{safe}>) [เว็บ](https://x.go.th)' in event.summary.th
    assert f'![Plan][plan] <img src="{safe}" alt="Map">' in event.summary.en
    assert "[PDF](circulars/office/scan.pdf#page=2)" in event.circulars[0].body.th
    assert [finding.code for finding in content_copy.findings() if finding.code in {"file-unused", "alt-missing"}] == []


def test_files_are_copied_beside_the_page_of_each_language(content_copy, tmp_path):
    put_picture(content_copy)
    put_picture(content_copy, "circulars/office/scan.pdf", b"letter")
    for locale in LOCALES:
        content_copy.append(f"{EVENT}/summary.{locale}.md", "\n![แผนผัง a](plan.png)\n")
        content_copy.append(f"{BODY}.{locale}.md", "\n[PDF](scan.pdf)\n")
    content = load_content(content_copy.root)
    full = type(content)(content.site, content.events, MESSAGES, content.acceptances, content.texts, content.lines)
    for locale in LOCALES:
        options = BuildOptions(now=datetime(2022, 1, 5, tzinfo=UTC), is_preview=False)
        write_event_files(tmp_path, page_environment(full, locale, options), full, locale, options, style="/x.css")
        folder = tmp_path / ("en" if locale == "en" else "") / "events/water-safety-2565"
        assert (folder / "plan.png").read_bytes() == b"picture"
        assert (folder / "circulars/office/scan.pdf").read_bytes() == b"letter"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("![แผนผัง](plam.png)", "linked-file-missing"),
        ("[แผนผัง](plan.docx)", "linked-file-kind"),
        ("![แผนผัง](plan.svg)", "linked-file-kind"),
        ("![เอกสาร](letter.pdf)", "linked-file-kind"),
        ("[เว็บ](www.saithong.go.th)", "linked-file-kind"),
        ("![แผนผัง](../../../plan.png)", "linked-file-outside"),
        ("![แผนผัง](https://example.go.th/plan.png)", "picture-elsewhere"),
        ("![แผนผัง](/plan.png)", "picture-elsewhere"),
    ],
)
def test_what_cannot_be_shown_is_named_by_file_and_line(content_copy, written, code):
    content_copy.put("plan.png", b"outside")
    content_copy.append(TH, f"\n{written}\n")
    (problem,) = content_copy.problems()
    assert (str(problem.place), problem.code) == (f"{TH}:5: summary", code)
    for locale in LOCALES:
        assert describe_problem(problem, MESSAGES, locale).startswith(f"{TH}:5: summary: ")


def test_a_link_that_leads_out_of_the_folder_by_the_file_system_is_outside(content_copy):
    content_copy.put("secret.png", b"outside")
    (content_copy.root / EVENT / "plan.png").symlink_to(content_copy.root / "secret.png")
    content_copy.append(TH, "\n![แผนผัง](plan.png)\n")
    assert [problem.code for problem in content_copy.problems()] == ["linked-file-outside"]


def test_the_notice_is_no_events_and_has_no_files(content_copy):
    content_copy.put("content/plan.png", b"picture")
    content_copy.append("content/notice.th.md", "\n![แผนผัง](plan.png)\n")
    (problem,) = content_copy.problems()
    assert (problem.place.file, problem.code) == ("content/notice.th.md", "linked-file-outside")


def test_addresses_anchors_and_code_are_no_files(content_copy):
    content_copy.append(TH, "\n[a](#x) [b](mailto:a@nacc.go.th) [c](tel:1579) [d](/privacy/) `![e](f.png)`\n")
    assert content_copy.problems() == []


def test_a_picture_without_words_is_found_where_it_is(content_copy):
    put_picture(content_copy)
    content_copy.append(TH, "\n![](plan.png)\n")
    (finding,) = [finding for finding in content_copy.findings() if finding.code == "alt-missing"]
    assert describe_finding(finding, MESSAGES, "en") == (
        f"{TH}:5: summary: error [alt-missing]: the picture plan.png has no words for those who cannot see it; "
        "write them in ![…]"
    )


@pytest.mark.parametrize(("size", "count"), [(500_000, 0), (500_001, 1)])
def test_a_picture_that_phones_would_wait_for_is_found(content_copy, size, count):
    put_picture(content_copy, data=bytes(size))
    content_copy.append(TH, "\n![แผนผัง](plan.png)\n")
    found = [str(finding.place) for finding in content_copy.findings() if finding.code == "picture-large"]
    assert found == [f"{EVENT}/plan.png:1"] * count
