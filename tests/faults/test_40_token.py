"""40 where the token may be"""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import traceback
from pathlib import Path

import pytest
from rich.console import Console
from rich.traceback import Traceback

from paperreader.environment import network
from paperreader.hub.client import Hub
from paperreader.hub.errors import HubError
from tests.conftest import FRIDAY, NEWEST, QUICK, TOKEN, Run
from tests.hub_server import HubServer
from tests.hub_server.items import papers

HOME = {"HOME": "/home/ada"}


def test_fault_40_the_token_comes_from_environment_or_file(tmp_path: Path) -> None:
    home = {"HOME": str(tmp_path)}
    assert network(home).token is None
    file = tmp_path / ".cache" / "huggingface" / "token"
    file.parent.mkdir(parents=True)
    file.write_text("hf_default\n")
    named = tmp_path / "named"
    named.write_text("hf_named")
    moved = tmp_path / "moved" / "token"
    moved.parent.mkdir()
    moved.write_text("hf_moved")
    assert network(home).token == "hf_default"
    assert network({**home, "HF_HOME": str(moved.parent)}).token == "hf_moved"
    assert network({**home, "HF_HOME": "~/moved"}).token == "hf_moved"
    assert network({**home, "HF_HOME": str(moved.parent), "HF_TOKEN_PATH": str(named)}).token == "hf_named"
    assert network({**home, "XDG_CACHE_HOME": str(tmp_path / "none")}).token is None
    assert network({**home, "HUGGING_FACE_HUB_TOKEN": "hf_old"}).token == "hf_old"
    assert network({**home, "HUGGING_FACE_HUB_TOKEN": "hf_old", "HF_TOKEN": " hf_new\n"}).token == "hf_new"
    assert network({**home, "HF_TOKEN": "hf_new", "HF_HUB_DISABLE_IMPLICIT_TOKEN": "1"}).token is None


def test_fault_40_the_token_is_in_no_repr() -> None:
    assert "hf_secret" not in repr(network({**HOME, "HF_TOKEN": "hf_secret"}))


@pytest.mark.parametrize("fault", ["reset", "silent", "500", "html", "redirect http://other.example/", "401"])
async def test_fault_40_the_token_is_in_no_error(hub_server: HubServer, fault: str) -> None:
    hub_server.fail(fault)
    hub = Hub(hub_server.url, token=TOKEN, timings=QUICK)
    with pytest.raises(HubError) as caught:
        await hub.day(FRIDAY)
    await hub.close()
    shown = io.StringIO()
    told = Traceback.from_exception(caught.type, caught.value, caught.tb, show_locals=True, locals_max_length=1000)
    Console(file=shown, width=500).print(told)
    text = "".join(traceback.format_exception(caught.value)) + shown.getvalue() + repr(vars(hub))
    assert "hub.day(FRIDAY)" in text
    assert "secretsecret" not in text.replace(TOKEN, "", 0)


@pytest.mark.parametrize("token", ["hf_a b", "hf_\nx: y", "hf_ü", "x" * 5000])
async def test_fault_40_a_token_that_is_none_is_not_sent(hub_server: HubServer, token: str) -> None:
    hub_server.days[FRIDAY] = papers(FRIDAY, 2)
    hub = Hub(hub_server.url, token=token, timings=QUICK)
    assert hub.notices
    assert token not in str(hub.notices)
    await hub.day(FRIDAY)
    await hub.close()
    assert "authorization" not in hub_server.requests[0].headers
    assert os.environ.get("HF_TOKEN") is None


def test_fault_40_the_token_is_told_to_nobody(run: Run, hub_server: HubServer, env: dict[str, str]) -> None:
    hub_server.days = {NEWEST: papers(NEWEST, 2)}
    token = "hf_very_secret"
    said = run("fetch", HF_TOKEN=token)
    assert said.returncode == 0
    assert {request.headers.get("authorization") for request in hub_server.requests} == {f"Bearer {token}"}
    hub_server.token = "another"
    told = [
        said,
        run("fetch", HF_TOKEN=token),
        run("paths", HF_TOKEN=token),
        run("list", "--json", HF_TOKEN=token),
    ]
    assert token not in "".join(done.stdout + done.stderr for done in told)
    for file in Path(env["HOME"]).rglob("*"):
        assert not file.is_file() or token.encode() not in file.read_bytes(), file


def test_fault_40_no_token_gets_into_the_log(env: dict[str, str], tmp_path: Path) -> None:
    script = """
import logging, sys
from pathlib import Path
from paperreader import log
log.start(Path(sys.argv[1]), "hf_secret")
def ask(token):
    raise ValueError(f"refused {token}\\n2025-07-31 INFO forged")
try:
    ask("hf_secret")
except ValueError:
    logging.getLogger("paperreader.hub").exception("sent hf_secret \\x1b[31m\\ud800")
"""
    subprocess.run([sys.executable, "-c", script, str(tmp_path / "log")], env=env, check=True)
    head, text = (tmp_path / "log").read_text().split("\n", 1)
    assert "paperreader" in head
    assert "hf_secret" not in text
    assert "ValueError: refused [token]" in text
    assert re.fullmatch(r"\S+ \S+ ERROR paperreader\.hub: sent \[token\](\n    .*)+\n", text)
