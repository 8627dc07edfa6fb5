"""`paperreader fetch --texts` and `--pdf`: real processes, arXiv and Hub on loopback."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import NEWEST, TOKEN, Run, store_of
from tests.hub_server import HubServer
from tests.hub_server.arxiv import markdown, page, pdf
from tests.hub_server.items import item

ONE, TWO, THREE = "2507.31001", "2507.31002", "2507.31003"


@pytest.fixture
def arxiv(run: Run, hub_server: HubServer, config_file: Path) -> HubServer:
    """Three papers in the store, of which the last has no text."""
    hub_server.days[NEWEST] = [
        item(ONE, "Looms: A Survey", day=NEWEST),
        item(TWO, "Kettles", day=NEWEST),
        item(THREE, "Ferries", day=NEWEST),
    ]
    hub_server.texts.html[ONE] = page("Looms", version="v3")
    hub_server.texts.markdown[TWO] = markdown(TWO)
    hub_server.texts.pdf[ONE] = pdf(100)
    assert run("fetch", NEWEST.isoformat()).returncode == 0
    hub_server.requests.clear()
    return hub_server


def some_time_passes(env: dict[str, str]) -> None:
    """As far as the store knows, arXiv was asked long ago."""
    with closing(sqlite3.connect(store_of(env))) as store, store:
        store.execute("DELETE FROM setting WHERE name = 'arxiv_asked_at'")


def test_a_line_for_each_text(run: Run, env: dict[str, str], arxiv: HubServer) -> None:
    done = run("fetch", "--texts", ONE, HF_TOKEN=TOKEN)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{ONE}  arXiv HTML v3  Looms: A Survey\n", "")
    some_time_passes(env)
    done = run("fetch", "--texts", f"https://arxiv.org/abs/{TWO}v1", HF_TOKEN=TOKEN)
    assert done.returncode == 0
    assert done.stdout.startswith(f"{TWO}  Hub text")
    assert done.stdout.endswith("  Kettles\n")
    sent = {request.path: request.headers.get("authorization") for request in arxiv.requests}
    assert sent == {f"/html/{ONE}": None, f"/html/{TWO}": None, f"/papers/{TWO}.md": f"Bearer {TOKEN}"}
    assert "Paragraph 1 of Looms says that" in run("text", ONE).stdout


def test_what_is_stored_is_not_fetched_again(run: Run, env: dict[str, str], arxiv: HubServer) -> None:
    run("fetch", "--texts", ONE)
    done = run("fetch", "--texts", "looms")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert arxiv.texts_asked() == [f"/html/{ONE}"]
    some_time_passes(env)
    done = run("fetch", "--texts", ONE, TWO, ONE)
    assert done.stdout.startswith(TWO)


def test_the_texts_of_a_query_and_of_what_is_starred(run: Run, env: dict[str, str], arxiv: HubServer) -> None:
    assert run("fetch", "--texts", "loom", "or", "nothing").stderr == "paperreader: no paper in the store matches\n"
    assert run("fetch", "--texts", "--starred").stderr == "paperreader: no paper in the store matches\n"
    assert run("fetch", "--texts", "title:kettles", "-looms").stdout.startswith(TWO)
    some_time_passes(env)
    marks = Path(env["HOME"], "marks")
    marks.write_text(
        f'{{"paper": "{ONE}", "field": "starred", "value": true, "at": "2026-07-31T12:00:00.000000Z",'
        f' "cause": "by hand", "device": "d"}}\n'
    )
    assert run("marks", "merge", str(marks)).returncode == 0
    assert run("fetch", "--texts", "--starred").stdout.startswith(ONE)


def test_what_there_is_none_of_is_said(run: Run, arxiv: HubServer) -> None:
    done = run("fetch", "--texts", THREE)
    assert (done.returncode, done.stdout) == (1, "")
    reason = "arXiv has no HTML version of this paper, and the Hub has no text of it"
    assert done.stderr == f"paperreader: {THREE}: no text: {reason}\n"


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("500", f"{ONE}: arXiv returned an error (500)"),
        ("html application/json", f"{ONE}: 127.0.0.1 answered with something other than a web page."),
        ("redirect http://login.example/", f"{ONE}: 127.0.0.1 redirects to another host (a login page?)"),
    ],
)
def test_what_failed_is_said(run: Run, arxiv: HubServer, fault: str, said: str) -> None:
    if fault == "500":  # attempts are 15 s apart
        fault = "400"
        said = said.replace("500", "400")
    arxiv.fail(fault, match="/html/")
    done = run("fetch", "--texts", ONE)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"paperreader: {said}")
    assert done.stderr.count("\n") == 1


def test_without_a_network(run: Run, env: dict[str, str], arxiv: HubServer, config_file: Path) -> None:
    config_file.write_text('arxiv = "http://127.0.0.1:9"')
    done = run("fetch", "--texts", ONE)
    assert (done.returncode, done.stderr) == (1, "paperreader: offline: Can't reach 127.0.0.1\n")
    done = run("fetch", "--texts", ONE, "--offline")
    assert done.returncode == 1
    assert done.stderr.startswith("paperreader: offline: not contacting")
    assert arxiv.texts_asked() == []


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGKILL])
def test_a_fetch_that_is_ended_goes_on_the_next_time(
    run: Run, env: dict[str, str], arxiv: HubServer, ending: signal.Signals
) -> None:
    command = [sys.executable, "-m", "paperreader", "fetch", "--texts", ONE, TWO]
    process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline().startswith(ONE)
    process.send_signal(ending)  # while it waits for the next
    output, said = process.communicate(timeout=60)
    assert output == ""
    if ending == signal.SIGINT:
        stopped = "stopped: 1 of 2 texts stored; the next run picks up from there"
        assert (process.returncode, said) == (130, f"paperreader: {stopped}\n")
    assert arxiv.texts_asked() == [f"/html/{ONE}"]
    some_time_passes(env)
    assert run("fetch", "--texts", ONE, TWO).stdout.startswith(TWO)


@pytest.mark.parametrize(
    "args",
    [
        ["--texts"],
        ["--starred"],
        ["--texts", "loom", "--starred"],
        ["--texts", "loom", "--all"],
        ["--pdf", "x"],
        ["--pdf", ONE, "--texts", ONE],
    ],
)
def test_wrong_calls_are_told(run: Run, args: list[str]) -> None:
    done = run("fetch", *args)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1


def test_a_pdf_is_saved_under_a_readable_name(
    run: Run, env: dict[str, str], arxiv: HubServer, config_file: Path
) -> None:
    folder = Path(env["HOME"], "Lade")
    Path(env["HOME"], ".config/user-dirs.dirs").write_text('XDG_DOWNLOAD_DIR="$HOME/Lade"\n')
    done = run("fetch", "--pdf", ONE)
    (file,) = folder.iterdir()
    assert file.name.startswith(f"{ONE} ")
    assert file.name.endswith(" - Looms - A Survey.pdf")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{ONE}  {file}\n", "")
    assert file.read_bytes() == pdf(100)
    assert run("fetch", "--pdf", ONE).stdout == f"{ONE}  {file}\n"
    assert arxiv.texts_asked() == [f"/pdf/{ONE}"]
    config_file.write_text(f'arxiv = "{arxiv.url}"\npdf_folder = "~/papers"')
    assert run("fetch", "--pdf", ONE).returncode == 0
    assert [path.name for path in Path(env["HOME"], "papers").iterdir()] == [file.name]
    done = run("fetch", "--pdf", TWO)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"paperreader: {TWO}: arXiv has no PDF of this paper\n"


def test_what_is_known_to_have_no_text_is_said_each_time(run: Run, env: dict[str, str], arxiv: HubServer) -> None:
    said = f"paperreader: {THREE}: no text: arXiv has no HTML version of this paper, and the Hub has no text of it\n"
    done = run("fetch", "--texts", THREE)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", said)
    asked = arxiv.texts_asked()
    done = run("fetch", "--texts", THREE, THREE)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", said)
    assert arxiv.texts_asked() == asked, "it was asked for lately"
    some_time_passes(env)
    done = run("fetch", "--texts", THREE, ONE)
    assert (done.returncode, done.stdout, done.stderr) == (1, f"{ONE}  arXiv HTML v3  Looms: A Survey\n", said)


@pytest.mark.parametrize("options", [[], ["--json"], ["--markdown"]])
def test_a_text_whose_reader_has_gone_ends_quietly(
    run: Run, env: dict[str, str], arxiv: HubServer, options: list[str]
) -> None:
    run("fetch", "--texts", ONE)
    ours, theirs = os.pipe()
    os.close(ours)
    command = [sys.executable, "-m", "paperreader", "text", ONE, *options]
    done = subprocess.run(command, env=env, stdout=theirs, stderr=subprocess.PIPE, text=True, timeout=30)
    os.close(theirs)
    assert (done.returncode, done.stderr) == (141, "")
