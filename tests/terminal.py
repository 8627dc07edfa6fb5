"""Real terminals for the program: a pty that ends with it, and a shell in a tmux of its own."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping
from pathlib import Path

PROGRAM = Path(sys.executable).with_name("paperreader")


def in_terminal(
    env: Mapping[str, str], *args: str, columns: int = 80, leave_at: str = "", pause: float = 0
) -> tuple[int, str]:
    """Runs it on a terminal of its own, to its end or to `Q` some time after a text was seen; code and output."""
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, columns))
    command = [sys.executable, "-m", "paperreader", *args]
    process = subprocess.Popen(command, env=env, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True)
    os.close(theirs)
    output = b""
    deadline = time.monotonic() + 60
    try:
        while time.monotonic() < deadline:
            if not select.select([ours], [], [], 0.2)[0]:
                continue
            try:
                output += os.read(ours, 65536)
            except OSError:
                break
            if leave_at and leave_at in output.decode(errors="replace"):
                leave_at = ""
                time.sleep(pause)
                os.write(ours, b"Q")
        return process.wait(timeout=60), output.decode(errors="replace")
    finally:
        process.kill()
        process.wait()
        os.close(ours)


class Terminal:
    """A shell in a tmux of its own; what it shows, and keys for it."""

    def __init__(self, folder: Path, env: dict[str, str]) -> None:
        self._tmux = ["tmux", "-S", str(folder / "tmux.sock"), "-f", "/dev/null"]
        kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
        kept |= {"LANG": "C.UTF-8", "HOME": str(folder), "SHELL": "/bin/sh", "PS1": "$ "}
        size = ["new-session", "-d", "-x", "140", "-y", "40", "/bin/sh"]
        subprocess.run([*self._tmux, *size], env=kept | env, check=True, timeout=60)
        self.until(lambda text: text.startswith("$"))  # what is typed before its prompt stands above it

    def tmux(self, *command: str) -> str:
        done = subprocess.run([*self._tmux, *command], capture_output=True, text=True, timeout=60, check=False)
        return done.stdout

    def press(self, *keys: str) -> None:
        self.tmux("send-keys", *keys)

    def type(self, line: str) -> None:
        self.tmux("send-keys", "-l", line)
        self.press("Enter")

    @property
    def text(self) -> str:
        return self.tmux("capture-pane", "-p")

    def until(self, seen: Callable[[str], bool], seconds: float = 60) -> str:
        """The screen once it is as wanted."""
        end = time.monotonic() + seconds
        while not seen(text := self.text):
            assert time.monotonic() < end, text
            time.sleep(0.05)
        return text

    def shows(self, *words: str) -> str:
        return self.until(lambda text: all(word in text for word in words))
