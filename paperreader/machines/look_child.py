"""The process that looks whether folders have changed: for each line of JSON that asks, one that answers.

A process, since the system call that looks can hang for as long as a drive sleeps or a server is away; a thread that
hangs there keeps its process, and the terminal with it, from ending. It stays, so that a look takes no start: of
Python it needs the little that `folder` does.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from paperreader.machines.folder import State, changed_files, file_names
from paperreader.machines.problems import folder_problem

CHANGED, UNCHANGED = "changed", ""

Question = dict[str, dict[str, State]]
"""Folders, and the files that are known of each, with their states."""
Answer = dict[str, str]
"""Folders, and what is so: CHANGED, UNCHANGED, or what is wrong."""


def look(folder: str, known: dict[str, State]) -> str:
    """Whether files have come, changed or gone; else what is wrong with the folder."""
    try:
        if changed_files(Path(folder), known) or known.keys() - file_names(Path(folder)):
            return CHANGED
    except OSError as error:
        return folder_problem(folder, error)
    return UNCHANGED


if __name__ == "__main__":
    for line in sys.stdin:
        answer: Answer = {
            folder: look(folder, {name: State(*state) for name, state in known.items()})
            for folder, known in json.loads(line).items()
        }
        print(json.dumps(answer), flush=True)
