"""Tables of HTML in Markdown: `<table><tr><td>…`. They are taken out of the text before Markdown is read."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

from paperreader.fulltext.blocks import Cell, Row, Table
from paperreader.fulltext.commonmark.limits import MAX_CELLS, MAX_COLUMNS
from paperreader.fulltext.commonmark.line import Line
from paperreader.fulltext.commonmark.set_aside import SetAside

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_TAG = re.compile(r"<(/?)(table|thead|tbody|tfoot|caption|tr|td|th)\b([^<>]*)>", re.IGNORECASE)
_SPAN = re.compile(r"\b(colspan|rowspan)\s*=\s*[\"']?(\d{1,3})", re.IGNORECASE)
_ALIGN = re.compile(r"\balign\s*[=:]\s*[\"']?(left|center|right)", re.IGNORECASE)


def set_tables_aside(source: str, set_aside: SetAside) -> str:
    """The text with a placeholder for each table that begins a line."""
    out: list[str] = []
    lines = source.split("\n")
    fence = ""
    at = 0
    while at < len(lines):
        line = lines[at]
        if found := _FENCE.match(line):
            fence = "" if fence and found[1].startswith(fence) else fence or found[1]
        if not fence and line.lstrip()[:6].lower() == "<table":
            end = next((end for end in range(at, len(lines)) if "</table" in lines[end].lower()), None)
            if end is None:
                return "\n".join([*out, *lines[at:]])
            out += ["", set_aside.put_table("\n".join(lines[at : end + 1])), ""]
            at = end
        else:
            out.append(line)
        at += 1
    return "\n".join(out)


def read_html_table(source: str, read: Callable[[str], Line]) -> Table:
    """The table of some HTML; `read` reads what is in a cell."""
    rows: list[Row] = []
    cells: list[Cell] = []
    caption = ""
    left = MAX_CELLS
    parts = _TAG.split(source)
    for at in range(1, len(parts) - 1, 4):
        is_end, name, given, text = parts[at] == "/", parts[at + 1].lower(), parts[at + 2], parts[at + 3]
        if name == "tr" or (name == "table" and is_end):
            if cells:
                rows.append(_row(cells, rows))
            cells = []
        elif name in ("td", "th") and not is_end and len(cells) < MAX_COLUMNS and left > 0:
            left -= 1
            cells.append(_cell(read(text), name == "th", given))
        elif name == "caption" and not is_end:
            caption = text
    return Table(tuple(rows), read(caption).runs if caption.strip() else ())


def _row(cells: list[Cell], before: list[Row]) -> Row:
    is_first_of_body = bool(before) and all(cell.is_header for cell in before[-1].cells)
    return Row(tuple(cells), is_first_of_body and not all(cell.is_header for cell in cells))


def _cell(line: Line, is_header: bool, attributes: str) -> Cell:
    spans = {name.lower(): max(1, int(number)) for name, number in _SPAN.findall(attributes)}
    align = found[1].lower() if (found := _ALIGN.search(attributes)) else "left"
    return Cell(line.runs, _aligned(align), is_header, spans.get("colspan", 1), spans.get("rowspan", 1))


def _aligned(name: str) -> Literal["left", "center", "right"]:
    return "right" if name == "right" else "center" if name == "center" else "left"
