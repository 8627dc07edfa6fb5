"""Puts the text together: paragraphs from what was read in a line, and blocks with the footnotes that they refer to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from paperreader.fulltext.blocks import Block, Equation, Figure, Frame, Paragraph, Run, Runs
from paperreader.fulltext.latexml.floats import arranged
from paperreader.fulltext.latexml.inline import Inline


class Assembly:
    """The blocks so far, and where in lists, frames and floats the next one is."""

    def __init__(self, inline: Inline) -> None:
        self.blocks: list[Block] = []
        self.anchors: dict[str, int] = {}
        """The block, by its place in `blocks`, of the id of each element that has been read."""
        self.marker = ""
        """Of a list item whose first paragraph has not come yet."""
        self.lead: Runs = ()
        """What goes before the next paragraph: the name of a theorem."""
        self._inline = inline
        self._depth = 0
        self._frame: Frame = ""
        self._floats = 0

    def end_paragraph(self) -> None:
        """Makes a paragraph of what is in the line; pictures without any text are a figure."""
        runs = self._inline.line.take()
        if runs:
            lead, self.lead = self.lead, ()
            self._paragraph((*lead, Run(" "), *runs) if lead else runs)
        if self._floats:
            return  # its pictures have one caption
        images, self._inline.images = self._inline.images, []
        if images and not runs:
            self.add(Figure((), tuple(images)))

    def end_lead(self) -> None:
        """Makes a paragraph of a marker or a name that nothing follows."""
        if self.lead or self.marker:
            lead, self.lead = self.lead, ()
            self._paragraph(lead)

    def add(self, block: Block) -> None:
        """Adds a block, and the footnotes whose marks are in it."""
        self.end_lead()
        self._append(block._replace(frame=self._frame) if isinstance(block, Equation) else block)

    def add_notes(self) -> None:
        """Adds the footnotes whose marks have been read."""
        self.blocks += self._inline.notes
        self._inline.notes = []

    def drop(self, start: int) -> None:
        """Takes back the blocks from a place on."""
        del self.blocks[start:]
        self.anchors = {id: at for id, at in self.anchors.items() if at < start}

    @contextmanager
    def within(self, frame: Frame = "", depth: int = 0) -> Iterator[None]:
        """Adds paragraphs in a frame, or deeper in lists."""
        before = self._frame, self._depth
        self._frame, self._depth = frame or self._frame, self._depth + depth
        yield
        self.end_paragraph()
        self._frame, self._depth = before

    @contextmanager
    def within_float(self, id: str) -> Iterator[list[Runs]]:
        """Adds the blocks of a float and its captions, which go into the list."""
        self.end_lead()
        blocks, self.blocks = self.blocks, []
        anchors, self.anchors = self.anchors, {}
        images, self._inline.images = self._inline.images, []
        self._floats += 1
        captions: list[Runs] = []
        yield captions
        self.end_paragraph()
        self._floats -= 1
        whole = arranged(self.blocks, captions, id, tuple(self._inline.images))
        for inner, at in self.anchors.items():
            anchors.setdefault(inner, len(blocks) + whole.places[at])
        self.blocks, self.anchors, self._inline.images = blocks + whole.blocks, anchors, images
        self._anchor(len(blocks) + whole.main)
        self.add_notes()

    def _paragraph(self, runs: Runs) -> None:
        marker, self.marker = self.marker, ""
        self._append(Paragraph(runs, "", self._depth, marker, self._frame))

    def _append(self, block: Block) -> None:
        self._anchor(len(self.blocks))
        self.blocks.append(block)
        self.add_notes()

    def _anchor(self, at: int) -> None:
        for id in self._inline.ids:
            self.anchors.setdefault(id, at)
        self._inline.ids = []
