"""The user's own commands in the background: real programs, real files."""

from __future__ import annotations

import asyncio
import json
import os
import stat
from pathlib import Path

import pytest

from paperreader.own_command import OwnCommand
from paperreader.reader.command_jobs import Job
from paperreader.reader.command_values import targets
from paperreader.store import Store
from tests.hub_server.items import papers
from tests.reader.conftest import OpenSession, User
from tests.sample_text import SAMPLE
from tests.stored_days import CONFIG, THU, fill, id_of

WAIT = 'while [ ! -e "$1" ]; do sleep 0.02; done'
"""Until a file is there."""


def script(code: str, *args: str, **more: object) -> OwnCommand:
    return OwnCommand("Mine", ("sh", "-c", code, "sh", *args), **more)  # type: ignore[arg-type]


@pytest.fixture
async def user(store: Store, open_session: OpenSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> User:
    """With three papers; what is made for commands is in the folder `made`."""
    (tmp_path / "made").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "made"))
    fill(store, {THU: papers(THU, 3)})
    store.texts.save(id_of(THU, 1), b"", SAMPLE, converter=1, etag=None, modified=None).result()
    return open_session(store, config=CONFIG)


async def ended(user: User, command: OwnCommand) -> Job:
    """Run it on what is selected, to its end."""
    jobs: list[Job] = []
    user.session.jobs.start(command, targets(user.session), jobs.append)
    await user.until(lambda: jobs)
    return jobs[0]


def select(user: User, *numbers: int) -> None:
    """Papers by their places in the list."""
    for number in numbers:
        user.rows.move_to(number)
        user.rows.toggle_selected()


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except OSError:
        return False


async def test_what_a_command_is_told(user: User) -> None:
    fields = ("id", "url", "arxiv", "pdf", "title")
    job = await ended(user, OwnCommand("Mine", ("printf", "%s\n", *(f"{{{field}}}" for field in fields))))
    id = user.at
    assert job.output == [
        id,
        f"https://huggingface.co/papers/{id}",
        f"https://arxiv.org/abs/{id}",
        f"https://arxiv.org/pdf/{id}",
        user.entry.title,
    ]
    assert (job.result, job.failures) == ("Mine: done", 0)
    assert user.session.jobs.last is job


async def test_what_it_reads(user: User) -> None:
    job = await ended(user, OwnCommand("Mine", ("cat",), stdin="{bibtex}\n{{{abstract}}}"))
    assert job.output[0].startswith("@misc{")
    assert job.output[-1].startswith("{")
    assert (await ended(user, script("read x || echo nothing"))).output == ["nothing"]


@pytest.mark.parametrize("number", [1, 2])
async def test_the_text_is_in_a_private_file_that_is_removed(user: User, tmp_path: Path, number: int) -> None:
    user.rows.move_to(user.ids.index(id_of(THU, number)))
    job = await ended(user, script('echo "$1"; stat -c %a "$1"; cat "$1"', "{text_file}"))
    name, mode, *text = job.output
    assert Path(name).name.startswith(user.at)
    assert name.endswith(".md")
    assert mode == f"{stat.S_IRUSR | stat.S_IWUSR:o}"
    assert ("Looms weave threads" in "\n".join(text)) is (number == 1)
    assert not list((tmp_path / "made").iterdir())


async def test_a_saved_pdf_has_a_path(user: User, tmp_path: Path) -> None:
    command = OwnCommand("Mine", ("echo", "{pdf_file}"))
    user.session.deliveries.pdfs.folder = str(tmp_path)
    job = await ended(user, command)
    assert job.result == f"Mine: the PDF of {user.at} is not saved yet"
    (tmp_path / f"{user.at} x.pdf").touch()
    assert (await ended(user, command)).output == [f"{tmp_path}/{user.at} x.pdf"]


async def test_a_selection_is_one_array(user: User) -> None:
    select(user, 0, 2)
    job = await ended(user, OwnCommand("Mine", ("cat",), stdin="{selection_json}"))
    assert [paper["id"] for paper in json.loads("\n".join(job.output))] == user.selected
    job = await ended(user, script('printf "%s" "$1"', "{selection_json}"))
    assert len(json.loads("\n".join(job.output))) == 2


async def test_else_it_is_run_for_each_paper_in_turn(user: User) -> None:
    select(user, 0, 1, 2)
    ids = user.selected
    job = await ended(user, script('echo "for $1"; [ "$1" != "$2" ] || exit 7', "{id}", ids[1]))
    assert [line for line in job.output if line.startswith("for ")] == [f"for {id}" for id in ids]
    assert "(failed with status 7)" in job.output
    assert [line.split()[0] for line in job.output if "  " in line] == ids, "each under its title"
    assert job.result == "Mine: 1 of 3 failed, the last: failed with status 7"


@pytest.mark.parametrize(
    ("run", "result"),
    [
        (("no-such-program",), "no-such-program was not found"),
        (("/no/such/program",), "/no/such/program was not found"),
        (("{folder}/plain",), "{folder}/plain is not executable"),
        (("{folder}",), "{folder} is not executable"),
        (("{folder}/lost",), "what {folder}/lost is written for was not found"),
        (("sh", "-c", "exit 3"), "failed with status 3"),
        (("sh", "-c", "kill -9 $$"), "ended by SIGKILL"),
        (("sh", "-c", "kill -40 $$"), "ended by signal 40"),
        (("sh", "-c", "kill -TERM $$"), "ended by SIGTERM"),
        (("true", "x" * 200_000), "too long for an argument; give it as `stdin`"),
        (("true",), "done"),
    ],
)
async def test_how_it_went(user: User, tmp_path: Path, run: tuple[str, ...], result: str) -> None:
    (tmp_path / "plain").touch(0o644)
    (tmp_path / "lost").write_text("#!/no/such/interpreter\n")
    (tmp_path / "lost").chmod(0o755)
    words = tuple(word.replace("{folder}", str(tmp_path)) for word in run)
    job = await ended(user, OwnCommand("Mine", words))
    assert job.result == f"Mine: {result}".replace("{folder}", str(tmp_path))
    assert bool(job.failures) is (result != "done")


async def test_nothing_in_the_current_folder_is_run(
    user: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine").write_text("#!/bin/sh\necho here")
    (tmp_path / "mine").chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", f":.:{os.environ['PATH']}")
    assert (await ended(user, OwnCommand("Mine", ("mine",)))).result == "Mine: mine was not found"


async def test_it_has_no_terminal_and_the_users_environment(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEBHOOK", "https://example.org/x")
    job = await ended(user, script("tty; echo $WEBHOOK; (: < /dev/tty) 2>/dev/null || echo none"))
    assert job.output == ["not a tty", "https://example.org/x", "none"]


async def test_several_run_at_once_and_are_in_the_status_line(user: User, tmp_path: Path) -> None:
    jobs: list[Job] = []
    one = script(WAIT, str(tmp_path / "go"))
    user.session.jobs.start(one, [], jobs.append)
    await user.until(lambda: user.activity == "running Mine")
    two = OwnCommand("Other", ("echo", "x"))
    assert (await ended(user, two)).output == ["x"]
    assert user.activity == "running Mine"
    user.session.jobs.start(one, [], jobs.append)
    await user.until(lambda: user.activity == "2 commands run")
    (tmp_path / "go").touch()
    await user.until(lambda: len(jobs) == 2)
    assert not user.session.jobs.running


async def test_cancelling_ends_all_that_it_started(user: User, tmp_path: Path) -> None:
    select(user, 0, 1)
    jobs: list[Job] = []
    code = 'echo $1; sleep 1000 & echo $! > "$2"; wait'
    user.session.jobs.start(script(code, "{id}", str(tmp_path / "pid")), targets(user.session), jobs.append)
    await user.until(lambda: (tmp_path / "pid").exists() and (tmp_path / "pid").read_text().endswith("\n"))
    user.session.jobs.cancel(user.session.jobs.running[0])
    await user.until(lambda: jobs)
    assert jobs[0].result == "Mine: cancelled after 0 of 2"
    await user.until(lambda: not alive(int((tmp_path / "pid").read_text())))


async def test_one_that_does_not_want_to_end_is_killed(
    user: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("paperreader.reader.command_jobs.KILL_AFTER_S", 0.1)
    jobs: list[Job] = []
    code = 'trap "" TERM; touch "$1"; while :; do sleep 0.05; done'
    user.session.jobs.start(script(code, str(tmp_path / "began")), [], jobs.append)
    await user.until((tmp_path / "began").exists)
    user.session.jobs.cancel(user.session.jobs.running[0])
    await user.until(lambda: jobs)
    assert jobs[0].result == "Mine: cancelled"


async def test_output_without_end_holds_nothing_up(user: User) -> None:
    jobs: list[Job] = []
    user.session.jobs.start(OwnCommand("Mine", ("yes",)), [], jobs.append)
    await user.until(lambda: user.session.jobs.running and user.session.jobs.running[0].process)
    for _ in range(20):
        await asyncio.sleep(0.01)
    user.session.jobs.cancel(user.session.jobs.running[0])
    await user.until(lambda: jobs)
    assert any("lines left out" in line for line in jobs[0].output)


async def test_what_still_runs_goes_on_when_the_reader_is_left(user: User, tmp_path: Path) -> None:
    """It prints without anybody listening, and its file is removed when it has ended."""
    code = f'cp "$3" "$2/copy"; touch "$2/began"; {WAIT}; yes | head -c 200000; cmp "$3" "$2/copy" && touch "$2/ended"'
    command = script(code, str(tmp_path / "go"), str(tmp_path), "{text_file}")
    user.session.jobs.start(command, targets(user.session), print)
    await user.until((tmp_path / "began").exists)
    pid = user.session.jobs.running[0].process
    assert pid is not None
    user.session.close()
    await user.until(lambda: user.session.jobs.left)
    assert user.session.jobs.left == [f"Mine (process {pid.pid})"]
    (tmp_path / "go").touch()
    await user.until((tmp_path / "ended").exists)
    await user.until(lambda: not list((tmp_path / "made").iterdir()))
