"""What stands in one line: runs, pictures and displayed formulas; and the same as runs alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from paperreader.fulltext.blocks import Run, Runs

LINE_BREAK = Run("\n")
"""Where the author of a text has broken a line; no other run has that character."""


class Image(NamedTuple):
    """A picture in a line."""

    address: str
    alt: str


class Display(NamedTuple):
    """A displayed formula inside a paragraph."""

    tex: str


class Line(NamedTuple):
    """What an inline token holds."""

    parts: tuple[Run | Image | Display, ...]
    anchors: tuple[str, ...]
    """Ids that a link can name."""
    links: tuple[tuple[str, str, str], ...]
    """The address, text and title of each link."""

    @property
    def runs(self) -> Runs:
        """All of it as runs: a picture as its name in brackets, a line break as a blank."""
        return merged(Run(" ") if part == LINE_BREAK else _as_run(part) for part in self.parts)


def merged(runs: Iterable[Run]) -> Runs:
    """Runs without empty ones, without spaces at both ends or side by side; neighbours of one kind joined."""
    found: list[Run] = []
    for run in runs:
        text = run.text
        if text[:1] == " " and (not found or found[-1].text[-1:] == " "):
            text = text[1:]
        if not text:
            continue
        if found and run.style != "math" and found[-1][1:] == run[1:]:
            found[-1] = found[-1]._replace(text=found[-1].text + text)
        else:
            found.append(run if text is run.text else run._replace(text=text))
    if found and found[-1].text[-1:] == " ":
        last = found.pop()
        if text := last.text.rstrip(" "):
            found.append(last._replace(text=text))
    return tuple(found)


def lines_of(runs: Runs) -> list[Runs]:
    """The runs cut at line breaks, without empty lines."""
    lines: list[list[Run]] = [[]]
    for run in runs:
        first, *others = run.text.split(LINE_BREAK.text)
        lines[-1].append(run._replace(text=first))
        lines += ([run._replace(text=each)] for each in others)
    return [line for line in map(merged, lines) if line]


def _as_run(part: Run | Image | Display) -> Run:
    if isinstance(part, Run):
        return part
    if isinstance(part, Image):
        return Run(f"[{part.alt or 'image'}]", target=part.address)
    return Run(part.tex, "math", tex=part.tex)


def displays(line: Line) -> Iterator[tuple[Runs, str]]:
    """The line cut at its displayed formulas: runs, and the TeX of the formula after them (empty after the last)."""
    before: list[Run] = []
    for part in line.parts:
        if isinstance(part, Display):
            yield merged(before), part.tex
            before = []
        else:
            before.append(_as_run(part))
    yield merged(before), ""
