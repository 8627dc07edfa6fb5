"""26 links that may be opened, and those that may not · 27 no browser"""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperreader.reader.browser import open_url
from paperreader.store import Store
from paperreader.text.safe_url import safe_url
from tests.hub_server import HubServer
from tests.hub_server.items import item, one
from tests.stored_days import THU, fill, with_config
from tests.tui.test_links import FULL, ITEMS, toast


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org",
        "http://example.org/a?b=c#d",
        "http://10.0.0.1:8080/x",
        "HTTPS://EXAMPLE.org",
        "https://example.org/ü/漢",
        "http://[::1]/x",
        "https://" + "a" * 2000 + ".org",
    ],
)
def test_fault_26_web_addresses_may_be_opened(url: str) -> None:
    assert safe_url(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.org",
        "//example.org",
        "https:",
        "https://",
        "https:///x",
        "ftp://a.org",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "data:text/html,x",
        "mailto:a@b.c",
        "-https://a.org",
        "--new-window",
        " https://a.org",
        "https://a.org/x y",
        "https://a.org\n",
        "https://a.org/\x1b[31m",
        "https://a.org/\x7f",
        "https://a.org/\x9b31m",
        "https://a.org/\u202egpj.exe",
        "https://a.org/\u200b",
        "https://ada@a.org",
        "https://ada:pw@a.org",
        "https://a.org\\@b.org",
        "https://a.org\\b",
        "https://a.org:x",
        "https://a.org:99999",
        "https://[::1",
        "https://a.org/\ud800",
        "https://a.org/" + "a" * 2048,
        "https://a.org/" + "ü" * 1020,
    ],
)
def test_fault_26_anything_else_may_not(url: str) -> None:
    assert safe_url(url) is None


@given(st.text(), st.sampled_from(["", "https://", "http://a.org/"]))
def test_fault_26_no_url_is_too_strange_to_judge(rest: str, start: str) -> None:
    assert safe_url(start + rest) in (None, start + rest)


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://example.org/a?b=c#d", True),
        (" http://192.0.2.1:8080 ", True),
        ("javascript:alert(1)", False),
        ("file:///etc/passwd", False),
        ("-https://example.org", False),
        ("https://me:secret@example.org", False),
        ("https://example.org/a b", False),
        ("https://", False),
        ("https://example.org/" + "a" * 3000, False),
    ],
)
def test_fault_26_only_safe_links_are_kept(url: str, kept: bool) -> None:
    paper = one(item("2607.00001", repo=url, project=url))
    assert (paper.github_repo, paper.project_page) == ((url.strip(),) * 2 if kept else (None, None))


def test_fault_26_a_link_that_was_broken_into_lines_is_joined() -> None:
    paper = one(item("2607.00001", repo="https://example.org/\nada/loom.git", project="java\nscript:alert(1)"))
    assert (paper.github_repo, paper.project_page) == ("https://example.org/ada/loom.git", None)


@pytest.mark.parametrize("command", [("/bin/false",), ("/no/such/browser",)])
async def test_fault_27_without_a_browser_that_is_said_and_the_link_is_copied(
    store: Store, open_reader: Any, hub_server: HubServer, command: tuple[str, ...]
) -> None:
    hub_server.days[THU] = ITEMS
    fill(store, {THU: ITEMS})
    async with open_reader(store, hub=hub_server.url, config=with_config(browser=command)) as user:
        await user.press("o")
        said = await toast(user)
        assert said.startswith("No browser found, so sent the Hub link instead ")
        assert said.endswith(f": https://huggingface.co/papers/{FULL}")


HOSTILE = (
    "https://a.org/$(touch${IFS}owned)",
    "https://a.org/;touch%20owned",
    "https://a.org/`touch`",
    "https://a.org/'\"&|",
)


@pytest.mark.parametrize("url", HOSTILE)
async def test_fault_26_a_persons_own_command_gets_an_argument_and_no_shell(url: str, tmp_path: Path) -> None:
    script = tmp_path / "browser"
    script.write_text(f"#!{sys.executable}\nimport json, sys\nopen('opened', 'w').write(json.dumps(sys.argv[1:]))\n")
    script.chmod(0o755)
    before = os.getcwd()
    os.chdir(tmp_path)
    try:
        assert await open_url(url, command=[str(script), "--new", "a b"], env=os.environ)
    finally:
        os.chdir(before)
    assert json.loads((tmp_path / "opened").read_text()) == ["--new", "a b", url]
    assert not (tmp_path / "owned").exists()


async def test_fault_26_links_are_built_from_the_id(store: Store, open_reader: Any) -> None:
    """A paper whose repo and project are no safe links has none; what opens is ours."""
    fill(store, {THU: ITEMS})
    with sqlite3.connect(store.path) as other:
        other.execute("UPDATE paper SET github_repo = 'file:///etc/passwd', project_page = '--version'")
    other.close()
    async with open_reader(store) as user:
        await user.press("Y", "k")
        assert await toast(user) == "No code link."
        await user.press("Y", "w")
        assert await toast(user, 2) == "No project page."


async def test_fault_27_what_the_browser_prints_lands_nowhere(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    loud = "echo rubbish; echo rubbish >&2; echo rubbish >/dev/tty; exit 1"
    assert not await open_url("https://a.org", command=["/bin/sh", "-c", loud], env=os.environ)
    browser = tmp_path / "loud"
    browser.write_text("#!/bin/sh\necho rubbish; echo rubbish >&2\n")
    browser.chmod(0o755)
    assert await open_url("https://a.org", command=[], env={**os.environ, "BROWSER": str(browser)})
    assert capfd.readouterr() == ("", "")


async def test_fault_27_a_text_browser_does_not_take_the_screen(tmp_path: Path) -> None:
    for name in ("w3m", "lynx", "links", "elinks"):
        (tmp_path / name).write_text("#!/bin/sh\nexit 0\n")
        (tmp_path / name).chmod(0o755)
    env = {"PATH": str(tmp_path), "HOME": str(tmp_path), "TERM": "xterm"}
    assert not await open_url("https://a.org", command=[], env=env)


PYENV = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
LEAVES = """
import asyncio, os, sys
from paperreader.reader import browser

async def main(patience):
    browser.BROWSER_TIMEOUT_S = patience
    opening = asyncio.create_task(browser.open_url("https://a.org", command=sys.argv[3:], env=os.environ))
    await asyncio.wait({opening}, timeout=0.5)
    while not os.path.exists(sys.argv[2]) or not os.path.getsize(sys.argv[2]):  # until it has begun
        await asyncio.sleep(0.01)

asyncio.run(main(float(sys.argv[1])))
"""


@pytest.mark.parametrize("patience", [0.2, 5])
@pytest.mark.parametrize("python", [sys.executable, *map(str, PYENV.glob("versions/3.1[2-9].*/bin/python3"))])
def test_fault_26_a_browser_stays_when_the_reader_is_left(tmp_path: Path, python: str, patience: float) -> None:
    """What an event loop does to its children differs by Python."""
    command = ["sh", "-c", f"echo $$ >{tmp_path}/id; exec sleep 60"]
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    subprocess.run([python, "-c", LEAVES, str(patience), f"{tmp_path}/id", *command], env=env, check=True, timeout=60)
    time.sleep(0.2)  # for a signal to arrive
    os.kill(int((tmp_path / "id").read_text()), signal.SIGTERM)  # an error if it is gone
