"""52 dependencies of another version; missing modules of Python; `~`; config files that cannot be read"""

from __future__ import annotations

import json
import os
import pwd
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from paperreader import config
from paperreader.cli.arguments import parse
from tests.bench.terminal import Program
from tests.conftest import Run, store_of
from tests.hub_server import HubServer
from tests.stores import ROOT
from tests.terminal import in_terminal

Pretend = Callable[[str, str | None, str], str]


@pytest.fixture
def pretend(tmp_path: Path) -> Pretend:
    """Another version of a package, or none of it: the PYTHONPATH with it. `code` is all that the package has."""

    def pretend(package: str, version: str | None, code: str = "") -> str:
        folder = tmp_path / "others"
        name = package.replace("-", "_")
        (folder / name).mkdir(parents=True)
        (folder / name / "__init__.py").write_text(code)
        info = folder / f"{name}-{version or 0}.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: {version}\n")
        return f"{folder}{os.pathsep}{ROOT}"

    return pretend


def without(folder: Path, *modules: str) -> str:
    """A Python that was built without some modules: the PYTHONPATH for it."""
    folder.mkdir()
    lines = ["import sys", *(f"sys.modules[{module!r}] = None" for module in modules)]
    (folder / "sitecustomize.py").write_text("\n".join(lines))
    return f"{folder}{os.pathsep}{ROOT}"


TEXTUAL = "textual 0.89.1 is installed, and paperreader needs >=8.2.8,<9: run "


@pytest.mark.parametrize(
    "code",
    ["", "def __getattr__(name): raise AttributeError(name)", "raise TypeError('no')", "raise ImportError('no')"],
)
def test_fault_52_the_reader_names_a_package_of_another_version(
    env: dict[str, str], fetched: HubServer, pretend: Pretend, code: str
) -> None:
    code_, output = in_terminal(env | {"PYTHONPATH": pretend("textual", "0.89.1", code)}, columns=300)
    assert code_ == 1
    (line,) = re.sub(r"\x1b\[[^m]*[a-zA-Z]", "", output).strip().splitlines()[-1:]
    assert line.startswith(f"paperreader: {TEXTUAL}{sys.executable} -m pip install 'textual>=8.2.8,<9'; see ")
    assert "Traceback" not in output


def test_fault_52_so_does_a_command_and_doctor(run: Run, fetched: HubServer, pretend: Pretend) -> None:
    path = pretend("httpx", "0.1", "raise AttributeError('no')")
    done = run("fetch", PYTHONPATH=path)
    assert done.returncode == 1
    assert done.stderr.startswith("paperreader: httpx 0.1 is installed, and paperreader needs >=0.28,<1: run ")
    assert done.stderr.count("\n") == 1
    checks = json.loads(run("doctor", "--json", "--offline", PYTHONPATH=path).stdout)
    found = next(check for check in checks if check["name"] == "packages")
    assert found["state"] == "problem"
    assert found["message"] == "httpx 0.1 is installed, and paperreader needs >=0.28,<1"
    assert "pip install 'httpx>=0.28,<1'" in found["advice"]
    assert {"SQLite", "store"} <= {check["name"] for check in checks}
    assert run("status", PYTHONPATH=path).returncode == 0, "what does not need it works"


def test_fault_52_the_reader_tells_why_its_worker_fails(env: dict[str, str], pretend: Pretend) -> None:
    path = pretend("httpx", "0.1", "raise AttributeError('no')")
    with Program([sys.executable, "-m", "paperreader"], env | {"PYTHONPATH": path}, (140, 40)) as program:
        program.until(lambda text: "httpx 0.1 is installed, and paperreader needs" in text)
        program.leave("Q")


@pytest.mark.parametrize("module", ["_sqlite3", "_ssl", "zlib"])
def test_fault_52_a_python_without_a_module_is_named(
    run: Run, fetched: HubServer, config_file: Path, tmp_path: Path, module: str
) -> None:
    path = without(tmp_path / "without", module)
    for args in (["fetch"], ["doctor"], ["doctor", "--json"]):
        done = run(*args, PYTHONPATH=path)
        said = done.stdout + done.stderr
        assert done.returncode == 1
        assert f"this Python was built without {'SQLite' if module == '_sqlite3' else ''}" in said
        assert f"no module {module}" in said
        assert "fetch" not in args or done.stderr.count("\n") == 1
    assert run("status", PYTHONPATH=path).returncode == (1 if module == "_sqlite3" else 0)


def test_fault_52_without_a_terminals_module_nothing_starts(run: Run, tmp_path: Path) -> None:
    done = run("status", PYTHONPATH=without(tmp_path / "without", "termios"))
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert "WSL" in done.stderr


def test_fault_52_a_tilde_after_an_equals_sign_is_the_home(run: Run, fetched: HubServer, env: dict[str, str]) -> None:
    home = Path(env["HOME"])
    (home / "my.toml").write_text('theme = "nord"\n')
    done = run("paths", "--db=~/x/papers.db", "--config=~/my.toml")
    assert f"{home}/x/papers.db\n" in done.stdout
    assert f"{home}/my.toml\n" in done.stdout
    assert run("backup", "~/copy.db").returncode == 0
    assert (home / "copy.db").exists()
    assert run("status", "--db=~/copy.db").stdout == run("status").stdout
    me = pwd.getpwuid(os.getuid())
    assert parse([f"--db=~{me.pw_name}/x"]).db == Path(me.pw_dir, "x")
    assert parse(["--db=~nobody-at-all/x"]).db == Path("~nobody-at-all/x"), "as a shell does"


def test_fault_52_a_tilde_in_the_settings(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/me")
    file.write_text('browser = ["~/bin/open", "--profile", "~/p", "a~b"]\n')
    assert config.load(file)[0].browser == ("/home/me/bin/open", "--profile", "/home/me/p", "a~b")


COMMANDS = (
    [], ["fetch"], ["list"], ["search", "x"], ["backup", "copy.db"], ["restore", "copy.db"], ["marks", "export"],
    ["marks", "merge", "-"], ["doctor"], ["status"], ["paths"],
)  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_fault_52_a_config_file_that_is_not_there_is_an_error_in_every_command(
    run: Run, env: dict[str, str], command: list[str]
) -> None:
    done = run(*command, "--config=gone.toml")
    assert (done.returncode, done.stdout, done.stderr) == (2, "", "paperreader: gone.toml: no such config file\n")
    assert not store_of(env).exists()


def test_fault_52_so_is_one_that_cannot_be_read(run: Run, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "latin").write_bytes(b'theme = "nord"\n# caf\xe9\n')
    (tmp_path / "large").write_text("# x\n" * 10_000)
    (tmp_path / "secret").touch(0o000)
    expected = {
        "folder": "folder: this is a folder, not a config file",
        "latin": "latin:2: not UTF-8 text",
        "large": "large: cannot be read: it is larger than 16 kB",
        "latin/x": "latin/x: cannot be read: Not a directory",
    }
    if os.geteuid():
        expected["secret"] = "secret: cannot be read: Permission denied"
    for name, message in expected.items():
        done = run("--config", name, "status")
        assert (done.returncode, done.stdout, done.stderr) == (2, "", f"paperreader: {message}\n")
    for name in ("/dev/null", "my.toml"):
        (tmp_path / "my.toml").write_text("theme = 7\n")
        assert run("--config", name, "paths").returncode == 0


def test_fault_52_a_pipe_is_not_looked_at_since_it_can_be_read_only_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert config.problem_with(tmp_path / "pipe") is None


def test_fault_52_the_log_is_written_without_what_its_head_tells_of(tmp_path: Path) -> None:
    file = tmp_path / "log"
    write = f"import logging; from paperreader import log; log.start(Path({str(file)!r})); logging.error('what failed')"
    env = {**os.environ, "PYTHONPATH": without(tmp_path / "without", "_sqlite3", "sqlite3")}
    script = f"from pathlib import Path; {write}"
    done = subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    head, line = file.read_text().splitlines()
    assert "SQLite missing" in head
    assert line.endswith("what failed")
