"""The terminal user interface: the only package that imports Textual.

Textual and Rich read variables for whoever develops with them, some when they are imported: one that is exported by
chance would press keys, save screenshots, hide the screen or end the program. Only these count: those that say what the
terminal is (TERM, COLORTERM, TERM_PROGRAM, LC_TERMINAL), NO_COLOR, ESCDELAY and TEXTUAL_FPS.
"""

import os

DEFAULT_FPS = 240
"""A key right after a frame may have to wait for two of them."""
RICH_VARIABLES = (
    *("COLUMNS", "LINES", "JUPYTER_COLUMNS", "JUPYTER_LINES", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"),
    "UNICODE_VERSION",
)
"""The first two would alternate with the real size, and be painted again forever."""


fps = os.environ.get("TEXTUAL_FPS", "")  # read when Textual is imported
os.environ["TEXTUAL_FPS"] = fps if fps.isdecimal() and int(fps) else str(DEFAULT_FPS)


def ignore_variables() -> None:
    """Remove the variables that are not meant for the reader; to be called before anything else here is imported."""
    for name in list(os.environ):
        is_textuals = name == "TEXTUAL" or (name.startswith("TEXTUAL_") and name != "TEXTUAL_FPS")
        if is_textuals or name in RICH_VARIABLES:
            del os.environ[name]
