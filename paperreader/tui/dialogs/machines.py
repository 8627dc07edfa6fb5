"""The user's machines and groups: when each wrote last, what is wrong; this one can be renamed, others forgotten."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from paperreader.humanize import count, relative_time
from paperreader.machine_list import NO_MEMBER, SAME_NAME, Group, Machine, Status, named_files, when
from paperreader.text.sanitize import clean, escape_bytes
from paperreader.text.width import wrap
from paperreader.tui.dialogs.chooser import Chooser, ChooserList
from paperreader.tui.dialogs.dialog import Dialog
from paperreader.tui.dialogs.menus import choice
from paperreader.tui.dialogs.palette_match import fold, matched_ranges
from paperreader.tui.render.rows import highlighted, spread
from paperreader.tui.render.styled_text import Glyphs, StyledLine, StyledSpan
from paperreader.tui.render.theme import Colors

REFRESH_S = 2.0
"""How often it is looked whether anything is to be said anew; nobody tells that time has passed."""
MAX_TEXT_CELLS = 50
MIN_CELLS_FOR_FIGURES = 50
HOW = (
    "To have the same marks on all your machines, run this once on each of them:",
    "paperreader sync ~/Sync/paperreader",
    "Any folder that they share will do: Syncthing, Dropbox, Nextcloud, a git repository, a network drive. It needs"
    " nothing else.",
)


class Remark(NamedTuple):
    """A line between machines."""

    text: str
    role: str = "figure"


Row = Machine | Group | Remark


class MachineList(ChooserList[Row]):
    """Machines and groups, and what is said of them."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._now = now

    def is_selectable(self, index: int) -> bool:
        return isinstance(self.rows[index], (Machine, Group))

    def reveal(self, index: int) -> None:
        """With what is said below it."""
        last = index
        while last + 1 < len(self.rows) and not self.is_selectable(last + 1):
            last += 1
        super().reveal(last)
        super().reveal(index)

    def draw_entry(self, entry: Row) -> StyledLine:
        if isinstance(entry, Remark):
            return StyledLine((StyledSpan(f" {self.glyphs.put_into(entry.text)}", entry.role),))
        name = StyledSpan(clean(entry.name), "text")
        left = [StyledSpan("   "), *highlighted(name, 0, tuple(matched_ranges(name.text, self.query_text)))]
        has_room = self.line_width >= MIN_CELLS_FOR_FIGURES
        if isinstance(entry, Machine):
            left.append(StyledSpan("   this machine" if entry.is_this else "", "key"))
            figure = count(entry.marks, "mark")
        else:
            members = f"   {count(len(entry.members), 'member')}" if has_room else ""
            left.append(StyledSpan(members, "figure"))
            figure = f"{entry.stars:,} {self.glyphs.star}"
        written = when(entry.written, self._now())
        right = [StyledSpan(f"{figure}  {written:>14}" if has_room else written, "figure")]
        return spread(left, right, self.line_width, self.glyphs.cut)


class MachinesChooser(Chooser[Row]):
    """It stays open while this machine is renamed or others are forgotten, and follows what is known."""

    def __init__(
        self,
        read: Callable[[], Status],
        chosen: Callable[[Machine | Group], None],
        now: Callable[[], datetime],
        colors: Colors,
        glyphs: Glyphs,
    ) -> None:
        super().__init__(" Machines: ", "type to filter", MachineList(now), colors, glyphs)
        self._read, self._chosen, self._now = read, chosen, now
        self._known, self._minute = read(), now().replace(second=0, microsecond=0)

    def on_mount(self) -> None:
        super().on_mount()
        self.set_interval(REFRESH_S, self.follow_session)

    def find(self, text: str) -> tuple[Sequence[Row | str], int | None]:
        words, known = fold(text).split(), self._known.overview
        machines = [each for each in known.machines if all(word in fold(clean(each.name)) for word in words)]
        groups = [each for each in known.groups if all(word in fold(clean(each.name)) for word in words)]
        rows: list[Row | str] = [] if words else [*self._intro()]
        for heading, some in (("Your machines", machines), ("Your groups", groups)):
            if some:
                rows += [*([""] if rows else []), heading]
                for each in some:
                    rows += [each, *self._remarks(each)]
            if some is machines and known.folder and not words:
                rows += self._others()
        return rows, self._row_of(rows, self.entries.entry)

    def follow_session(self) -> None:
        """Show what is known now, where the user has scrolled to."""
        known, minute = self._read(), self._now().replace(second=0, microsecond=0)
        if (known, minute) != (self._known, self._minute):
            self._known, self._minute = known, minute
            self._shown, y = None, self.entries.scroll_offset.y
            self.text_changed(self.text)
            self.entries.scroll_to(y=y, animate=False)

    def _intro(self) -> Iterator[Remark]:
        """The folder, and how the exchange goes; or how to set it up."""
        folder, problem = self._known.overview.folder, self._known.problem
        if folder:
            by = ", carried on by git" if self._known.overview.git else ""
            yield from self._said(f"Your marks are exchanged through {_shown(folder)}{by}.", "text")
            looked = self._known.looked
            at = relative_time(looked.astimezone(), self._now().astimezone()) if looked else ""
            if at or not problem:
                yield from self._said(f"Looked at {at}." if at else "Not looked at yet.")
        else:
            says, command, works = HOW
            yield from self._said(says, "text")
            yield from self._said(command, "key", indent=2)
            yield from self._said(works)
        if problem:
            yield from self._said(problem, "trouble")
        if self._known.overview.machines or self._known.overview.groups:
            yield from self._said("Enter renames this machine, forgets another, or lists what a group starred.")

    def _remarks(self, entry: Machine | Group) -> Iterator[Remark]:
        if isinstance(entry, Group):
            yield from self._said(_shown(entry.folder), indent=5)
            members = [f"{clean(each.name)} ({when(each.written, self._now())})" for each in entry.members]
            yield from self._said(", ".join(members) or NO_MEMBER, indent=5)
            for member in entry.members:
                for problem in member.problems:
                    yield from self._said(f"{clean(member.name)}: {problem}", "trouble", indent=5)
        for problem in entry.problems:
            yield from self._said(problem, "trouble", indent=5)
        if isinstance(entry, Machine):
            if self._known.overview.has_shared_name(entry):
                yield from self._said(SAME_NAME, indent=5)
            if entry.copies:
                yield from self._said(_shown(entry.copies_summary), indent=5)
            if entry.is_silent(self._now()):
                yield from self._said("not heard of for long: Enter forgets it", indent=5)

    def _others(self) -> Iterator[Row | str]:
        """Files that no machine wrote."""
        others = self._known.overview.others
        if others:
            yield from ("", "Other files in the folder")
        for each in others:
            if each.problem:
                yield from self._said(f"{_shown(each.file)}: {each.problem}", "trouble", indent=2)
        if foreign := [each.file for each in others if not each.problem]:
            yield from self._said(f"{_shown(named_files(foreign))}: not read", "faint", indent=2)

    def _said(self, text: str, role: str = "figure", *, indent: int = 0) -> Iterator[Remark]:
        for line in self.wrapped(f"{' ' * indent}{clean(text)}"):
            yield Remark(f"{' ' * indent}{line.strip()}", role)

    def _row_of(self, rows: Sequence[Row | str], entry: Row | None) -> int | None:
        """Where what is under the cursor is now."""
        return next((at for at, row in enumerate(rows) if entry and _identity(row) == _identity(entry)), None)

    def _choose(self) -> None:
        entry = self.entries.entry
        if isinstance(entry, (Machine, Group)):
            self._chosen(entry)


def forget_question(machine: Machine, now: datetime, colors: Colors, answered: Callable[[str], None]) -> Dialog:
    """Whether to forget a machine; answers `yes`. Enter keeps it."""
    about = [
        f"It wrote last {when(machine.written, now)}." if machine.written else "",
        "What it wrote is removed from the folder. The marks that came from it stay here.",
        "" if machine.is_silent(now) else "If paperreader still runs there, it comes back by itself.",
    ]
    lines = [
        *(
            StyledLine((StyledSpan(line, "figure"),))
            for text in about
            for _, line in wrap(text, MAX_TEXT_CELLS)
            if text
        ),
        StyledLine(),
        choice("y", "    forget it"),
        choice("Enter", "keep it"),
    ]
    return Dialog(f"Forget {clean(machine.name)}?", colors, {"y": "yes"}, lines, answered=answered)


def named_in_settings(name: str, where: str, colors: Colors) -> Dialog:
    """That this machine cannot be renamed here. `where`: `config.toml:3`."""
    text = f"It is called {clean(name)} by the settings, as `machine` in {where}: change it there."
    lines = [StyledLine((StyledSpan(line, "text"),)) for _, line in wrap(text, MAX_TEXT_CELLS)]
    return Dialog("This machine", colors, {}, lines)


def _identity(row: Row | str) -> object:
    """What a row is about, whatever is known of it."""
    return row.device if isinstance(row, Machine) else (row.name, row.folder) if isinstance(row, Group) else object()


def _shown(path: str) -> str:
    return clean(escape_bytes(path))
