"""As much of Python as the rules were seen to use, in Chromium: it says what CPython says; the whole does the rest."""

from __future__ import annotations

import json
import shutil
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Error

from registration_rules import json_door
from site_src.app.rules_worker import WorkerFiles, bundle_rules_worker, write_rules_worker
from site_src.python.profile import Profile, read_profile
from site_src.python.rules import write_rules
from site_src.python.runtime import write_runtime, write_scripts, write_whole
from site_src.site_folder import write_hashed_script
from tests.conformance.cases import load_form, load_person
from tools.python_profile.browser import BrowserWorker, open_worker
from tools.python_profile.inputs import GENERATED, generate_requests

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from playwright.sync_api import BrowserType

BUDGET_S = 10
BATCH = 200

# No page sends a number, so that no number with a fraction was read when the profile was recorded.
UNUSUAL = json.dumps({"form": load_form(), "people": [load_person() | {"position": 1.5e300}]})
USUAL = json.dumps({"form": load_form(), "people": [load_person() | {"mobile": "191"}]})


@pytest.fixture
def app(tmp_path: Path) -> Path:
    folder = tmp_path / "app"
    folder.mkdir()
    return folder


def list_whole(worker: BrowserWorker) -> list[str]:
    return [url for url in worker.requested if "python-whole" in url]


def check_here(requests: Sequence[str]) -> list[object]:
    return [json.loads(json_door.check(request)) for request in requests]


@pytest.mark.parametrize("is_deflated", [False, True])
def test_generated_requests_come_out_as_in_cpython(browser_type: BrowserType, app: Path, is_deflated: bool) -> None:
    address = write_rules_worker(app, is_deflated=is_deflated).address
    with open_worker(browser_type, app.parent, address) as worker:
        worker.start()
        give_up_at = time.monotonic() + BUDGET_S / 2
        for start in range(0, GENERATED, BATCH):
            requests = list(generate_requests(start, BATCH))
            assert worker.check(requests) == check_here(requests)
            if time.monotonic() > give_up_at:
                break
        assert list_whole(worker) == []


def test_what_the_profile_lacks_is_answered_by_the_whole(browser_type: BrowserType, app: Path) -> None:
    address = write_rules_worker(app, is_deflated=False).address
    requests = (USUAL, UNUSUAL, USUAL)
    with open_worker(browser_type, app.parent, address) as worker:
        worker.start()
        assert worker.check(requests[:1]) == check_here(requests[:1])
        assert list_whole(worker) == []
        assert worker.check(requests) == check_here(requests)
        assert len(list_whole(worker)) == 2


def test_what_is_no_request_is_asked_again_of_the_whole(browser_type: BrowserType, app: Path) -> None:
    """A module that is missing can look like an error of the request."""
    address = write_rules_worker(app, is_deflated=False).address
    with open_worker(browser_type, app.parent, address) as worker:
        worker.start()
        assert worker.check(["{}"]) == check_here(("{}",))
        assert len(list_whole(worker)) == 2


def lack_a_module(profile: Profile) -> Profile:
    return replace(profile, modules=tuple(name for name in profile.modules if name != "datetime"))


def lack_functions(profile: Profile) -> Profile:
    """Those that were called, but for the first two thirds of the code."""
    ordered = sorted(profile.functions)
    return replace(profile, functions=frozenset(ordered[: len(ordered) * 2 // 3]))


@pytest.mark.parametrize("lack", [lack_a_module, lack_functions])
def test_a_start_that_the_profile_does_not_suffice_for_is_made_with_the_whole(
    browser_type: BrowserType, app: Path, lack: Callable[[Profile], Profile]
) -> None:
    used = write_runtime(app, lack(read_profile()), is_deflated=False)
    files = WorkerFiles(
        write_scripts(app), used, write_whole(app, is_deflated=False), write_rules(app, is_deflated=False)
    )
    address = write_hashed_script(app, "rules-worker", bundle_rules_worker(files))
    with open_worker(browser_type, app.parent, address) as worker:
        worker.start()
        assert worker.check([USUAL, UNUSUAL]) == check_here((USUAL, UNUSUAL))
        assert len(list_whole(worker)) == 2


def test_a_whole_that_does_not_arrive_is_fetched_again_for_the_next_check(browser_type: BrowserType, app: Path) -> None:
    address = write_rules_worker(app, is_deflated=False).address
    [whole] = app.glob("python-whole-*")
    aside = shutil.move(whole, app.parent / "aside")
    with open_worker(browser_type, app.parent, address) as worker:
        worker.start()
        with pytest.raises(Error, match="Failed to fetch"):
            worker.check([UNUSUAL])
        shutil.move(aside, whole)
        assert worker.check([UNUSUAL]) == check_here((UNUSUAL,))
