"""Keys as users read and write them, like `Ctrl+N` and `?`, and as Textual names them: `ctrl+n`, `question_mark`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from contextlib import suppress
from difflib import get_close_matches
from itertools import chain, product

from textual.keys import key_to_character

from paperreader.tui.terminal.internals import key_of_character

DISPLAY_NAMES = {
    **{"pagedown": "PgDn", "pageup": "PgUp", "escape": "Esc"},
    **{"plus": "+", "minus": "-", "slash": "/", "backslash": "\\", "at": "@", "underscore": "_"},
}
"""Where Textual's name is neither that of a character nor what the keyboard says."""
NAMED_KEYS = {
    *("up", "down", "left", "right", "home", "end", "pageup", "pagedown", "insert", "delete"),
    *("backspace", "enter", "tab", "escape", "space"),
    *(f"f{number}" for number in range(1, 25)),
}
"""Keys that type no character, as Textual names them; and Space, which is hard to see."""
SPELLINGS = {
    **{"pgdn": "pagedown", "pgdown": "pagedown", "pgup": "pageup", "esc": "escape", "return": "enter", "ret": "enter"},
    **{"cr": "enter", "bs": "backspace", "bksp": "backspace", "del": "delete", "ins": "insert", "spc": "space"},
    **{"spacebar": "space", "backtab": "shift+tab", "uparrow": "up", "downarrow": "down", "leftarrow": "left"},
    **{"rightarrow": "right", "↑": "up", "↓": "down", "←": "left", "→": "right", "⌫": "backspace", "⏎": "enter"},
    **{"↵": "enter", "⇥": "tab", "␣": "space", "period": "full_stop", "dot": "full_stop", "hyphen": "minus"},
    **{"dash": "minus", "hash": "number_sign", "quote": "apostrophe"},
    **{
        "doublequote": "quotation_mark",
        "backtick": "grave_accent",
        "caret": "circumflex_accent",
        "pipe": "vertical_line",
    },
    **{"star": "asterisk", "equals": "equals_sign", "less": "less_than_sign", "greater": "greater_than_sign"},
    **{"question": "question_mark", "exclamation": "exclamation_mark"},
}
"""Other ways to write a key, without blanks and in small letters."""
MODIFIERS = {
    **{"ctrl": "ctrl", "control": "ctrl", "c": "ctrl", "alt": "alt", "meta": "alt", "option": "alt", "opt": "alt"},
    **{"m": "alt", "a": "alt", "shift": "shift", "s": "shift", "super": "super", "cmd": "super", "command": "super"},
    **{"win": "super", "d": "super"},
}
SAME_IN_TERMINALS = {"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+h": "backspace", "ctrl+left_square_bracket": "escape"}
"""Keys for which a terminal sends what it sends for another one."""
ALSO_SENT_AS = {"ctrl+space": "ctrl+at"}
"""Keys that only some terminals send by their own name."""
MAX_NAME_WORDS = 9
"""Of a character's name; each word more doubles the ways to write it."""

KEY = r"(?:^|,)\s*((?:\w+[+-])*,|[^,]+)\s*(?=,|$)"
"""One of several keys with commas between; a comma is one, too."""
MODIFIER = r"(\w+)\s*[+-]\s*(?=\S)"


def key_name(key: str) -> str:
    """A key as it stands on the keyboard: `?`, `Space`, `Ctrl+P`. `parse_key` takes it back."""
    *modifiers, last = key.split("+")
    character = _character(last)
    name = DISPLAY_NAMES.get(last) or character or last.title()
    if modifiers and character and len(name.upper()) == 1:
        name = name.upper()
    return "+".join([*(modifier.title() for modifier in modifiers), name])


def character_of(key: str) -> str | None:
    """What the key types where text is typed; None for a key that types nothing."""
    return " " if key == "space" else _character(key) if "+" not in key else None


def split_keys(text: str) -> list[str]:
    """The keys in `x, Delete`."""
    return [_composed(key.strip()) for key in re.findall(KEY, text) if key.strip()]


def _composed(key: str) -> str:
    """The key with letter and accents as one character, as it is typed; a character by itself is not exchanged."""
    composed = unicodedata.normalize("NFC", key)
    return composed if len(composed) < len(key) else key


def parse_key(text: str) -> str:
    """Textual's name for a key as users write it; raises ValueError, which says why not and what may be meant.

    `Q` is Shift and the letter; with Ctrl or Alt, and in the names of keys, capitals do not matter.
    """
    written = text[1:-1] if re.fullmatch(r"<[^<>]{2,}>", text) else text  # as Vim has them
    if len(written) == 2 and written[0] == "^":
        written = f"ctrl+{written[1]}"
    modifiers, last = list[str](), written
    while len(last) > 1 and (found := re.match(MODIFIER, last)) and found[1].lower() in MODIFIERS:
        modifiers.append(MODIFIERS[found[1].lower()])
        last = last[found.end() :]
    if (named := _unmodified(last)) is None:
        raise ValueError(f"there is no key “{text}”{_suggestion(text)}")
    *more, last = named.split("+")
    modifiers = sorted({*modifiers, *more})
    if character := _character(last):
        small, capital = character.lower(), character.upper()
        if "shift" in modifiers and small == capital:
            raise ValueError(f"“{text}” depends on the keyboard: name the character that it types")
        if modifiers == ["shift"] and len(capital) == 1:
            return capital
        if modifiers and len(small) == 1:
            last = key_of_character(small)
    key = "+".join([*modifiers, last])
    if same := SAME_IN_TERMINALS.get(key):
        raise ValueError(f"terminals send the same for {key_name(key)} as for {key_name(same)}")
    return key


def _unmodified(text: str) -> str | None:
    """Textual's name for a key without modifiers; None if there is none."""
    if len(text) == 1:
        return SPELLINGS.get(text) or (key_of_character(text) if text.isprintable() and text != " " else None)
    folded = text.lower()
    squeezed = re.sub(r"[\s_-]", "", folded)
    if squeezed in NAMED_KEYS:
        return squeezed
    if squeezed in SPELLINGS:
        return SPELLINGS[squeezed]
    character = _character(re.sub(r"[\s-]", "_", folded))
    return key_of_character(character) if character else None


def _character(key: str) -> str | None:
    """What the key types; None for a named key."""
    if key in NAMED_KEYS:
        return None
    shown = DISPLAY_NAMES.get(key) or key_to_character(key) or _by_unicode_name(key)
    return shown if shown and shown.isprintable() else None


def _by_unicode_name(key: str) -> str | None:
    """The character of a name like `left_pointing_double_angle_quotation_mark`, in which Textual replaced hyphens."""
    words = key.upper().split("_")
    for separators in product(" -", repeat=len(words) - 1) if len(words) <= MAX_NAME_WORDS else ():
        with suppress(KeyError):
            return unicodedata.lookup("".join(chain.from_iterable(zip(words, (*separators, ""), strict=True))))
    return None


def _suggestion(text: str) -> str:
    """What may be meant instead, with a comma before it."""
    *modifiers, last = re.split(r"[\s+-]+(?=.)", text)
    for candidate in _alternatives(modifiers, last):
        try:
            return f"; did you mean “{key_name(parse_key(candidate))}”?"
        except ValueError:
            continue
    return ""


def _alternatives(modifiers: list[str], last: str) -> Iterator[str]:
    """The key with words in the place of those that are not known."""
    near = [_nearest(word, MODIFIERS) for word in modifiers]
    if all(near):
        name = last if _unmodified(last) else _nearest(last, {*NAMED_KEYS, *SPELLINGS})
        if name:
            yield "+".join([*filter(None, near), name])


def _nearest(word: str, known: Collection[str]) -> str | None:
    near = get_close_matches(word.lower(), [name for name in known if len(name) > 1], 1)
    return word if word.lower() in known else near[0] if near else None
