"""Notes in the user's editor, in a real terminal: whatever becomes of the editor, nothing that was typed is lost."""

from __future__ import annotations

import os
import signal
import stat
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from paperreader.models import Cause
from paperreader.store import Store
from tests.bench.terminal import Program
from tests.hub_server.items import papers
from tests.stored_days import WED, fill, id_of
from tests.terminal import Terminal

EDITOR = r"""#!/bin/sh
printf 'editing %s: ' "$(basename "$1")"
head -c 300 "$1" | tr '\n' '|'
read -r what text
case "$what" in
    write) printf '%s\n' "$text" > "$1" ;;
    append) printf '%s\n' "$text" >> "$1" ;;
    save) printf '%s\n' "$text" > "$1"; echo it is saved; read -r more ;;
    fail) printf '%s\n' "$text" >> "$1"; exit 3 ;;
    kill) printf '%s\n' "$text" >> "$1"; kill -9 $$ ;;
    bytes) printf "$text" > "$1" ;;
    big) head -c 1000000 /dev/zero | tr '\0' x > "$1" ;;
    delete) rm "$1" ;;
    stop) kill -STOP $$; printf '%s\n' "$text" > "$1" ;;
    stop-all) kill -TSTP 0; printf '%s\n' "$text" > "$1" ;;
esac
exit 0
"""

PAPER = id_of(WED, 1)


def stored(home: Path) -> Store:
    return Store(home / ".local/share/paperreader/paperreader.db", now=lambda: datetime.now(UTC))


def note(home: Path) -> str:
    with closing(stored(home)) as store:
        return store.papers.note(PAPER).text


def drafts(home: Path) -> list[Path]:
    return sorted((home / ".local/share/paperreader").glob("*.unsaved-notes/*"))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A day of papers."""
    with closing(stored(tmp_path)) as store:
        fill(store, {WED: papers(WED, 3)})
        store.settings.set("since", WED.isoformat()).result()
    return tmp_path


@pytest.fixture
def editor(tmp_path: Path) -> str:
    file = tmp_path / "my editor"
    file.write_text(EDITOR)
    file.chmod(0o700)
    return f"'{file}'"


@pytest.fixture
def program(env: dict[str, str], home: Path, editor: str) -> Iterator[Program]:
    more = {"VISUAL": editor, "SSH_CONNECTION": "192.0.2.1 50000 192.0.2.2 22"}
    with Program([sys.executable, "-m", "paperreader", "--offline"], env | more, (140, 40)) as program:
        program.until(lambda text: "? keys" in text)
        yield program


def squeezed(text: str) -> str:
    """Without blanks: where a toast breaks its lines depends on how long the path in it is."""
    return "".join(text.split())


def edit(program: Program, line: str, *says: str, shows: str = "") -> None:
    """Open the note, see what the editor shows, answer it, and see what the reader says, at once or one by one."""
    program.write("e")
    program.until(lambda text: "editing 2" in text and shows in text)
    program.write(f"{line}\r")
    missing = {"? keys", *says}

    def seen(text: str) -> bool:
        shown = squeezed(text) + squeezed("".join(line.partition("▌")[2] for line in text.splitlines()))
        missing.difference_update([each for each in missing if squeezed(each) in shown])
        return not missing

    program.until(seen)


def test_what_is_written_becomes_the_note(program: Program, home: Path) -> None:
    edit(
        program, "write Compare with looms", "Note saved", "Compare with looms", "Note", "✎", shows=f"editing {PAPER} "
    )
    assert drafts(home) == []
    edit(program, "append - and threads", "Note saved", "- and threads", shows="Compare with looms|")
    program.write("U")
    program.until(lambda text: "- and threads" not in text and "as it was before" in text)
    edit(program, "bytes \\n\\n", "Note removed")
    program.leave("Q")
    assert note(home) == ""


def test_what_cannot_be_a_note_is_kept_in_its_file_and_gone_on_with(program: Program, home: Path) -> None:
    edit(program, "fail half a thought", "failed with status 3", "The note is as it was", "kept in", "unsaved-notes")
    (draft,) = drafts(home)
    assert (draft.read_text(), stat.S_IMODE(draft.stat().st_mode)) == ("half a thought\n", 0o600)
    edit(program, "kill more of it", "ended by SIGKILL", "kept in", shows="half a thought|")
    edit(program, "append the end", "Note saved", "half a thought", "the end", shows="more of it|")
    assert drafts(home) == []
    edit(program, "bytes \\377\\376", "The file is not UTF-8", "kept in")
    assert [path.read_bytes() for path in drafts(home)] == [b"\377\376"]
    edit(program, "append of latin", "The file is not UTF-8", "kept in", "goes on with it")
    assert [path.read_bytes() for path in drafts(home)] == [b"\377\376of latin\n"]
    edit(program, "big", "at most 100 kB", "kept in", shows="of latin|")
    assert [path.stat().st_size for path in drafts(home)] == [1_000_000]
    edit(program, "bytes a\\033[2Jb\\000c", "without 2 control characters", shows="xxxx")
    edit(program, "delete", "cannot be read")
    program.leave("Q")
    assert note(home) == "a[2Jbc"
    assert drafts(home) == []


@pytest.mark.parametrize(
    ("command", "says"),
    [
        ("/no/such/editor", "was not found; $VISUAL or $EDITOR names it"),
        ("'", "did not start: No closing quotation"),
        ("true", "true returned at once. If it has a window of its own, make it wait"),
        ("false", "failed with status 1"),
    ],
)
def test_an_editor_that_does_nothing_is_named(env: dict[str, str], home: Path, command: str, says: str) -> None:
    with Program([sys.executable, "-m", "paperreader", "--offline"], env | {"EDITOR": command}, (140, 40)) as program:
        program.until(lambda text: "? keys" in text)
        program.write("e")
        program.until(
            lambda text: squeezed(says) in squeezed("".join(line.partition("▌")[2] for line in text.splitlines()))
        )
        program.write("b")
        program.until(lambda text: "★" in text)
        program.leave("Q")
    assert note(home) == ""
    assert len(drafts(home)) == (command == "true"), "what is written later in its window goes there"


def test_a_signal_that_ends_the_reader_ends_the_editor_and_keeps_what_it_has_saved(
    program: Program, home: Path
) -> None:
    program.write("e")
    program.until(lambda text: "editing 2" in text)
    program.write("save the last words\r")
    program.until(lambda text: "it is saved" in text)
    os.kill(program.pid, signal.SIGHUP)
    program.leave("")
    (draft,) = drafts(home)
    assert (draft.read_text(), note(home)) == ("the last words\n", "")


def test_ctrl_c_is_for_the_editor(program: Program, home: Path) -> None:
    program.write("e")
    program.until(lambda text: "editing 2" in text)
    program.write("\x03")
    program.until(lambda text: "SIGINT" in text)
    program.leave("Q")


@pytest.mark.parametrize("how", ["stop", "stop-all"])
def test_an_editor_that_is_stopped_gives_the_terminal_to_the_shell(
    env: dict[str, str], home: Path, tmp_path: Path, editor: str, how: str
) -> None:
    terminal = Terminal(tmp_path, env | {"VISUAL": editor})
    try:
        terminal.type(f"{sys.executable} -m paperreader --offline")
        terminal.shows("? keys")
        terminal.press("e")
        terminal.shows("editing 2")
        terminal.type(f"{how} after a pause")
        terminal.type("echo in the $((1 + 1))nd shell")
        terminal.shows("in the 2nd shell")
        terminal.tmux("resize-window", "-x", "100", "-y", "30")
        terminal.type("fg")
        text = terminal.shows("? keys", "Note saved", "after a pause")
        assert max(map(len, text.splitlines())) <= 100
        terminal.press("b")
        terminal.shows("★")
        terminal.press("Q")
        terminal.until(lambda text: text.rstrip().endswith("$"))
    finally:
        terminal.tmux("kill-server")
    assert note(home) == "after a pause"


def test_two_texts_are_edited_as_one(env: dict[str, str], home: Path, editor: str) -> None:
    with closing(stored(home)) as store:
        store.marks.set("note", "at home", [PAPER], Cause.BY_HAND).result()
        theirs = next(mark for mark in store.marks.all() if mark.field == "note")
        later = theirs._replace(value="at work", at=f"2999{theirs.at[4:]}", device="theirs")
        store.marks.merge([later]).result()
    with Program([sys.executable, "-m", "paperreader", "--offline"], env | {"VISUAL": editor}, (140, 40)) as program:
        program.until(lambda text: all(each in text for each in ("at work", "Also written on", "at home", "? keys")))
        edit(program, "write at home and at work", "Note saved", shows="this machine:||at home|")
        program.until(lambda text: "Also written" not in text and "at home and at work" in text)
        program.write("U")
        program.until(lambda text: "Also written" in text)
        program.leave("Q")


def test_what_another_program_wrote_meanwhile_is_kept_below(program: Program, home: Path) -> None:
    program.write("e")
    program.until(lambda text: "editing 2" in text)
    with closing(stored(home)) as store:
        store.marks.set("note", "from a script", [PAPER], Cause.BY_HAND).result()
    program.write("write by hand\r")
    program.until(lambda text: "by hand" in text and "Also written on" in text and "from a script" in text)
    program.write("U")
    program.until(lambda text: "Also written on" not in text and "from a script" in text)
    program.leave("Q")
    assert note(home) == "from a script"
