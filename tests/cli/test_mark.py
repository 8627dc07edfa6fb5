"""`paperreader mark`: marks from scripts, stored or not, as one undo step."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from paperreader.store import Store
from tests.bench.terminal import Program
from tests.conftest import Run
from tests.hub_server.items import papers
from tests.stored_days import WED, fill, ids_of

A, B, C = ids_of(WED, 1, 2, 3)


def stored(env: dict[str, str]) -> Store:
    return Store(Path(env["HOME"], ".local/share/paperreader/paperreader.db"), now=lambda: datetime.now(UTC))


@pytest.fixture
def filled(env: dict[str, str]) -> None:
    with closing(stored(env)) as store:
        fill(store, {WED: papers(WED, 3)})


def piped(env: dict[str, str], data: bytes, *args: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "paperreader", "mark", *args]
    return subprocess.run(command, env=env, input=data, capture_output=True, timeout=60)


def item(run: Run, id: str) -> dict[str, object]:
    found: list[dict[str, object]] = json.loads(run("show", id, "--json").stdout)
    return {name: found[0][name] for name in ("read", "starred", "tags", "note")}


@pytest.mark.usefixtures("filled")
def test_all_of_a_command_is_one_step(run: Run, env: dict[str, str]) -> None:
    done = run("mark", A, f"https://arxiv.org/abs/{B}v2", "--read", "--star", "--tag", "To-Cite, b", "--note", "Look")
    assert (done.returncode, done.stdout, done.stderr) == (0, "10 marks changed on 2 papers\n", "")
    for id in (A, B):
        assert item(run, id) == {"read": True, "starred": True, "tags": ["b", "to-cite"], "note": "Look"}
    done = run("mark", A, B, "--read", "--star", "--tag", "b", "--tag", "to-cite", "--note", "Look")
    assert (done.returncode, done.stdout) == (0, "0 marks changed on 2 papers\n")
    run("mark", A, "--unread", "--unstar", "--untag", "b", "--note", "")
    assert item(run, A) == {"read": False, "starred": False, "tags": ["to-cite"], "note": None}
    with closing(stored(env)) as store:
        store.marks.undo().result()
        step = store.marks.undo().result()
        assert step is not None
        assert (step.papers, step.field, [field for field, _ in step.others]) == (
            (A, B),
            "read",
            ["starred", "tag:to-cite", "tag:b", "note"],
        )
        assert store.marks.undo().result() is None
    assert item(run, A) == item(run, B) == {"read": False, "starred": False, "tags": [], "note": None}


def test_what_is_not_there_cannot_be_taken_off(run: Run, env: dict[str, str]) -> None:
    with closing(stored(env)) as store:
        fill(store, {WED: papers(WED, 3)}, since=WED)
        done = run("mark", A, "2401.00007", "--unstar", "--untag", "NEVER", "--note", "")
        assert (done.returncode, done.stdout) == (0, "0 marks changed on 2 papers\n")
        assert store.marks.all() == []
        assert store.marks.next_step(redo=False) is None
        run("mark", A, "--star")
        assert run("mark", A, "--unstar").stdout == "1 mark changed on 1 paper\n"
        assert run("mark", A, "--unstar").stdout == "0 marks changed on 1 paper\n"


def test_papers_that_are_not_stored_are_marked_for_when_they_are(run: Run, env: dict[str, str]) -> None:
    done = run("mark", A, "--tag", "later")
    assert (done.returncode, done.stdout) == (0, "1 mark changed on 1 paper\n")
    assert done.stderr == f"paperreader: not in the store yet, the marks are kept: {A}\n"
    with closing(stored(env)) as store:
        fill(store, {WED: papers(WED, 3)})
        assert store.papers.tags() == {"later": 1}


@pytest.mark.usefixtures("filled")
def test_standard_input_has_ids_or_the_note(run: Run, env: dict[str, str]) -> None:
    done = piped(env, f"{A}\n\n arXiv:{B} \n".encode(), "-", C, "--star")
    assert (done.returncode, done.stdout) == (0, b"3 marks changed on 3 papers\n")
    done = piped(env, b"first\r\nsecond\x07 \n\n", A, "--note", "-")
    assert (done.returncode, done.stderr) == (0, b"paperreader: 1 control character left out of the note\n")
    assert item(run, A)["note"] == "first\nsecond"


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    ("data", "args", "status", "says"),
    [
        (b"", ["-", "--read"], 1, "no ids on standard input"),
        (f"{A}\nshopping\n".encode(), ["-", "--read"], 1, 'standard input, line 2: "shopping" is not an arXiv id'),
        (b"\xff\xfe\n", ["-", "--read"], 1, "standard input, line 1: "),
        (b"a\xffb", [A, "--note", "-"], 1, "the note on standard input is not UTF-8; nothing was marked"),
        (b"x" * 1_000_000, [A, "--note", "-"], 1, "the note is longer than 100 kB; nothing was marked"),
        (b"", [A], 2, "nothing to mark; add --read"),
        (b"", ["--read"], 2, "the following arguments are required: ID"),
        (b"", ["x", "--read"], 2, 'argument ID: "x" is not an arXiv id'),
        (b"", ["hep-th/9901001", "--read"], 2, "is not an arXiv id like 2607.12345"),
        (b"", [A, "--read", "--unread"], 2, "not allowed with argument --read"),
        (b"", [A, "--tag", "a", "--untag", "A"], 2, "use either --tag or --untag for “a”, not both"),
        (b"", [A, "--tag", ""], 2, "argument --tag: missing tag"),
        (b"", [A, "--tag", "x" * 10_000], 2, "it has 10,000 characters, and 50 is the most"),
        (b"", ["-", "--note", "-"], 2, "standard input can be the ids or the note, not both"),
    ],
)
def test_a_mistake_changes_nothing(env: dict[str, str], data: bytes, args: list[str], status: int, says: str) -> None:
    done = piped(env, data, *args)
    assert (done.returncode, done.stdout) == (status, b"")
    assert says in done.stderr.decode()
    assert done.stderr.count(b"\n") == 1
    with closing(stored(env)) as store:
        assert store.marks.all() == []


@pytest.mark.usefixtures("filled")
def test_a_reader_that_is_open_shows_it(run: Run, env: dict[str, str]) -> None:
    with Program([sys.executable, "-m", "paperreader", "--offline"], env, (140, 40)) as program:
        program.until(lambda text: "? keys" in text)
        assert run("mark", A, "--tag", "to-cite", "--note", "From a script").returncode == 0
        program.until(lambda text: "# to-cite" in text and "From a script" in text and "Tags" in text)
        program.write("U")
        program.until(lambda text: "# to-cite" not in text and "From a script" not in text)
        program.leave("Q")
