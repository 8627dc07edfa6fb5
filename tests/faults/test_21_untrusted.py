"""21 what steers a terminal · 22 what hides or joins"""

from __future__ import annotations

import json
import re
import sqlite3
import stat
import subprocess
import sys
import unicodedata
from contextlib import closing
from pathlib import Path
from typing import Any

import pyte
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperreader.export import FORMATS, export
from paperreader.export.paper_json import to_json
from paperreader.models import Entry
from paperreader.store import Store
from paperreader.text.sanitize import clean
from tests.conftest import FRIDAY, NEWEST, Run, store_of
from tests.hostile import BEL, ESC, ST, VS16, ZWJ, ZWNJ, nasty
from tests.hub_server import HubServer
from tests.hub_server.items import item, one
from tests.stored_days import THU, fill, flows
from tests.stores import a_paper
from tests.terminal import PROGRAM, Terminal, in_terminal


@pytest.mark.parametrize(
    ("raw", "safe"),
    [
        (f"{ESC}[31mred{ESC}[0m", "red"),
        (f"up{ESC}[2A{ESC}[?25l and{ESC}[38:2:1:2:3m on", "up and on"),
        (f"a{ESC}]52;c;cm0gLXJm{BEL}b", "ab"),
        (f"a{ESC}]0;title{ST}b", "ab"),
        (f"{ESC}]8;;http://evil.example{ST}link{ESC}]8;;{ST}", "link"),
        (f"a{ESC}Pq#0;2;0{ST}b{ESC}_apc{ST}c{ESC}^pm{ST}d{ESC}Xsos{ST}e", "abcde"),
        ("a\x9b31mb\x9d0;t\x07c\x90q\x9cd", "abcd"),
        (f"reset{ESC}c, charset{ESC}(B, keypad{ESC}=", "reset, charset, keypad"),
        (f"{ESC}{ESC}[31m[31m", "[31m"),
        (f"never closed {ESC}]0;title", "never closed 0;title"),
        ("bell\x07 back\x08space del\x7f next\x85line", "bell backspace del next line"),
        ("two\r\nlines\x0b\x0cand\u2028more\u2029still", "two lines and more still"),
        ("\t tabs \u00a0 and\u3000wide\u2003ones ", "tabs and wide ones"),
        ("[/] [bold [@click=app.quit] [link=x]", "[/] [bold [@click=app.quit] [link=x]"),
    ],
)
def test_fault_21_nothing_steers_the_terminal(raw: str, safe: str) -> None:
    assert clean(raw) == safe


@given(st.one_of(st.text(), nasty))
def test_fault_21_cleaned_text_is_safe_and_stays_as_it_is(text: str) -> None:
    safe = clean(text)
    assert clean(safe) == safe
    assert safe == safe.strip(" ")
    assert "  " not in safe
    assert not [char for char in safe if unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp")]
    assert not [char for char in safe if unicodedata.category(char) == "Cf" and char not in ZWJ + ZWNJ]
    assert not [char for char in safe if unicodedata.category(char) == "Zs" and char != " "]
    marked = "".join("\0" if unicodedata.category(char)[0] == "M" else char for char in safe if char not in ZWJ + ZWNJ)
    assert "\0" * 5 not in marked
    safe.encode()


@settings(max_examples=60)
@given(nasty)
def test_fault_21_a_terminal_only_ever_draws_it(text: str) -> None:
    screen = pyte.Screen(400, 3)
    pyte.Stream(screen).feed(clean(text).replace("\U000f0001", ""))
    assert (screen.cursor.y, screen.title) == (0, "")
    assert screen.cursor.x <= 2 * len(clean(text))
    assert screen.mode == pyte.Screen(400, 3).mode
    assert not [line for line in screen.display[1:] if line.strip()]


def test_fault_21_no_control_character_gets_in() -> None:
    evil = "a\x1b]52;c;aGk=\x07b\x1b[31mc\x9b2Jd\x00e\u202ef\u200bg"
    made = item(
        "2607.00001", evil, abstract=evil, summary=evil, keywords=[evil], authors=[evil], submitter=evil,
        organization=(evil, evil), repo=f"https://github.com/{evil}", project=f"https://example.org/{evil}",
    )  # fmt: skip
    paper = one(made)
    assert paper.github_repo is None
    assert paper.project_page is None
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u202e\u200b]", repr(paper))


def test_fault_21_nothing_that_steers_a_terminal_is_exported() -> None:
    bad = "a\x1b]52;c;aGk=\x07b\x9b31mc\u202ed\ud800\x00"
    paper = a_paper(
        1,
        title=bad,
        title_raw=bad,
        abstract=bad,
        abstract_raw=bad,
        summary=bad,
        authors=(bad,),
        keywords=(bad,),
        organization=bad,
        submitter=bad,
        github_repo=f"https://a.org/{bad}",
        project_page=f"https://a.org/{bad}",
    )
    entry = Entry(paper.id, FRIDAY, bad, 0, 0, True, None, bad, bad, 1, read=False, unread=True, starred=False)
    texts = [export(paper, name) or "" for name in FORMATS]
    texts.append(json.dumps(to_json(entry, paper), ensure_ascii=False))
    for text in texts:
        assert all(line.isprintable() for line in text.split("\n")), text


def test_fault_21_hostile_texts_are_harmless(run: Run, hub_server: HubServer, env: dict[str, str]) -> None:
    evil = "漢\x1b]52;c;ZXZpbA==\x07B\x9b31mC\x00\x1b]0;owned\x07\x1b]8;;http://evil\x07D\u202eE"
    hub_server.days = {
        NEWEST: [item("2507.31001", evil, day=NEWEST, abstract=evil, authors=[evil], keywords=[evil], submitter=evil)]
    }
    assert run("fetch", "2025-07-31").returncode == 0
    # Even if another program wrote it into the store.
    with closing(sqlite3.connect(store_of(env))) as connection, connection:
        connection.execute("UPDATE paper SET title = ?, organization = ?", (evil, evil))
    assert run("list").stdout == "2025-07-31      1  漢BCDE\n"
    (paper,) = json.loads(run("list", "--json", PYTHONIOENCODING="ascii").stdout)
    assert {paper[name] for name in ("title", "title_raw", "abstract", "organization", "submitter")} == {"漢BCDE"}
    assert (paper["authors"], paper["keywords"]) == (["漢BCDE"], ["漢BCDE"])
    _, output = in_terminal(env, "list")
    assert output == "2025-07-31      1  漢BCDE\r\n"


def test_fault_21_and_40_the_log_is_private_and_plain(env: dict[str, str], tmp_path: Path) -> None:
    script = """
import logging, sys
from pathlib import Path
from paperreader import log
logging.getLogger("paperreader.hub").info("before")
log.start(Path(sys.argv[1]), "hf_secret")
logging.getLogger("elsewhere").info("not wanted")
logging.getLogger("paperreader.hub").info("once")
try:
    raise ValueError("a\\x1b]0;x\\x07b hf_secret\\nfake line")
except ValueError:
    logging.getLogger("paperreader.hub").exception("token hf_secret \\x1b[31m\\ud800")
for number in range(9000):
    logging.getLogger("elsewhere").warning("%d %s", number, "x" * 100)
"""
    path = tmp_path / "new" / "log"
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)],
        env=env,
        capture_output=True,
        text=True,
        check=True,
        umask=0,
    )
    assert (done.stdout, done.stderr) == ("", "")
    files = sorted(path.parent.iterdir())
    assert [file.name for file in files] == ["log", "log.1"]
    assert [stat.S_IMODE(file.stat().st_mode) for file in [path.parent, *files]] == [0o700, 0o600, 0o600]
    assert all(file.stat().st_size < 600_000 for file in files)
    assert all(line.isprintable() for line in "\n".join(file.read_text() for file in files).split("\n"))


@pytest.mark.parametrize(
    ("raw", "safe"),
    [
        ("evil\u202egpj.exe", "evilgpj.exe"),
        ("\u2066iso\u2069late\u200e\u200f\u061c", "isolate"),
        ("ze\u200bro\u2060wi\u00addth\u180e\u3164\u115f\uffa0", "zerowidth"),
        ("tag\U000e0001\U000e0074\U000e007f", "tag"),
        ("x" + "\u0301" * 9 + "y", "x" + "\u0301" * 4 + "y"),
        (" \u0301no letter", "no letter"),
        ("שָׁלוֹם", "שָׁלוֹם"),
        ("مرحبا بالعالم", "مرحبا بالعالم"),
        (f"می{ZWNJ}خواهم", f"می{ZWNJ}خواهم"),
        (f"क्{ZWJ}ष", f"क्{ZWJ}ष"),
        (f"a{ZWNJ}b{ZWJ}c", "abc"),
        (f"👩🏽{ZWJ}💻 👨{ZWJ}👩{ZWJ}👧", f"👩🏽{ZWJ}💻 👨{ZWJ}👩{ZWJ}👧"),
        (f"🏳{VS16}{ZWJ}🌈 ❤{VS16} 🇩🇪", f"🏳{VS16}{ZWJ}🌈 ❤{VS16} 🇩🇪"),
        (f"👩{ZWJ}{ZWJ}💻", f"👩{ZWJ}💻"),
        (f"👩{ZWJ} alone", "👩 alone"),
        (f"a{VS16}", "a"),
        ("日本語 한국어 ไทย", "日本語 한국어 ไทย"),
        ("e\u0301tude", "e\u0301tude"),
    ],
)
def test_fault_22_hidden_characters_go_and_scripts_stay(raw: str, safe: str) -> None:
    assert clean(raw) == safe


def test_fault_22_columns_stay_aligned_beside_wide_and_joined_signs(terminal: Terminal) -> None:
    """Cut out of tmux by its own count of cells, the column between list and page is the same sign on each line."""
    terminal.type(f"{PROGRAM} --demo")
    terminal.shows("Fri 31", "? keys")
    terminal.press("]")
    terminal.shows("Thursday 30 July 2026")
    terminal.tmux("copy-mode")
    moves = ("top-line", "start-of-line", "-N 82 cursor-right", "begin-selection", "rectangle-toggle")
    for move in (*moves, "-N 36 cursor-down", "copy-selection-and-cancel"):
        terminal.tmux("send-keys", "-X", *move.split())
    column = terminal.tmux("show-buffer").splitlines()
    assert len(column) == 37
    assert set(column) == {"▏"}


@given(st.one_of(st.text(), nasty))
def test_fault_21_the_fast_ways_answer_like_the_slow_one(text: str) -> None:
    assert clean(text) == clean(text + "\u200b")


MARKUP = "[/] [bold [b]x[/b] [@click=app.quit]quit[/] [link=http://evil.example]here[/link] $x {y} [/]"


@pytest.mark.parametrize("size", [(140, 40), (40, 10)])
async def test_fault_23_what_looks_like_markup_is_shown_as_it_is(
    store: Store, open_reader: Any, size: tuple[int, int]
) -> None:
    texts = {"abstract": MARKUP, "authors": [MARKUP, MARKUP], "keywords": [MARKUP], "submitter": MARKUP}
    short = item("2607.30002", "[/x] [b]y", day=THU)
    fill(store, {THU: [item("2607.30001", MARKUP, day=THU, organization=("o", MARKUP), **texts), short]})
    async with open_reader(store, size=size) as user:
        assert "[/] [bold" in user.text()
        await user.press("3")
        pane = " ".join(user.page.line_at(y).text.strip() for y in range(user.page.virtual_size.height))
        assert " ".join(pane.split()).count("[@click=app.quit]quit[/]") >= 4
        for keys in (("y",), ("Y", "t"), ("Y", "m"), ("ctrl+p", *"[/][b]", "escape"), ("d", *"[/]", "escape")):
            await user.press(*keys)
        await user.until(lambda: user.app.screen is user.app.reader)
        await user.press("J", "Y", "t")
        await user.until(lambda: "[/x] [b]y https:" in user.toasts[-1])
        assert not user.left
        assert any("[@click=app.quit]" in toast or "characters" in toast for toast in user.toasts)


@pytest.mark.parametrize("text", ["[/]", "[bold", '"', "[@click=app.quit]x"])
async def test_fault_23_markup_in_the_search_bar_is_text(store: Store, open_reader: Any, text: str) -> None:
    flows(store)
    async with open_reader(store) as user:
        await user.press("slash", *text, "enter")
        assert not user.left
