"""The user's keys: which command has which, how they are called, and which wishes cannot be granted."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from paperreader.tui.command import Command, KeyHint
from paperreader.tui.key_names import ALSO_SENT_AS, character_of, key_name, parse_key, split_keys

PLACE = re.compile(r"\{([a-z]+\.[a-z-]+)\}")
"""`{mark.undo}` in a text: there the user is told the key."""


class Keymap:
    """The commands' keys, with those that the user wants instead."""

    def __init__(self, commands: Sequence[Command], wanted: Mapping[str, str]) -> None:
        """`wanted`: by command id, a key or several with commas between."""
        self.problems: list[tuple[str, str]] = []
        """Wishes that cannot be granted: command id and why (no such id, no such key, two jobs)."""
        self._keys = {command.id: command.keys.split(",") if command.keys else [] for command in commands}
        self._places = {command.id: command.acts_on if command.is_local else "" for command in commands}
        """Where their keys work: in the page, in the search prompt, or ("") everywhere else."""
        granted = self._granted(wanted)
        self._keys |= granted
        self.changed = {
            id: ",".join([*keys, *(ALSO_SENT_AS[key] for key in keys if key in ALSO_SENT_AS)])
            for id, keys in granted.items()
        }
        """The user's keys by command id, as Textual's keymap takes them."""

    def has(self, key: str) -> bool:
        """Whether any command has the key."""
        return any(key in keys for keys in self._keys.values())

    def names(self, command: Command) -> list[str]:
        """What the command's keys are called: `?`, `F1`; of one that has only a letter in a menu, `S p`."""
        menu = [f"{self._key_name(command.menu)} {command.letter}"] if command.letter else []
        return [key_name(key) for key in self._keys[command.id]] or menu

    def hint(self, command: Command, name: str = "") -> KeyHint:
        """The command's first key and what it does, for a bar; `name`: what it is called now."""
        return KeyHint(self._keys[command.id][0], name or command.name, self.with_keys(command.help))

    def with_keys(self, text: str) -> str:
        """A text with the key of the command in the place of each `{command.id}`."""
        return PLACE.sub(self._key_at, text)

    def _key_at(self, place: re.Match[str]) -> str:
        return self._key_name(place[1]) or place[0]

    def _key_name(self, id: str) -> str:
        """What the first key of a command is called; empty if it has none."""
        keys = self._keys.get(id)
        return key_name(keys[0]) if keys else ""

    def _granted(self, wanted: Mapping[str, str]) -> dict[str, list[str]]:
        granted: dict[str, list[str]] = {}
        for id, text in wanted.items():
            try:
                granted[id] = self._checked(id, text)
            except ValueError as error:
                self.problems.append((id, f"{id}: {error}; {self._remains(id)}" if id in self._keys else str(error)))
        while clash := self._clash(granted):
            # what is refused keeps its own keys, which may clash with another wish in turn
            id, key, owner = clash
            self.problems.append((id, f"{id}: {key_name(key)} is already the key of {owner}; {self._remains(id)}"))
            del granted[id]
        return granted

    def _remains(self, id: str) -> str:
        """What a wish that is not granted comes to."""
        return "keeping the default" if self._keys[id] else "it gets no key"

    def _checked(self, id: str, text: str) -> list[str]:
        """Textual's names for the keys of a wish; a ValueError says what is wrong with it."""
        if id not in self._keys:
            near = get_close_matches(id, self._keys, 1)
            raise ValueError(f"there is no “{id}”" + (f"; did you mean “{near[0]}”?" if near else ""))
        keys = list(dict.fromkeys(map(parse_key, split_keys(text))))
        if not keys:
            raise ValueError("no key is given")
        if self._places[id] == "prompt" and (typed := [key for key in keys if character_of(key)]):
            raise ValueError(f"{key_name(typed[0])} is typed into the search")
        return keys

    def _clash(self, granted: Mapping[str, list[str]]) -> tuple[str, str, str] | None:
        """The first wish for a key that has another job in the same place: its id, the key, and whose it is."""
        taken = {(self._places[id], key): id for id, keys in self._keys.items() if id not in granted for key in keys}
        for id, keys in granted.items():
            for key in keys:
                if owner := taken.get((self._places[id], key)):
                    return id, key, owner
                taken[self._places[id], key] = id
        return None


def without_alt(key: str) -> str | None:
    """The key that was pressed together with Alt; None if it was pressed alone."""
    *modifiers, last = key.split("+")
    if "alt" not in modifiers:
        return None
    modifiers.remove("alt")
    if modifiers == ["shift"] and len(last) == 1:
        return last.upper()
    return "+".join([*modifiers, last])
