"""Editing the settings file in the user's editor."""

from __future__ import annotations

import os
import shlex
import subprocess

from textual.app import SuspendNotSupported

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
        command = [*shlex.split(editor), str(path)]
        path.parent.mkdir(parents=True, exist_ok=True)
        with context.screen.app.suspend():
            subprocess.run(command, check=True)
    except SuspendNotSupported:
        copy_text(context.session, str(path))
    except (OSError, ValueError) as error:
        toasts.show(f"The editor {editor} did not start: {getattr(error, 'strerror', None) or error}")
    except subprocess.CalledProcessError as error:
        toasts.show(f"The editor {editor} failed with status {error.returncode}")
    else:
        config, problems = load(path)
        if problems:
            toasts.show(problems[0])
        elif config != before:
            toasts.show("The new settings apply at the next start.")
