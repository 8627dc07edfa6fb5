"""Settings, places and the network, as told by a file and the environment."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from paperreader.config import Config, load
from paperreader.environment import HUB, EnvironmentProblem, network, paths
from paperreader.tui.keymap import KEYS

HOME = {"HOME": "/home/ada"}


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
        keys={"paper.copy-link": "c", "paper.star": "s,asterisk"},
    )


def test_never_is_a_choice(file: Path) -> None:
    file.write_text("refresh_every = 0\nmark_read_after = 0\n")
    config, problems = load(file)
    assert (config.refresh_every, config.mark_read_after, problems) == (0, 0, [])


def test_a_byte_order_mark_is_no_fault(file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbftheme = 'nord'\n")
    assert load(file)[0].theme == "nord"


def test_the_readme_tells_every_setting_with_its_default(file: Path) -> None:
    readme = Path(__file__).parents[1].joinpath("README.md").read_text(encoding="utf-8")
    block = re.search(r"```toml\n(.*?)```", readme, re.DOTALL)
    assert block
    file.write_text(block[1])
    config, problems = load(file)
    assert problems == []
    assert tomllib.loads(block[1]).keys() == set(Config._fields)
    for name in Config._fields:
        if name != "keys":
            assert getattr(config, name) == getattr(Config(), name)


def test_the_readme_names_every_key() -> None:
    readme = Path(__file__).parents[1].joinpath("README.md").read_text(encoding="utf-8")
    table = readme.partition("\n## Keys\n")[2].partition("\n## ")[0]
    names = re.findall(r"`([a-z]+\.[a-z-]+)`", table)
    assert sorted(names) == sorted(binding.id or "" for binding in KEYS)


def test_places_follow_home() -> None:
    found = paths(HOME)
    assert str(found.config) == "/home/ada/.config/paperreader/config.toml"
    assert str(found.store) == "/home/ada/.local/share/paperreader/paperreader.db"
    assert str(found.log) == "/home/ada/.local/state/paperreader/log"


def test_places_follow_xdg_without_a_home() -> None:
    found = paths({"XDG_CONFIG_HOME": "/c", "XDG_DATA_HOME": "/d", "XDG_STATE_HOME": "/s"})
    assert [str(path) for path in (found.config, found.store, found.log)] == [
        "/c/paperreader/config.toml",
        "/d/paperreader/paperreader.db",
        "/s/paperreader/log",
    ]


@pytest.mark.parametrize(
    ("env", "endpoint"),
    [
        ({}, HUB),
        ({"HF_ENDPOINT": ""}, HUB),
        ({"HF_ENDPOINT": " https://mirror.example/ "}, "https://mirror.example"),
        ({"HF_ENDPOINT": "http://127.0.0.1:8080/hub/"}, "http://127.0.0.1:8080/hub"),
    ],
)
def test_the_endpoint_is_the_hub_or_a_mirror(env: dict[str, str], endpoint: str) -> None:
    assert network(env).endpoint == endpoint


@pytest.mark.parametrize(
    "value",
    [
        "mirror.example",
        "ftp://mirror.example",
        "https://",
        "https://a b",
        "https://a/?x=1",
        "https://a:99999",
        "https://ada:secret@a",
        "https://a\x1b[31m",
    ],
)
def test_a_bad_endpoint_is_refused(value: str) -> None:
    with pytest.raises(EnvironmentProblem, match="HF_ENDPOINT must") as caught:
        network({"HF_ENDPOINT": value})
    assert "secret" not in str(caught.value)
    assert str(caught.value).isprintable()


def test_offline_is_read_as_the_hub_reads_it() -> None:
    for value in ("1", "true", "YES", "on"):
        assert network({"HF_HUB_OFFLINE": value}).offline
    for value in ("", "0", "false", "no"):
        assert not network({"HF_HUB_OFFLINE": value}).offline
