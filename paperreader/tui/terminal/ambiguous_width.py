"""Asks the terminal how wide it draws characters of ambiguous width: one cell, or two where it is set up for CJK.

No environment variable says it. So some are printed, the terminal is asked where its cursor is now, and the frame that
comes in the same write is painted over them.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from rich import cells, segment
from rich._unicode_data import load as load_table
from textual import events

from paperreader.text import width

SIGN, LETTER = "●", "α"
ROW = 2
"""Not the first: there the answer would look like F3 with Shift."""
QUERY = f"\x1b[{ROW};1H{SIGN}{LETTER}\x1b[6n"
FRAME_START = "\x1b[1;1H"
"""What a frame begins with that paints everything."""


class AmbiguousWidth(NamedTuple):
    """Cells that the terminal gives to signs like ●, and to letters like α."""

    sign: int = 1
    letter: int = 1


def answer(event: events.CursorPosition) -> AmbiguousWidth | None:
    """What the terminal's answer means; None if it can't be one."""
    if event.y != ROW - 1:
        return None
    widths = {2: AmbiguousWidth(1, 1), 3: AmbiguousWidth(2, 1), 4: AmbiguousWidth(2, 2)}
    return widths.get(event.x)


def parse(text: str | None) -> AmbiguousWidth:
    """An answer as it was stored, `2 1`; that of other terminals if it is none."""
    sign, _, letter = (text or "").partition(" ")
    return AmbiguousWidth(*(2 if width == "2" else 1 for width in (sign, letter)))


AMBIGUOUS_CODES = (range(0xA1, 0x3250), range(0xFFFD, 0xFFFE), range(0x1F100, 0x1F1B0))
"""Where characters of ambiguous width are."""


def measure(letter_width: int) -> None:
    """Measure text as the terminal draws it: in what we lay out, and in Rich, which cuts what Textual paints."""
    width.set_ambiguous_width(letter_width)
    table, is_narrow = load_table(), vars(cells)["_SINGLE_CELLS"].issuperset
    if letter_width > 1:
        codes = list(_ambiguous())
        table = table._replace(
            widths=sorted([*table.widths, *((code, code, 2) for code in codes)]),
            narrow_to_wide=table.narrow_to_wide.difference(map(chr, codes)),
        )
        is_narrow = str.isascii
    for module in (cells, segment):
        vars(module).update(load_cell_table=lambda version="auto": table, _is_single_cell_widths=is_narrow)
    cells.get_character_cell_size.cache_clear()
    cells.cached_cell_len.cache_clear()


def _ambiguous() -> Iterator[int]:
    for code in chain(*AMBIGUOUS_CODES):
        if width.is_ambiguous(chr(code)) and cells.get_character_cell_size(chr(code)) == 1:
            yield code
