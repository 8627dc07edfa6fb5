"""What may import what, and what a quick command must not wait for."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SLOW = {"textual", "rich", "httpx", "sqlite_utils", "asyncio", "logging", "tomllib", "shutil", "tempfile"}

SCRIPT = """
import sys
from paperreader.cli import main
code = main(sys.argv[1:])
print("\\n" + __import__("json").dumps([code, sorted(sys.modules)]))
"""


def test_the_layers_hold() -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command as lint; lint()",
            "--no-cache",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stdout


def imported_by(home: Path, *args: str) -> tuple[int, set[str]]:
    env = {**os.environ, "HOME": str(home), "PYTHONPATH": str(ROOT)}
    env = {name: value for name, value in env.items() if not name.startswith(("XDG_", "HF_"))}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *args], env=env, cwd=home, capture_output=True, text=True, check=True
    )
    code, modules = json.loads(done.stdout.splitlines()[-1])
    return code, {name.partition(".")[0] for name in modules}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a store in it."""
    home = tmp_path_factory.mktemp("home")
    script = """
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from paperreader.discussion.comment import Comment
from paperreader.fulltext.blocks import Fulltext, Paragraph, Run
from paperreader.fulltext.encode import encode
from paperreader.models import Paper
from paperreader.store import Store
store = Store(Path(sys.argv[1], ".local/share/paperreader/paperreader.db"), now=lambda: datetime.now(UTC))
store.ingest.save_day(date(2025, 7, 31), [Paper("2507.31001", "A", "A", "B", "B")], complete=True).result()
text = Fulltext((Paragraph((Run("We weave."),)),))
store.texts.save("2507.31001", b"", text, converter=1, etag=None, modified=None).result()
store.discussions.save("2507.31001", [Comment("a", encoded=encode(text))]).result()
store.close()
"""
    subprocess.run([sys.executable, "-c", script, str(home)], env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True)
    return home


@pytest.mark.parametrize(
    "args",
    [
        *(["--version"], ["status"], ["list"], ["list", "--json"], ["paths"], ["list", "x"]),
        *(["text", "2507.31001", *options] for options in ([], ["--markdown"], ["--json"])),
        *(["discussion", "2507.31001", *options] for options in ([], ["--json"])),
        *(["feed", "--format", format] for format in ("atom", "json")),
        *(["digest", "--format", format] for format in ("text", "markdown", "html", "json")),
    ],
)
def test_quick_commands_import_nothing_slow(home: Path, args: list[str]) -> None:
    code, modules = imported_by(home, *args)
    assert code == (2 if "x" in args else 0)
    assert "paperreader" in modules
    assert modules & SLOW == set()


def test_the_doctor_imports_no_screen(home: Path) -> None:
    code, modules = imported_by(home, "doctor", "--offline")
    assert code in (0, 1)
    assert modules & {"textual", "rich", "httpx"} == set()


def test_a_fetch_imports_no_screen(home: Path) -> None:
    code, modules = imported_by(home, "fetch", "--offline")
    assert code == 1
    assert modules & {"textual", "rich", "httpx"} == set()


def test_a_start_of_the_reader_reads_no_metadata_of_packages() -> None:
    script = "import sys, paperreader.cli.reader, paperreader.tui.app; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    slow = {"importlib.metadata", "zipfile", "email.message"}  # ten milliseconds together
    assert not set(done.stdout.split()) & (slow | {"httpx", "sqlite_utils", "shlex"})
