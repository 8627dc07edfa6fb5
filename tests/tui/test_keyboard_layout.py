"""A letter of another keyboard layout does nothing, and the reader says why, once."""

from __future__ import annotations

from typing import Any

import pytest

from paperreader.store import Store
from paperreader.tui.keyboard_layout import ascii_form, is_of_other_script
from tests.stored_days import THU, id_of, two_days, with_config


def explained(letter: str) -> str:
    return f"“{letter}” does nothing: switch the keyboard to Latin letters, or give commands other keys under [keys] in"


@pytest.mark.parametrize("letter", ["о", "Ф", "ξ", "ש", "ل", "か", "ㅗ", "ก", "ั", "漢", "ა", "अ"])
async def test_it_is_said_once_and_nothing_else_happens(store: Store, open_reader: Any, letter: str) -> None:
    two_days(store, 4)
    async with open_reader(store) as user:
        await user.press(letter, letter, "я", "j")
        assert [toast.startswith(explained(letter)) for toast in user.toasts] == [True]
        assert user.toasts[0].endswith("config.toml")
        assert (user.at, user.marks()) == (id_of(THU, 2), {})


@pytest.mark.parametrize("opening", ["s", "Y", "question_mark", "C"])
async def test_it_is_said_in_menus_and_dialogs(store: Store, open_reader: Any, opening: str) -> None:
    two_days(store, 4)
    async with open_reader(store) as user:
        await user.press(opening, "р")
        assert user.toasts[-1].startswith(explained("р"))
        assert user.app.screen is not user.app.reader


@pytest.mark.parametrize("opening", ["slash", "d", "ctrl+p"])
async def test_it_is_not_said_where_text_is_typed(store: Store, open_reader: Any, opening: str) -> None:
    two_days(store, 4)
    async with open_reader(store) as user:
        await user.press(opening, *"да３")
        assert user.app.screen.text == "да３"
        assert user.toasts == []


@pytest.mark.parametrize("key", ["é", "ß", "ñ", "ø", "1", "&", "~", "ª", "up", "f7"])
async def test_it_is_not_said_of_what_latin_layouts_have(store: Store, open_reader: Any, key: str) -> None:
    two_days(store, 4)
    async with open_reader(store) as user:
        await user.press("2", key)
        assert user.toasts == []


async def test_another_letter_can_be_a_key_beside_the_first(store: Store, open_reader: Any) -> None:
    two_days(store, 4)
    keys = {"paper.toggle-star": "b, и", "list.next": "j,о,Down", "search.open": "/, ג"}
    async with open_reader(store, config=with_config(keys=keys)) as user:
        await user.press("о", "и")
        assert (user.at, user.entry.starred) == (id_of(THU, 2), True)
        await user.press("k", "j", "b")
        assert not user.entry.starred
        await user.press("ג")
        assert user.app.screen is not user.app.reader
        await user.press("escape")
        assert user.toasts == []
        assert " b star" in user.footer


async def test_full_width_letters_and_other_digits_are_the_keys_that_they_stand_for(
    store: Store, open_reader: Any
) -> None:
    two_days(store, 4)
    async with open_reader(store) as user:
        await user.press("ｊ", "٣")
        assert (user.at, user.focus) == (id_of(THU, 2), "page")
        await user.press("？")
        assert user.app.screen is not user.app.reader


@pytest.mark.parametrize("character", "aé１٣か～Ａ　﹖ｱ²½")
def test_only_what_stands_for_one_ascii_character_is_taken_for_it(character: str) -> None:
    assert ascii_form(character) == {"１": "1", "٣": "3", "Ａ": "A", "～": "~", "　": " "}.get(character)


def test_nothing_and_several_characters_are_of_no_script() -> None:
    assert not is_of_other_script("")
    assert not is_of_other_script("да")
