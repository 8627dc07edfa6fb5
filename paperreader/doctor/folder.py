"""Asks whether a folder can be read and written, and waits only so long for the answer."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Final, NamedTuple

from paperreader import children

TIMEOUT_S: Final = 5.0
"""A drive that sleeps, or a network that is slow, may take longer: that is told."""


class Answer(NamedTuple):
    """How a folder is."""

    problem: str = ""
    """What is wrong; empty if nothing is."""
    advice: str = ""
    real_path: str = ""
    """Empty where it is not known."""
    is_git: bool = False
    """It is in a git repository."""


def examine(folder: Path, timeout_s: float = TIMEOUT_S) -> Answer:
    """How it is; a folder that does not answer is left alone."""
    try:
        process = subprocess.Popen(
            children.own("paperreader.doctor.folder_child", str(folder)),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=children.environment(os.environ),
            cwd="/",
            start_new_session=True,
        )
    except OSError as error:
        return Answer(f"{folder} was not looked at ({error.strerror})")
    try:
        answer, _ = process.communicate(timeout=timeout_s)
        return Answer(**json.loads(answer))
    except subprocess.TimeoutExpired:
        process.kill()  # without waiting: what hangs in the system ends when that lets it
        return Answer(
            f"{folder} did not answer within {timeout_s:.0f} s", "its drive may sleep, or its network be slow"
        )
    except (ValueError, TypeError):
        return Answer(f"{folder} was not looked at: internal error")
