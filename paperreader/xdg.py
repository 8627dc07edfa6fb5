"""The folders of the XDG base directory specification."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


def folder(env: Mapping[str, str], variable: str, below_home: str) -> str | None:
    """The folder that a variable names, else the default below HOME; None without HOME.

    A relative path is ignored, as the specification says.
    """
    value = env.get(variable, "")
    if value.startswith("/"):
        return value
    home = env.get("HOME", "")
    return f"{home.rstrip('/')}/{below_home}" if home.startswith("/") else None
