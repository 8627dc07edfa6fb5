"""Asks for a note where there is no editor: all of it in one line, its line breaks as signs."""

from __future__ import annotations

from paperreader.notes import MAX_NOTE_BYTES, is_too_long, note_text
from paperreader.tui.command import KeyHint
from paperreader.tui.dialogs.prompt import Prompt
from paperreader.tui.render.styled_text import Glyphs, StyledSpan
from paperreader.tui.render.theme import Colors

LINE_BREAK = "↵"
"""Stands for one in the prompt."""
MAX_CHARS = 5_000
"""Longer notes are not edited in one line."""


class NotePrompt(Prompt[str]):
    """Dismissed with the note, which may be empty, or None to leave it as it is."""

    def __init__(self, text: str, colors: Colors, glyphs: Glyphs) -> None:
        lines = f" {LINE_BREAK} is a line break ·" if "\n" in text else ""
        super().__init__(
            " Note: ",
            f"{lines} With $VISUAL or $EDITOR set, notes open in an editor.".strip(),
            colors,
            glyphs,
            text=text.replace("\n", LINE_BREAK).replace("\t", " "),
            keys=[KeyHint("escape", "leave it"), KeyHint("enter", "save")],
        )
        self._before = text.replace("\t", " ")

    def action_submit(self) -> None:
        text, _ = note_text(self.text.replace(LINE_BREAK, "\n"))
        if is_too_long(text):
            self.message.show(StyledSpan(f" A note has at most {MAX_NOTE_BYTES // 1000:,} kB. ", "trouble"))
        else:
            self.dismiss(None if text == self._before else text)
