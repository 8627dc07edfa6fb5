"""63 comments that steer a terminal, lead elsewhere, have no end, or meet a user who presses anything"""

from __future__ import annotations

import random
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from paperreader.discussion.blocks import with_blocks
from paperreader.hub.comments import parse_comments
from paperreader.hub.parse import parse_items
from paperreader.store import Store
from tests.bench.terminal import Program
from tests.conftest import NEWEST, store_of
from tests.hostile import ESC, EVIL, controls
from tests.hostile_papers import MARKDOWN
from tests.hub_server import HubServer
from tests.hub_server.comments import comment, discussion, user
from tests.hub_server.items import papers
from tests.monkey import TEXT_OPENERS, play

CLOSE = f"{ESC}[27u"
FAR_AWAY = {"SSH_CONNECTION": "192.0.2.1 50000 192.0.2.2 22"}
"""No clipboard of this machine's is touched."""
LINKS = (
    "[js](javascript:alert(1)) [data](data:text/html,x) [file](file:///etc/passwd) [user](https://a:b@evil.example)"
    " [flag](--help) [up](../../x) <script>alert(1)</script> ![](javascript:x) [ok](https://example.org/loom)"
    " [paper](https://huggingface.co/papers/9999.99999) https://evil.example/\x1b]0;x\x07"
)
WALK = (
    *("j", "l", "j", "h", "l", " ", "G", "g", "}", "{", "n", "N", "\r", "\r", "y", "Y", "c", CLOSE, "Y", CLOSE),
    *("i", CLOSE, "i", "a", CLOSE, "c", "i", "s", CLOSE, "c", "o", CLOSE, "r", "z", "z", "f", "c", "3", "2", "c", "c"),
)
"""Through a discussion, copying and opening."""


def evil(number: int, text: str = EVIL) -> dict[str, Any]:
    told = comment(f"{EVIL}{number}", text, by=user(EVIL, EVIL), reactions={EVIL: 3, "🔥": 10**30}, hiddenReason=EVIL)
    return {**told, "createdAt": EVIL}


def hostile() -> list[Any]:
    """Every kind of hostile comment."""
    endless: dict[str, Any] = {"id": "deep", "data": {"latest": {"raw": "deep"}}}
    for number in range(300):
        endless = {"id": f"deep{number}", "data": {"latest": {"raw": f"level {number}"}}, "replies": [endless]}
    circle = [comment(f"circle{n}", f"in a circle {n}", to=f"circle{(n + 1) % 5}") for n in range(5)]
    markdown = [comment(f"m{n}", MARKDOWN[name]()[:30_000]) for n, name in enumerate(sorted(MARKDOWN)[:12])]
    return [
        *(evil(0), evil(1, LINKS), {**evil(2), "data": {**evil(2)["data"], "hidden": True}}, None, [], "x", 3),
        *({"author": None, "data": None}, {"id": "none"}, endless, *circle, *markdown, *discussion()),
        *(
            comment("orphan", "Whom do I answer?", to="nobody"),
            comment("wide", "語" * 9_000),
            comment("z", "é̂̂̂̂̂" * 2_000),
        ),
    ]


@pytest.fixture
def home(env: dict[str, str], hub_server: HubServer) -> dict[str, str]:
    """A day of papers whose comments are hostile, and a browser that only writes down what it should open."""
    folder = Path(env["HOME"])
    browser = folder / "browser"
    browser.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" >> {folder}/opened\n')
    browser.chmod(0o755)
    config = folder / ".config/paperreader/config.toml"
    config.parent.mkdir(parents=True)
    config.write_text(f'arxiv = "{hub_server.url}"\nbrowser = ["{browser}"]\n')
    hub_server.days[NEWEST] = papers(NEWEST, 6)
    store = Store(store_of(env), now=lambda: datetime.now(UTC))
    for setting in ("newest", "since"):
        store.settings.set(setting, NEWEST.isoformat()).result()
    found = parse_items(hub_server.days[NEWEST]).papers
    store.ingest.save_day(NEWEST, found, complete=False).result()
    for paper in found:
        hub_server.comments[paper.id] = hostile()
    store.close()
    return env | FAR_AWAY | {"EDITOR": "true", "VISUAL": "true"}


def test_fault_63_what_comments_tell_the_terminal(home: dict[str, str], hub_server: HubServer) -> None:
    with Program([sys.executable, "-m", "paperreader"], home, (140, 40)) as program:
        program.until(lambda text: "? keys" in text)
        program.settle(0.3)
        program.write("c")
        program.until(lambda text: "comment 1 of" in text)
        for key in WALK:
            program.write(key)
            program.settle(0.02, first=0.1)
        program.settle(0.3)
        program.leave("Q")
        told = controls(bytes(program.output))
    assert not {each for each in told if each.startswith(("OSC", "U+", "ESC"))} - {"OSC 22", "OSC 52", "ESC 7", "ESC 8"}
    assert not told & {"CSI J", "CSI 2J", "CSI A"}
    opened = Path(home["HOME"], "opened")
    for address in opened.read_text().splitlines() if opened.exists() else ():
        assert address.startswith((hub_server.url, "http://", "https://"))
        assert "@" not in address
    assert not Path(home["HOME"], ".local/state/paperreader/paperreader.log").exists()


@pytest.mark.parametrize("fault", ["429", "truncate"])
def test_fault_63_a_failing_hub_leaves_what_was_seen(home: dict[str, str], hub_server: HubServer, fault: str) -> None:
    first = papers(NEWEST, 6)[0]["paper"]["id"]
    store = Store(store_of(home), now=lambda: datetime(2026, 1, 2, tzinfo=UTC))
    found = parse_comments({"comments": discussion()})
    assert found is not None
    store.discussions.save(first, list(with_blocks(found.comments))).result()
    store.close()
    hub_server.fail(fault, match="/api/papers/", **({"Retry_After": "120"} if fault == "429" else {}))
    with Program([sys.executable, "-m", "paperreader"], home, (140, 40)) as program:
        program.until(lambda text: "? keys" in text)
        program.write("c")
        program.until(lambda text: "stays." in text)
        program.until(lambda text: "Tove Berg" in text and "seen " in text)
        program.write("j")
        program.settle(1.0)
        program.leave("Q")


def test_fault_63_a_monkey_in_discussions(home: dict[str, str], hub_server: HubServer, long: bool) -> None:
    store = Store(store_of(home), now=lambda: datetime.now(UTC))
    found = parse_comments({"comments": hostile()})
    assert found is not None
    for each in papers(NEWEST, 6):
        store.discussions.save(each["paper"]["id"], list(with_blocks(found.comments))).result()
    store.close()
    openers = [*TEXT_OPENERS, *("c", "c", "c", "ch", "cl", "c}", "cr", "ci", "cia", "h", "l", "}", "{", "cG", "c ")]
    for seed in [random.randrange(10**6) for _ in range(6)] if long else [63]:
        print(f"seed {seed}")
        play(home, seed, 1200 if long else 50, openers)
