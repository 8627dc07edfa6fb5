"""61 whole papers that steer a terminal, lead elsewhere, or meet a user who presses anything"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from paperreader.fulltext.blocks import Figure, Fulltext, Run
from paperreader.fulltext.convert import convert
from paperreader.hub.parse import parse_items
from paperreader.store import Store
from paperreader.views import DayView
from tests.bench.terminal import Program
from tests.conftest import NEWEST, store_of
from tests.hostile import ESC, controls
from tests.hostile_papers import MARKDOWN, PAGES
from tests.hub_server import HubServer
from tests.hub_server.items import papers
from tests.long_text import long_text
from tests.monkey import TEXT_OPENERS, play

CLOSE = f"{ESC}[27u"
FAR_AWAY = {"SSH_CONNECTION": "192.0.2.1 50000 192.0.2.2 22"}
"""No clipboard of this machine's is touched."""
HOSTILE = ["escape sequences", "links", "entities", "zero-width flood", "joiners", "base"]
WALK = (
    *(
        "l",
        " ",
        "G",
        "g",
        "n",
        "n",
        "N",
        "/",
        "owned",
        "\r",
        "n",
        CLOSE,
        "t",
        CLOSE,
        "t",
        "o",
        "\r",
        "\x0f",
        "i",
        CLOSE,
    ),
    *("i", "a", "y", CLOSE, "i", "s", "o", CLOSE, "i", "d", "\r", CLOSE, "\r", "G", "y", CLOSE, CLOSE),
    *("Y", "c", CLOSE, "Y", "x", "a", CLOSE, "P", "T", CLOSE, "W", CLOSE, "f", "f"),
)
"""Through the text, its dialogs, copying and opening."""


@pytest.fixture
def home(env: dict[str, str], hub_server: HubServer) -> dict[str, str]:
    """A day of papers, and a browser that only writes down what it should open."""
    folder = Path(env["HOME"])
    browser = folder / "browser"
    browser.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" >> {folder}/opened\n')
    browser.chmod(0o755)
    config = folder / ".config/paperreader/config.toml"
    config.parent.mkdir(parents=True)
    config.write_text(f'arxiv = "{hub_server.url}"\nbrowser = ["{browser}"]\npdf_folder = "{folder}/pdfs"\n')
    hub_server.days[NEWEST] = papers(NEWEST, 12)
    store = Store(store_of(env), now=lambda: datetime.now(UTC))
    for setting in ("newest", "since"):
        store.settings.set(setting, NEWEST.isoformat()).result()
    store.ingest.save_day(NEWEST, parse_items(hub_server.days[NEWEST]).papers, complete=False).result()
    store.close()
    return env | FAR_AWAY | {"EDITOR": "true", "VISUAL": "true"}


def ids_of_the_day(env: dict[str, str]) -> list[str]:
    store = Store(store_of(env), now=lambda: datetime.now(UTC))
    ids = [entry.id for entry in store.papers.entries(DayView(NEWEST))]
    store.close()
    return ids


@pytest.mark.parametrize(("kind", "name"), [("hub", "escape sequences"), *(("arxiv", name) for name in HOSTILE)])
def test_fault_61_what_a_text_tells_the_terminal(
    home: dict[str, str], hub_server: HubServer, kind: str, name: str, long: bool
) -> None:
    if name not in ("escape sequences", "links") and not long:
        pytest.skip("there are worse ones: --long")
    paper = ids_of_the_day(home)[0]
    if kind == "arxiv":
        hub_server.texts.html[paper] = PAGES[name]()
    else:
        hub_server.texts.markdown[paper] = MARKDOWN[name]().encode("utf-8", "surrogatepass")
    with Program([sys.executable, "-m", "paperreader"], home, (140, 40)) as program:
        program.until(lambda text: "? keys" in text)
        program.settle(0.3)
        program.write("f")
        program.until(lambda text: "t contents" in text)
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
        assert address.startswith(("http://", "https://"))
        assert "@" not in address
    assert {file.name for file in Path(home["HOME"]).iterdir()} <= {"browser", "opened", "pdfs", ".config", ".local"}


def targets(text: Fulltext) -> Iterator[str]:
    def walk(value: object) -> Iterator[str]:
        if isinstance(value, Run):
            yield value.target
        elif isinstance(value, Figure):
            yield from value.images
            yield from walk(value.caption)
        elif isinstance(value, tuple):
            for each in value:
                yield from walk(each)

    return filter(None, walk(text.blocks + text.asides))


@pytest.mark.parametrize("kind", ["arxiv", "hub"])
def test_fault_61_links_lead_into_the_paper_or_to_the_web(kind: str) -> None:
    if kind == "arxiv":
        text = convert("arxiv", PAGES["links"](), address="https://arxiv.org/html/2607.00001")
    else:
        text = convert("hub", MARKDOWN["links"]().encode(), address="https://huggingface.co/papers/2607.00001")
    found = list(targets(text))
    assert found
    for target in found:
        assert target.startswith(("#", "http://", "https://")), target
        assert target.isprintable()
        assert " " not in target
        assert "@" not in target
        assert "\\" not in target
        assert len(target) <= 2_000


def test_fault_61_a_monkey_in_texts(home: dict[str, str], long: bool) -> None:
    """Half of the papers have a text: long ones and hostile ones."""
    store = Store(store_of(home), now=lambda: datetime.now(UTC))
    arxiv = [convert("arxiv", PAGES[name](), address="https://arxiv.org/html/2607.00001") for name in HOSTILE[:3]]
    ids = [entry.id for entry in store.papers.entries(DayView(NEWEST))]
    for paper, text in zip(ids, [long_text(), *arxiv, long_text(2, 4), long_text(20)], strict=False):
        store.texts.save(paper, b"", text, converter=1, etag=None, modified=None).result()
    store.close()
    for seed in [random.randrange(10**6) for _ in range(6)] if long else [61]:
        print(f"seed {seed}")
        play(home, seed, 1200 if long else 130, TEXT_OPENERS)
