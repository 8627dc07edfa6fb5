"""49 files of the current folder are never run"""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
import zipapp
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from paperreader import children
from tests.bench.terminal import Program
from tests.conftest import Run
from tests.hub_server import HubServer
from tests.hub_server.items import papers
from tests.stores import ROOT
from tests.terminal import PROGRAM

PACKAGES = (
    *(
        "textual",
        "rich",
        "httpx",
        "httpcore",
        "h11",
        "anyio",
        "idna",
        "certifi",
        "socksio",
        "sqlite_utils",
        "pyperclip",
    ),
    *("click", "pluggy", "platformdirs", "pygments", "markdown_it", "typing_extensions", "dateutil"),
    *("sitecustomize", "usercustomize", "_ssl", "_sqlite3", "_ctypes", "termios", "fcntl", "resource", "tabulate"),
)
TOOLS = (
    *("tmux", "git", "python", "python3", "sh", "xclip", "xsel", "wl-copy", "wl-paste", "pbcopy", "pbpaste", "klipper"),
    *(
        "qdbus",
        "which",
        "xdg-open",
        "xdg-settings",
        "gio",
        "open",
        "firefox",
        "google-chrome",
        "chromium",
        "w3m",
        "lynx",
    ),
    *(
        "www-browser",
        "x-www-browser",
        "sensible-browser",
        "gcc",
        "ldconfig",
        "uname",
        "stty",
        "tput",
        "infocmp",
        "dbus",
    ),
)
DAY = date.today() - timedelta(days=date.today().weekday() + 3)
"""A Friday."""


@pytest.fixture
def ran(tmp_path: Path) -> Path:
    """Where a hostile file leaves its name when it is run."""
    return tmp_path / "ran"


@pytest.fixture
def hostile(tmp_path: Path, ran: Path) -> Path:
    """A folder with a file for every module and every tool that could be asked for, and a config of its own."""
    folder = tmp_path / "downloads"
    folder.mkdir()
    for name in {*sys.stdlib_module_names, *PACKAGES} - {"__future__"}:
        (folder / f"{name}.py").write_text(f"open({str(ran)!r}, 'a').write('{name}.py\\n')\n")
    for name in TOOLS:
        (folder / name).write_text(f"#!/bin/sh\necho {name} >>{ran}\n")
        (folder / name).chmod(0o755)
    (folder / "config.toml").write_text('theme = "nord"\nbrowser = ["./firefox"]\n')
    (folder / ".env").write_text("HF_ENDPOINT=http://127.0.0.1:9\n")
    (folder / ".tmux.conf").write_text(f"run-shell 'echo tmux.conf >>{ran}'\n")
    return folder


@pytest.fixture
def careless(env: dict[str, str], hub_server: HubServer, config_file: Path) -> dict[str, str]:
    """An environment with the current folder in every path, as `PATH=$PATH:` and `.` make it."""
    hub_server.days = {DAY: papers(DAY, 3)}
    del env["PYTHONPATH"]
    own = {"PATH": f".::{env['PATH']}:", "TMUX": "/nowhere/tmux,1,0", "DISPLAY": ":9876", "MANPATH": ":"}
    return env | own


def names(ran: Path) -> set[str]:
    return set(ran.read_text().split()) if ran.exists() else set()


COMMANDS: tuple[list[str], ...] = (
    ["--version"], ["--help"], ["fetch"], ["fetch", DAY.isoformat()], ["fetch", "--trending"], ["status"], ["paths"],
    ["list"], ["list", "--json"], ["search", "loom"], ["search", "--hub", "loom"], ["backup", "copy.db"],
    ["restore", "copy.db"], ["marks", "export", "marks"], ["marks", "merge", "marks"], ["doctor"],
    ["list", "nonsense"], [],
)  # fmt: skip


def check(command: list[object], args: list[str], env: Mapping[str, str], hostile: Path, ran: Path) -> None:
    """Run a command in the hostile folder; it does what it should, and nothing else."""
    done = subprocess.run(
        [*map(str, command), *args], env=env, cwd=hostile, stdin=subprocess.DEVNULL, capture_output=True, text=True,
        timeout=60,
    )  # fmt: skip
    assert names(ran) == set(), args
    codes = {"nonsense": [2], "doctor": [0, 1]}.get(args[-1] if args else "doctor", [0])
    assert "Traceback" not in done.stderr, done.stderr
    assert done.returncode in codes or "--json" in args, (args, done.stderr)
    assert "nord" not in done.stdout


def spare_what_python_needs(hostile: Path) -> None:
    """Take away what Python imports before the first line of a program, from a folder that it is told to search."""
    look = "import re, runpy, sys; print(*{name.partition('.')[0] for name in sys.modules})"
    loaded = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True).stdout.split()
    for name in (*loaded, "sitecustomize", "usercustomize"):
        (hostile / f"{name}.py").unlink(missing_ok=True)
    assert (hostile / "termios.py").exists()


def test_fault_49_no_command_runs_what_is_in_the_current_folder(
    careless: dict[str, str], hostile: Path, ran: Path
) -> None:
    for args in COMMANDS:
        check([PROGRAM], args, careless, hostile, ran)


def test_fault_49_an_empty_entry_in_pythons_path_ends_with_our_first_line(
    careless: dict[str, str], hostile: Path, ran: Path, long: bool
) -> None:
    spare_what_python_needs(hostile)
    for path in (":/nowhere", ".", ":", "/nowhere:") if long else (":/nowhere", "."):
        for args in (["fetch"], ["list", "--json"]):
            check([PROGRAM], args, careless | {"PYTHONPATH": path}, hostile, ran)


def test_fault_49_as_a_module_it_runs_nothing_from_there_once_it_has_begun(
    careless: dict[str, str], hostile: Path, ran: Path, long: bool
) -> None:
    """`python -m` puts the current folder first, and looks for itself there: that is before our first line."""
    spare_what_python_needs(hostile)
    for args in COMMANDS if long else (["fetch"], ["list", "--json"], ["doctor"]):
        check([sys.executable, "-m", "paperreader"], args, careless, hostile, ran)


def in_folder(folder: Path, *command: object) -> list[str]:
    return ["/bin/sh", "-c", 'cd "$1" && shift && exec "$@"', "sh", str(folder), *map(str, command)]


def use(command: list[str], env: Mapping[str, str]) -> None:
    """Fetch, copy and open in the reader, and leave it."""
    with Program(command, env, (140, 40)) as program:
        program.until(lambda text: "3 papers, " in text)
        program.press("y", lambda text: "no clipboard here" in text)
        program.press("\x1b", lambda text: "no clipboard here" not in text)
        program.press("o", lambda text: "Opened" in text or "no clipboard here" in text)  # xdg-open never fails
        program.press("\x1b")
        program.press("r")
        program.settle()
        program.leave("Q")


def test_fault_49_the_reader_runs_nothing_from_there(careless: dict[str, str], hostile: Path, ran: Path) -> None:
    use(in_folder(hostile, PROGRAM), careless)
    assert names(ran) == set()


def test_fault_49_from_a_zip(careless: dict[str, str], hostile: Path, ran: Path, tmp_path: Path, long: bool) -> None:
    source = tmp_path / "source"
    shutil.copytree(ROOT / "paperreader", source / "paperreader", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(source / "paperreader" / "__main__.py", source / "__main__.py")
    zipapp.create_archive(source, tmp_path / "paperreader.pyz", compressed=True)
    shutil.rmtree(source)
    zipped = tmp_path / "paperreader.pyz"
    if long:
        use(in_folder(hostile, sys.executable, zipped), careless)
    os.replace(zipped, hostile / "paperreader.pyz")
    use(in_folder(hostile, sys.executable, "paperreader.pyz"), careless)
    with Program(in_folder(hostile, sys.executable, "paperreader.pyz", "--demo"), careless, (140, 40)) as program:
        program.until(lambda text: "unread" in text)
        program.leave("Q")
    assert names(ran) == set()


def test_fault_49_the_environment_of_children_has_no_current_folder() -> None:
    env = {"PATH": ":/usr/bin:.:bin::/bin:", "PYTHONPATH": ":/lib", "HOME": "/h"}
    assert children.environment(env) == {"PATH": "/usr/bin:/bin", "PYTHONPATH": "/lib", "HOME": "/h"}
    assert children.environment({"PATH": ":."}) == {"PATH": children.DEFAULT_PATH}
    assert children.environment({}) == {}


def test_fault_49_only_what_was_put_before_pythons_own_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = str(Path(os.__file__).parent)
    monkeypatch.chdir(tmp_path)
    here = str(tmp_path)
    path = ["", here, "/elsewhere", library, here, "/site-packages"]
    assert children.without_current_folder(path) == ["/elsewhere", library, here, "/site-packages"]
    monkeypatch.chdir(ROOT)
    assert children.without_current_folder(["", library]) == ["", library], "we live here"
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert children.without_current_folder(["", "/elsewhere", library]) == ["/elsewhere", library]


def test_fault_49_a_child_has_our_modules_and_its_arguments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    odd = tmp_path / 'it\'s a "folder" ünd: more'
    (odd / "paperreader_test_child").mkdir(parents=True)
    show = "import json, sys; print(json.dumps([sys.argv[1:], __name__]))"
    (odd / "paperreader_test_child" / "main.py").write_text(show)
    monkeypatch.syspath_prepend(odd)
    command = children.own("paperreader_test_child.main", "a b", "")
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path)
    assert json.loads(done.stdout) == [["a b", ""], "__main__"]


def test_fault_49_a_frozen_program_is_its_own_child(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    command = children.own("paperreader.clipboard_child", "copy")
    assert command == [sys.executable, children.FROZEN_CHILD, "paperreader.clipboard_child", "copy"]
    program = [
        PROGRAM,
        *children.own("paperreader.refresh.worker_main", str(tmp_path / "x.db"), "0", "http://127.0.0.1:9")[1:],
    ]
    done = subprocess.run(program, input="", capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    refused = subprocess.run([PROGRAM, children.FROZEN_CHILD, "antigravity"], capture_output=True, timeout=60)
    assert refused.returncode == 0


STARTS = {"Popen", "run", "call", "check_call", "check_output", "getoutput", "create_subprocess_exec"}
NO_START = {"PIPE", "DEVNULL", "STDOUT", "CompletedProcess", "SubprocessError", "TimeoutExpired"}
SHOW_PYTHON = ("doctor/program.py", "installation.py", "requirements.py")
"""Where Python's path is shown, and no Python is started."""
NEVER = {
    "os": {"system", "popen", "posix_spawn", "posix_spawnp", "fork", "forkpty", "startfile"},
    "asyncio": {"create_subprocess_shell"},
    "pty": {"spawn", "fork"},
}
IMPORTS = {"multiprocessing", "webbrowser", "pyperclip", "pty", "concurrent.futures.process", "runpy", "ctypes.util"}
ALLOWED = {
    ("clipboard_child.py", "pyperclip"),
    ("reader/browser_child.py", "webbrowser"),
    ("children.py", "runpy"),
}


def test_fault_49_there_is_no_other_way_to_start_a_process() -> None:
    """Who starts a process passes `children.environment(…)`; who starts Python, `children.own(…)`."""
    starts = 0
    for file in sorted((ROOT / "paperreader").rglob("*.py")):
        name = str(file.relative_to(ROOT / "paperreader"))
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Import | ast.ImportFrom):
                wanted = {node.module or ""} if isinstance(node, ast.ImportFrom) else {each.name for each in node.names}
                assert not {(name, each) for each in wanted & IMPORTS} - ALLOWED, (name, wanted)
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                owner, called = node.value.id, node.attr
                assert called not in NEVER.get(owner, ()), (name, called)
                assert not (owner == "os" and called.startswith(("exec", "spawn"))), (name, called)
                if (owner, called) == ("sys", "executable"):
                    assert name in SHOW_PYTHON or name == "children.py", name
                if owner == "subprocess" or called.startswith("create_subprocess"):
                    assert called in {*STARTS, *NO_START}, (name, called)
        for call in (node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Call)):
            if any(_is_start(each) for each in (call.func, *call.args)):
                starts += 1
                given = {word.arg: ast.unparse(word.value) for word in call.keywords}
                assert given.get("env", "").startswith("children.environment("), (name, call.lineno)
                assert "shell" not in given
    assert starts >= 3


def _is_start(node: ast.AST) -> Any:
    """`subprocess.Popen` and the like, called or handed on to be called."""
    if not (isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.attr in STARTS):
        return False
    return node.value.id == "subprocess" or node.attr == "create_subprocess_exec"


def test_fault_49_no_extension_of_sqlite_is_loaded() -> None:
    for file in (ROOT / "paperreader").rglob("*.py"):
        assert "load_extension" not in file.read_text()


def test_fault_49_a_tool_in_path_by_its_full_name_is_run(run: Run, env: dict[str, str], tmp_path: Path) -> None:
    """A folder that the user names in PATH is their wish, the current one too."""
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "tmux").write_text(f"#!/bin/sh\necho tmux >>{tmp_path}/seen\n")
    (tools / "tmux").chmod(0o755)
    run("doctor", "--offline", PATH=f"{tools}:{env['PATH']}", TMUX="/nowhere,1,0")
    assert (tmp_path / "seen").exists()
