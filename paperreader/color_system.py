"""How many colours the terminal has, from environment variables.

COLORTERM is what most terminals announce themselves with, but programs inside of them inherit it: GNU screen, which
takes `38;2;102;102;102` for faint on green, a console that is logged in from, the Terminal of older Macs.
"""

TYPE_CHECKING = False  # importing typing would take longer than everything here
if TYPE_CHECKING:
    from collections.abc import Mapping

TRUECOLOR, EIGHT_BIT, STANDARD, NO_COLORS = "16 million", "256", "16", "none"

TRUECOLOR_TERMS = ("alacritty", "contour", "foot", "ghostty", "kitty", "mintty", "rio", "wezterm")
"""Terminals whose TERM, which SSH and sudo keep, says what COLORTERM would have said."""
STANDARD_TERMS = ("linux", "ansi", "cons25", "cygwin", "sun-color", "wsvt25")
"""Terminals that never have more than 16 colours; the Linux console takes the others, and rounds them."""
COLORLESS_TERMS = ("vt52", "vt100", "vt102", "vt220", "vt320", "vt420", "sun", "dumb")
TERMINAL_APP_TRUECOLOR_VERSION = 460
"""The Terminal of macOS has 16 million colours since macOS 26."""


def color_system(env: "Mapping[str, str]") -> str:
    """TRUECOLOR, EIGHT_BIT, STANDARD (whose colours the user chose) or NO_COLORS."""
    term = env.get("TERM", "").strip().lower()
    name = term.removeprefix("xterm-").partition("-")[0]
    if env.get("NO_COLOR") or name in COLORLESS_TERMS or term.endswith(("-m", "-mono")):
        return NO_COLORS  # no-color.org: an empty NO_COLOR counts as unset
    if name in STANDARD_TERMS or term.endswith("-16color"):
        return STANDARD
    if is_truecolor(env, term, name):
        return TRUECOLOR
    return EIGHT_BIT if "256" in term or name in TRUECOLOR_TERMS or is_terminal_app(env) else STANDARD


def is_truecolor(env: "Mapping[str, str]", term: str, name: str) -> bool:
    """Whether every colour arrives as it is written. `name`: that of the terminal, from TERM."""
    if is_in_screen(env, term) or (is_terminal_app(env) and _version(env) < TERMINAL_APP_TRUECOLOR_VERSION):
        return False
    announced = env.get("COLORTERM", "").strip().lower()
    return announced in ("truecolor", "24bit") or name in TRUECOLOR_TERMS or term.endswith("-direct")


def is_in_screen(env: "Mapping[str, str]", term: str) -> bool:
    """Whether GNU screen is around the program; tmux, whose TERM may be `screen` as well, takes every colour."""
    if term.startswith("tmux"):
        return False
    return bool(env.get("STY")) or (term.startswith("screen") and not env.get("TMUX"))


def is_terminal_app(env: "Mapping[str, str]") -> bool:
    """Whether this is the Terminal of macOS."""
    return env.get("TERM_PROGRAM") == "Apple_Terminal"


def _version(env: "Mapping[str, str]") -> int:
    major = env.get("TERM_PROGRAM_VERSION", "").partition(".")[0]
    return int(major) if major.isdecimal() else 0
