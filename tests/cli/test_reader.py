"""`paperreader` without a command."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import store_of
from tests.hub_server import HubServer
from tests.terminal import in_terminal


def test_settings_that_were_named_must_be_there(env: dict[str, str]) -> None:
    code, output = in_terminal(env, "--config", "/nowhere/config.toml")
    assert (code, output) == (2, "paperreader: /nowhere/config.toml: no such config file\r\n")


def test_the_demo_opens_and_leaves_no_trace(env: dict[str, str], hub_server: HubServer, tmp_path: Path) -> None:
    (tmp_path / "tmp").mkdir()
    code, output = in_terminal(
        {**env, "TMPDIR": str(tmp_path / "tmp")}, "--demo", columns=100, leave_at="read on", pause=0.7
    )
    assert code == 0, output
    assert hub_server.requests == []
    assert list((tmp_path / "tmp").iterdir()) == []
    assert not store_of(env).exists()
