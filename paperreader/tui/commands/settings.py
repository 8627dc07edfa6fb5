"""Editing the settings file in the user's editor."""

from __future__ import annotations

import os

from textual.app import SuspendNotSupported

from paperreader.config import load
from paperreader.reader.copy_and_open import copy_text
from paperreader.tui.commands.context import Context
from paperreader.tui.terminal import editor


def edit(context: Context) -> None:
    """Open the file in $VISUAL or $EDITOR, which gets the terminal; without one, copy the file's path."""
    path, toasts = context.config_path, context.session.toasts
    command = editor.editor_of(os.environ)
    if not command:
        copy_text(context.session, str(path))
        return
    before, _ = load(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        trouble = editor.edit(context.screen.app, command, path).trouble
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
