"""The menu of the user's own commands, and what they have printed."""

from __future__ import annotations

from collections.abc import Sequence

from textual.containers import Container

from paperreader.humanize import count
from paperreader.own_command import OwnCommand
from paperreader.text.width import cell_width, cut, wrap
from paperreader.tui.command import KeyHint
from paperreader.tui.dialogs.dialog import FRAME_CELLS, Dialog
from paperreader.tui.dialogs.menus import choice
from paperreader.tui.render.styled_text import StyledLine, StyledSpan
from paperreader.tui.render.theme import Colors

MAX_LINE_CELLS = 50
"""Of what a command runs."""
DIGITS = "123456789"
OUTPUT_KEYS = (KeyHint("y", "copy"), KeyHint("escape", "close"))


def own_menu(
    commands: Sequence[tuple[OwnCommand, str]], running: Sequence[str], last: str, papers: int, colors: Colors
) -> Dialog:
    """Answers the letter of a command; the index of a running one, to cancel it; or `last`, for what was printed last.

    `commands`: each with what it runs. `running`, `last`: what is said of them.
    """
    width = max(cell_width(command.name) for command, _ in commands)
    lines, answers = list[StyledLine](), dict[str, str]()
    for command, line in commands:
        name = choice(command.letter or " ", command.name + " " * (width - cell_width(command.name)))
        where = "in the terminal: " if command.in_terminal else ""
        lines.append(name._replace(spans=(*name.spans, StyledSpan(f"  {where}{cut(line, MAX_LINE_CELLS)}", "figure"))))
        if command.letter:
            answers[command.letter] = command.letter
    if running or last:
        lines.append(StyledLine())
    for index, (digit, progress) in enumerate(zip(DIGITS, running, strict=False)):
        lines.append(choice(digit, f"cancel {progress}"))
        answers[digit] = f"{index}"
    if last:
        lines.append(choice("0", f"what was printed last ({last})"))
        answers["0"] = "last"
    title = f"Your own commands, on {count(papers, 'paper')}" if papers > 1 else "Your own commands"
    return Dialog(title, colors, answers, lines)


def run_question(name: str, papers: int, colors: Colors) -> Dialog:
    """Whether to run a command on so many papers; answers `yes`."""
    line = choice("Enter", f"run it {papers} times, one after the other")
    return Dialog(f"{name}: run it on {papers} papers?", colors, {"y": "yes"}, [line], enter="yes")


class OutputDialog(Dialog):
    """What a command has printed; answers `copy`."""

    def __init__(self, title: str, output: Sequence[str], colors: Colors, *, unasked: bool) -> None:
        super().__init__(title, colors, {"y": "copy"}, unasked=unasked)
        self._output = output

    def write(self, width: int) -> list[StyledLine]:
        return [
            StyledLine((StyledSpan(line, "text"),), flows=start > 0)
            for text in self._output
            for start, line in list(wrap(text, width)) or [(0, "")]
        ]

    def fit_frame(self, frame: Container) -> None:
        super().fit_frame(frame)
        room = max(self.app.size.width - FRAME_CELLS, 0)
        keys = self.show_keys(frame, OUTPUT_KEYS, room)
        if frame.styles.width is not None and frame.styles.width.value < keys:
            frame.styles.width = keys
