"""One build after another, in the process that keeps the site generator loaded."""

from __future__ import annotations

import io
import os
import time
from contextlib import nullcontext, redirect_stdout
from dataclasses import replace
from typing import TYPE_CHECKING

from preview.crashes import report_crash
from preview.reports import Report, in_both_locales
from site_format.locales import LOCALES
from site_src.build_command import (
    FAILURES,
    check_request,
    choose_locale,
    describe_failure,
    make_translator,
    publish_request,
    read_request,
)

if TYPE_CHECKING:
    from collections.abc import Sequence


class SiteBuild:
    """Builds the same order again and again.

    The first build says all that `build.py` says. The later ones say what was found if it is not the same as before,
    and what went wrong; the rest goes without saying.
    """

    def __init__(self, arguments: Sequence[str]) -> None:
        """Build what `arguments` say, as `build.py` reads them."""
        locale = choose_locale(os.environ)
        self._translate = make_translator(locale)
        request = read_request(arguments, {}, locale, self._translate)
        self._request = replace(request, options=replace(request.options, is_live=True))
        self._findings = ""
        self._is_first = True

    def build(self) -> Report:
        """Build once; whatever happens is said on the terminal and in the report."""
        started = time.monotonic()
        failure = None
        try:
            self._build()
        except FAILURES as error:
            failure = {locale: describe_failure(error, locale) for locale in LOCALES}
            print(*failure[self._request.locale], sep="\n", flush=True)
        except Exception as error:  # noqa: BLE001 - a mistake in our own Python; it is being written just now
            failure = in_both_locales([report_crash(error)])
        return Report(round(time.monotonic() - started, 2), failure)

    def _build(self) -> None:
        said = io.StringIO()
        try:
            with redirect_stdout(said):
                content, findings = check_request(self._request, self._translate)
        finally:
            if said.getvalue() != self._findings:
                print(said.getvalue(), end="", flush=True)
            self._findings = said.getvalue()
        with nullcontext() if self._is_first else redirect_stdout(io.StringIO()):
            publish_request(self._request, content, findings, self._translate)
        self._is_first = False
