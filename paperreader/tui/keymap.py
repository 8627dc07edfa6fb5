"""The user's keys: which command has which, how they are called, and which wishes cannot be granted."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from textual.keys import Keys, key_to_character

from paperreader.tui.command import Command
from paperreader.tui.terminal.internals import key_of_character

PLACE = re.compile(r"\{([a-z]+\.[a-z-]+)\}")
"""`{mark.undo}` in a text: there the user is told the key."""
NAMES = {"slash": "/", "pagedown": "PgDn", "pageup": "PgUp", "escape": "Esc", "backspace": "Backspace"}


class Keymap:
    """The commands' keys, with those that the user wants instead."""

    def __init__(self, commands: Sequence[Command], wanted: Mapping[str, str]) -> None:
        """`wanted`: by command id, a key or several with commas between."""
        self.problems: list[tuple[str, str]] = []
        """Wishes that cannot be granted: command id and why (no such id, no such key, two jobs)."""
        self._keys = {command.id: command.keys.split(",") if command.keys else [] for command in commands}
        self._local = {command.id for command in commands if command.is_local}
        self.changed = self._granted(wanted)
        """The user's keys by command id, as Textual's keymap takes them."""
        self._keys |= {id: keys.split(",") for id, keys in self.changed.items()}

    def has(self, key: str) -> bool:
        """Whether any command has the key."""
        return any(key in keys for keys in self._keys.values())

    def names(self, command: Command) -> list[str]:
        """What the command's keys are called: `?`, `F1`."""
        return [key_name(key) for key in self._keys[command.id]]

    def with_keys(self, text: str) -> str:
        """A text with the key of the command in the place of each `{command.id}`."""
        return PLACE.sub(self._key_at, text)

    def _key_at(self, place: re.Match[str]) -> str:
        keys = self._keys.get(place[1])
        return key_name(keys[0]) if keys else place[0]

    def _granted(self, wanted: Mapping[str, str]) -> dict[str, str]:
        granted: dict[str, list[str]] = {}
        for id, text in wanted.items():
            keys = [_long_name(key.strip()) for key in text.split(",") if key.strip()]
            if id not in self._keys:
                near = get_close_matches(id, self._keys, 1)
                self.problems.append((id, f"there is no “{id}”" + (f"; did you mean “{near[0]}”?" if near else "")))
            elif strange := [key for key in keys if not _is_key(key)]:
                self.problems.append((id, f"{id}: there is no key “{strange[0]}”; keeping the default"))
            else:
                granted[id] = keys
        while clash := self._clash(granted):
            # what is refused keeps its own keys, which may clash with another wish in turn
            id, key, owner = clash
            self.problems.append((id, f"{id}: {key_name(key)} is already the key of {owner}; keeping the default"))
            del granted[id]
        return {id: ",".join(keys) for id, keys in granted.items()}

    def _clash(self, granted: Mapping[str, list[str]]) -> tuple[str, str, str] | None:
        """The first wish for a key that has another job: its id, the key, and whose it is."""
        taken = {
            key: id for id, keys in self._keys.items() if id not in granted and id not in self._local for key in keys
        }
        for id, keys in granted.items():
            if id in self._local:
                continue
            for key in keys:
                if key in taken:
                    return id, key, taken[key]
            taken |= dict.fromkeys(keys, id)
        return None


def key_name(key: str) -> str:
    """A key as it stands on the keyboard: `?`, `Space`, `Ctrl+P`."""
    *modifiers, last = key.split("+")
    character = key_to_character(last)
    shown = character is not None and character.isprintable() and character != " "
    name = character if character and shown else NAMES.get(last, last.title())
    return "+".join([*(modifier.title() for modifier in modifiers), name.upper() if modifiers and shown else name])


def without_alt(key: str) -> str | None:
    """The key that was pressed together with Alt; None if it was pressed alone."""
    *modifiers, last = key.split("+")
    if "alt" not in modifiers:
        return None
    modifiers.remove("alt")
    if modifiers == ["shift"] and len(last) == 1:
        return last.upper()
    return "+".join([*modifiers, last])


def _is_key(name: str) -> bool:
    """Whether a terminal has such a key."""
    *modifiers, last = name.split("+")
    named = last in {key.value for key in Keys} or key_to_character(last) is not None
    return named and set(modifiers) <= {"ctrl", "shift", "alt", "super"}


def _long_name(key: str) -> str:
    """`?` as Textual calls it."""
    *modifiers, last = key.split("+") if len(key) > 1 else [key]
    return "+".join([*modifiers, key_of_character(last) if len(last) == 1 else last])
