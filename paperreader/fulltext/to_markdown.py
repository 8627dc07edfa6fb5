"""Blocks as Markdown that GitHub and note programs read: formulas between dollars, pipe tables, fenced code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from paperreader.fulltext.blocks import (
    Block,
    Equation,
    Figure,
    Footnote,
    Heading,
    Listing,
    Paragraph,
    Reference,
    Run,
    Runs,
    Table,
    plain,
)
from paperreader.fulltext.contents import split_caption
from paperreader.fulltext.table_grid import grid_of
from paperreader.text.markdown import escape, escape_inside, escape_url
from paperreader.text.sanitize import printable

MAX_HEADING_LEVEL = 6
MAX_LIST_DEPTH = 9
BULLETS = "•◦‣▪-–—*·"
NUMBERED = re.compile(r"\d{1,9}[.)]")
Notes = Mapping[str, str]
"""Target of a footnote -> its mark."""


def to_markdown(blocks: Iterable[Block]) -> str:
    """The blocks as Markdown, with a line break at its end; empty if there are none."""
    all_blocks = list(blocks)
    notes = {f"#{block.id}": block.mark for block in all_blocks if isinstance(block, Footnote) and block.mark}
    indents: list[int] = []  # of the text of each list that a paragraph is in
    parts: list[str] = []
    for previous, block in zip([None, *all_blocks], all_blocks, strict=False):
        text = _block(block, notes, indents)
        if parts and text:
            parts.append("\n" if _is_next_item(previous, block) else "\n\n")
        parts.append(text)
    return "".join(parts) + "\n" if parts else ""


def _is_next_item(previous: Block | None, block: Block) -> bool:
    match previous, block:
        case Paragraph(depth=above, marker=item), Paragraph(depth=below, marker=next_item):
            return bool(above and below and item and next_item)
        case Reference(), Reference():
            return True
    return False


def _block(block: Block, notes: Notes, indents: list[int]) -> str:
    match block:
        case Heading():
            title = re.sub("#+$", r"\\\g<0>", _inline(block.runs, notes))
            number = f"{escape_inside(printable(block.number))} " if block.number else ""
            return f"{'#' * min(MAX_HEADING_LEVEL, max(1, block.level) + 1)} {number}{title}"
        case Paragraph():
            return _paragraph(block, notes, indents)
        case Equation():
            return _equation(block)
        case Listing():
            return _listing(block, notes)
        case Table():
            return _table(block, notes)
        case Figure():
            name = escape_inside(printable(split_caption(block.caption)[0])) or "Figure"
            images = [f"![{name}]({escape_url(printable(address))})" for address in block.images]
            return _stacked(["\n".join(images), _line(block.caption, notes)])
        case Footnote():
            return f"[^{_note_name(block.mark)}]: {_inline(block.runs, notes)}"
        case Reference():
            label = f"{escape_inside(printable(block.label))} " if block.label else ""
            return f"- {label}{_inline(block.runs, notes)}"


def _paragraph(paragraph: Paragraph, notes: Notes, indents: list[int]) -> str:
    depth = min(MAX_LIST_DEPTH, paragraph.depth)
    del indents[max(0, depth - bool(paragraph.marker)) :]
    indent = indents[-1] if indents else 0
    quote = "> " if paragraph.frame == "quote" else ""
    text = _line(paragraph.runs, notes)
    if not depth or not paragraph.marker:
        return f"{' ' * indent}{quote}{text}"
    marker = printable(paragraph.marker).strip()
    if NUMBERED.fullmatch(marker):
        sign = marker
    else:
        sign, text = "-", text if marker in BULLETS else f"{escape_inside(marker)} {text}"
    while len(indents) < depth:
        indents.append(indent)
    indents[-1] = indent + len(sign) + 1
    return f"{' ' * indent}{quote}{sign} {text}"


def _equation(equation: Equation) -> str:
    tex = _tex(equation.tex) or printable(equation.text)
    number = printable(re.sub(r"[()]", "", equation.number)).strip()
    tag = rf" \tag{{{number}}}" if number and r"\tag" not in tex else ""
    bar = "> " if equation.frame == "quote" else ""
    return f"{bar}$$\n{bar}{tex}{tag}\n{bar}$$"


def _listing(listing: Listing, notes: Notes) -> str:
    lines = [printable(plain(runs)) for runs in listing.lines]
    ticks = max((len(found) for line in lines for found in re.findall("`+", line)), default=0)
    fence = "`" * max(3, ticks + 1)
    return _stacked([_line(listing.caption, notes), "\n".join([fence, *lines, fence]), _remark(listing.note)])


def _table(table: Table, notes: Notes) -> str:
    grid = grid_of(table)
    rows = [[""] * grid.columns for _ in grid.rows]
    aligns = ["left"] * grid.columns
    for place in grid.places:
        rows[place.row][place.column] = _inline(place.cell.runs, notes, in_table=True)
        if place.columns == 1:
            aligns[place.column] = place.cell.align
    dashes = [{"left": "---", "center": ":-:", "right": "--:"}[align] for align in aligns]
    lines = [f"| {' | '.join(row)} |" for row in [*rows[:1], dashes, *rows[1:]]] if grid.columns else []
    return _stacked([_line(table.caption, notes), "\n".join(lines), _remark(table.note)])


def _stacked(parts: Sequence[str]) -> str:
    return "\n\n".join(filter(None, parts))


def _remark(note: str) -> str:
    return f"*({escape_inside(printable(note))})*" if note else ""


def _line(runs: Runs, notes: Notes) -> str:
    """Runs that begin a line."""
    if runs and not runs[0].style and not runs[0].target:
        start = escape(printable(runs[0].text.lstrip()))
        return (start + _inline(runs[1:], notes)).strip()
    return _inline(runs, notes)


def _inline(runs: Runs, notes: Notes, *, in_table: bool = False) -> str:
    return "".join(_run(run, notes, in_table) for run in runs).strip()


def _run(run: Run, notes: Notes, in_table: bool) -> str:
    text = printable(run.text)
    body = text.strip()
    if run.target in notes:
        return f"[^{_note_name(notes[run.target])}]"
    if not body:
        return text
    if run.style == "math" and run.tex:
        tex = _tex(run.tex)
        return f"${_without_pipes(tex) if in_table else tex}$"
    if run.style == "code":
        body = body.replace("|", r"\|") if in_table else body
        fence = "`" * (max(map(len, re.findall("`+", body)), default=0) + 1)
        pad = " " if "`" in body else ""
        body = f"{fence}{pad}{body}{pad}{fence}"
    else:
        stars = {"strong": "**", "emphasis": "*", "strong emphasis": "***"}.get(run.style, "")
        body = f"{stars}{escape_inside(body)}{stars}"
    if run.target.startswith(("http://", "https://")):
        body = f"[{body}]({escape_url(printable(run.target))})"
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{before}{body}{after}"


def _tex(tex: str) -> str:
    return " ".join(printable(tex).split())


def _without_pipes(tex: str) -> str:
    """The same formula without the sign that ends a cell."""
    return tex.replace(r"\|", r"\Vert ").replace("|", r"\vert ")


def _note_name(mark: str) -> str:
    """The name of a footnote, in which Markdown has no blanks and brackets."""
    return re.sub(r"[\s\[\]^\\]+", "-", printable(mark)) or "note"
