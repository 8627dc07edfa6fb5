"""Syncthing carries the folder: two of its daemons on loopback, which know nobody else."""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.machines.machine import Machine

PROGRAM = shutil.which("syncthing")
PATIENCE_S = 60
KEY = "a-key-for-tests"
CONFIG = """
<configuration version="35">
  <folder id="marks" path="{folder}" rescanIntervalS="3600" fsWatcherEnabled="true" fsWatcherDelayS="1">
    <device id="{own}"></device><device id="{other}"></device>
    <pullerPauseS>1</pullerPauseS><maxConflicts>10</maxConflicts>
  </folder>
  <device id="{own}" name="own"></device>
  <device id="{other}" name="other"><address>tcp://127.0.0.1:{other_port}</address></device>
  <gui enabled="true" tls="false"><address>127.0.0.1:{gui_port}</address><apikey>{key}</apikey></gui>
  <options>
    <listenAddress>tcp://127.0.0.1:{own_port}</listenAddress>
    <globalAnnounceEnabled>false</globalAnnounceEnabled><localAnnounceEnabled>false</localAnnounceEnabled>
    <relaysEnabled>false</relaysEnabled><natEnabled>false</natEnabled><startBrowser>false</startBrowser>
    <urAccepted>-1</urAccepted><autoUpgradeIntervalH>0</autoUpgradeIntervalH>
    <crashReportingEnabled>false</crashReportingEnabled><reconnectionIntervalS>1</reconnectionIntervalS>
  </options>
</configuration>
"""

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="Syncthing is not installed")


class Daemon:
    """Syncthing, for one folder."""

    def __init__(self, home: Path, folder: Path) -> None:
        assert PROGRAM
        self.home, self.folder = home, folder
        self.port, self.gui_port = free_port(), free_port()
        folder.mkdir()
        self._env = {**os.environ, "HOME": str(home), "STMONITORED": "yes"}  # in this one process
        self._run("generate", "--no-default-folder", f"--home={home}")
        self.id = self._run("--device-id", f"--home={home}")

    def start(self, other: Daemon) -> None:
        assert PROGRAM
        ids = {"own": self.id, "other": other.id, "own_port": self.port, "other_port": other.port}
        config = CONFIG.format(folder=self.folder, gui_port=self.gui_port, key=KEY, **ids)
        (self.home / "config.xml").write_text(config)
        libc = ctypes.CDLL(None)
        self._process = subprocess.Popen(
            [PROGRAM, "serve", f"--home={self.home}", "--no-browser", "--no-restart", "--no-upgrade"],
            env=self._env,
            stdout=(self.home / "log").open("wb"),
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=lambda: libc.prctl(1, signal.SIGKILL),  # it ends with us, however we end
        )

    def stop(self) -> None:
        if hasattr(self, "_process"):
            self._process.kill()
            self._process.wait()

    def tell(self, what: str) -> None:
        """Have it do something, and wait until it is done."""
        self._request(what, b"")

    def is_connected(self) -> bool:
        assert self._process.poll() is None, (self.home / "log").read_text()
        try:
            answer = json.loads(self._request("system/connections"))
        except (urllib.error.URLError, ConnectionError):  # it is still starting
            return False
        return any(connection["connected"] for connection in answer["connections"].values())

    def _request(self, what: str, body: bytes | None = None) -> bytes:
        request = urllib.request.Request(f"http://127.0.0.1:{self.gui_port}/rest/{what}", body)
        request.add_header("X-API-Key", KEY)
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=PATIENCE_S) as answer:
            return bytes(answer.read())

    def _run(self, *args: str) -> str:
        done = subprocess.run(
            [str(PROGRAM), *args],
            env=self._env,
            check=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        return done.stdout.strip()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.fixture
def daemons(tmp_path: Path) -> Iterator[tuple[Daemon, Daemon]]:
    pair = Daemon(tmp_path / "home-desk", tmp_path / "desk"), Daemon(tmp_path / "home-laptop", tmp_path / "laptop")
    try:
        for daemon, other in (pair, pair[::-1]):
            daemon.start(other)
        until(lambda: all(daemon.is_connected() for daemon in pair))
        yield pair
    finally:
        for daemon in pair:
            daemon.stop()


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if not path.name.startswith(".")}


def test_marks_arrive_on_both_sides_and_conflict_copies_are_read(
    daemons: tuple[Daemon, Daemon], tmp_path: Path
) -> None:
    desk, laptop = machines = Machine(tmp_path, "desk"), Machine(tmp_path, "laptop")

    def write() -> None:
        assert [machine.sync().problem for machine in machines] == ["", ""]

    def arrives() -> bool:
        return contents(desk.folder) == contents(laptop.folder)

    def agree_on(*papers: str) -> bool:
        write()
        until(arrives)
        return all(machine.stars == set(papers) for machine in machines)

    desk.star("2607.00001")
    laptop.star("2607.00002")
    until(lambda: agree_on("2607.00001", "2607.00002"))

    # A store is copied, and both write a file of the same name while they cannot reach each other.
    one, other = daemons
    one.tell(f"system/pause?device={other.id}")
    until(lambda: not any(daemon.is_connected() for daemon in daemons))
    laptop.path.write_bytes(desk.path.read_bytes())
    desk.star("2607.00003")
    laptop.star("2607.00004")
    write()
    assert desk.file.name == laptop.file.name
    for daemon in daemons:
        daemon.tell("db/scan?folder=marks")
    one.tell(f"system/resume?device={other.id}")
    until(lambda: arrives() and any("sync-conflict" in name for name in contents(desk.folder)))
    until(lambda: agree_on(*(f"2607.0000{number}" for number in (1, 2, 3, 4))))
    assert desk.file.name != laptop.file.name
