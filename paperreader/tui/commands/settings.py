"""Editing the settings file in the user's editor."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path

from textual.app import SuspendNotSupported

from paperreader import children
from paperreader.config import load
from paperreader.reader.copy_and_open import copy_text
from paperreader.tui.commands.context import Context


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
        with context.screen.app.suspend():
            trouble = _run(editor, path)
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


def _run(editor: str, path: Path) -> str:
    """Wait for the editor; why that failed, empty if it did not. Raises nothing: the terminal has to be taken back."""
    try:
        command = [*shlex.split(editor), str(path)]
        status = subprocess.run(command, env=children.environment(os.environ)).returncode
    except (OSError, ValueError) as error:
        return f"The editor {editor} did not start: {getattr(error, 'strerror', None) or error}"
    return f"The editor {editor} failed with status {status}." if status else ""
