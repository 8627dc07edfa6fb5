"""What a key stands for that nothing is bound to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, runtime_checkable

from textual.events import Key
from textual.screen import Screen

from paperreader.tui.hardware_cursor import is_typing
from paperreader.tui.key_names import character_of
from paperreader.tui.keyboard_layout import ascii_form
from paperreader.tui.keymap import Keymap, without_alt
from paperreader.tui.terminal.internals import is_bound, key_of_character


@runtime_checkable
class TakesEarlyKeys(Protocol):
    """A dialog or a prompt, whose classes a start need not import."""

    def take_early_key(self, event: Key) -> bool: ...


def meant_by(event: Key, keymap: Keymap, screen: Screen[Any]) -> Sequence[Key]:
    """The keys that it stands for; empty if it stands for itself.

    Alt and a key are Escape and the key, for which a terminal sends the same.
    """
    second, form = without_alt(event.key), ascii_form(event.character or "")
    if event.is_forwarded or not (second or form) or keymap.has(event.key) or is_bound(screen, event.key):
        return ()
    if second:
        return Key("escape", None), Key(second, character_of(second))
    return (Key(key_of_character(form), form),) if form and not is_typing(screen) else ()
