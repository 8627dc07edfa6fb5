"""Commands in the process of the test, which is ten times as fast as in one of their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pytest

from paperreader.cli import main


class Said(NamedTuple):
    """What a command printed."""

    code: int
    out: str
    err: str


Here = Callable[..., Said]


@pytest.fixture
def here(env: dict[str, str], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Here:
    """Runs a command to its end."""
    for name in ("HOME", "HF_ENDPOINT"):
        monkeypatch.setenv(name, env[name])

    def here(*args: str) -> Said:
        capfd.readouterr()
        return Said(main(args), *capfd.readouterr())

    return here
