"""Paths and the network, from environment variables."""

from __future__ import annotations

import pytest

from paperreader.environment import HUB, EnvironmentProblem, network, paths

HOME = {"HOME": "/home/ada"}


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
        "https://a\\b",
        "https://a/'x",
        "https://a/\u202ex",
        "https://" + "a" * 500,
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
