"""The text of a paper as styled lines: each kind of block in a module of its own; no Textual."""

from paperreader.tui.render.fulltext.centring import centred
from paperreader.tui.render.fulltext.heights import guess_height, guess_unread_height
from paperreader.tui.render.fulltext.layout import gap_before, lay_out, lay_out_all, lines_before
from paperreader.tui.render.fulltext.whole_table import WholeTable, whole_table

__all__ = [
    "WholeTable",
    "centred",
    "gap_before",
    "guess_height",
    "guess_unread_height",
    "lay_out",
    "lay_out_all",
    "lines_before",
    "whole_table",
]
