"""Collects what stands in one line of text, as runs."""

from __future__ import annotations

import re
from typing import Final

from paperreader.fulltext.blocks import Run, Runs, RunStyle
from paperreader.text.sanitize import clean

_CLOSES: Final = re.compile(r"[,;:!?)\]]|\.(?!\w)")


class Line:
    """Runs under construction: white space becomes one space, and neighbours of one style become one run."""

    def __init__(self) -> None:
        self._runs: list[Run] = []
        self._pending = False
        """Whether a space goes before what comes next."""

    def __bool__(self) -> bool:
        return bool(self._runs)

    def text(self, text: str, style: RunStyle = "", target: str = "") -> None:
        """Adds text."""
        cleaned = clean(text)
        if not cleaned:
            if text and text.isspace():
                self.space()
            return
        if text[0].isspace():
            self.space()
        self._add(Run(cleaned, style, target))
        if text[-1].isspace():
            self.space()

    def run(self, run: Run) -> None:
        """Adds a run whose text is clean."""
        if run.text:
            self._add(run)

    def space(self) -> None:
        """Keeps what follows apart from what is there."""
        self._pending = bool(self._runs)

    def take(self) -> Runs:
        """The runs so far; the line is empty then."""
        runs, self._runs, self._pending = tuple(self._runs), [], False
        return runs

    def _add(self, run: Run) -> None:
        last = self._runs[-1] if self._runs else None
        space = " " if self._pending and last else ""
        self._pending = False
        if last and space and last.target.startswith("#") and _CLOSES.match(run.text):
            space = ""  # `(key, )`, as citations look whose year is unknown, becomes `(key)`
            self._runs[-1] = last = last._replace(text=last.text.removesuffix(","))
        if last and last[1:] == run[1:] and not run.tex:
            self._runs[-1] = last._replace(text=f"{last.text}{space}{run.text}")
            return
        if last and space:
            if _is_plain(run):
                run = run._replace(text=f" {run.text}")
            elif _is_plain(last):
                self._runs[-1] = Run(f"{last.text} ")
            else:
                self._runs.append(Run(" "))
        self._runs.append(run)


def _is_plain(run: Run) -> bool:
    return run[1:] == ("", "", "")
