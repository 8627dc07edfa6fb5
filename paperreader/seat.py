"""Whose keyboard and screen this is: tmux outlives the terminals that attach to it, and with it what it told us."""

import os
import re
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

SSH_VARIABLES = ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY")
DISPLAY_VARIABLES = ("DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "XDG_SESSION_TYPE", "XDG_RUNTIME_DIR")
VARIABLES = SSH_VARIABLES + DISPLAY_VARIABLES
"""The environment variables that belong to a terminal's user."""

_TMUX = ("TMUX", "TMUX_PANE")

MAX_NESTED = 3
"""How many sessions of tmux inside each other are followed."""

_CLIENT = r"(?m)^(\d+) (\d+)$"
_VARIABLE = r"(?m)^(-?)(\w+)(?:=(.*))?$"


def is_remote(env: Mapping[str, str]) -> bool:
    """Whether the user is at another machine."""
    return any(name in env for name in ("SSH_CONNECTION", "SSH_TTY"))


async def current(
    env: Mapping[str, str], output: Callable[[list[str], Mapping[str, str]], Awaitable[str]]
) -> dict[str, str]:
    """The environment, with VARIABLES as they are for whoever uses tmux now; `output` runs a command.

    Of several clients it is the one that typed last. Without one, or without tmux, nothing is known to have changed.
    """
    now = dict(env)
    for _ in range(MAX_NESTED):
        if "TMUX" not in now:
            break
        pane = ["-t", now["TMUX_PANE"]] if "TMUX_PANE" in now else []
        clients = ["list-clients", *pane, "-F", "#{client_activity} #{client_pid}"]
        told = await output(["tmux", *clients, ";", "show-environment", *pane], now)
        if not (found := re.findall(_CLIENT, told)):
            break
        _, pid = max((int(activity), int(pid)) for activity, pid in found)
        client = _environment_of(pid)
        theirs = _of_session(told, now) if client is None else client
        now = _with(now, theirs, (*VARIABLES, *_TMUX))
    return _with(now, env, _TMUX)


def _with(env: Mapping[str, str], other: Mapping[str, str], names: tuple[str, ...]) -> dict[str, str]:
    """The environment, with these variables as the other has them, if it does."""
    kept = {name: value for name, value in env.items() if name not in names}
    return kept | {name: other[name] for name in names if name in other}


def _environment_of(pid: int) -> dict[str, str] | None:
    """The environment that a process was started with; None where that cannot be read."""
    try:
        entries = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    except OSError:
        return None
    return {os.fsdecode(name): os.fsdecode(value) for name, _, value in (entry.partition(b"=") for entry in entries)}


def _of_session(told: str, env: Mapping[str, str]) -> dict[str, str]:
    """The variables as tmux took them from the last client that attached; it does so with some of them only."""
    theirs = {name: env[name] for name in VARIABLES if name in env}
    for removed, name, value in re.findall(_VARIABLE, told):
        if name == "SSH_CONNECTION":  # the others come and go with it
            theirs = {name: value for name, value in theirs.items() if name not in SSH_VARIABLES}
        if name in VARIABLES:
            theirs.pop(name, None)
            if not removed:
                theirs[name] = value
    return theirs
