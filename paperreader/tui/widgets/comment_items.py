"""The comments of a discussion as items of a pane."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from paperreader.reader.comment_folds import Fold
from paperreader.reader.open_discussion import OpenDiscussion
from paperreader.tui.render.discussion import (
    LEVEL_CELLS,
    PART_LINES,
    SIGN_CELLS,
    ShownComment,
    comment_lines,
    guides,
    levels_shown,
)
from paperreader.tui.render.page import MAX_LINE_CELLS
from paperreader.tui.render.styled_text import Glyphs, StyledLine, StyledSpan
from paperreader.tui.widgets.measured_items import MeasuredItems


class CommentItems(MeasuredItems):
    """Each comment is an item with a blank line above it; of those that are folded away nothing is shown."""

    def __init__(self, discussion: OpenDiscussion, width: int, glyphs: Glyphs) -> None:
        measure = SIGN_CELLS + MAX_LINE_CELLS
        self._left = max(0, width - measure) // 2
        """Cells on the left of what is narrower than the pane."""
        self._discussion, self._width, self._glyphs = discussion, max(1, width - self._left), glyphs
        self._folds = list(self._folds_now())
        super().__init__(len(discussion.comments))

    def forget_folded(self) -> None:
        """Others are folded or unfolded now."""
        before, self._folds = self._folds, list(self._folds_now())
        self.forget(place for place, fold in enumerate(self._folds) if fold is not before[place])

    def _folds_now(self) -> Iterable[Fold | None]:
        """How much is shown of each comment; None: nothing."""
        folds = self._discussion.folds
        return (folds.of(place) if folds.is_visible(place) else None for place in range(len(self._discussion.comments)))

    def space_above(self, index: int) -> int:
        return int(index > 0 and self._folds[index] is not None)

    def above(self, index: int) -> Sequence[StyledLine]:
        levels = levels_shown(self._discussion.threads.depths[index], self._width)
        return self._centred([StyledLine(tuple(guides(levels, self._glyphs)))] * self.space_above(index))

    def guess(self, index: int) -> int:
        match self._folds[index]:
            case None:
                return 0
            case Fold.FOLDED:
                return 1
            case Fold.PART:
                return PART_LINES + 2
            case _:
                levels = levels_shown(self._discussion.threads.depths[index], self._width)
                room = max(1, self._width - SIGN_CELLS - LEVEL_CELLS * levels)
                text = self._discussion.comments[index].text
                return 1 + max(1, sum(max(1, -(-len(line) // room)) for line in text.split("\n")))

    def lay_out(self, index: int) -> Sequence[StyledLine]:
        discussion, threads = self._discussion, self._discussion.threads
        if (fold := self._folds[index]) is None:
            return []
        parent = threads.parents[index]
        shown = ShownComment(
            discussion.comments[index],
            threads.depths[index],
            discussion.comments[parent].author if parent is not None else "",
            len(threads.below(index)),
            discussion.age(index),
            fold,
            discussion.is_new(index),
        )
        return self._centred(comment_lines(shown, self._width, self._glyphs))

    def _centred(self, lines: list[StyledLine]) -> Sequence[StyledLine]:
        """In the middle of a wide pane, as a text is; what is wider goes on to the right."""
        if not self._left:
            return lines
        blanks = StyledSpan(" " * self._left)
        return [line._replace(spans=(blanks, *line.spans), gutter=line.gutter + self._left) for line in lines]
