"""Where a pasted text goes: into the prompt that is open, or to the papers that it names, closing what is open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from textual.screen import Screen

from paperreader.reader.go_to_papers import go_to_text
from paperreader.text.paper_ids import paper_ids
from paperreader.text.sanitize import clean
from paperreader.tui.terminal.paste_filter import MAX_PASTE_CHARACTERS

if TYPE_CHECKING:
    from paperreader.tui.screen import ReaderScreen

MAX_INPUT_CHARACTERS = 10_000
"""Of a paste into a prompt, which is slow with more."""


@runtime_checkable
class TakesPastes(Protocol):
    """A prompt."""

    def takes_paste(self, text: str) -> bool:
        """Whether the text is something to type here; else it goes to the papers that it names."""
        ...


def paste(text: str, reader: ReaderScreen) -> str:
    """Go to the papers that a text names, closing what is open over them; what of it is for the prompt instead."""
    is_cut, text = len(text) > MAX_PASTE_CHARACTERS, clean(text[:MAX_PASTE_CHARACTERS])
    app = reader.app
    while app.screen is not reader and not _takes(app.screen, text) and paper_ids(text):
        app.screen.dismiss(None)
    if _takes(app.screen, text):
        shown = text[:MAX_INPUT_CHARACTERS]
        is_cut = is_cut or len(shown) < len(text)
    else:
        shown = ""
        reader.on_user_activity(looks_at_paper=False)
        go_to_text(reader.session, text)
    if is_cut:
        reader.toast(f"Too long to paste: only the first {len(shown or text):,} characters were read.")
    return shown


def _takes(screen: Screen[Any], text: str) -> bool:
    return isinstance(screen, TakesPastes) and screen.takes_paste(text)
