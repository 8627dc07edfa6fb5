"""What the palette finds: names before descriptions, all of a name before its start, and nothing that deletes first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperreader.tui.dialogs.palette_match import PaletteEntry, PaletteIndex, fold, matched_ranges


def entry(name: str, about: str = "", also: str = "", id: str = "", *, risky: bool = False) -> PaletteEntry:
    return PaletteEntry("Group", name, about, lambda: None, id=id, also=also, is_risky=risky)


UNDO = entry("Undo", "star on “Redo: a paper to unread”", "revert, take back", "mark.undo")
REDO = entry("Redo", "nothing to redo", "again, undo the undo", "mark.redo")
READ = entry("Mark read or unread", "Mark the paper read or unread", "toggle read", "paper.toggle-read")
UNREAD = entry("Unread", "12 papers", "new, inbox")
QUIT = entry("Quit", "Quit immediately", "exit, close", "app.quit")
HIDE = entry("Hide papers by Søren Dvořák", "", "mute, block")
SHOW = entry("“quit”", "Saved search · 2 unread", "saved search, delete, remove")
DELETE = entry("Delete saved search “quit” …", "", "saved search, delete, remove", risky=True)
ALL = (READ, DELETE, REDO, UNDO, UNREAD, QUIT, SHOW, HIDE)
INDEX = PaletteIndex(ALL)


def found(text: str) -> list[PaletteEntry]:
    return INDEX.find(text)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("undo", UNDO),
        ("  UNDO ", UNDO),
        ("un", UNDO),
        ("unr", UNREAD),
        ("unread", UNREAD),
        ("mark.redo", REDO),
        ("paper.toggle-read", READ),
        ("toggle-read", READ),
        ("revert", UNDO),
        ("read or", READ),
        ("unread mark", READ),
        ("immed", QUIT),
        ("quit", QUIT),
        ("saved", SHOW),
        ("block dvorak", HIDE),
        ("hide søren", HIDE),
        ("qut", QUIT),
        ("hidpap", HIDE),
        ("mou", READ),
        ("udno", UNDO),
        ("uqit", QUIT),
        ("delete", SHOW),
    ],
)
def test_the_best_comes_first(text: str, first: PaletteEntry) -> None:
    assert found(text)[0] == first


@pytest.mark.parametrize("text", ["xyzzy", "qqqq", "a" * 5000, "undo " * 500 + "xyzzy", "[/]", "…"])
def test_what_is_not_there_is_not_found(text: str) -> None:
    assert [each for each in found(text) if each not in ALL] == []
    if fold(text):
        assert found(text) == []


def test_a_blank_text_finds_everything_in_its_order() -> None:
    assert found(" ") == list(ALL)


@given(st.text(alphabet="delt sav rch“qui”…x", max_size=12))
def test_what_deletes_is_never_first(text: str) -> None:
    if fold(text):
        assert not any(each.is_risky for each in found(text)[:1])


@given(st.text(max_size=20))
def test_any_text_can_be_typed(text: str) -> None:
    assert set(found(text)) <= set(ALL)
    for each in ALL:
        assert all(0 <= start < end <= len(each.name) for start, end in matched_ranges(each.name, text))


def test_matched_words_are_marked_in_the_name() -> None:
    assert [READ.name[a:b] for a, b in matched_ranges(READ.name, "unr mark")] == ["Mark", "unr"]
