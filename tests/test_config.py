"""Settings, as told by a file."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from paperreader.config import Config, load
from paperreader.help_topics import markdown_of


def test_without_a_file_everything_has_its_default(file: Path) -> None:
    assert load(file) == (Config(), [])


def test_every_setting_is_taken(file: Path) -> None:
    file.write_text(
        """
        theme = "nord"
        refresh_every = 30
        mark_read_after = 0.5
        copy = "markdown"
        glyphs = "ascii"
        browser = ["firefox", "--new-tab"]
        arxiv = "http://localhost:8000/arxiv/"
        texts = " is:starred has:code "
        pdf_folder = "/srv/papers"
        [keys]
        "paper.copy-link" = "c"
        paper.star = "s,asterisk"
        """
    )
    config, problems = load(file)
    assert problems == []
    assert config == Config(
        theme="nord",
        refresh_every=30.0,
        mark_read_after=0.5,
        copy="markdown",
        glyphs="ascii",
        browser=("firefox", "--new-tab"),
        arxiv="http://localhost:8000/arxiv",
        texts="is:starred has:code",
        pdf_folder="/srv/papers",
        keys={"paper.copy-link": "c", "paper.star": "s,asterisk"},
    )


def test_a_folder_may_be_below_home(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/ada")
    file.write_text("pdf_folder = '~/papers'")
    assert load(file)[0].pdf_folder == "/home/ada/papers"
    file.write_text("pdf_folder = ''")
    assert load(file) == (Config(), [])


def test_never_is_a_choice(file: Path) -> None:
    file.write_text("refresh_every = 0\nmark_read_after = 0\n")
    config, problems = load(file)
    assert (config.refresh_every, config.mark_read_after, problems) == (0, 0, [])


def test_a_byte_order_mark_is_no_fault(file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbftheme = 'nord'\n")
    assert load(file)[0].theme == "nord"


def test_the_help_tells_every_setting_with_its_default(file: Path) -> None:
    block = re.search(r"```toml\n(.*?)```", markdown_of("settings"), re.DOTALL)
    assert block
    file.write_text(block[1])
    config, problems = load(file)
    assert problems == []
    assert tomllib.loads(block[1]).keys() == set(Config._fields)
    for name in Config._fields:
        if name not in ("keys", "commands"):
            assert getattr(config, name) == getattr(Config(), name)


def test_lists_can_begin_in_any_order_that_there_is(file: Path) -> None:
    file.write_text('order = "yours"\n')
    assert load(file) == (Config(order="yours"), [])
    file.write_text('order = "mine"\n')
    orders = "own, upvotes, rise, newest, comments, stars, title, unread, yours"
    assert load(file) == (Config(), [f'config.toml:1: order must be one of {orders}, not "mine"; using "own"'])
