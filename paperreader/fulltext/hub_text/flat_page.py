"""Texts made of arXiv's page as it was in 2023 and 2024: without any markup, each symbol in a line of its own.

Where they have more than a few formulas nobody can read them; arXiv's page itself has to be had then.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from paperreader.fulltext.errors import NoText

_MARK = re.compile(r"^(?:Back to arXiv|Report Issue|Back to Abstract|This is experimental HTML\b.*)$", re.MULTILINE)
_END_OF_MENU = re.compile(r"^(?:License: .*|arXiv:\S+ \[[\w.-]+\].*)$\n?", re.MULTILINE)
SYMBOL = re.compile(r"[\U0001d400-\U0001d7ff\u2190-\u22ff\u2100-\u214f]")
_FRAGMENT = re.compile(r"[^\sA-Za-z]{1,4}|[A-Za-z]{1,4}")
_CELL = re.compile(r"\t\n([^\n\t]{1,40})\n(?=\t|\n)")
"""A cell of a table that stands in a line of its own."""
_HEADING = re.compile(
    r"(?P<word>Appendix )?(?P<number>\d{1,2}(?:\.\d{1,2}){0,3}|[A-Z](?:\.\d{1,2}){0,3})(?P<title>[A-Z(“\"].{2,120})"
)
MAX_GARBLED = 12
"""Formulas of several symbols, up to which a text is still worth reading."""


def is_flat(body: str) -> bool:
    """Whether a text was made like that."""
    return len(_MARK.findall(body[:4000])) >= 2


def with_markup(body: str) -> str:
    """The text with headings, tables and lines put together. Raises NoText if its formulas cannot be read."""
    body = re.sub(r"^([•∙◦–]) *\n\n", r"*   ", body, flags=re.MULTILINE)
    lines = _joined(_CELL.sub(r"\t\1", body))
    menu, text = _split_menu(lines)
    sections = {match["number"] for line in menu if (match := _HEADING.fullmatch(line.strip()))}
    found: list[str] = []
    for line in text:
        heading = _HEADING.fullmatch(line.strip())
        if heading and (heading["number"] in sections or heading["number"].split(".")[0] in sections):
            level = heading["number"].count(".") + 2
            line = f"\n{'#' * level} {heading['word'] or ''}{heading['number']} {heading['title']}\n"
        elif line.strip() in ("Abstract", "References", "Acknowledgments", "Acknowledgements"):
            line = f"\n## {line.strip()}\n"
        elif caption := re.match(r"(?:Figure|Table|Algorithm) ?\d+:", line):
            line = f"\n{caption[0]} {line[caption.end() :].strip()}\n"
        found.append(line)
    return _with_tables(found)


def _split_menu(lines: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """The lines of the page's menu, which names the sections, and those of the paper."""
    last = 0
    for at, line in enumerate(lines[:400]):
        if _END_OF_MENU.fullmatch(line):
            last = at + 1
    return lines[:last], lines[last:]


def _joined(body: str) -> list[str]:
    """The lines, with symbols that stand alone put into the line that they interrupt."""
    lines = body.split("\n")
    found: list[str] = []
    garbled = 0
    at = 0
    while at < len(lines):
        end = _formula_end(lines, at)
        if end == at:
            found.append(lines[at])
            at += 1
            continue
        symbols = [line.strip() for line in lines[at:end] if line.strip()]
        garbled += len(symbols) > 1
        if garbled > MAX_GARBLED:
            raise NoText("the formulas in the Hub's text cannot be read")
        goes_on = end < len(lines) and lines[end][:1] not in ("", "\t")
        if found and found[-1].strip() and not found[-1].endswith("\t"):
            found[-1] += "".join(symbols) + (lines[end] if goes_on else "")
        elif found and found[-1].endswith("\t"):
            found[-1] += "".join(symbols) + (lines[end] if end < len(lines) else "")
            goes_on = True
        else:
            found.append("".join(symbols) + (lines[end] if goes_on else ""))
        at = end + goes_on
    return found


def _formula_end(lines: Sequence[str], start: int) -> int:
    """Where symbols that stand alone end; `start` if there are none."""
    end = at = start
    has_symbol = False
    while at < len(lines):
        line = lines[at].strip()
        if _FRAGMENT.fullmatch(line) and len(line) == len(lines[at]):
            has_symbol = has_symbol or bool(SYMBOL.search(line))
            end = at + 1
        elif line:
            break
        at += 1
    return end if has_symbol else start


def _with_tables(lines: Sequence[str]) -> str:
    """The lines as a text, in which those with tabs are rows of a table."""
    found: list[str] = []
    rows = 0
    for at, line in enumerate(lines):
        if rows and not line.strip() and at + 1 < len(lines) and "\t" in lines[at + 1]:
            continue
        if "\t" in line and line.strip():
            cells = [cell.strip().replace("|", "\\|") for cell in line.split("\t")]
            row = f"| {' | '.join(cells)} |"
            found += [row] if rows else ["", row, "|" + "---|" * len(cells)]
            rows += 1
        else:
            found += ["", line] if rows else [line]
            rows = 0
    return "\n".join(found)
