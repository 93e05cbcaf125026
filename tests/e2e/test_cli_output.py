"""What verbs print: aligned tables, numbers in the reader's form, masks, a progress line that leaves nothing."""

import io
import time
from decimal import Decimal

import pytest

from landdesk.cli.output import masked, number, print_facts, print_table, width
from landdesk.cli.session import TerminalProgress
from landdesk.i18n import N_, Text, set_language


@pytest.mark.parametrize(
    ("text", "cells"), [("abc", 3), ("Nguyễn", 6), ("Nguye\u0302\u0303n", 6), ("漢字", 4), ("m²", 2), ("", 0)]
)
def test_width_of_texts_on_a_terminal(text: str, cells: int) -> None:
    assert width(text) == cells


def test_columns_are_aligned(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(("Tên", "Số"), [("Nguye\u0302\u0303n Văn A", "1"), ("漢", "1.000")], "<>")
    lines = capsys.readouterr().out.splitlines()
    assert [width(line) for line in lines] == [19, 19, 19]
    assert [line[-1] for line in lines] == ["ố", "1", "0"]
    print_facts([("A", "1"), ("Nguồn", "2"), ("leer", "")])
    assert capsys.readouterr().out == "A      1\nNguồn  2\n"


def test_numbers_in_each_language() -> None:
    assert (number(1234.56), number(Decimal("1234.56"), 2), number(None)) == ("1,234.6", "1,234.56", "")
    set_language("vi")
    assert (number(1234.56), number(50000, 0)) == ("1.234,6", "50.000")


@pytest.mark.parametrize(
    ("identity", "shown"),
    [("079123456789", "079••••••789"), ("1234567", "123•567"), ("123456", "••••••"), ("", "")],
)
def test_identity_numbers_are_masked(identity: str, shown: str) -> None:
    assert masked(identity) == shown


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_progress_is_one_line_and_is_wiped_off(monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = iter([0.0, 0.05, 0.2, 0.25, 0.4])
    monkeypatch.setattr(time, "monotonic", lambda: next(seconds))
    terminal = Terminal()
    with TerminalProgress(terminal) as progress:
        progress.step(1, 100)
        progress.step(20, 100, Text(N_("Done.")))
        progress.step(30, 100)
        progress.step(40, 0)
        shown = terminal.getvalue()
    assert shown.split("\r")[-1] == ""
    assert " 20 % Done." in shown
    assert "30" not in shown
    assert terminal.getvalue().split("\r")[-1] == ""


def test_progress_is_silent_in_a_pipe() -> None:
    stream = io.StringIO()
    with TerminalProgress(stream) as progress:
        progress.step(1, 2)
    assert stream.getvalue() == ""
