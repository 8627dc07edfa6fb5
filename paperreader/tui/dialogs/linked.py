"""All repositories on the Hub that name a paper, filtered while the user types."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from paperreader.humanize import count
from paperreader.linked import LINKED_KINDS, Linked, LinkedRepo
from paperreader.tui.dialogs.chooser import Chooser, ChooserList
from paperreader.tui.render.linked import KIND_NAMES, repo_lines
from paperreader.tui.render.rows import fit
from paperreader.tui.render.styled_text import Glyphs, StyledLine, StyledSpan
from paperreader.tui.render.theme import Colors


class LinkedList(ChooserList[LinkedRepo]):
    """Names with their figures, by kind."""

    def __init__(self, hub: str) -> None:
        super().__init__()
        self._hub = hub

    def draw_entry(self, entry: LinkedRepo) -> StyledLine:
        room = self.line_width - 2
        (spans,) = repo_lines(entry, self._hub, room, self.glyphs, at_most=1)
        return StyledLine(tuple(fit([StyledSpan("  "), *spans], room + 2)))


class LinkedChooser(Chooser[LinkedRepo]):
    """Dismissed with a repository, or None. It follows what is fetched meanwhile."""

    def __init__(
        self,
        label: str,
        linked: Callable[[], Linked],
        progress: Callable[[], str],
        hub: str,
        colors: Colors,
        glyphs: Glyphs,
    ) -> None:
        """`linked`: as it is stored. `progress`: of fetching the others, or why that failed; empty once it is done."""
        super().__init__(f" {label}: ", "type to filter", LinkedList(hub), colors, glyphs)
        self._read, self._read_progress = linked, progress
        self._linked, self._progress = linked(), progress()

    def find(self, text: str) -> tuple[Sequence[LinkedRepo | str], int | None]:
        words, rows = text.lower().split(), list[LinkedRepo | str]()
        for kind in LINKED_KINDS:
            known = self._linked.of_kind(kind)
            found = [repo for repo in known if all(word in f"{repo.id} {repo.about}".lower() for word in words)]
            if found:
                total = self._linked.totals.get(kind, len(known))
                heading = count(total, KIND_NAMES[kind] if kind == "space" else kind)
                rows += [""] if rows else []
                rows += [f"{len(found):,} of {heading}" if words else heading, *found]
                rows += [f"{more:,} more"] if (more := total - len(known)) > 0 and not words else []
        return [*rows, *(["", self._progress] if self._progress else [])], None

    def follow_session(self) -> None:
        """Show what has come."""
        if (progress := self._read_progress()) != self._progress:
            self._progress, self._linked = progress, self._read()
            self._shown = None
            self.text_changed(self.text)
