"""Collects what stands in one line of text, as runs."""

from __future__ import annotations

from paperreader.fulltext.blocks import Run, Runs, RunStyle
from paperreader.text.sanitize import clean


class Line:
    """Runs under construction: white space becomes one space, and neighbours of one style become one run."""

    def __init__(self) -> None:
        self._runs: list[Run] = []
        self._has_space = True  # at the end: the next text needs none before it

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
        if not self._has_space:
            last = self._runs[-1]
            if last.target or last.tex:
                self._runs.append(Run(" "))
            else:
                self._runs[-1] = last._replace(text=f"{last.text} ")
            self._has_space = True

    def take(self) -> Runs:
        """The runs so far, without spaces at the ends; the line is empty then."""
        runs = self._runs
        if runs and runs[-1].text.endswith(" "):
            runs[-1] = runs[-1]._replace(text=runs[-1].text.rstrip(" "))
            if not runs[-1].text:
                runs.pop()
        self._runs = []
        self._has_space = True
        return tuple(runs)

    def ends_with(self, characters: str) -> bool:
        """Whether the text so far ends with one of the characters."""
        return bool(self._runs) and self._runs[-1].text[-1] in characters

    @property
    def last_character(self) -> str:
        """The last one so far; empty if there is none."""
        return self._runs[-1].text[-1] if self._runs else ""

    def _add(self, run: Run) -> None:
        last = self._runs[-1] if self._runs else None
        if last and not run.tex and not last.tex and last[1:] == run[1:]:
            self._runs[-1] = last._replace(text=last.text + run.text)
        else:
            self._runs.append(run)
        self._has_space = run.text.endswith(" ")
