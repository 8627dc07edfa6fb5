"""The user's own commands on the screen: the menu, their keys, what they print."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from paperreader.config import load
from paperreader.store import Store
from paperreader.tui.dialogs.own_commands import OutputDialog
from tests.bench.terminal import Program
from tests.hub_server.items import papers
from tests.stored_days import THU, fill, id_of
from tests.tui.conftest import WIDE

COMMANDS = """
[commands]
Echo = {{ letter = "e", key = "f5", run = ["echo", "{{id}}"] }}
Quiet = {{ letter = "n", run = ["true"] }}
Fails = {{ letter = "f", run = ["sh", "-c", "exit 3"] }}
Waits = {{ run = ["sh", "-c", 'until [ -e "$1" ]; do sleep 0.02; done; echo waited', "sh", "{folder}/go"] }}
Each = {{ letter = "x", run = ["sh", "-c", 'echo "$1" >> "$2"', "sh", "{{id}}", "{folder}/ids"] }}
Taken = {{ key = "j", run = ["true"] }}
Odd = {{ key = "hyper+x", run = ["true"] }}
[keys]
"""


def opened(open_reader: Callable[..., Any], store: Store, folder: Path, count: int = 8) -> Any:
    file = folder / "config.toml"
    file.write_text(f"mark_read_after = 0\nrefresh_every = 0\n{COMMANDS.format(folder=folder)}")
    config, problems = load(file)
    assert problems == []
    fill(store, {THU: papers(THU, count)})
    return open_reader(store, config=config, config_path=file, size=WIDE)


async def test_the_menu_runs_them_and_shows_what_they_print(
    open_reader: Callable[..., Any], store: Store, tmp_path: Path
) -> None:
    async with opened(open_reader, store, tmp_path) as user:
        await user.press("S")
        assert "Your own commands" in user.text()
        assert "e Echo echo {id}" in user.text()
        await user.press("e")
        await user.until(lambda: isinstance(user.app.screen, OutputDialog) and "Echo: done" in user.text())
        assert user.at in user.text()
        assert "y copy" in user.text()
        await user.until(lambda: (user._send("y"), not isinstance(user.app.screen, OutputDialog))[1])
        await user.until(lambda: [toast for toast in user.toasts if "output of Echo" in toast])
        await user.press("S", "0")
        assert "Echo: done" in user.text(), "what was printed last"
        await user.press("escape")
        await user.press("S", "n")
        await user.until(lambda: "Quiet: done." in user.toasts)
        await user.press("S", "f")
        await user.until(lambda: "Fails: failed with status 3." in user.toasts)


async def test_keys_follow_the_rules_of_the_keymap(
    open_reader: Callable[..., Any], store: Store, tmp_path: Path
) -> None:
    async with opened(open_reader, store, tmp_path) as user:
        assert [toast for toast in user.toasts if "commands." in toast] == [
            "config.toml:11: commands.Odd: there is no key “hyper+x”; did you mean “Super+X”?; it gets no key",
            "config.toml:10: commands.Taken: j is already the key of list.next; it gets no key",
        ]
        await user.press("f5")
        await user.until(lambda: isinstance(user.app.screen, OutputDialog))
        await user.press("escape", "j")
        assert user.at == user.ids[1]
        assert "own …" in [hint.name for hint in user.app.reader._bars.footer.keys]
        await user.press("question_mark")
        lines = " ".join(line.text for line in user.app.screen.write(100))
        assert "Your own commands" in lines
        assert "F5" in lines
        assert "Run echo {id}" in lines
        assert "S n" in lines
        await user.press("escape", ":")
        await user.press(*"echo")
        assert "Echo" in user.text()
        await user.press("enter")
        await user.until(lambda: isinstance(user.app.screen, OutputDialog) and user.at in user.text())


async def test_one_that_runs_is_in_the_status_line_and_holds_no_key_up(
    open_reader: Callable[..., Any], store: Store, tmp_path: Path
) -> None:
    async with opened(open_reader, store, tmp_path) as user:
        await user.press("S", "w")
        await user.until(lambda: "running Waits" in user.status)
        await user.press("j")
        assert user.at == user.ids[1]
        await user.press("S")
        assert "1 cancel Waits" in user.text()
        await user.press("1")
        await user.until(lambda: "Waits: cancelled." in user.toasts)
        assert "running" not in user.status
        await user.press("S", "w")
        await user.until(lambda: "running Waits" in user.status)
        await user.press("/")
        (tmp_path / "go").touch()
        await user.until(lambda: "running" not in user.status)
        assert not isinstance(user.app.screen, OutputDialog), "not over what the user types"
        await user.press(*"abc")
        assert "abc" in user.text()
        await user.press("escape")
        await user.until(lambda: "waited" in user.text())


async def test_more_than_five_papers_are_asked_about(
    open_reader: Callable[..., Any], store: Store, tmp_path: Path
) -> None:
    file = tmp_path / "ids"
    async with opened(open_reader, store, tmp_path) as user:
        await user.press("V", *"jjjjj", "V", "S")
        assert "Your own commands, on 6 papers" in user.text()
        await user.press("x")
        assert "Each: run it on 6 papers?" in user.text()
        await user.press("escape")
        assert not file.exists()
        await user.press("S", "x", "enter")
        await user.until(lambda: "Each: done." in user.toasts)
        assert file.read_text().split() == user.ids[:6]


async def test_without_any_it_is_said_where_they_are_set(
    open_reader: Callable[..., Any], store: Store, tmp_path: Path
) -> None:
    fill(store, {THU: papers(THU, 1)})
    async with open_reader(store, config_path=tmp_path / "config.toml", size=WIDE) as user:
        assert "own …" not in [hint.name for hint in user.app.reader._bars.footer.keys]
        await user.press("S")
        assert f"[commands] in {tmp_path}/config.toml" in user.toasts[-1].replace(" · ", "")
        assert user.at == id_of(THU, 1)


def test_what_still_runs_is_named_on_leaving(env: dict[str, str], tmp_path: Path) -> None:
    folder = tmp_path / ".config" / "paperreader"
    folder.mkdir(parents=True)
    script = 'echo $$ > "$0/pid"; until [ -e "$0/go" ]; do sleep 0.02; done; yes | head -c 200000; touch "$0/ended"'
    (folder / "config.toml").write_text(f"[commands]\nLong = {['sh', '-c', script, str(tmp_path)]}\n")
    with Program([sys.executable, "-m", "paperreader", "--demo"], env, (140, 40)) as program:
        program.until(lambda text: "? keys" in text)
        program.write("Sl")
        program.until(lambda text: "running Long" in text)
        program.leave("Q")
        program.settle(0)
        pid = (tmp_path / "pid").read_text().strip()
        assert f"paperreader: still running: Long (process {pid})".encode() in bytes(program.output)
    (tmp_path / "go").touch()
    end = time.monotonic() + 30
    while not (tmp_path / "ended").exists() and time.monotonic() < end:
        time.sleep(0.02)
    assert (tmp_path / "ended").exists(), "that nobody reads what it prints does not end it"
