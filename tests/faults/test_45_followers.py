"""45 what follows a base character: terminals give it cells of its own"""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from paperreader.reader.reconvert import reconvert
from paperreader.store import Store
from paperreader.text.sanitize import MAX_FOLLOWERS, clean
from paperreader.text.width import cell_width
from tests.bench.terminal import Program
from tests.conftest import NEWEST, store_of
from tests.hub_server import HubServer
from tests.stores import a_paper

FLOODS = {
    "skin tones": "👍" + "🏽" * 300,
    "skin tones of a letter": "a" + "🏽" * 300,
    "skin tones alone": "🏽" * 300,
    "selectors": "❤" + "\ufe0f" * 300,
    "other selectors": "a" + "\ufe01" * 300 + "\U000e0101" * 300,
    "joined": "👩" + "\u200d👩" * 300,
    "joined with skin tones": "👩🏽" + "\u200d👩🏽" * 300,
    "joined hearts": "👩" + "\u200d❤\ufe0f" * 300,
    "tags": "🏴" + "\U000e0067" * 300,
    "keycaps": "1" + "\u20e3" * 300,
    "Hangul vowels": "ᄀ" + "\u1161" * 300,
    "Hangul finals": "각" + "\u11a8" * 300,
    "old Hangul": "ᄀ" + "\ud7b0" * 300,
    "marks": "a" + "\u0301" * 300,
    "spacing marks": "क" + "\u093f" * 300,
    "joiners": "न" + "\u200d\u094d" * 300,
    "enclosing": "a" + "\u20dd" * 300,
}


def change(path: Path, sql: str, *parameters: object) -> None:
    with closing(sqlite3.connect(path)) as other, other:
        other.execute(sql, parameters)


def most_cells(text: str) -> int:
    """What a terminal may need that gives each character two cells."""
    return 2 * len(text)


@pytest.mark.parametrize("kind", FLOODS)
def test_fault_45_what_follows_a_character_is_bounded(kind: str) -> None:
    text = clean(f"Ann {FLOODS[kind]} Lee")
    assert text.startswith("Ann")
    assert text.endswith(" Lee")
    assert len(text.replace("\u200d", "")) <= len("Ann x Lee") + MAX_FOLLOWERS
    assert most_cells(text) - cell_width(text) < 40
    assert clean(text) == text


FAMILY = "👨\u200d👩\u200d👧\u200d👦"
WRITTEN = [FAMILY, "👩🏽\u200d🔬", "🏳\ufe0f\u200d🌈", "👍🏿", "🇳🇴🇩🇪", "❤\ufe0f", "ệ", "ཀྵ", "क्षि", "각", "می\u200cخواهم"]


@pytest.mark.parametrize("text", WRITTEN)
def test_fault_45_what_people_write_stays(text: str) -> None:
    assert clean(text) == text


async def test_fault_45_stored_texts_are_converted_anew(store: Store, path: Path) -> None:
    paper = a_paper(1)
    store.ingest.save_day(NEWEST, [paper], complete=True).result()
    flood = FLOODS["skin tones"]
    change(
        path, "UPDATE paper SET title = ?, authors = json_array(?), first_author = ?, organization = ?", *[flood] * 4
    )
    change(path, "UPDATE paper SET readable_version = 2")
    change(path, "DELETE FROM setting WHERE name = 'readable_version'")
    assert await reconvert(store) == 1
    now = store.papers.get(paper.id)
    assert now is not None
    assert {now.title, *now.authors, now.organization} == {"👍🏽"}


def test_fault_45_rows_stay_whole_where_emoji_are_wider(env: dict[str, str], fetched: HubServer) -> None:
    """As here: this terminal gives each part of a joined emoji two cells."""
    name = f"{FAMILY} Ann {FLOODS['skin tones']} {FAMILY} Lee"
    change(store_of(env), "UPDATE paper SET title = ? || title, first_author = ?, organization = ?", name, name, name)
    with Program([sys.executable, "-m", "paperreader", "--offline"], env, (120, 30)) as program:
        program.until(lambda text: "24 papers" in text and "Ann" in text)
        program.settle(0.3)
        for key in "jjkG":
            program.press(key)
        cells = program.screen._screen.buffer
        dividers = [[x for x in range(120) if cells[y][x].data == "▏"] for y in range(26)]
        assert dividers == [dividers[0]] * 26, program.screen.text
        assert program.screen.text.count("Ann 👍") > 20
        program.leave("Q")
