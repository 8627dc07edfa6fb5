"""Editing the settings file in the user's editor."""

from __future__ import annotations

import os
import shlex
from pathlib import Path
from typing import Any

from textual.app import App, SuspendNotSupported

from paperreader.config import load
from paperreader.reader.command_jobs import how_ended
from paperreader.reader.copy_and_open import copy_text
from paperreader.tui.commands.context import Context
from paperreader.tui.terminal.hand_over import run_in_terminal


def edit(context: Context) -> None:
    """Open the file in $VISUAL or $EDITOR, which gets the terminal; without one, copy the file's path."""
    path, toasts = context.config_path, context.session.toasts
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not editor:
        copy_text(context.session, str(path))
        return
    before, _ = load(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        trouble = _run(context.screen.app, editor, path)
    except SuspendNotSupported:
        copy_text(context.session, str(path))
        return
    except OSError as error:
        trouble = f"{path.parent} cannot be made: {error.strerror}"
    config, problems = load(path)
    if trouble or problems:
        toasts.show(trouble or problems[0])
    elif config != before:
        toasts.show("The new settings apply at the next start.")


def _run(app: App[Any], editor: str, path: Path) -> str:
    """Wait for the editor; why that failed, empty if it did not."""
    try:
        status = run_in_terminal(app, [*shlex.split(editor), str(path)])
    except (OSError, ValueError) as error:
        return f"The editor {editor} did not start: {getattr(error, 'strerror', None) or error}"
    return f"The editor {editor} {how_ended(status)}." if status else ""
