"""How many colours a terminal has, by what it sets, and by what programs inside of it inherit."""

from __future__ import annotations

import pytest

from paperreader.color_system import EIGHT_BIT, NO_COLORS, STANDARD, TRUECOLOR, color_system

TRUE = {"COLORTERM": "truecolor"}
APPLE = {"TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"}
IN_SCREEN = {"TERM": "screen.xterm-256color", "STY": "4711.pts-0.host"}
IN_TMUX = {"TERM": "tmux-256color", "TMUX": "/tmp/tmux-1000/default,1,0", "TERM_PROGRAM": "tmux"}


@pytest.mark.parametrize(
    ("env", "expected"),
    [
        ({"TERM": "xterm-256color", **TRUE}, TRUECOLOR),
        ({"TERM": "xterm-256color", "COLORTERM": " 24bit"}, TRUECOLOR),
        ({"TERM": "xterm", **TRUE}, TRUECOLOR),
        ({"TERM": "xterm-256color"}, EIGHT_BIT),  # SSH, sudo, mosh
        ({"TERM": "xterm-256color", "COLORTERM": "gnome-terminal"}, EIGHT_BIT),
        ({"TERM": "xterm-256color", "COLORTERM": ""}, EIGHT_BIT),
        ({"TERM": "xterm"}, STANDARD),
        ({"TERM": "xterm-16color", **TRUE}, STANDARD),
        ({"TERM": "rxvt"}, STANDARD),
        ({}, STANDARD),
        *[({"TERM": term}, TRUECOLOR) for term in ("xterm-kitty", "alacritty", "foot", "foot-extra", "xterm-direct")],
        *[({"TERM": term, **TRUE}, STANDARD) for term in ("linux", "ansi", "linux-16color")],
        *[({"TERM": term, **TRUE}, NO_COLORS) for term in ("vt100", "vt220", "dumb", "xterm-mono", "screen-m")],
        ({"TERM": "xterm-256color", **TRUE, "NO_COLOR": "1"}, NO_COLORS),
        ({"TERM": "xterm-256color", **TRUE, "NO_COLOR": ""}, TRUECOLOR),
        ({**IN_SCREEN, **TRUE}, EIGHT_BIT),
        ({**IN_SCREEN, **TRUE, "TERM": "screen"}, STANDARD),
        ({**IN_SCREEN, **TRUE, "TERM": "xterm-256color"}, EIGHT_BIT),
        ({"TERM": "screen-256color", **TRUE}, EIGHT_BIT),  # by SSH out of screen
        ({**IN_TMUX, **TRUE}, TRUECOLOR),
        ({**IN_TMUX, **TRUE, "TERM": "screen-256color"}, TRUECOLOR),
        ({**IN_TMUX}, EIGHT_BIT),
        ({**IN_TMUX, **TRUE, "STY": "4711.pts-0.host"}, TRUECOLOR),  # tmux in screen
        ({**IN_SCREEN, **TRUE, "TMUX": IN_TMUX["TMUX"], "TERM_PROGRAM": "tmux"}, EIGHT_BIT),  # screen in tmux
        ({**APPLE, "TERM_PROGRAM_VERSION": "455.1", **TRUE}, EIGHT_BIT),
        ({**APPLE, "TERM_PROGRAM_VERSION": "465", **TRUE}, TRUECOLOR),
        ({**APPLE, "TERM_PROGRAM_VERSION": "465"}, EIGHT_BIT),
        ({**APPLE, "TERM": "xterm", "TERM_PROGRAM_VERSION": "none", **TRUE}, EIGHT_BIT),
    ],
)
def test_the_colours_that_a_terminal_has(env: dict[str, str], expected: str) -> None:
    assert color_system(env) == expected
