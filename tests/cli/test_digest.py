"""`paperreader digest`: which papers, where it goes, and what is remembered of it."""

from __future__ import annotations

import email
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from email import policy
from pathlib import Path
from typing import Any

import pytest

from paperreader.hub.parse import parse_items
from paperreader.models import Paper
from paperreader.store import Store
from tests.cli.conftest import Here
from tests.conftest import NEWEST, Run, store_of
from tests.hub_server import HubServer
from tests.stores import a_paper

BEFORE, AFTER = date(2025, 7, 30), date(2025, 8, 1)
DIGEST = [sys.executable, "-m", "paperreader", "digest"]
JSON = ("--format", "json")
Digest = Callable[..., list[str]]


def open_store(env: dict[str, str]) -> Store:
    return Store(store_of(env), now=lambda: datetime.now(UTC))


@pytest.fixture
def digest(here: Here, tmp_path: Path) -> Digest:
    """The ids in it."""
    file = tmp_path / "digest.json"

    def digest(*args: str) -> list[str]:
        file.unlink(missing_ok=True)
        assert here("digest", *args, *JSON, "--output", str(file)).code == 0
        return [paper["id"] for paper in json.loads(file.read_text())["papers"]] if file.exists() else []

    return digest


def papers_of(server: HubServer, day: date) -> list[Paper]:
    return parse_items(server.days[day]).papers


def since_last(env: dict[str, str], *args: str, **options: Any) -> subprocess.CompletedProcess[str]:
    command = [*DIGEST, "--since-last", *JSON, *args]
    return subprocess.run(command, env=env, text=True, timeout=60, **{"stderr": subprocess.PIPE, **options})


def sent(env: dict[str, str], *args: str) -> list[str]:
    """The papers of a digest since the last, which is remembered."""
    done = since_last(env, *args, stdout=subprocess.PIPE)
    assert done.returncode == 0, done.stderr
    return [paper["id"] for paper in json.loads(done.stdout)["papers"]] if done.stdout else []


# -- which papers


def test_followed_papers_come_first_then_those_with_most_upvotes(
    fetched: HubServer, digest: Digest, env: dict[str, str]
) -> None:
    by_votes = sorted(papers_of(fetched, NEWEST), key=lambda paper: -paper.upvotes)
    ids = [paper.id for paper in by_votes]
    assert digest() == ids[:10]
    assert digest("--top", "3") == ids[:3]
    assert digest("2025-07-30", "--top", "99") == [
        paper.id for paper in sorted(papers_of(fetched, BEFORE), key=lambda paper: -paper.upvotes)
    ]
    assert len(digest("2025-W31", "--top", "99")) == 29
    store = open_store(env)
    store.searches.save("harbors", "harbor", follows=True).result()
    store.close()
    harbors = [paper.id for paper in by_votes if "Harbor" in paper.title]
    assert 0 < len(harbors) < 10
    others = [id for id in ids if id not in harbors]
    assert digest("--top", "2") == harbors + others[:2]
    assert digest("harbor") == harbors
    assert digest("2025-07-31", "harbor") == harbors
    assert digest("-harbor") == others[:10]
    assert digest("-harbor", "sort:title") != others[:10]
    assert digest("zzzqqq") == []


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["2025-07-27"], 0, "2025-07-27 was a Sunday: no daily papers"),
        (["2025-07-28"], 1, "2025-07-28 is not in the store: run paperreader fetch 2025-07-28"),
        (["2999-01-01"], 2, "2999-01-01 is in the future"),
        (["2020-01-01"], 2, "the daily papers begin on"),
        (["2025-07-31", "zzzqqq"], 0, "no paper of 2025-07-31 matches “zzzqqq”"),
        (["2025-07-31", "--since-last"], 2, "use either a date or --since-last, not both"),
        (["--as", "x"], 2, "--as needs --since-last"),
        (["--to", "ada@example.org"], 2, "--to and --from need --format mail"),
        (["--format", "mail"], 1, "who gets the mail? add --to you@example.org, or the setting mail_to"),
        (["--format", "mail", "--to", "a@b\nBcc: c@d"], 1, "is not a mail address"),
        (["--format", "mail", "--to", "a@b", "--from", "a@b, c@d"], 1, "is not a mail address"),
        (["--send", "'"], 2, "--send needs a command"),
        (["--send", "/no/such/program"], 1, "/no/such/program cannot be started (No such file or directory)"),
        (["--send", "sh -c 'exit 7'"], 1, "sh failed (exit status 7)"),
        (["--send", "sh -c 'kill -9 $$'"], 1, "sh failed (signal 9)"),
        (["--output", "no/such/folder"], 1, "cannot be written"),
    ],
)
def test_what_is_wrong_is_said(fetched: HubServer, here: Here, args: list[str], code: int, said: str) -> None:
    done = here("digest", *args)
    assert (done.code, done.out) == (code, "")
    assert said in done.err


def test_words_that_may_be_a_date_are_one_only_alone(fetched: HubServer, here: Here) -> None:
    said = here("digest", "3d").err
    assert "not in the store" in said or "no daily papers" in said
    assert "no paper of 2025-07-31 matches “3d generation”" in here("digest", "3d", "generation").err


def test_without_a_store_or_papers_it_says_so(run: Run, env: dict[str, str]) -> None:
    for args in ([], ["--since-last"]):
        done = run("digest", *args)
        assert (done.returncode, done.stdout, done.stderr) == (
            1,
            "",
            "paperreader: no store yet: run paperreader fetch\n",
        )
    open_store(env).close()
    for args in ([], ["--since-last"]):
        done = run("digest", *args)
        assert (done.returncode, done.stdout) == (1, "")
        assert "no papers in the store yet: run paperreader fetch" in done.stderr


# -- where it goes


def test_a_mail_is_addressed_by_options_or_settings(
    fetched: HubServer, run: Run, config_file: Path, hub_server: HubServer
) -> None:
    def mail(*args: str) -> Any:
        done = run("digest", "--format", "mail", *args)
        assert done.returncode == 0, done.stderr
        return email.message_from_string(done.stdout, policy=policy.default)

    message = mail("--to", "Ada <ada@example.org>", "--to", "bo@example.org")
    assert mail("--to", "Ada <ada@example.org>, bo@example.org")["To"] == message["To"]
    assert mail("--to", '"Brook, Ada" <ada@example.org>')["To"] == '"Brook, Ada" <ada@example.org>'
    assert [each.addr_spec for each in message["To"].addresses] == ["ada@example.org", "bo@example.org"]
    assert message["From"].addresses[0].addr_spec == "ada@example.org"
    config_file.write_text('mail_to = "ada@example.org, Bo <bo@example.org>"\nmail_from = "papers@example.org"\n')
    message = mail()
    assert [each.addr_spec for each in message["To"].addresses] == ["ada@example.org", "bo@example.org"]
    assert message["From"].addresses[0].addr_spec == "papers@example.org"
    config_file.write_text('mail_to = "ada@example.org\\nBcc: evil@example.org"\n')
    done = run("digest", "--format", "mail")
    assert (done.returncode, done.stdout) == (1, "")
    assert "config.toml:1: mail_to must be a mail address like you@example.org" in done.stderr


def test_a_program_gets_it_and_none_is_started_without_papers(
    fetched: HubServer, run: Run, tmp_path: Path, env: dict[str, str]
) -> None:
    got = tmp_path / "got it"
    command = f"sh -c 'cat > \"$0\"' '{got}'"
    assert run("digest", "--since-last", "--send", command).stdout == ""
    assert got.read_text().startswith("Daily papers\n")
    got.unlink()
    done = run("digest", "--since-last", "--send", command)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert not got.exists()


def test_a_file_is_not_touched_without_papers(fetched: HubServer, run: Run, tmp_path: Path) -> None:
    note = tmp_path / "note.md"
    run("digest", "--format", "markdown", "--output", str(note))
    written = note.read_text()
    assert written.startswith("# Daily papers: Thursday 31 July 2025\n")
    assert run("digest", "--format", "markdown", "--output", str(note), "zzzqqq").returncode == 0
    assert note.read_text() == written


def test_cron_has_hardly_an_environment(fetched: HubServer, env: dict[str, str]) -> None:
    bare = {"HOME": env["HOME"], "PATH": "/usr/bin:/bin", "PYTHONPATH": env["PYTHONPATH"]}
    for format in ("text", "mail", "html"):
        command = [*DIGEST, "--format", format, *(["--to", "ada@example.org"] if format == "mail" else [])]
        done = subprocess.run(command, env={**bare, "LC_ALL": "C"}, cwd="/", capture_output=True)
        assert (done.returncode, done.stderr) == (0, b"")
        assert "Thursday 31 July 2025" in done.stdout.decode()


# -- what is remembered


def test_each_paper_is_sent_once_however_late_it_came(fetched: HubServer, env: dict[str, str], digest: Digest) -> None:
    first = papers_of(fetched, NEWEST)
    assert set(digest("--since-last", "--top", "99")) == {paper.id for paper in first}
    assert digest("--since-last") == []
    late, next_day, archived = a_paper(1), [a_paper(2), a_paper(3)], a_paper(4)
    store = open_store(env)
    store.ingest.save_day(NEWEST, [*first, late], complete=True).result()
    store.ingest.save_day(AFTER, next_day, complete=True).result()
    store.ingest.save_day(date(2024, 7, 31), [archived], complete=True).result()  # from before the first digest
    assert sorted(digest("--since-last")) == ["2607.00001", "2607.00002", "2607.00003"]
    store.ingest.save_day(AFTER, [*next_day, late, a_paper(5)], complete=True).result()
    store.close()
    assert digest("--since-last") == ["2607.00005"]
    assert digest("--since-last") == []


def test_digests_of_different_kinds_remember_on_their_own(
    fetched: HubServer, digest: Digest, here: Here, tmp_path: Path
) -> None:
    every = ("--since-last", "--top", "99")
    assert len(digest(*every)) == 24
    harbors = digest(*every, "harbor")
    assert 0 < len(harbors) < 24
    assert digest(*every, "harbor") == digest(*every) == []
    assert len(digest(*every, "--as", "work")) == 24
    assert digest(*every, "harbor", "--as", "work") == []
    first = "paperreader: the first digest of this kind has the papers of 2025-07-31; the next one, what came since\n"
    for said in (first, ""):
        assert here("digest", "--since-last", "--output", str(tmp_path / "text")) == (0, "", said)


def test_a_query_about_votes_sends_a_paper_when_it_gets_them(
    fetched: HubServer, digest: Digest, env: dict[str, str]
) -> None:
    popular = digest("--since-last", "upvotes:>=190", "--top", "99")
    assert 0 < len(popular) < 24
    rising = next(paper for paper in papers_of(fetched, NEWEST) if paper.upvotes < 190)
    store = open_store(env)
    store.ingest.save_papers([rising._replace(upvotes=500)]).result()
    store.close()
    assert digest("--since-last", "upvotes:>=190") == [rising.id]


def test_what_did_not_arrive_is_sent_again(fetched: HubServer, env: dict[str, str], tmp_path: Path) -> None:
    full = since_last(env, stdout=os.open("/dev/full", os.O_WRONLY))
    assert (full.returncode, "cannot write the output: No space left on device" in full.stderr) == (1, True)
    closed = subprocess.run(["sh", "-c", f"exec {' '.join(DIGEST)} --since-last >&-"], env=env, stderr=subprocess.PIPE)
    assert (closed.returncode, b"standard output is closed" in closed.stderr) == (1, True)
    for reader in ("true", "exec <&-; sleep 0", "head -c 10 >/dev/null"):
        script = f"({' '.join([*DIGEST, '--since-last', *JSON])}; echo $? >status) | ({reader})"
        subprocess.run(["sh", "-c", script], env=env, cwd=tmp_path, stderr=subprocess.PIPE, timeout=60, check=True)
        # the pipe takes all of it, though nobody reads it to its end
        assert tmp_path.joinpath("status").read_text() == "141\n", reader
    for args in (["--send", "false"], ["--output", "no/such/folder"]):
        assert since_last(env, *args, stdout=subprocess.PIPE).returncode == 1
    assert len(sent(env, "--top", "99")) == 24
    again = since_last(env, stdout=subprocess.PIPE)
    nothing = "paperreader: nothing new since the last digest\n"
    assert (again.returncode, again.stdout, again.stderr) == (0, "", nothing)


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_disk_that_takes_only_a_part_is_noticed(
    fetched: HubServer, env: dict[str, str], tmp_path: Path, unbuffered: str
) -> None:
    store = open_store(env)
    store.ingest.save_day(NEWEST, [a_paper(n, abstract="We weave. " * 800) for n in range(90)], complete=True).result()
    store.digests.record("json", [], NEWEST).result()
    store.close()
    script = f"ulimit -f 1024; exec {' '.join(DIGEST)} --since-last --format json --top 99 >part"
    env["PYTHONUNBUFFERED"] = unbuffered
    limited = subprocess.run(["sh", "-c", script], env=env, cwd=tmp_path, capture_output=True, text=True)
    assert (limited.returncode, limited.stderr) == (1, "paperreader: cannot write the output: File too large\n")
    assert tmp_path.joinpath("part").stat().st_size == 1024 * 512
    assert len(sent(env, "--top", "99")) == 90


def test_a_digest_that_is_killed_before_it_was_read_is_sent_again(fetched: HubServer, env: dict[str, str]) -> None:
    with subprocess.Popen([*DIGEST, "--since-last", *JSON], env=env, stdout=subprocess.PIPE) as killed:
        assert killed.stdout
        wait_until(lambda: is_readable(killed.stdout))
        killed.send_signal(signal.SIGKILL)
    assert len(sent(env)) == 10


def test_two_digests_at_once_send_each_paper_once(fetched: HubServer, env: dict[str, str]) -> None:
    command = [*DIGEST, "--since-last", *JSON, "--top", "99"]
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE) as first:
        assert first.stdout
        wait_until(lambda: is_readable(first.stdout))
        with subprocess.Popen(command, env=env, stdout=subprocess.PIPE) as second:
            assert second.stdout
            with pytest.raises(subprocess.TimeoutExpired):
                second.wait(1)  # it waits for the first, which was not read yet
            assert len(json.loads(first.stdout.read())["papers"]) == 24
            assert (first.wait(60), second.stdout.read(), second.wait(60)) == (0, b"", 0)
    # and if the first is killed, the second sends them
    with subprocess.Popen([*command, "--as", "x"], env=env, stdout=subprocess.PIPE) as first:
        wait_until(lambda: is_readable(first.stdout))
        with subprocess.Popen([*command, "--as", "x"], env=env, stdout=subprocess.PIPE) as second:
            first.kill()
            assert second.stdout
            assert len(json.loads(second.stdout.read())["papers"]) == 24
            assert second.wait(60) == 0


def test_many_digests_at_once_send_each_paper_once(fetched: HubServer, env: dict[str, str], tmp_path: Path) -> None:
    files = [tmp_path / f"{n}.json" for n in range(4)]
    running = [subprocess.Popen([*DIGEST, "--since-last", *JSON], env=env, stdout=file.open("w")) for file in files]
    assert [process.wait(60) for process in running] == [0] * 4
    assert sorted(bool(file.read_text()) for file in files) == [False, False, False, True]


def is_readable(pipe: Any) -> bool:
    import select

    return bool(select.select([pipe], [], [], 0)[0])


def wait_until(fact: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not fact():
        assert time.monotonic() < end
        time.sleep(0.01)
