"""`paperreader export`."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from tests.conftest import Run, store_of
from tests.hub_server import HubServer

pytestmark = pytest.mark.usefixtures("fetched")


def ids(bibtex: str) -> list[str]:
    return re.findall(r"eprint = \{(.*?)\}", bibtex)


def test_a_query_is_exported_in_every_format(run: Run) -> None:
    found = [item["id"] for item in json.loads(run("search", "sort:newest", "--json").stdout)]
    done = run("export", "sort:newest")
    assert (done.returncode, done.stderr) == (0, "")
    assert ids(done.stdout) == found
    for option in ("markdown", "org", "plain"):
        text = run("export", "sort:newest", "--format", option).stdout
        assert all(id in text for id in found), option
    assert len(json.loads(run("export", "sort:newest", "--format", "csl-json").stdout)) == len(found)


def test_ids_are_exported_in_their_order(run: Run) -> None:
    some = ids(run("export", "sort:newest").stdout)[:3][::-1]
    assert ids(run("export", some[0], f"https://arxiv.org/abs/{some[1]}v2", f"{some[2]},{some[0]}").stdout) == some
    missing = run("export", some[0], "2001.00001")
    assert (missing.returncode, ids(missing.stdout)) == (1, some[:1])
    assert missing.stderr == "paperreader: not in the store: 2001.00001; paperreader show ID asks the Hub\n"


def test_starred_papers_are_exported(run: Run, tmp_path: Path) -> None:
    empty = run("export", "--starred")
    assert (empty.returncode, empty.stdout) == (0, "")
    assert empty.stderr == "paperreader: no papers: nothing to export\n"
    assert run("export", "--starred", "--format", "csl-json").stdout == "[]\n"
    star = ids(run("export", "sort:newest").stdout)[1]
    (tmp_path / "marks").write_text(_mark(star))
    assert run("marks", "merge", str(tmp_path / "marks")).returncode == 0
    assert ids(run("export", "--starred").stdout) == [star]
    assert ids(run("export", "--starred", "sort:oldest").stdout) == [star]
    assert run("export", "--starred", "-is:starred").stdout == ""


def _mark(paper: str) -> str:
    return (
        json.dumps(
            {
                "paper": paper,
                "field": "starred",
                "value": True,
                "at": "2026-07-31T10:00:00.000000Z",
                "cause": "by hand",
                "device": "elsewhere",
            }
        )
        + "\n"
    )


def test_a_file_is_written_whole_and_never_over_another(run: Run, env: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "refs.bib"
    done = run("export", "sort:newest", "--output", str(file))
    count = len(ids(run("export", "sort:newest").stdout))
    assert done.stdout == f"{count} papers in {file}\n"
    os.umask(mask := os.umask(0o077))
    assert file.stat().st_mode & 0o777 == 0o666 & ~mask  # as if an editor had made it
    assert len(ids(file.read_text(encoding="utf-8"))) == count
    assert run("export", "sort:newest", "--output", "-").stdout == file.read_text(encoding="utf-8")
    before = file.read_bytes()
    again = run("export", "sort:newest", "--output", str(file), "--format", "ris")
    assert again.returncode == 1
    assert "already exists; add --replace" in again.stderr
    assert file.read_bytes() == before
    file.chmod(0o664)
    assert run("export", "sort:newest", "--output", str(file), "--format", "ris", "--replace").returncode == 0
    assert file.stat().st_mode & 0o777 == 0o664
    assert file.read_bytes().startswith(b"TY  - ")
    store = store_of(env)
    kept = store.read_bytes()
    for target in (str(store), f"{store}-wal"):
        assert "is the store itself" in run("export", "sort:newest", "--output", target, "--replace").stderr
    assert store.read_bytes() == kept
    assert "cannot be written" in run("export", "sort:newest", "--output", str(tmp_path / "no" / "a.bib")).stderr
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("refs")] == ["refs.bib"]


@pytest.mark.parametrize(
    ("args", "problem"),
    [
        ([], "name what to export"),
        (["x", "--format", "word"], "invalid choice: 'word'"),
        (["x", "--replace"], "--replace is for --output"),
        (["--tag", " "], "argument --tag: missing tag"),
        (["--tag", 'a" is:starred "'], "cannot be a tag: it has a quote or *"),
        (["--tag", "to*"], "cannot be a tag: it has a quote or *"),
        (["--tag", "none"], "cannot be a tag: tag:none has a meaning in searches"),
    ],
)
def test_mistakes_are_said(run: Run, args: list[str], problem: str) -> None:
    done = run("export", *args)
    assert (done.returncode, done.stdout) == (2, "")
    assert problem in done.stderr


def test_ids_may_be_narrowed_down(run: Run) -> None:
    starred, other = "2507.31001", "2507.31002"
    run("mark", starred, "--star", "--tag", "to-cite")
    for options in (["--starred"], ["--tag", "to-cite"], ["--starred", "--tag", "to-cite"]):
        done = run("export", other, starred, *options)
        assert (done.returncode, ids(done.stdout), done.stderr) == (0, [starred], ""), options
    none = run("export", other, "--starred")
    assert (none.returncode, none.stdout, none.stderr) == (0, "", "paperreader: no papers: nothing to export\n")
    missing = run("export", "2507.99999", starred, "--starred")
    assert (missing.returncode, ids(missing.stdout)) == (1, [starred])
    assert "not in the store: 2507.99999" in missing.stderr


def test_tags_are_typed_as_everywhere(run: Run, fetched: HubServer) -> None:
    both, one = "2507.31001", "2507.31002"
    run("mark", both, "--tag", "to-cite, künftig", "--tag", "tokens")
    run("mark", one, "--tag", "to-cite")
    for typed, wanted in (
        (["to-cite"], {both, one}),
        (["#To-Cite"], {both, one}),
        (["to-cite künftig"], {both}),
        (["to-cite,KÜNFTIG"], {both}),
        (["to-cite", "künftig"], {both}),
        (["kunftig"], set()),
        (["the tokens"], set()),
    ):
        done = run("export", *(word for tag in typed for word in ("--tag", tag)))
        assert (done.returncode, set(ids(done.stdout))) == (0, wanted), typed
        assert done.stderr == ("" if wanted else "paperreader: no papers: nothing to export\n")
