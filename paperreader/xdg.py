"""The folders of the XDG base directory specification, and the user's download folder."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_USER_DIRS_CHARS = 100_000
DOWNLOAD_DIR = r'^[ \t]*XDG_DOWNLOAD_DIR[ \t]*=[ \t]*"(\$HOME(?:/|(?="))|/)((?:[^"\\\n]|\\.)*)"'
"""A line of user-dirs.dirs: below home or absolute, as a string of the shell."""


def folder(env: Mapping[str, str], variable: str, below_home: str) -> str | None:
    """The folder that a variable names, else the default below HOME; None without HOME.

    A relative path is ignored, as the specification says.
    """
    value = env.get(variable, "")
    if value.startswith("/"):
        return value
    home = env.get("HOME", "")
    return f"{home.rstrip('/')}/{below_home}" if home.startswith("/") else None


def downloads(env: Mapping[str, str]) -> str | None:
    """The user's download folder: as named in user-dirs.dirs, else `~/Downloads`; None without HOME."""
    import re

    home = env.get("HOME", "").rstrip("/")
    config = folder(env, "XDG_CONFIG_HOME", ".config")
    try:
        with open(f"{config}/user-dirs.dirs", encoding="utf-8", errors="surrogateescape") as file:
            text = file.read(MAX_USER_DIRS_CHARS)
    except OSError:
        text = ""
    named = re.findall(DOWNLOAD_DIR, text, re.MULTILINE)
    if named and (home or named[-1][0] == "/"):
        start, rest = named[-1]  # the shell that reads it takes the last
        return (f"{home}/" if start != "/" else "/") + re.sub(r"\\(.)", r"\1", rest).rstrip("/")
    return f"{home}/Downloads" if home.startswith("/") else None
