"""The user's editor on a file: it gets the terminal, and gives it back."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from textual.app import App

from paperreader.reader.command_jobs import how_ended
from paperreader.tui.terminal.hand_over import run_in_terminal


class Edited(NamedTuple):
    """How an editor ended."""

    trouble: str = ""
    """Why the file is not what the user wants, in words for them; empty if it is."""
    took_s: float = 0.0
    """How long it was open."""
    has_started: bool = True
    was_killed: bool = False


def editor_of(env: Mapping[str, str]) -> str:
    """The command of the user's editor, which may have arguments; empty if there is none."""
    return env.get("VISUAL", "").strip() or env.get("EDITOR", "").strip()


def edit(app: App[Any], editor: str, path: Path) -> Edited:
    """Edit a file, and wait for the editor. Raises SuspendNotSupported where there is no terminal to give it."""
    import shlex  # a start imports this module

    began = time.monotonic()
    try:
        status = run_in_terminal(app, [*shlex.split(editor), str(path)])
    except FileNotFoundError:
        return Edited(f"The editor {editor} was not found; $VISUAL or $EDITOR names it.", has_started=False)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        return Edited(f"The editor {editor} did not start: {why}", has_started=False)
    trouble = f"The editor {editor} {how_ended(status)}." if status else ""
    return Edited(trouble, time.monotonic() - began, was_killed=status < 0)
