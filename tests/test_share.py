"""Completions and man page: made from the command line as it is, and understood by shells and man."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from paperreader.cli.arguments import COMMANDS
from paperreader.cli.completion import FILES
from tests.conftest import Run
from tests.share import SHARE, shared_files

LINES = {
    "paperreader li": {"list"},
    "paperreader ": {*COMMANDS},
    "paperreader list --unread --js": {"--json", "--jsonl"},
    "paperreader marks ": {"export", "merge"},
    "paperreader --theme dra": {"dracula"},
    "paperreader help sett": {"settings"},
    "paperreader list --fields title": {"title", "title_raw"},
    "paperreader backup ./pa": {"./papers.db"},
    "paperreader status --db ./pa": {"./papers.db"},
}
"""What is typed, and what can follow."""


def test_they_are_current() -> None:
    files = shared_files()
    assert {file for file in SHARE.rglob("*") if file.is_file()} == set(files)
    for file, text in files.items():
        assert file.read_text(encoding="utf-8") == text, "python -m tests.share writes them"


@pytest.mark.parametrize("shell", FILES)
def test_the_command_prints_them(run: Run, shell: str) -> None:
    done = run("completion", shell, PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == SHARE.joinpath(FILES[shell]).read_text(encoding="utf-8")


def asked(command: list[str], folder: Path) -> set[str]:
    """What a shell prints: one candidate per line, perhaps with a tab and what it does."""
    done = subprocess.run(
        command, cwd=folder, env={"PATH": os.environ["PATH"], "HOME": str(folder)}, capture_output=True, text=True
    )
    assert done.stderr == ""
    return {line.partition("\t")[0] for line in done.stdout.splitlines()}


@pytest.mark.parametrize("line", LINES)
def test_bash_completes(tmp_path: Path, line: str) -> None:
    tmp_path.joinpath("papers.db").touch()
    script = """
source "$1"; COMP_LINE=$2; read -ra COMP_WORDS <<<"$2"
[[ $2 == *' ' ]] && COMP_WORDS+=('')
COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); COMP_POINT=${#COMP_LINE}
function=$(complete -p paperreader | sed 's/.*-F \\([^ ]*\\).*/\\1/')
"$function" paperreader "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
printf '%s\\n' "${COMPREPLY[@]}"
"""
    assert asked(["bash", "-c", script, "bash", str(SHARE / FILES["bash"]), line], tmp_path) == LINES[line]


@pytest.mark.skipif(not shutil.which("fish"), reason="needs fish")
@pytest.mark.parametrize("line", LINES)
def test_fish_completes(tmp_path: Path, line: str) -> None:
    tmp_path.joinpath("papers.db").touch()
    script = "source $argv[1]; complete -C $argv[2]"
    assert asked(["fish", "-c", script, str(SHARE / FILES["fish"]), line], tmp_path) == LINES[line]


@pytest.mark.skipif(not shutil.which("zsh"), reason="needs zsh")
@pytest.mark.parametrize("line", ["paperreader li", "paperreader help sett", "paperreader backup ./pa"])
def test_zsh_completes(tmp_path: Path, line: str) -> None:
    tmp_path.joinpath("papers.db").touch()
    script = r"""
zmodload zsh/zpty; zpty shell zsh -f -i
zpty -w shell "fpath=(${1:h} \$fpath); autoload -Uz compinit; compinit -u -D"
zpty -w shell 'show() { zle complete-word; zle -I; print -r -- "<"$BUFFER">"; exit }; zle -N show; bindkey ^T show'
zpty -w -n shell "$2"$'\C-t'
zpty -r shell output '*<paperreader*>*'; print -r -- "${${output##*<}%%>*}"
"""
    (printed,) = asked(["zsh", "-f", "-c", script, "zsh", str(SHARE / FILES["zsh"]), line], tmp_path)
    (wanted,) = LINES[line]
    assert printed.split()[-1] == wanted


@pytest.mark.skipif(not shutil.which("man") or not shutil.which("groff"), reason="needs man and groff")
def test_man_shows_the_page_without_warnings() -> None:
    page = SHARE / "man/man1/paperreader.1"
    env = {**os.environ, "MANWIDTH": "80", "LC_ALL": "C.UTF-8", "MANPAGER": "cat"}
    done = subprocess.run(["man", "--warnings", "-l", str(page)], env=env, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    for command in COMMANDS:
        assert f"\n   {command}" in done.stdout
    for word in ("--fields NAME,...", "HF_ENDPOINT", "EXIT STATUS", "paperreader help keys"):
        assert word in done.stdout
