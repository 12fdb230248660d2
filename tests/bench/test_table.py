"""The table itself: what falls short is said, and so is a control that does not."""

from __future__ import annotations

import pytest

from bench.faults.row import Control, Figure, Row, Setting, count_figure
from bench.faults.table import show_table


def make_row(lost: int, lost_in_control: int) -> Row:
    """A row with so much lost, and so much against the backend with something taken out."""

    async def measure(setting: Setting) -> list[Figure]:
        return [count_figure("lost", lost_in_control if setting.sabotage else lost, of="9")]

    return Row("row", "nothing is lost", measure, (Control("late_commit", ("lost",)),))


@pytest.mark.parametrize(
    ("lost", "lost_in_control", "is_good", "lines"),
    [
        (0, 2, True, ["ok     lost: 0 of 9  (asked: 0)", "ok     control: late commit: 2 of 9 lost"]),
        (1, 2, False, ["SHORT  lost: 1 of 9  (asked: 0)", "ok     control: late commit: 2 of 9 lost"]),
        (0, 0, False, ["ok     lost: 0 of 9  (asked: 0)", "SHORT  control: late commit: 0 of 9 lost"]),
    ],
)
def test_what_falls_short_is_said(
    lost: int, lost_in_control: int, is_good: bool, lines: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [make_row(lost, lost_in_control)]
    assert show_table(rows, ["sqlite"], size=0, seed=1, is_quick=True) is is_good
    printed = capsys.readouterr().out
    assert "nothing is lost  [row, sqlite]" in printed
    assert [line for line in lines if line in printed] == lines


def test_every_row_is_measured_also_after_one_that_falls_short(capsys: pytest.CaptureFixture[str]) -> None:
    assert not show_table([make_row(1, 2), make_row(0, 2)], ["sqlite"], size=0, seed=1, is_quick=True)
    assert capsys.readouterr().out.count("[row, sqlite]") == 2


@pytest.mark.parametrize(("is_any_enough", "is_good"), [(True, True), (False, False)])
def test_a_control_breaks_all_its_figures_unless_one_is_enough(is_any_enough: bool, is_good: bool) -> None:
    async def measure(setting: Setting) -> list[Figure]:
        return [count_figure("lost", 1 if setting.sabotage else 0), count_figure("doubled", 0)]

    control = Control("no_lock", ("lost", "doubled"), is_any_enough=is_any_enough)
    row = Row("row", "nothing is lost", measure, (control,))
    assert show_table([row], ["sqlite"], size=0, seed=1, is_quick=True) is is_good
