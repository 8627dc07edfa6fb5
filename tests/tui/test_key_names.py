"""Keys can be written as the help shows them, and in the usual other ways."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from paperreader.tui.commands import COMMANDS
from paperreader.tui.key_names import NAMED_KEYS, SAME_IN_TERMINALS, key_name, parse_key, split_keys
from paperreader.tui.keymap import Keymap
from paperreader.tui.terminal.internals import key_of_character


@pytest.mark.parametrize(
    ("text", "key"),
    [
        *(
            (text, "ctrl+n")
            for text in ("Ctrl+N", "ctrl+n", "CTRL-n", "C-n", "^N", "^n", "<C-n>", "Ctrl + N", "Control+N")
        ),
        *((text, "pagedown") for text in ("PgDn", "PGDN", "pagedown", "Page Down", "page_down", "PageDown")),
        *((text, "escape") for text in ("Esc", "ESC", "escape", "<Esc>")),
        *((text, "space") for text in ("Space", "spc", "Space bar")),
        *((text, "shift+tab") for text in ("Shift+Tab", "S-Tab", "shift-tab", "BackTab")),
        *((text, "backspace") for text in ("Backspace", "BS", "<BS>", "⌫")),
        *((text, "enter") for text in ("Enter", "Return", "<CR>", "⏎")),
        *((text, "alt+j") for text in ("Alt+J", "alt+j", "M-j", "meta+j")),
        *((text, "alt+shift+j") for text in ("Alt+Shift+J", "shift+alt+j")),
        *((text, "comma") for text in (",", "comma", "Comma")),
        *((text, "question_mark") for text in ("?", "question_mark", "Question Mark")),
        *(("F1", "f1"), ("f12", "f12"), ("Home", "home"), ("Up", "up"), ("↑", "up"), ("Del", "delete")),
        *(("q", "q"), ("Q", "Q"), ("Shift+Q", "Q"), ("shift+q", "Q"), ("Ctrl+Q", "ctrl+q"), ("ctrl+Q", "ctrl+q")),
        *(("+", "plus"), ("-", "minus"), ("^", "circumflex_accent"), ("<", "less_than_sign"), ("Ctrl++", "ctrl+plus")),
        *(("о", "о"), ("Ё", "Ё"), ("ι", "ι"), ("ש", "ש"), ("か", "か"), ("é", "é")),
        *(("Ctrl+Shift+Home", "ctrl+shift+home"), ("Ctrl+Alt+Del", "alt+ctrl+delete"), ("ctrl+,", "ctrl+comma")),
    ],
)
def test_a_key_can_be_written_in_the_usual_ways(text: str, key: str) -> None:
    assert parse_key(text) == key


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("PgDwn", "there is no key “PgDwn”; did you mean “PgDn”?"),
        ("Contrl+N", "there is no key “Contrl+N”; did you mean “Ctrl+N”?"),
        ("ctrl n", "there is no key “ctrl n”; did you mean “Ctrl+N”?"),
        ("escpae", "there is no key “escpae”; did you mean “Esc”?"),
        ("nonsense", "there is no key “nonsense”"),
        ("Shift+1", "“Shift+1” depends on the keyboard: name the character that it types"),
        ("Ctrl+I", "terminals send the same for Ctrl+I as for Tab"),
        ("ctrl+m", "terminals send the same for Ctrl+M as for Enter"),
        ("^[", "terminals send the same for Ctrl+[ as for Esc"),
    ],
)
def test_what_cannot_be_a_key_is_told_with_the_nearest_one(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=r".") as raised:
        parse_key(text)
    assert str(raised.value) == why


def shown(key: str) -> bool:
    return parse_key(key_name(key)) == key


def test_every_key_of_a_command_can_be_written_as_the_help_shows_it() -> None:
    keymap = Keymap(COMMANDS, {})
    for command in COMMANDS:
        keys = command.keys.split(",") if command.keys else []
        assert [parse_key(name) for name in keymap.names(command)] == keys
        if keys:
            assert Keymap(COMMANDS, {command.id: ", ".join(keymap.names(command))}).problems == []


@example("", "\uf900")  # composed, it would be another character
@given(
    st.sampled_from(["", "ctrl+", "alt+", "alt+ctrl+", "super+"]),
    st.sampled_from(sorted(NAMED_KEYS)) | st.characters(exclude_categories=("C", "Z", "M")),
)
def test_whatever_is_shown_can_be_written(modifiers: str, last: str) -> None:
    character = len(last) == 1
    if modifiers and character and (last != last.lower() or key_of_character(last.upper()[:1]).lower() != last):
        last = "q"
    key = modifiers + (key_of_character(last) if character else last)
    if key not in SAME_IN_TERMINALS:
        assert parse_key(key_name(key)) == key
        assert split_keys(key_name(key)) == [key_name(key)]
        assert split_keys(f"x,{key_name(key)}, y") == ["x", key_name(key), "y"]


@pytest.mark.parametrize("key", sorted(NAMED_KEYS))
def test_named_keys_with_modifiers_too(key: str) -> None:
    for modifiers in ("shift+", "ctrl+shift+", "alt+shift+"):
        assert shown(modifiers + key)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("x,delete", ["x", "delete"]),
        (" x , Delete, ", ["x", "Delete"]),
        (",", [","]),
        ("x,,", ["x", ","]),
        (",,x", [",", "x"]),
        ("ctrl+,", ["ctrl+,"]),
        ("+,-", ["+", "-"]),
        ("o,о", ["o", "о"]),
    ],
)
def test_several_keys_have_commas_between_and_a_comma_is_a_key(text: str, keys: list[str]) -> None:
    assert split_keys(text) == keys


def test_a_clash_is_told_in_each_place_and_by_whatever_spelling() -> None:
    wishes = {
        "paper.skip": "CTRL-R",
        "search.hub": "Ctrl+S",
        "paper.open": "o, о",
        "paper.copy": "о",
        "search.best": "h",
    }
    assert dict(Keymap(COMMANDS, wishes).problems) == {
        "paper.skip": "paper.skip: Ctrl+R is already the key of mark.redo; keeping the default",
        "search.hub": "search.hub: Ctrl+S is already the key of search.keep; keeping the default",
        "paper.copy": "paper.copy: о is already the key of paper.open; keeping the default",
        "search.best": "search.best: h is typed into the search; keeping the default",
    }


def test_a_key_that_terminals_send_in_two_ways_works_in_both() -> None:
    keymap = Keymap(COMMANDS, {"paper.skip": "Ctrl+Space"})
    assert keymap.changed == {"paper.skip": "ctrl+space,ctrl+at"}
    assert keymap.with_keys("{paper.skip}") == "Ctrl+Space"
