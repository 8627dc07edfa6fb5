"""45 characters that a terminal draws one cell wide or two, as it is set up"""

from __future__ import annotations

import sys
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import pyte.screens
import pytest
from wcwidth import wcwidth

from paperreader.config import load
from tests.bench.terminal import Program
from tests.conftest import store_of
from tests.hub_server import HubServer
from tests.stores import rows

READER = [sys.executable, "-m", "paperreader"]
SIZE = (140, 40)
ENV = {"COLORTERM": "truecolor"}


@cache
def cjk_width(character: str) -> int:
    """As in a terminal that is set up for CJK."""
    return 2 if unicodedata.east_asian_width(character) == "A" and wcwidth(character) == 1 else wcwidth(character)


@pytest.fixture
def cjk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pyte.screens, "wcwidth", cjk_width)


def is_ascii_drawn(text: str) -> bool:
    """Whether everything is there, in glyphs of one cell."""
    lines = text.split("\n")
    whole = len(lines) == SIZE[1] and "? keys" in lines[-1]
    return whole and not any(glyph in text for glyph in "●▲▏·★") and sum(" o " in line for line in lines) > 3


@pytest.mark.usefixtures("cjk")
def test_fault_45_signs_two_cells_wide_are_replaced(env: dict[str, str]) -> None:
    """Letters of that kind are measured as two cells, so that columns stay where they are."""
    with Program([*READER, "--demo"], env | ENV, SIZE) as program:
        program.until(is_ascii_drawn)
        for key, seen in (("j", "The Ledger"), ("]", "Thu 30"), ("]", "Wed 29"), ("/", "Enter best first")):
            program.write(key)
            program.until(lambda text, seen=seen: seen in text and is_ascii_drawn_or_prompt(text))
            assert_columns(program)
        program.write("\x1b")
        program.until(is_ascii_drawn)
        program.write("?")
        program.until(lambda text: "Page down; at the end" in text)
        assert not set("─│╭╮╰╯▔▁") & set(program.screen.text)
        program.write("\x1b")
        program.until(is_ascii_drawn)
        program.leave("Q")


def is_ascii_drawn_or_prompt(text: str) -> bool:
    return not any(glyph in text for glyph in "●▲▏★")


def assert_columns(program: Program) -> None:
    """The line beside the page is straight."""
    program.settle(0.2)
    edges = {line_column(program, row) for row in range(1, SIZE[1] - 2)}
    assert len(edges - {None}) <= 1, program.screen.text


def line_column(program: Program, row: int) -> int | None:
    cells = program.screen._screen.buffer[row]
    return next((column for column in range(60, 100) if cells[column].data == "|"), None)


@pytest.mark.usefixtures("cjk")
def test_fault_45_the_next_start_knows_it_at_once(env: dict[str, str], fetched: HubServer) -> None:
    """Before the terminal is asked again, with and without the saved first frame."""
    frames: list[str] = []

    def is_drawn(text: str) -> bool:
        frames.append(text)
        return is_ascii_drawn(text)

    for start in range(3):
        if start == 2:
            Path(env["HOME"], ".local/state/paperreader/picture").unlink()
        frames.clear()
        with Program([*READER, "--offline"], env | ENV, SIZE) as program:
            program.until(is_drawn)
            program.leave("Q")
        if start:
            assert not any("●" in frame or "▲" in frame for frame in frames)
    assert rows(store_of(env), "SELECT value FROM setting WHERE name LIKE 'width %'") == [("2 2",)]


def test_fault_45_the_question_is_not_seen_and_its_answer_types_nothing(env: dict[str, str]) -> None:
    """Nor does one that comes late, twice, or as nonsense."""
    with Program([*READER, "--demo"], env | ENV, SIZE) as program:
        program.until(lambda text: "? keys" in text and "Slowcoach" in text)
        assert b"\x1b[6n" in program.output
        assert b"\x1b[6n\x1b[" in program.output, "the frame comes in the same write"
        program.write("/")
        program.until(lambda text: "Enter best first" in text)
        for answer in ("\x1b[2;3R", "\x1b[2;3R", "\x1b[2;99R", "\x1b[7;7R", "\x1b[2;4R", "\x1b[2;0R"):
            program.write(answer)
        program.write("zq")
        text = wait(program, " / zq")
        assert text.split("\n")[38].strip() == "/ zq"
        program.write("\x1b")
        program.until(is_ascii_drawn)  # the last answer that can be one
        program.leave("Q")


def wait(program: Program, seen: str) -> str:
    program.until(lambda text: seen in text)
    return program.screen.text


@pytest.mark.usefixtures("cjk")
@pytest.mark.parametrize(("wanted", "glyph"), [("unicode", "●"), ("ascii", " o ")])
def test_fault_45_what_the_settings_say_wins(env: dict[str, str], tmp_path: Path, wanted: str, glyph: str) -> None:
    config = tmp_path / "config.toml"
    config.write_text(f'glyphs = "{wanted}"\n')
    with Program([*READER, "--demo", "--config", str(config)], env | ENV, SIZE) as program:
        program.until(lambda text: "Slowcoach" in text)  # what is right of ambiguous glyphs is garbled, as asked for
        program.settle(0.5)
        assert glyph in program.screen.text
        program.leave("Q")


def test_fault_45_the_glyphs_are_chosen_by_the_terminal_unless_the_settings_say_otherwise(tmp_path: Path) -> None:
    assert load(tmp_path / "none.toml")[0].glyphs == "auto"
    (tmp_path / "config.toml").write_text('glyphs = "auto"\n')
    assert load(tmp_path / "config.toml") == (load(tmp_path / "none.toml")[0], [])


RICH_AGREES = """
import sys
from rich.cells import cell_len
from paperreader.text.width import cell_width, is_ambiguous
from paperreader.tui.terminal.ambiguous_width import measure

def differing():
    characters = (chr(code) for code in range(0x20, 0x20000) if not 0xD800 <= code < 0xE000)
    shown = (each for each in characters if not 0x7F <= ord(each) < 0xA0)
    return [hex(ord(each)) for each in shown if cell_width(each) != cell_len(each)]

assert [cell_width(each) for each in "●αé×“a北"] == [1, 1, 1, 1, 1, 1, 2]
measure(2)
assert [cell_width(each) for each in "●αé×“a北"] == [2, 2, 2, 2, 2, 1, 2]
assert cell_width("αβ e\\u0301 ▶\\ufe0f") == cell_len("αβ e\\u0301 ▶\\ufe0f") == 9
assert not differing(), differing()[:20]
measure(1)
assert cell_width("αβ“”") == cell_len("αβ“”") == 4
"""


def test_fault_45_rich_measures_as_we_do(run_python: Any) -> None:
    run_python(RICH_AGREES)


@pytest.fixture
def run_python(env: dict[str, str]) -> Any:
    import subprocess

    def run(code: str) -> None:
        done = subprocess.run(
            [sys.executable, "-c", code], env=env, capture_output=True, text=True, timeout=60, check=False
        )
        assert done.returncode == 0, done.stderr

    return run
